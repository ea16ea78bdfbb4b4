"""Clients of a pasted list, one a line: "Acme, active, May 2025"."""

import io
import re
from collections.abc import Iterator
from datetime import date

from core.dates import When
from core.lists.rows import (
    BOM,
    STATE_HINT,
    STATES,
    ListError,
    Problem,
    Row,
    Said,
    client_name,
    refused,
    said,
    says_something,
    shown,
    taken_rows,
)

_BULLET = re.compile(r"\A(?:[-–—*+>]\s+|[•‣▪◦·]\s*|\d{1,4}[.)]\s+)+")
_CUT = re.compile(
    r"""(?P<kept>"[^"]*"|“[^“”]*”|„[^„“”]*[“”]"""
    r"""|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ ]\d{1,2}(?:st|nd|rd|th)?,[ ]?\d{4}\b)"""
    r"""|[,;|\t]|\s[-–—]\s""",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'["“„]([^"“”„]*)["“”]')


def read_list(text: str, today: date) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """Return the clients of a pasted list, one a line as in "Acme, active, May 2025", and what is no client.

    A day that stands alone is the day of meeting. Never raises.
    """
    if refusal := refused(text):
        return (), (refusal,)
    lines = enumerate(io.StringIO(text.removeprefix(BOM), newline=None), 1)
    entries = [(number, _BULLET.sub("", line.strip())) for number, line in lines if says_something(line)]
    return taken_rows(entries, lambda number, line: _row_of_line(number, line, today), [])


def _row_of_line(number: int, line: str, today: date) -> Row:
    """Return the client of a pasted line, whose parts stand in any order."""
    name = ""
    state = Said()
    met: When | None = None
    for part in _parts(line, today):
        told = said(part, today)
        if told is None and name:
            raise ListError(f"{shown(part)} is neither a day nor a state: {STATE_HINT}.")
        if told is None:
            name = _name_in_line(part)
        elif told.step and state.step:
            raise ListError("The line says twice how the contract stands: leave one out.")
        elif told.step:
            state = told
        elif met:
            raise ListError("The line has two days: write what the other is, as in “active since May 2025”.")
        else:
            met = told.day
    return Row(number, client_name(name), contract=state.step, contract_on=state.on, met=met)


def _parts(line: str, today: date) -> Iterator[str]:
    """Yield the parts of a line; what brackets hold is one where it says something."""
    start = 0
    for cut in (*_CUT.finditer(line), None):
        if cut and cut["kept"]:
            continue
        part = " ".join(line[start : cut.start() if cut else None].split())
        start = cut.end() if cut else start
        outside, bracket, inside = part.removesuffix(")").rpartition(" (")
        if bracket and part.endswith(")") and said(inside, today):
            yield from (outside, inside)
        elif part:
            yield part


def _name_in_line(part: str) -> str:
    if quoted := _QUOTED.fullmatch(part):
        return client_name(quoted[1])
    if not STATES.keys().isdisjoint(part.split()):
        raise ListError("Put a comma between the client and the rest, or the client into quotes.")
    return client_name(part)
