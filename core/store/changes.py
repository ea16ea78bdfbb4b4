"""The audit: every change of what is known or set, who made it, and how to take it back.

Rows are only ever added. A change keeps the columns it touched, before and after, so that undoing is the same for
all: the columns go back, and that is a change of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import SQLModel, col

from core.store.tables import TABLES, ChangeRow
from core.store.tenant import Tenant

BY_NAME = {str(table.__tablename__): table for table in TABLES}
NOT_THERE: dict[str, Any] = {}  # `before` of a row that the change has added; undoing takes it away again


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to one row; `says` is how a person reads it."""

    action: str
    says: str
    row: SQLModel
    client_id: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


def record(tenant: Tenant, change: Change, by: str, now: datetime, undoes: int | None = None) -> int:
    """Add a change to the audit and return its number."""
    row_id = getattr(change.row, "id")  # noqa: B009  # The common type of all tables has no id.
    row = tenant.add(
        ChangeRow(
            agency_id=tenant.agency_id,
            at=now,
            by=by,
            action=change.action,
            says=change.says,
            table=str(change.row.__tablename__),
            row=row_id,
            client_id=change.client_id,
            before=change.before,
            after=change.after,
            reason=change.reason,
            undoes=undoes,
        )
    )
    return row.id


def set_columns(tenant: Tenant, row: SQLModel, **columns: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set columns of a row and return them as they were and as they are."""
    before = {name: getattr(row, name) for name in columns}
    for name, value in columns.items():
        setattr(row, name, value)
    tenant.add(row)
    return _plain(before), _plain(columns)


def take_back(tenant: Tenant, change: ChangeRow) -> SQLModel | None:
    """Give a row the columns it had before a change; returns the row, or None where it is there no more."""
    row = tenant.get(BY_NAME[change.table], change.row)
    if row is None:
        return None
    if change.before:
        for name, value in change.before.items():
            setattr(row, name, _restored(row, name, value))
        tenant.add(row)
    else:
        tenant.session.delete(row)
        tenant.session.flush()
    return row


def find(tenant: Tenant, number: int) -> ChangeRow | None:
    """Return a change by its number."""
    return tenant.get(ChangeRow, number)


def undone(tenant: Tenant, number: int) -> bool:
    """Return whether a change was taken back."""
    return tenant.first(ChangeRow, col(ChangeRow.undoes) == number) is not None


def last(
    tenant: Tenant, client_ids: Sequence[int] | None, count: int, *, before: int = 0
) -> Sequence[ChangeRow]:
    """Return the last changes, of some clients or of all, newest first; with `before` only those with a smaller number."""
    where: list[ColumnElement[bool]] = []
    if client_ids is not None:
        where.append(col(ChangeRow.client_id).in_(client_ids))
    if before:
        where.append(col(ChangeRow.id) < before)
    return tenant.all(ChangeRow, *where, order=col(ChangeRow.id).desc(), limit=count)


def _restored(row: SQLModel, name: str, value: Any) -> Any:
    """Return a column's value as it was before JSON kept it."""
    kind = row.__table__.columns[name].type.python_type  # type: ignore[attr-defined]  # Every table has one.
    return kind.fromisoformat(value) if value is not None and issubclass(kind, date) else value


def _plain(columns: dict[str, Any]) -> dict[str, Any]:
    """Return columns as JSON keeps them."""
    return {
        name: value if value is None or isinstance(value, bool | int) else str(value)
        for name, value in columns.items()
    }
