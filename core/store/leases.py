"""Leases: what one replica alone may do, held for a while under a name.

Each is one statement outside any transaction, so that a replica that is paused keeps no row locked, and the database's
clock alone says when a lease ends.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from core.store.database import Database
from core.store.tables import LeaseRow


def take(database: Database, name: str, holder: str, length: timedelta, now: datetime) -> bool:
    """Hold a lease for so long from now on; returns False where somebody holds it already."""
    dialect = sqlite if database.is_sqlite else postgresql  # Only the dialects know ON CONFLICT.
    clock = database.clock(now)
    given = {"holder": holder, "ends_at": clock + length}
    return _is_done(
        database,
        dialect.insert(LeaseRow)
        .values(name=name, **given)
        .on_conflict_do_update(index_elements=["name"], set_=given, where=col(LeaseRow.ends_at) <= clock),
    )


def renew(database: Database, name: str, holder: str, length: timedelta, now: datetime) -> bool:
    """Hold a lease for so long from now on once more; returns False where it has ended."""
    clock = database.clock(now)
    is_held = col(LeaseRow.ends_at) > clock
    return _is_done(
        database, update(LeaseRow).where(*_of(name, holder), is_held).values(ends_at=clock + length)
    )


def let_go(database: Database, name: str, holder: str) -> None:
    """End a lease, unless it is in other hands by now."""
    _is_done(database, delete(LeaseRow).where(*_of(name, holder)))


def _of(name: str, holder: str) -> Sequence[ColumnElement[bool]]:
    return col(LeaseRow.name) == name, col(LeaseRow.holder) == holder


def _is_done(database: Database, statement: Any) -> bool:
    """Return whether a statement has met a row."""
    with database.outside() as connection:
        return connection.execute(statement.returning(col(LeaseRow.id))).first() is not None
