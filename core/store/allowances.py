"""What does not hold for an agency because its lead said so: allowed rules, and mutes."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, or_

from core.store.tables import AllowanceRow, MuteRow
from core.store.tenant import Tenant


def allowed(tenant: Tenant, client_id: int | None) -> set[str]:
    """Return the rules that a lead has allowed, for all clients or for this one."""
    rows = tenant.all(
        AllowanceRow,
        col(AllowanceRow.withdrawn).is_(False),
        col(AllowanceRow.approved_by) != "",
        or_(col(AllowanceRow.client_id).is_(None), col(AllowanceRow.client_id) == client_id),
    )
    return {row.rule for row in rows}


def entries(tenant: Tenant) -> Sequence[AllowanceRow]:
    """Return every entry of the allow-list and every proposal that was not withdrawn."""
    return tenant.all(AllowanceRow, col(AllowanceRow.withdrawn).is_(False))


def entry(tenant: Tenant, client_id: int | None, rule: str) -> AllowanceRow | None:
    """Return the entry, or the proposal, for a rule and client."""
    return tenant.first(
        AllowanceRow,
        col(AllowanceRow.client_id) == client_id,
        col(AllowanceRow.rule) == rule,
        col(AllowanceRow.withdrawn).is_(False),
    )


def mutes(tenant: Tenant, today: date) -> Sequence[MuteRow]:
    """Return the mutes that hold on a day."""
    return tenant.all(
        MuteRow,
        col(MuteRow.lifted).is_(False),
        or_(col(MuteRow.until).is_(None), col(MuteRow.until) >= today),
    )
