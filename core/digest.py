"""What an agency's week comes to: plain values, filled from counts and frozen when the digest is planned."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

NEEDS_SHOWN = 5


class NeedKind(StrEnum):
    """Why a lead is needed, the most urgent first."""

    BREACH = "breach"  # our own, and still open
    PUSH = "push"
    ASK = "ask"  # a client's, not answered
    POST = "post"  # of ours, given up
    ALLOWANCE = "allowance"  # proposed, not decided


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for a lead."""

    kind: NeedKind
    client: str  # empty where none is known
    what: str  # the rule's code, or the kind of the post and its channel
    id: int  # of the check, the post or the allowance
    on: date  # since when it waits
    client_id: int = 0


@dataclass(frozen=True, slots=True)
class Pending:
    """What a member said of a client and a lead has not confirmed."""

    statements: tuple[int, ...]
    text: str  # in our words


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How often clients asked and how often we broke a rule in an ISO week, such as 2026-W47."""

    week: str
    asks: int
    breaches: int


@dataclass(frozen=True, slots=True)
class Ending:
    """A client whose two years end within 30 days."""

    client: str
    last_bound_on: date
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many clients something is not known of; those that are not living had no check or contract for a year."""

    met_unknown: int = 0
    stage_unknown: int = 0
    origin_unproven: int = 0
    not_living: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """A week of an agency; what clients asked is counted apart from our own breaches."""

    agency: str
    week: str
    needs: tuple[Need, ...]  # at most five, as most_urgent returns them
    to_confirm: tuple[Pending, ...]
    asks: int
    answered: int  # of those asks
    breaches: int
    checks: int
    clients: int  # who were checked
    weeks: tuple[WeekCount, ...]  # eight, oldest first; the last is `week`
    ending: tuple[Ending, ...]  # the nearest first
    gaps: Gaps
    unchecked: int  # posts
    needs_left: int = 0  # how many more wait behind those in `needs`

    @property
    def is_empty(self) -> bool:
        """Return whether nothing happened and nothing waits; gaps stand from week to week and do not count."""
        waiting = self.needs or self.to_confirm or self.ending
        return not (waiting or self.asks or self.breaches or self.unchecked)


def most_urgent(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Return at most five needs: by kind, and what has waited longest first."""
    kinds = list(NeedKind)
    return tuple(sorted(needs, key=lambda need: (kinds.index(need.kind), need.on, need.id))[:NEEDS_SHOWN])


def freeze(digest: Digest) -> dict[str, Any]:
    """Return a digest as values that JSON can hold."""
    frozen: dict[str, Any] = json.loads(json.dumps(asdict(digest), default=date.isoformat))
    return frozen


def thaw(frozen: Mapping[str, Any]) -> Digest:
    """Return the digest that was frozen."""
    return Digest(
        **{
            **frozen,
            "needs": tuple(_need(**need) for need in frozen["needs"]),
            "to_confirm": tuple(_pending(**pending) for pending in frozen["to_confirm"]),
            "weeks": tuple(WeekCount(**week) for week in frozen["weeks"]),
            "ending": tuple(_ending(**ending) for ending in frozen["ending"]),
            "gaps": Gaps(**frozen["gaps"]),
        }
    )


def _need(kind: str, on: str, **rest: Any) -> Need:
    return Need(kind=NeedKind(kind), on=date.fromisoformat(on), **rest)


def _pending(statements: Iterable[int], text: str) -> Pending:
    return Pending(tuple(statements), text)


def _ending(last_bound_on: str, **rest: Any) -> Ending:
    return Ending(last_bound_on=date.fromisoformat(last_bound_on), **rest)
