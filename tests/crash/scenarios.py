"""What the gate tries, and what must come of it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from core.store.tenant import Store
from tests.crash.destination import Destination
from tests.crash.gate import (
    Deed,
    Outcome,
    Run,
    killing,
    killing_one_for_good,
    pausing,
    postgres_store,
    sqlite_store,
    tried,
)


@dataclass(frozen=True)
class Scenario:
    """A deed, and the setting it is done in."""

    name: str
    store: Callable[[], AbstractContextManager[Store]]
    deed: Deed
    lines: int = 12
    moody: bool = False
    looks: bool = True
    lingers: bool = False

    def run(self) -> Outcome:
        """Try it."""
        with self.store() as store:
            destination = Destination(moody=self.moody)
            return tried(Run(store, destination, self.lines, self.looks, self.lingers), self.deed)

    @property
    def is_control(self) -> bool:
        """Return whether its workers have a flaw, which the gate has to find."""
        return not self.looks

    def is_met(self, outcome: Outcome) -> bool:
        """Return whether the outcome is as it must be: a control that duplicates nothing would prove nothing."""
        if outcome.lost or outcome.unfinished:
            return False
        return outcome.duplicated == 0 if self.looks else outcome.duplicated > 0


def sqlite_scenarios(kills: int) -> Sequence[Scenario]:
    """Return what is done on a file, with so many kills and a fifth of them in the control."""
    return (
        Scenario("SQLite, 1 worker", sqlite_store, killing(1, kills), moody=True),
        Scenario("SQLite, 1 worker, resends blindly", sqlite_store, killing(1, _few(kills)), looks=False),
    )


def postgres_scenarios(kills: int, server: str) -> Sequence[Scenario]:
    """Return what is done on a server, with so many kills and a fifth of them in the control."""
    postgres = partial(postgres_store, server)
    return (
        Scenario("PostgreSQL, 2 workers", postgres, killing(2, kills), moody=True),
        Scenario("PostgreSQL, 2 workers, resend blindly", postgres, killing(2, _few(kills)), looks=False),
        Scenario("PostgreSQL, 1 of 2 never comes back", postgres, killing_one_for_good),
        Scenario("PostgreSQL, 1 of 2 paused in a send", postgres, pausing, lines=1),
        Scenario("PostgreSQL, 1 of 2 paused before a send", postgres, pausing, lines=1, lingers=True),
    )


def _few(kills: int) -> int:
    return max(kills // 5, 2)
