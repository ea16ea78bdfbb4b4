"""Clients of a CSV table, and tables that no spreadsheet takes for formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from core.dates import DateError, When, when
from core.lists.rows import (
    BOM,
    STATE_HINT,
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
from core.model import Origin, Plan

Word = TypeVar("Word", bound=StrEnum)

COLUMNS = "client, alias, contract, met_on, met_by, plan, badge, origin, proof, converted_on, notice"

_NEEDS = (
    ("converted_on", "notice", "A conversion needs Upwork's notice: write its number into notice."),
    ("notice", "converted_on", "A notice needs the day of the conversion: write it into converted_on."),
    ("badge", "plan", "A badge belongs to a plan: write the plan into plan."),
    ("proof", "origin", "A proof needs an origin: write upwork or elsewhere into origin."),
    ("met_by", "met_on", "Who met the client needs the day: write it into met_on."),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SEEN_BY = re.compile(r"(?:badge )?(?:seen )?by ", re.IGNORECASE)


def read_csv(text: str, today: date) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """Return the clients of a table whose first row names some of COLUMNS, and what is no client.

    Commas, semicolons or tabs part the cells, semicolons or bars the aliases in one. Never raises.
    """
    if refusal := refused(text):
        return (), (refusal,)
    records, problems = _records(text.removeprefix(BOM))
    if not records:
        return (), tuple(problems) or (Problem(1, f"The table is empty: its first row names {COLUMNS}."),)
    (line, first), *entries = records
    header = [re.sub(r"[\s-]+", "_", cell.strip().casefold()) for cell in first]
    while not header[-1]:  # Spreadsheets export empty columns on the right.
        header.pop()
    if wrong := _wrong_header(header):
        return (), (Problem(line, wrong),)
    return taken_rows(entries, lambda number, cells: _row_of_cells(number, header, cells, today), problems)


def as_csv(rows: Iterable[Sequence[str]], header: Sequence[str]) -> str:
    """Return a table in which a spreadsheet takes no cell for a formula."""
    table = io.StringIO(newline="")
    inert = ([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in (header, *rows))
    csv.writer(table).writerows(inert)
    return table.getvalue()


def _records(text: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """Return the rows of a table with the line on which each begins, and what could not be read."""
    first = next(filter(says_something, io.StringIO(text, newline=None)), "")
    delimiter = max(",;\t", key=first.count)
    table = io.StringIO(text, newline="")
    reader = csv.reader(table, delimiter=delimiter, skipinitialspace=True, strict=True)
    records: list[tuple[int, list[str]]] = []
    problems: list[Problem] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return records, problems
        except csv.Error:
            problems.append(Problem(line, "A quote in this row does not close, or a cell is far too long."))
            # Behind a quote that spans lines nobody knows where a row begins, and without a header what it means.
            if reader.line_num > line or not records:
                return records, problems
        else:
            if any(map(says_something, cells)):
                records.append((line, cells))


def _wrong_header(header: Sequence[str]) -> str:
    """Return what is wrong with the names of the columns, or nothing."""
    for name in header:
        if name not in COLUMNS.split(", "):
            return f"{shown(name)} is no known column: the columns are {COLUMNS}."
        if header.count(name) > 1:
            return f"The column {name} is there twice: leave one out."
    return "" if "client" in header else f"The column client is missing: the columns are {COLUMNS}."


def _row_of_cells(number: int, header: Sequence[str], cells: Sequence[str], today: date) -> Row:
    """Return the client of a row of a table."""
    if any(cell.strip() for cell in cells[len(header) :]):
        raise ListError("The row has more cells than the first row has names.")
    cell = dict.fromkeys(COLUMNS.split(", "), "")
    cell |= {name: " ".join(text.split()) for name, text in zip(header, cells, strict=False)}
    for given, needed, what in _NEEDS:
        if cell[given] and not cell[needed]:
            raise ListError(what)
    state = said(cell["contract"], today) or Said()
    if cell["contract"] and not state.step:
        raise ListError(f"{shown(cell['contract'])} in contract is no state: {STATE_HINT}.")
    return Row(
        number,
        client_name(cell["client"]),
        tuple(client_name(alias.strip()) for alias in re.split(r"[;|]", cell["alias"]) if alias.strip()),
        contract=state.step,
        contract_on=state.on,
        met=_when("met_on", cell["met_on"], today) if cell["met_on"] else None,
        met_by=cell["met_by"],
        plan=_one_of(Plan, cell["plan"]) if cell["plan"] else None,
        badge=_badge(cell["badge"], today) if cell["badge"] else "",
        origin=_one_of(Origin, cell["origin"]) if cell["origin"] else None,
        proof=cell["proof"],
        converted_on=_when("converted_on", cell["converted_on"], today).on if cell["converted_on"] else None,
        notice=cell["notice"],
    )


def _when(column: str, text: str, today: date) -> When:
    try:
        return when(text, today)
    except DateError as error:
        raise ListError(f"{column}: {error}") from None


def _one_of(words: type[Word], text: str) -> Word:
    wanted = re.sub(r"[\s_]+", "-", text.casefold())
    for word in words:
        if word == wanted:
            return word
    raise ListError(f"{shown(text)} is none of {', '.join(words)}.")


def _badge(text: str, today: date) -> str:
    told = _SEEN_BY.sub("", text, count=1)
    seen_by, _, day = told.rpartition(" on ") if " on " in told else told.partition(", ")
    if not seen_by or not day:
        raise ListError("A badge needs who saw it and when: write it as “Dana on 2026-11-02”.")
    return f"badge seen by {seen_by} on {_when('badge', day, today).on}"
