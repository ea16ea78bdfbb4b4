"""Export and erasure over every table, so that none is forgotten."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, update
from sqlmodel import SQLModel, col, select

from core.store.database import ERASES
from core.store.tables import (
    TABLES,
    AllowanceRow,
    ChangeRow,
    ChannelRow,
    CheckRow,
    ClientRow,
    DigestRow,
    FindingRow,
    InboxRow,
    NameRow,
    PostRow,
    ReminderRow,
    StatementRow,
)
from core.store.tenant import Tenant, agency_of, column

# The tables that know a client, those that point to others first.
ABOUT_A_CLIENT: tuple[type[SQLModel], ...] = (
    FindingRow,
    CheckRow,
    ReminderRow,
    StatementRow,
    AllowanceRow,
    ChangeRow,
    NameRow,
)
# Notices with a name that somebody wrote, or that of a file: whose it is, nobody knows.
_NAMING = ("ambiguous", "unread")


def export(tenant: Tenant) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield every table's name and the agency's rows of it, as JSON keeps them; sealed bytes stay sealed."""
    for table in TABLES:
        names = table.model_fields
        yield (
            str(table.__tablename__),
            [{name: _value(getattr(row, name)) for name in names} for row in tenant.all(table)],
        )


def erase_client(tenant: Tenant, client_ids: list[int]) -> None:
    """Erase a client, given with everything merged into it, from every table; nothing counts it any more."""
    _erase(tenant, PostRow, _tells_of(tenant, client_ids))
    _erase(tenant, DigestRow)  # They name clients. The numbers of a week can be counted again.
    _erase(tenant, ChangeRow, _changes_of(client_ids))
    _erase(tenant, InboxRow, col(InboxRow.check_id).in_(_ids(tenant, CheckRow, client_ids)))
    for table in ABOUT_A_CLIENT:
        _erase(tenant, table, column(table, "client_id").in_(client_ids))
    tenant.session.execute(
        update(ChannelRow)
        .where(col(ChannelRow.agency_id) == tenant.agency_id, col(ChannelRow.client_id).in_(client_ids))
        .values(client_id=None)
    )
    _erase(tenant, ClientRow, col(ClientRow.id).in_(client_ids))


def erase_agency(tenant: Tenant) -> None:
    """Erase everything of an agency, the agency itself included."""
    for table in reversed(TABLES):
        _erase(tenant, table)


def _erase(tenant: Tenant, table: type[SQLModel], *where: ColumnElement[bool]) -> None:
    tenant.session.info[ERASES] = True
    tenant.session.execute(delete(table).where(agency_of(table) == tenant.agency_id, *where))
    tenant.session.expire_all()


def _tells_of(tenant: Tenant, client_ids: list[int]) -> ColumnElement[bool]:
    """Return the condition under which a post is a reply to a check, or an alert of a finding, of a client, or may name it."""
    subject = col(PostRow.subject)
    return or_(
        subject["notice"].as_string().in_(_NAMING),
        subject["check"].as_integer().in_(_ids(tenant, CheckRow, client_ids)),
        subject["finding"].as_integer().in_(_ids(tenant, FindingRow, client_ids)),
    )


def _ids(tenant: Tenant, table: type[SQLModel], client_ids: list[int]) -> Any:
    return select(column(table, "id")).where(
        column(table, "agency_id") == tenant.agency_id, column(table, "client_id").in_(client_ids)
    )


def _changes_of(client_ids: list[int]) -> ColumnElement[bool]:
    """Return the condition under which a change that is kept with another client, or with none, is about a client."""
    return or_(
        (col(ChangeRow.table) == ClientRow.__tablename__) & col(ChangeRow.row).in_(client_ids),
        *(
            side["client_id"].as_integer().in_(client_ids)
            for side in (col(ChangeRow.before), col(ChangeRow.after))
        ),
    )


def _value(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
