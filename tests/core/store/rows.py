"""Rows for every table, made by walking its columns, so that a new table or column is never left out."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, DateTime, Integer, LargeBinary, Table

ON = date(2026, 5, 4)
AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def fill(
    connection: Connection,
    tables: Iterable[Table],
    marker: str,
    within: Mapping[str, list[int]] | None = None,
) -> dict[str, list[int]]:
    """Add two rows to each table, and return their ids; every text begins with the marker.

    They belong to a new agency, or lie within rows that were made before. The tables come in the order of their
    dependence; where one points to itself, its second row points to the first.
    """
    made = {name: list(ids) for name, ids in (within or {}).items()}
    numbers = count(1)
    for table in tables:
        ids = made.setdefault(table.name, [])
        for _ in range(1 if table.name == "agencies" else 2):
            word = f"{marker}-{next(numbers)}"
            values = {
                column.name: _value(column, made, word) for column in table.columns if not column.primary_key
            }
            ids.append(connection.execute(table.insert().values(values).returning(table.c.id)).scalar_one())
    return made


def _value(column: Column[Any], made: dict[str, list[int]], word: str) -> Any:
    if column.name == "agency_id":
        return made["agencies"][0]
    for key in column.foreign_keys:
        ids = made[key.column.table.name]
        return ids[-1] if ids else None
    values: dict[type, Any] = {
        Boolean: False,
        Integer: 1,
        Date: ON,
        DateTime: AT,
        JSON: {"words": word},
        LargeBinary: word.encode(),
    }
    kind = getattr(column.type, "impl_instance", column.type)
    return next((value for type_, value in values.items() if isinstance(kind, type_)), word)
