"""One client of a list, and what is the same for every kind of list."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import TypeVar

from core.dates import UNREADABLE, DateError, When, when
from core.model import Origin, Plan
from core.records import ContractStep

Entry = TypeVar("Entry")

MOST_ROWS = 5_000
MOST_CHARACTERS = 1_000_000
LONGEST_NAME = 200
LONGEST_SHOWN = 40
STATES = {
    **dict.fromkeys(("active", "running", "started", "ongoing", "progress"), ContractStep.STARTED),
    **dict.fromkeys(("offer", "offered", "offer sent", "sent offer", "offer made"), ContractStep.OFFERED),
    **dict.fromkeys(("ended", "finished", "closed", "completed", "over"), ContractStep.ENDED),
    **dict.fromkeys(("past", "before", "worked before", "earlier", "former"), ContractStep.ENDED),
    **dict.fromkeys(("no", "none", "no offer"), ContractStep.NONE),
}
STATE_HINT = "write offer sent, active, ended or no contract"
_MET = "met"
BOM = "\ufeff"
# Words that change nothing: "we have worked together before", "no contract yet".
_FILLERS = (
    "a an the we have has had been is are was were with contract contracts client together already still now "
    "currently yet since from in on until"
)
_VOCABULARY = frozenset(" ".join((*STATES, _FILLERS, _MET)).split())
_HYPHEN = re.compile(r"(?<=[a-z])[-_](?=[a-z])")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


class ListError(ValueError):
    """Why a line is no client; the message tells a person what to write instead."""


@dataclass(frozen=True, slots=True)
class Row:
    """One client of a list; empty or None is what the list does not say."""

    line: int  # counted from 1
    name: str
    aliases: tuple[str, ...] = ()
    contract: ContractStep | None = None
    contract_on: date | None = None  # the day of that step, as in "active since May 2025"
    met: When | None = None
    met_by: str = ""
    plan: Plan | None = None
    badge: str = ""  # who saw it and when, as a statement refers to it
    origin: Origin | None = None
    proof: str = ""
    converted_on: date | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line, in a sentence for the person who sent the list."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a part of a line says: how the contract stands, a day, or both."""

    step: ContractStep | None = None
    day: When | None = None

    @property
    def on(self) -> date | None:
        """Return the day alone."""
        return self.day.on if self.day else None


def refused(text: str) -> Problem | None:
    """Return why nothing of a text is read."""
    if len(text) > MOST_CHARACTERS:
        return Problem(1, f"The list is longer than {MOST_CHARACTERS:,} characters: send it in parts.")
    if bad := _NO_TEXT.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        return Problem(line, "This is not plain text: save it as CSV or text in UTF-8, and send it again.")
    return None


def says_something(text: str) -> bool:
    """Return whether a text holds a letter or a digit."""
    return any(map(str.isalnum, text))


def taken_rows(
    entries: Sequence[tuple[int, Entry]], row: Callable[[int, Entry], Row], problems: list[Problem]
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """Return the rows of the entries that stand for one client each, and all problems by line."""
    if len(entries) > MOST_ROWS:
        too_many = f"A list has at most {MOST_ROWS:,} clients: send it in parts."
        return (), (Problem(entries[MOST_ROWS][0], too_many),)
    rows: list[Row] = []
    for line, entry in entries:
        try:
            rows.append(row(line, entry))
        except (ListError, DateError) as error:
            problems.append(Problem(line, str(error)))
    refused: set[int] = set()
    for again, line in _doubled(rows):
        lines = f"lines {line} and {again.line}"
        problems.append(
            Problem(again.line, f"{shown(again.name)} is on {lines}: neither was taken, send one.")
        )
        refused |= {line, again.line}
    taken = tuple(row for row in rows if row.line not in refused)
    return taken, tuple(sorted(problems, key=lambda problem: problem.line))


def _doubled(rows: Iterable[Row]) -> Iterator[tuple[Row, int]]:
    """Yield the rows of clients that were named before, each with the line on which they were."""
    lines: dict[str, int] = {}
    for row in rows:
        names = {" ".join(name.casefold().split()) for name in (row.name, *row.aliases)}
        earlier = min(lines.setdefault(name, row.line) for name in names)
        if earlier < row.line:
            yield row, earlier


def said(part: str, today: date) -> Said | None:
    """Return what a part says, or None where it can only be a name; raises DateError for a day that cannot be."""
    words = _HYPHEN.sub(" ", part.casefold()).rstrip(".").split()
    state = list(takewhile(_VOCABULARY.__contains__, words))
    telling = " ".join(word for word in state if word not in _FILLERS.split())
    try:
        day = when(" ".join(words[len(state) :]), today) if len(state) < len(words) else None
    except DateError as error:
        if str(error) == UNREADABLE:
            return None
        raise
    if telling in STATES:
        return Said(STATES[telling], day)
    return Said(None, day) if day and telling in ("", _MET) else None


def client_name(text: str) -> str:
    """Return a client's name; raises ListError where it is none."""
    if not says_something(text):
        raise ListError(
            "The client's name is missing; one that reads like a state or a day goes into quotes."
        )
    if len(text) > LONGEST_NAME:
        raise ListError(f"A client's name has at most {LONGEST_NAME} characters.")
    return text.strip()


def shown(text: str) -> str:
    """Return a text of somebody's in quotes, cut short."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= LONGEST_SHOWN else line[:LONGEST_SHOWN] + '…'}”"
