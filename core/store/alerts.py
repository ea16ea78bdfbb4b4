"""Of which findings leads are told at once, and what became of that."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from core.store.checks import findings_of
from core.store.tables import FindingRow
from core.store.tenant import Tenant

DUE, TOLD = "due", "told"  # Otherwise the day on which a finding is told together with others.

# The queries of every tick are built once: that takes longer than to run one.
_ALERTS_DUE = (
    select(FindingRow)
    .where(col(FindingRow.agency_id) == bindparam("agency"), col(FindingRow.alert) == DUE)
    .order_by(col(FindingRow.id))
)


def call(tenant: Tenant, check_id: int, called: Collection[tuple[str, int]]) -> None:
    """Mark the findings of a check, given by rule and start, that a lead hears of at once."""
    for row in findings_of(tenant, check_id):
        if (row.rule, row.start) in called:
            row.alert = DUE
            tenant.add(row)


def due(tenant: Tenant) -> Sequence[FindingRow]:
    """Return the findings of which leads are to be told and no alert is planned yet."""
    return tenant.session.scalars(_ALERTS_DUE, {"agency": tenant.agency_id}).all()


def told(tenant: Tenant, finding: FindingRow, how: str, at: datetime) -> None:
    """Mark that an alert is planned to go out at an instant: by itself, or with others on a day."""
    finding.alert, finding.alerted_at = how, at
    tenant.add(finding)


def told_between(tenant: Tenant, start: datetime, end: datetime) -> int:
    """Return of how many findings leads are told one by one between two instants, the second excluded."""
    query = select(func.count()).where(
        col(FindingRow.agency_id) == tenant.agency_id,
        col(FindingRow.alert) == TOLD,
        col(FindingRow.alerted_at) >= start,
        col(FindingRow.alerted_at) < end,
    )
    return tenant.session.exec(query).one()


def told_together(tenant: Tenant, day: str) -> Sequence[FindingRow]:
    """Return the findings of which leads are told together on a day."""
    return tenant.all(FindingRow, col(FindingRow.alert) == day)
