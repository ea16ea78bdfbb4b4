"""Somebody of one agency who asks with the names, ids, keys and numbers of both."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bots.filling import Incomplete, words_of
from core.commands.commands import Asker, Commands, usages
from core.commands.grammar import Usage
from core.rendering import render
from core.reply import Reply
from core.store import posts
from core.store.tenant import Store
from tests.hardening import agencies
from tests.hardening.agencies import BOTH, NOW, POLICY, Agency, Rows

LONGEST = 60


class Place:
    """A database in which both agencies have rows everywhere, and which can be put back as it was."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.rows = {agency: agencies.rows_of(store, agency) for agency in BOTH}
        values = {str(value) for value in self._values() if isinstance(value, str | int)}
        values = {value for value in values if 0 < len(value.strip()) <= LONGEST}
        # What somebody may guess is a name that is almost the other's.
        guesses = {f"{agency.secret[:-1]}{more}" for agency in BOTH for more in ("", " Bakery", " Travel")}
        numbers = {f"#{value}" for value in values if value.isdecimal()}
        people = {f"@{value}" for value in values if value.startswith("U")}
        self._clients = {row["name"] for rows in self.rows.values() for row in rows["clients"]}
        self._words = values | numbers | people | guesses | {"everything", "here", "all"}

    def words_for(self, agency: Agency) -> list[str]:
        """Return names, ids, keys and numbers of both agencies, none with the other's secret in it."""
        secret = other(agency).secret
        return sorted(word for word in self._words if secret not in word.casefold())

    def clients_for(self, agency: Agency) -> list[str]:
        """Return what both agencies' clients are called, as far as it holds no secret of the other's, and everything."""
        secret = other(agency).secret
        return sorted({name for name in self._clients if secret not in name.casefold()} | {"everything"})

    def _values(self) -> Iterator[Any]:
        for rows in self.rows.values():
            yield from (value for found in rows.values() for row in found for value in row.values())


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody of one agency, and the numbers of the other's checks."""

    place: Place
    agency: Agency
    asker: Asker

    @property
    def commands(self) -> Commands:
        return Commands(self.place.store, POLICY)

    @property
    def words(self) -> list[str]:
        return self.place.words_for(self.agency)

    @property
    def clients(self) -> list[str]:
        return self.place.clients_for(self.agency)

    @property
    def other(self) -> Agency:
        return other(self.agency)

    @property
    def theirs(self) -> Rows:
        return self.place.rows[self.other]

    @property
    def their_checks(self) -> list[int]:
        return [row["id"] for row in self.theirs["checks"]]

    def sees_and_changes_nothing_of_the_other(self, said: Reply | None = None) -> None:
        store, secret = self.place.store, self.other.secret
        assert said is None or secret not in agencies.words_of(said)
        assert agencies.rows_of(store, self.other) == self.theirs
        own = agencies.rows_of(store, self.agency)
        assert secret not in agencies.words_in(own, store.keyring)
        known = {row["id"] for row in self.place.rows[self.agency]["posts"]}
        for row in own["posts"]:
            if row["id"] not in known:
                with store.database.read() as session:
                    post = posts.get(session, row["id"])
                shown = render(store, POLICY, post, NOW)
                assert shown is None or secret not in agencies.words_of(shown)


def other(agency: Agency) -> Agency:
    """Return the other one."""
    return BOTH[agency is BOTH[0]]


def line_of(usage: Usage, someone: Visitor, choose: Callable[[Sequence[Any]], Any]) -> tuple[str, str]:
    """Return a command of this usage with arguments of either agency, and the text below it."""
    words = someone.words
    values: dict[str, str] = {}
    for argument in usage.arguments:
        # A name that confirms is the one that was given before.
        again = list(values.values()) if choose([False, False, True]) else []
        values[argument.name] = choose(argument.choices or again or choose([words, someone.clients]))
    text = f"{choose(words)}, active, May 2025"
    given_ones = {
        argument.name: values[argument.name]
        for argument in usage.arguments
        if argument.required or choose([True, False])
    }
    try:
        return words_of(usages()[usage], usage, given_ones, text), text
    except Incomplete:  # A bracket was opened and not filled.
        return words_of(usages()[usage], usage, values, text), text
