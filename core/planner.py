"""What the bot does by itself, as outbox rows: due(store, now). Any number of planners may run; keys make it once.

What falls due is named by the local day or week of the agency, never by an instant, so that no change of clocks can
double or swallow it.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from core.alerts import next_morning, not_before
from core.digest import freeze
from core.records import PostKind, ReminderKind
from core.reminders import SENDING_TIME, reminders
from core.store import checks, people, posts, weeks
from core.store import reminders as kept
from core.store.tables import DigestRow, FindingRow, MemberRow, ReminderRow
from core.store.tenant import Store, Tenant
from core.weekly import digest_of
from core.zones import due_at, local_day, monday, week_bounds, week_of, zone

MESSAGES_A_WEEK = 2
# The reminders that are messages by default; the others are lines of the digest.
BY_DEFAULT = (ReminderKind.THIRTY_DAYS, ReminderKind.CLOSED)
LOOK_AHEAD = timedelta(days=100)
LOOK_BACK = timedelta(days=14)
SHOWN_WEEK = timedelta(weeks=1)


def due(store: Store, now: datetime) -> None:
    """Plan everything that has fallen due for every agency; what was planned before is left as it is."""
    with store.database.read() as session:
        agencies = people.agencies(session)
    for agency_id in agencies:
        with store.write(agency_id) as tenant:
            plan(tenant, now)


def plan(tenant: Tenant, now: datetime) -> None:
    """Plan what has fallen due for one agency."""
    preferences = people.preferences(tenant)
    checks.expire(tenant, now)
    checks.close_old_asks(tenant, now - timedelta(days=int(preferences["ask-days"])), now)
    plan_reminders(tenant, preferences, now)
    plan_digest(tenant, preferences, now)
    plan_alerts(tenant, preferences, now)


def plan_reminders(tenant: Tenant, preferences: Mapping[str, str], now: datetime) -> None:
    """Keep the reminders in step with the clients' dates, and post a day's in one message a person."""
    place = zone(preferences["zone"])
    today = local_day(now, place)
    wanted = {"30": BY_DEFAULT, "all": tuple(ReminderKind), "off": ()}[preferences["reminders"]]
    _keep_in_step(tenant, preferences, now, wanted)
    first = monday(week_of(today))
    days = kept.posted_days(tenant, first, first + timedelta(days=6))
    if now < due_at(today, SENDING_TIME, place) or today.isoformat() in days or len(days) >= MESSAGES_A_WEEK:
        return
    rows = [row for row in kept.planned(tenant) if row.due_on <= today]
    if not rows or today.weekday() > 4:
        return
    if len(days) == MESSAGES_A_WEEK - 1:
        # The week's last message carries what is due until the next week's first; a closed window can wait for it.
        end = first + timedelta(days=7)
        rows = [
            row
            for row in kept.planned(tenant)
            if row.due_on <= (today if row.kind == ReminderKind.CLOSED else end)
        ]
    _post_reminders(tenant, rows, today.isoformat(), now)


def plan_digest(tenant: Tenant, preferences: Mapping[str, str], now: datetime) -> None:
    """Plan the digest of the week that has ended; of several missed ones only that."""
    place = zone(preferences["zone"])
    this_week = week_of(local_day(now, place))
    begins, _ = week_bounds(this_week, place)
    due_on = due_at(monday(this_week), time.fromisoformat(preferences["digest-time"]), place)
    week = week_of(monday(this_week) - SHOWN_WEEK)
    if preferences["digest"] == "off" or now < due_on or people.agency(tenant).created_at >= begins:
        return
    if weeks.planned(tenant, week) is None:
        send_digest(tenant, week, now, place_of_week=preferences["zone"])


def send_digest(tenant: Tenant, week: str, now: datetime, *, place_of_week: str, again: str = "") -> None:
    """Freeze a week's numbers and post them to every lead; `again` names a further copy that was asked for."""
    place = zone(place_of_week)
    row = weeks.planned(tenant, week)
    numbers = freeze(digest_of(tenant, week, local_day(now, place), place))
    if row is None:
        row = tenant.add(DigestRow(agency_id=tenant.agency_id, week=week, numbers=numbers, planned_at=now))
    elif again:
        row.numbers = numbers
        tenant.add(row)
    for lead in people.leads(tenant):
        _post(
            tenant,
            PostKind.DIGEST,
            lead,
            {"week": week},
            f"digest:{tenant.agency_id}:{week}:{lead.id}{again and ':' + again}",
            now,
            now,
        )


def plan_alerts(tenant: Tenant, preferences: Mapping[str, str], now: datetime) -> None:
    """Tell the leads at once of what must not wait; beyond a day's number the rest comes together next morning."""
    rows = checks.alerts_due(tenant)
    if not rows:
        return
    place = zone(preferences["zone"])
    today = local_day(now, place)
    start = due_at(today, time.min, place)
    told = checks.told_since(tenant, start)
    for row in rows:
        if told < int(preferences["alerts-a-day"]):
            at = not_before(row.rule, now, preferences["quiet-hours"], place)
            subject: dict[str, int | str] = {"finding": row.id}
            key = f"alert:{tenant.agency_id}:{row.id}"
            told += 1
        else:
            day, at = next_morning(now, preferences["quiet-hours"], place)
            subject = {"day": day.isoformat()}
            key = f"alerts:{tenant.agency_id}:{day.isoformat()}"
        _tell(tenant, row, subject, key, at, now)


def _tell(
    tenant: Tenant, row: FindingRow, subject: dict[str, int | str], key: str, at: datetime, now: datetime
) -> None:
    checks.told(tenant, row, str(subject.get("day", checks.ALERT_TOLD)), now)
    for lead in people.leads(tenant):
        _post(tenant, PostKind.ALERT, lead, subject, f"{key}:{lead.id}", at, now)


def _keep_in_step(
    tenant: Tenant, preferences: Mapping[str, str], now: datetime, wanted: tuple[ReminderKind, ...]
) -> None:
    """Plan the reminders that the clients' dates call for, and cancel those that they no longer do."""
    place = zone(preferences["zone"])
    today = local_day(now, place)
    found = kept.due_clients(tenant, today, today - LOOK_BACK, today + LOOK_AHEAD)
    current = {client.id: client.last_bound_on for client in found}
    for row in kept.planned(tenant):
        if current.get(row.client_id) != row.last_bound_on or ReminderKind(row.kind) not in wanted:
            row.status = kept.CANCELLED
            tenant.add(row)
    known = kept.known(tenant, list(current))
    for client in found:
        if client.last_bound_on is None or client.bound_noted_on is None:
            continue
        for reminder in reminders(client.id, client.last_bound_on, client.bound_noted_on, place):
            key = (client.id, str(reminder.kind), reminder.last_bound_on)
            if reminder.kind in wanted and key not in known:
                kept.plan(tenant, reminder)


def _post_reminders(tenant: Tenant, rows: list[ReminderRow], day: str, now: datetime) -> None:
    for row in rows:
        row.status, row.post_key = kept.POSTED, day
        tenant.add(row)
    for person in _told(tenant, rows):
        key = f"reminders:{tenant.agency_id}:{day}:{person.id}"
        _post(tenant, PostKind.REMINDERS, person, {"day": day, "member": person.id}, key, now, now)


def _told(tenant: Tenant, rows: list[ReminderRow]) -> list[MemberRow]:
    """Return whom reminders go to: the leads, and the owners of the clients."""
    owners = {client.owner_id for client in kept.clients_of(tenant, rows)}
    return [person for person in people.members(tenant) if person.lead or person.id in owners]


def _post(
    tenant: Tenant,
    kind: PostKind,
    person: MemberRow,
    subject: dict[str, int | str],
    key: str,
    at: datetime,
    now: datetime,
) -> None:
    posts.plan(
        tenant,
        kind=kind,
        workspace_id=person.workspace_id,
        destination=person.external_id,
        subject=subject,
        dedupe_key=key,
        not_before=at,
        now=now,
    )
