"""Which reminders of the two-year clock are planned, posted or cancelled."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import BindParameter, ColumnElement, bindparam, exists, func, update
from sqlmodel import col, or_, select

from core.model import Stage
from core.records import Reminder, ReminderKind
from core.store.tables import ClientRow, ReminderRow
from core.store.tenant import Tenant

PLANNED, POSTED, CANCELLED = "planned", "posted", "cancelled"
LIVING_DAYS = 365  # A client without a check or contract for longer is only counted.


def living(today: date) -> tuple[ColumnElement[bool], ...]:
    """Return the condition under which a client is alive: a check or contract in the last twelve months."""
    return _with_life(since=living_since(today))


def living_since(today: date) -> date:
    """Return the day since which a living client had a check or contract."""
    return today - timedelta(days=LIVING_DAYS)


def _with_life(since: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    return (
        col(ClientRow.merged_into).is_(None),
        col(ClientRow.removed).is_(False),
        or_(col(ClientRow.last_active_on) >= since, col(ClientRow.stage) == Stage.ACTIVE_CONTRACT),
    )


LIVING = _with_life(since=bindparam("since"))  # As `living`, for a query that is built once.
_REMINDED = (*LIVING, col(ClientRow.met_on_estimated).is_(False))

# The queries of every tick are built once: that takes longer than to run one.
_NUMBER_PLANNED = (
    select(func.count())
    .where(
        col(ReminderRow.agency_id) == bindparam("agency"),
        col(ReminderRow.client_id) == col(ClientRow.id),
        col(ReminderRow.last_bound_on) == col(ClientRow.last_bound_on),
        col(ReminderRow.status) != CANCELLED,
        col(ReminderRow.kind).in_(bindparam("wanted", expanding=True)),
    )
    .scalar_subquery()
)
_DUE_CLIENTS = select(col(ClientRow.id), col(ClientRow.last_bound_on), col(ClientRow.bound_noted_on)).where(
    col(ClientRow.agency_id) == bindparam("agency"),
    *_REMINDED,
    col(ClientRow.last_bound_on) >= bindparam("first"),
    col(ClientRow.last_bound_on) <= bindparam("last"),
    bindparam("number_wanted") > _NUMBER_PLANNED,
)
_CANCEL = (
    update(ReminderRow)
    .where(
        col(ReminderRow.agency_id) == bindparam("agency"),
        col(ReminderRow.status) == PLANNED,
        or_(
            ~exists().where(
                col(ClientRow.agency_id) == bindparam("agency"),
                col(ClientRow.id) == col(ReminderRow.client_id),
                col(ClientRow.last_bound_on) == col(ReminderRow.last_bound_on),
                *_REMINDED,
            ),
            col(ReminderRow.kind).not_in(bindparam("wanted", expanding=True)),
            (col(ReminderRow.kind) != ReminderKind.CLOSED)
            & (col(ReminderRow.last_bound_on) < bindparam("today")),
        ),
    )
    .values(status=CANCELLED)
    .execution_options(synchronize_session=False)
)
_POSTED_DAYS = (
    select(col(ReminderRow.post_key))
    .where(
        col(ReminderRow.agency_id) == bindparam("agency"),
        col(ReminderRow.post_key) >= bindparam("first"),
        col(ReminderRow.post_key) <= bindparam("last"),
    )
    .distinct()
)


def bound(tenant: Tenant, today: date) -> Sequence[ClientRow]:
    """Return the living clients whose last bound day is known or estimated, the nearest first."""
    return tenant.all(
        ClientRow,
        *living(today),
        col(ClientRow.last_bound_on).is_not(None),
        order=(col(ClientRow.last_bound_on), col(ClientRow.id)),
    )


def of_client(tenant: Tenant, client: ClientRow) -> Sequence[ReminderRow]:
    """Return what is planned or posted for the last bound day that a client has, soonest first."""
    return tenant.all(
        ReminderRow,
        col(ReminderRow.client_id) == client.id,
        col(ReminderRow.last_bound_on) == client.last_bound_on,
        col(ReminderRow.status) != CANCELLED,
        order=(col(ReminderRow.due_on), col(ReminderRow.id)),
    )


def due_clients(
    tenant: Tenant, today: date, first: date, last: date, wanted: Collection[ReminderKind]
) -> list[tuple[int, date, date]]:
    """Return the living clients of whom not every reminder that is wanted is planned or posted.

    Their last bound day is certain and lies between two days, both included. Each is an id, that day, and the day on
    which it was noted.
    """
    rows = tenant.session.execute(
        _DUE_CLIENTS,
        {
            "agency": tenant.agency_id,
            "since": living_since(today),
            "first": first,
            "last": last,
            "wanted": list(wanted),
            "number_wanted": len(wanted),
        },
    )
    return [(row.id, row.last_bound_on, row.bound_noted_on) for row in rows]


def due(tenant: Tenant, until: date) -> Sequence[ReminderRow]:
    """Return the planned reminders that fall due by a day, soonest first."""
    return tenant.all(
        ReminderRow,
        col(ReminderRow.status) == PLANNED,
        col(ReminderRow.due_on) <= until,
        order=(col(ReminderRow.due_on), col(ReminderRow.id)),
    )


def known(tenant: Tenant, client_ids: Collection[int]) -> set[tuple[int, str, date]]:
    """Return which reminders of clients are planned or posted."""
    rows = tenant.all(
        ReminderRow, col(ReminderRow.client_id).in_(client_ids), col(ReminderRow.status) != CANCELLED
    )
    return {(row.client_id, row.kind, row.last_bound_on) for row in rows}


def plan(tenant: Tenant, reminder: Reminder) -> None:
    """Add a reminder, or take up again one that was cancelled; what is planned or posted stays as it is."""
    added = tenant.add_once(
        ReminderRow,
        ("client_id", "kind", "last_bound_on"),
        agency_id=tenant.agency_id,
        client_id=reminder.client_id,
        kind=reminder.kind,
        last_bound_on=reminder.last_bound_on,
        due_on=reminder.due_on,
        status=PLANNED,
        post_key="",
    )
    if added is None:
        tenant.session.execute(
            update(ReminderRow)
            .where(
                col(ReminderRow.client_id) == reminder.client_id,
                col(ReminderRow.kind) == reminder.kind,
                col(ReminderRow.last_bound_on) == reminder.last_bound_on,
                col(ReminderRow.status) == CANCELLED,
            )
            .values(due_on=reminder.due_on, status=PLANNED)
        )


def cancel(tenant: Tenant, today: date, wanted: Collection[ReminderKind]) -> None:
    """Cancel what is planned and no longer called for: by the client's dates, by its kind, or by the day it is."""
    tenant.session.execute(
        _CANCEL,
        {
            "agency": tenant.agency_id,
            "since": living_since(today),
            "today": today,
            "wanted": list(wanted),
        },
    )


def mark_posted(tenant: Tenant, rows: Sequence[ReminderRow], key: str) -> None:
    """Mark that reminders are carried by a message."""
    for row in rows:
        row.status, row.post_key = POSTED, key
        tenant.session.add(row)
    tenant.session.flush()


def posted(tenant: Tenant, key: str) -> Sequence[ReminderRow]:
    """Return the reminders that one message carries."""
    return tenant.all(ReminderRow, col(ReminderRow.post_key) == key, order=col(ReminderRow.last_bound_on))


def posted_days(tenant: Tenant, first: date, last: date) -> set[str]:
    """Return the keys of the reminder messages of the days between two, both included."""
    days = {"agency": tenant.agency_id, "first": first.isoformat(), "last": last.isoformat()}
    return set(tenant.session.scalars(_POSTED_DAYS, days))


def clients_of(tenant: Tenant, rows: Sequence[ReminderRow]) -> Sequence[ClientRow]:
    """Return the clients that reminders are about."""
    return tenant.all(ClientRow, col(ClientRow.id).in_({row.client_id for row in rows}))
