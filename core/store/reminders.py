"""Which reminders of the two-year clock are planned, posted or cancelled."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, or_

from core.model import Stage
from core.records import Reminder, ReminderKind
from core.store.tables import ClientRow, ReminderRow
from core.store.tenant import Tenant

PLANNED, POSTED, CANCELLED = "planned", "posted", "cancelled"
LIVING_DAYS = 365  # A client without a check or contract for longer is only counted.


def living(today: date) -> tuple[ColumnElement[bool], ...]:
    """Return the condition under which a client is alive: a check or contract in the last twelve months."""
    since = today - timedelta(days=LIVING_DAYS)
    return (
        col(ClientRow.merged_into).is_(None),
        col(ClientRow.removed).is_(False),
        or_(col(ClientRow.last_active_on) >= since, col(ClientRow.stage) == Stage.ACTIVE_CONTRACT),
    )


def due_clients(tenant: Tenant, today: date, first: date, last: date) -> Sequence[ClientRow]:
    """Return the living clients whose last bound day is certain and lies between two days, both included."""
    return tenant.all(
        ClientRow,
        *living(today),
        col(ClientRow.met_on_estimated).is_(False),
        col(ClientRow.last_bound_on) >= first,
        col(ClientRow.last_bound_on) <= last,
    )


def planned(tenant: Tenant) -> Sequence[ReminderRow]:
    """Return the reminders that are still to come, soonest first."""
    return tenant.all(
        ReminderRow, col(ReminderRow.status) == PLANNED, order=(col(ReminderRow.due_on), col(ReminderRow.id))
    )


def known(tenant: Tenant, client_ids: Sequence[int]) -> set[tuple[int, str, date]]:
    """Return which reminders of clients were planned before, whatever became of them."""
    rows = tenant.all(ReminderRow, col(ReminderRow.client_id).in_(client_ids))
    return {(row.client_id, row.kind, row.last_bound_on) for row in rows}


def plan(tenant: Tenant, reminder: Reminder) -> ReminderRow:
    """Add a reminder."""
    return tenant.add(
        ReminderRow(
            agency_id=tenant.agency_id,
            client_id=reminder.client_id,
            kind=reminder.kind,
            last_bound_on=reminder.last_bound_on,
            due_on=reminder.due_on,
            status=PLANNED,
        )
    )


def posted(tenant: Tenant, key: str) -> Sequence[ReminderRow]:
    """Return the reminders that one message carries."""
    return tenant.all(ReminderRow, col(ReminderRow.post_key) == key, order=col(ReminderRow.last_bound_on))


def posted_days(tenant: Tenant, first: date, last: date) -> set[str]:
    """Return the keys of the reminder messages of the days between two, both included."""
    rows = tenant.all(
        ReminderRow,
        col(ReminderRow.status) == POSTED,
        col(ReminderRow.post_key) >= first.isoformat(),
        col(ReminderRow.post_key) <= last.isoformat(),
    )
    return {row.post_key for row in rows}


def clients_of(tenant: Tenant, rows: Sequence[ReminderRow]) -> Sequence[ClientRow]:
    """Return the clients that reminders are about."""
    return tenant.all(ClientRow, col(ClientRow.id).in_({row.client_id for row in rows}))


def as_reminder(row: ReminderRow) -> Reminder:
    """Return a reminder's row as a value."""
    return Reminder(row.client_id, ReminderKind(row.kind), row.last_bound_on, row.due_on)
