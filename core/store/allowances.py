"""What does not hold for an agency because its lead said so: allowed rules, and mutes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import bindparam
from sqlmodel import col, or_, select

from core.model import State
from core.store.tables import AllowanceRow, CheckRow, FindingRow, MuteRow
from core.store.tenant import Tenant

Kept = TypeVar("Kept", AllowanceRow, MuteRow)
NOBODY = ""  # Whom a finding names that the allow-list has dismissed; a person's dismissal names the person.

_PROPOSED = (
    select(AllowanceRow)
    .where(
        col(AllowanceRow.agency_id) == bindparam("agency"),
        col(AllowanceRow.withdrawn).is_(False),
        col(AllowanceRow.approved_by) == "",
    )
    .order_by(col(AllowanceRow.id))
)


def allowed(tenant: Tenant, client_id: int | None) -> set[str]:
    """Return the rules that a lead has allowed, for all clients or for this one."""
    return {
        row.rule
        for row in _kept(tenant, AllowanceRow)
        if not row.withdrawn and row.approved_by and row.client_id in (None, client_id)
    }


def _kept(tenant: Tenant, table: type[Kept]) -> Sequence[Kept]:
    """Return every row of a table, looked up once a transaction: there are few of them, and each check asks."""
    name = str(table.__tablename__)
    if name not in tenant.known:
        tenant.known[name] = tenant.all(table)
    rows: Sequence[Kept] = tenant.known[name]
    return rows


def _add(tenant: Tenant, row: Kept) -> Kept:
    tenant.known.pop(str(row.__tablename__), None)
    return tenant.add(row)


def entries(tenant: Tenant) -> Sequence[AllowanceRow]:
    """Return every entry of the allow-list and every proposal that was not withdrawn."""
    return tenant.all(AllowanceRow, col(AllowanceRow.withdrawn).is_(False))


def proposed(tenant: Tenant) -> Sequence[AllowanceRow]:
    """Return the proposals that no lead has decided."""
    return tenant.session.scalars(_PROPOSED, {"agency": tenant.agency_id}).all()


def entry(tenant: Tenant, client_id: int | None, rule: str) -> AllowanceRow | None:
    """Return the entry, or the proposal, for a rule and client."""
    return tenant.first(
        AllowanceRow,
        col(AllowanceRow.client_id) == client_id,
        col(AllowanceRow.rule) == rule,
        col(AllowanceRow.withdrawn).is_(False),
    )


def came_up(tenant: Tenant, client_id: int, rule: str) -> bool:
    """Return whether a rule was ever allowed or proposed for a client, even where that was withdrawn."""
    row = tenant.first(
        AllowanceRow,
        or_(col(AllowanceRow.client_id).is_(None), col(AllowanceRow.client_id) == client_id),
        col(AllowanceRow.rule) == rule,
    )
    return row is not None


def propose(tenant: Tenant, client_id: int | None, rule: str, by: str, now: datetime) -> AllowanceRow:
    """Add a proposal to allow a rule, for one client or for all."""
    return _add(
        tenant,
        AllowanceRow(
            agency_id=tenant.agency_id, client_id=client_id, rule=rule, proposed_by=by, proposed_at=now
        ),
    )


def follow(tenant: Tenant, rule: str, now: datetime) -> list[CheckRow]:
    """Dismiss what was found under a rule where it is allowed now, and reopen what only the list had dismissed.

    Returns the checks whose replies can be written anew.
    """
    rows = tenant.all(
        FindingRow,
        col(FindingRow.rule) == rule,
        or_(
            col(FindingRow.state) == State.OPEN,
            (col(FindingRow.state) == State.DISMISSED) & (col(FindingRow.state_by) == NOBODY),
        ),
    )
    is_allowed = {
        client_id: rule in allowed(tenant, client_id) for client_id in {row.client_id for row in rows}
    }
    changed = set()
    for row in rows:
        state = State.DISMISSED if is_allowed[row.client_id] else State.OPEN
        if row.state != state:
            row.state, row.state_at, row.state_by = state, now, NOBODY
            tenant.add(row)
            changed.add(row.check_id)
    checks = tenant.all(CheckRow, col(CheckRow.id).in_(changed), col(CheckRow.sealed).is_not(None))
    for check in checks:
        check.revision += 1
        tenant.add(check)
    return list(checks)


def mutes(tenant: Tenant, today: date) -> Sequence[MuteRow]:
    """Return the mutes that hold on a day."""
    return [
        row for row in _kept(tenant, MuteRow) if not row.lifted and (row.until is None or row.until >= today)
    ]


def mute(
    tenant: Tenant,
    *,
    by: str,
    now: datetime,
    rule: str = "",
    channel_id: int | None = None,
    thread: str = "",
    until: date | None = None,
    reason: str = "",
) -> MuteRow:
    """Add a mute of a rule, a channel or a thread of one; without a last day it holds until it is lifted."""
    return _add(
        tenant,
        MuteRow(
            agency_id=tenant.agency_id,
            rule=rule,
            channel_id=channel_id,
            thread=thread,
            until=until,
            said_by=by,
            said_at=now,
            reason=reason,
        ),
    )
