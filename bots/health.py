"""Whether the bot lives, and whether it can serve. Both are told by threads that do not need its event loop."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from time import monotonic
from typing import Protocol

from bots.lately import Lately
from core.records import Platform
from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.upgrade import is_current

logger = logging.getLogger(__name__)
STALE_SECONDS = 10.0  # The loop beats once a second.
_FRESH_SECONDS = 1.0  # How old the word of the database may be,
_PATIENCE_SECONDS = 2.0  # and how long is waited for it.


class Phase(StrEnum):
    """How far a bot has come."""

    STARTING = "starting"
    SERVING = "serving"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    is_good: bool
    says: str

    @property
    def line(self) -> str:
        """Return it in words."""
        return f"{self.name} {self.says}"


class Connected(Protocol):
    """A platform, as far as its connection goes."""

    platform: Platform

    @property
    def is_connected(self) -> bool:
        """Return whether news can come from there, or comes to another process of ours."""


class Health:
    """How a bot is, from its start to its end; it may be asked from any thread."""

    def __init__(self, database: Database) -> None:
        """Begin to start."""
        self._phase = Phase.STARTING
        self._served: Sequence[Connected] = ()
        self._workers: Mapping[str, Callable[[], bool]] = {}
        self._beat_at = monotonic()
        self._tables = Lately(partial(is_current, database), fresh=_FRESH_SECONDS, patience=_PATIENCE_SECONDS)

    def serve(self, served: Sequence[Connected], workers: Mapping[str, Callable[[], bool]]) -> None:
        """Serve from now on: take the platforms, and what says whether threads of ours are at work."""
        self._served, self._workers = served, workers
        self.beat()
        self._phase = Phase.SERVING

    def beat(self) -> None:
        """Note that the event loop moves."""
        self._beat_at = monotonic()

    def stop(self) -> None:
        """Serve no more."""
        self._phase = Phase.STOPPING

    def life(self) -> list[Check]:
        """Return whether the loop moves and the threads live; nobody outside is asked."""
        if self._phase is Phase.STARTING:
            return [Check("checkmsg", True, "is starting")]
        still = monotonic() - self._beat_at
        checks = [Check("loop", still < STALE_SECONDS, f"moved {still:.1f} s ago")]
        if self._phase is Phase.SERVING:  # At the end they are meant to go.
            for name, is_at_work in self._workers.items():
                checks.append(_check(name, is_at_work(), "is at work", "has died"))
        return checks

    def readiness(self) -> list[Check]:
        """Return whether news can be taken and answered."""
        phase = Check("checkmsg", self._phase is Phase.SERVING, f"is {self._phase}")
        return [
            phase,
            *self._database(),
            *(
                _check(one.platform, one.is_connected, "is connected", "is not connected")
                for one in self._served
            ),
        ]

    def is_ready(self) -> bool:
        """Return whether all of that is good."""
        return all(check.is_good for check in self.readiness())

    def _database(self) -> list[Check]:
        try:
            is_as_needed = self._tables.get()
        except TimeoutError:
            return [Check("database", False, "does not answer in time")]
        except Exception as error:  # noqa: BLE001  # Whatever it is, nobody can be served.
            if not isinstance(error, DatabaseError):
                logger.warning("the database could not be asked: %s", type(error).__name__)
            return [Check("database", False, "cannot be used")]
        return [
            Check("database", True, "answers"),
            _check("tables", is_as_needed, "are of this version", "are of another version"),
        ]


def _check(name: str, is_good: bool, good: str, bad: str) -> Check:
    return Check(name, is_good, good if is_good else bad)
