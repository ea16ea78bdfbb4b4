"""A person is erased: what they said and did stays with the agency, and nothing tells any more who it was."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import SQLModel, col

from core.store.database import ERASES
from core.store.tables import (
    AllowanceRow,
    ChangeRow,
    CheckRow,
    ClientRow,
    DigestRow,
    FindingRow,
    InboxRow,
    InstallationRow,
    LinkCodeRow,
    MemberRow,
    MuteRow,
    PostRow,
    PreferenceRow,
    StatementRow,
)
from core.store.tenant import Tenant

Columns = Mapping[type[SQLModel], tuple[str, ...]]
SOMEBODY = "somebody"
# Where a name stands alone or among other words, and where a platform's id of a person stands.
NAMING: Columns = {
    StatementRow: ("said_by", "confirmed_by", "subject", "reference"),
    ChangeRow: ("by", "says", "reason", "before", "after"),
    FindingRow: ("state_by",),
    AllowanceRow: ("proposed_by", "approved_by", "reason"),
    MuteRow: ("said_by", "reason"),
    LinkCodeRow: ("made_by",),
    PreferenceRow: ("value",),
    PostRow: ("subject",),
}
BY_ID: Columns = {InboxRow: ("author",), InstallationRow: ("installed_by",)}


def erase_person(tenant: Tenant, rows: Sequence[MemberRow]) -> None:
    """Erase a person, given with their row in each workspace: name and ids, the words they pasted, what was sent to them."""
    session, agency = tenant.session, tenant.agency_id
    session.info[ERASES] = True
    ids = [row.id for row in rows]
    session.execute(
        delete(PostRow).where(
            col(PostRow.agency_id) == agency, col(PostRow.destination).in_([row.external_id for row in rows])
        )
    )
    session.execute(delete(DigestRow).where(col(DigestRow.agency_id) == agency))  # They can be counted again.
    session.execute(
        update(CheckRow)
        .where(col(CheckRow.agency_id) == agency, col(CheckRow.member_id).in_(ids))
        .values(sealed=None, expires_at=None, kept=False)
    )
    session.execute(
        update(ClientRow)
        .where(col(ClientRow.agency_id) == agency, col(ClientRow.owner_id).in_(ids))
        .values(owner_id=None)
    )
    session.expire_all()
    for row in rows:
        _replace(tenant, NAMING, row.name)
        _replace(tenant, BY_ID, row.external_id)
    for row in rows:
        row.name, row.external_id, row.lead, row.asked_at = SOMEBODY, f"erased-{row.id}", False, None
        tenant.add(row)


def _replace(tenant: Tenant, columns: Columns, name: str) -> None:
    """Put nobody in the place of a name, wherever it is a word of its own."""
    named = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for table, names in columns.items():
        for row in tenant.all(table):
            for column in names:
                value = getattr(row, column)
                without = _without(value, named)
                if without != value:
                    setattr(row, column, without)
    tenant.session.flush()


def _without(value: Any, named: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return named.sub(SOMEBODY, value)
    if isinstance(value, dict):
        return {key: _without(inner, named) for key, inner in value.items()}
    return [_without(inner, named) for inner in value] if isinstance(value, list) else value
