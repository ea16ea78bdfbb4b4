"""What the bot does by itself, as outbox rows: due(store, now). Any number of planners may run; keys make it once.

What falls due is named by the local day or week of the agency, never by an instant, so that no change of clocks can
double or swallow it.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.alerts import next_morning, not_before
from core.digest import freeze
from core.errors import trace
from core.ids import bound
from core.records import PostKind, ReminderKind
from core.refused import plan_refused
from core.reminders import FRIDAY, SENDING_TIME, late_reminder, reminders
from core.store import alerts, checks, inbox, people, posts, weeks
from core.store import reminders as kept
from core.store.errors import DatabaseError
from core.store.tables import MemberRow, ReminderRow
from core.store.tenant import Store, Tenant
from core.weekly import digest_of
from core.zones import due_at, local_day, monday, week_bounds, week_of, zone

logger = logging.getLogger(__name__)
MESSAGES_A_WEEK = 2
# Which reminders are messages, by the preference; the others are lines of the digest.
WANTED: Mapping[str, Collection[ReminderKind]] = {
    "30": (ReminderKind.THIRTY_DAYS, ReminderKind.CLOSED),
    "all": tuple(ReminderKind),
    "off": (),
}
LOOK_AHEAD = timedelta(days=100)
LOOK_BACK = timedelta(days=14)
SHOWN_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody, or a private channel, that is told; `id` is part of the key that makes a message one."""

    id: str
    workspace_id: int
    external_id: str
    member_id: int | None = None


def due(store: Store, now: datetime) -> None:
    """Plan everything that has fallen due for every agency; what was planned before is left as it is.

    An agency for which that fails is logged and left out. Raises DatabaseError at once, and what failed last in the end.
    """
    with store.database.read() as session:
        agencies = people.agencies(session)
    failed: Exception | None = None
    for agency_id in agencies:
        try:
            with store.write(agency_id) as tenant:
                plan(tenant, now)
        except DatabaseError:
            raise  # The others would fail as well.
        except Exception as error:  # noqa: BLE001  # It is raised below.
            with bound(agency=agency_id):
                logger.error("what is due could not be planned: %s", trace(error))  # noqa: TRY400  # Without its message.
            failed = error
    if failed is not None:
        raise failed


def plan(tenant: Tenant, now: datetime) -> None:
    """Plan what has fallen due for one agency."""
    preferences = people.preferences(tenant)
    checks.expire(tenant, now)
    inbox.expire(tenant, now)
    checks.close_old_asks(tenant, now - timedelta(days=int(preferences["ask-days"])), now)
    plan_reminders(tenant, preferences, now)
    plan_digest(tenant, preferences, now)
    plan_alerts(tenant, preferences, now)
    plan_summary(tenant, preferences, now)
    plan_refused(tenant, preferences, now)


def plan_summary(tenant: Tenant, preferences: Mapping[str, str], now: datetime) -> None:
    """Tell the leads each morning what was held back the day before, as long as the bot learns and once after that."""
    place = zone(preferences["zone"])
    today = local_day(now, place)
    morning = due_at(today, SENDING_TIME, place)
    days = int(preferences["learning-days"])
    if now < morning or people.agency(tenant).created_at < now - timedelta(days=days + 2):
        return
    since = due_at(today - timedelta(days=1), SENDING_TIME, place)
    if not checks.read_quietly(tenant, since, morning, past=False):
        return
    for reader in _readers(tenant, preferences):
        key = f"summary:{tenant.agency_id}:{today.isoformat()}:{reader.id}"
        subject: dict[str, int | str] = {"since": since.isoformat(), "until": morning.isoformat()}
        _post(tenant, PostKind.SUMMARY, reader, subject, key, now, now)


def plan_reminders(tenant: Tenant, preferences: Mapping[str, str], now: datetime) -> None:
    """Keep the reminders in step with the clients' dates, and post a day's in one message a person."""
    place = zone(preferences["zone"])
    today = local_day(now, place)
    _keep_in_step(tenant, WANTED[preferences["reminders"]], today, place)
    if today.weekday() > FRIDAY or now < due_at(today, SENDING_TIME, place):
        return
    rows = kept.due(tenant, today)
    if not rows:
        return
    first = monday(week_of(today))
    days = kept.posted_days(tenant, first, first + timedelta(days=6))
    if today.isoformat() in days or len(days) >= MESSAGES_A_WEEK:
        return
    if len(days) == MESSAGES_A_WEEK - 1:
        # The week's last message carries what is due until the next week's first; a closed window can wait for it.
        ahead = kept.due(tenant, first + timedelta(weeks=1))
        rows = [row for row in ahead if row.due_on <= today or row.kind != ReminderKind.CLOSED]
    _post_reminders(tenant, _told(tenant, preferences, rows), rows, today.isoformat(), now)


def plan_digest(tenant: Tenant, preferences: Mapping[str, str], now: datetime) -> None:
    """Plan the digest of the week that has ended; of several missed ones only that."""
    place = zone(preferences["zone"])
    this_week = week_of(local_day(now, place))
    begins, _ = week_bounds(this_week, place)
    due_on = due_at(monday(this_week), time.fromisoformat(preferences["digest-time"]), place)
    week = week_of(monday(this_week) - SHOWN_WEEK)
    if preferences["digest"] == "off" or now < due_on or week <= weeks.last_planned(tenant):
        return
    if people.agency(tenant).created_at < begins:
        send_digest(tenant, week, now, place_of_week=preferences["zone"])


def send_digest(
    tenant: Tenant, week: str, now: datetime, *, place_of_week: str, again: str = ""
) -> Sequence[Recipient]:
    """Freeze a week's numbers, post them to those who read reports, and return these.

    `again` names a further copy that was asked for.
    """
    place = zone(place_of_week)
    numbers = freeze(digest_of(tenant, week, local_day(now, place), place))
    weeks.plan(tenant, week, numbers, now, anew=bool(again))
    readers = _readers(tenant, people.preferences(tenant))
    for reader in readers:
        _post(
            tenant,
            PostKind.DIGEST,
            reader,
            {"week": week},
            f"digest:{tenant.agency_id}:{week}:{reader.id}{again and ':' + again}",
            now,
            now,
        )
    return readers


def plan_alerts(tenant: Tenant, preferences: Mapping[str, str], now: datetime) -> None:
    """Tell the leads at once of what must not wait; beyond a day's number the rest comes together next morning."""
    place = zone(preferences["zone"])
    for row in alerts.due(tenant):
        at = not_before(row.rule, now, preferences["quiet-hours"], place)
        subject: dict[str, int | str] = {"finding": row.id}
        how, key = alerts.TOLD, f"alert:{tenant.agency_id}:{row.id}"
        if _told_on(tenant, local_day(at, place), place) >= int(preferences["alerts-a-day"]):
            day, at = next_morning(now, preferences["quiet-hours"], place)
            how, subject = day.isoformat(), {"day": day.isoformat()}
            key = f"alerts:{tenant.agency_id}:{how}"
        alerts.told(tenant, row, how, at)
        for reader in _readers(tenant, preferences):
            _post(tenant, PostKind.ALERT, reader, subject, f"{key}:{reader.id}", at, now)


def _told_on(tenant: Tenant, day: date, place: ZoneInfo) -> int:
    begins, ends = (due_at(day + timedelta(days=days), time.min, place) for days in (0, 1))
    return alerts.told_between(tenant, begins, ends)


def _keep_in_step(tenant: Tenant, wanted: Collection[ReminderKind], today: date, place: ZoneInfo) -> None:
    """Plan the reminders that the clients' dates call for, and cancel those that they no longer do."""
    kept.cancel(tenant, today, wanted)
    found = kept.due_clients(tenant, today, today - LOOK_BACK, today + LOOK_AHEAD, wanted)
    known = kept.known(tenant, [client_id for client_id, _, _ in found]) if found else set()
    told = {(client_id, kind) for client_id, kind, _ in known}
    for client_id, last_bound_on, noted_on in found:
        on_time = reminders(client_id, last_bound_on, noted_on, place)
        late = None
        if (client_id, str(ReminderKind.THIRTY_DAYS)) not in told:
            late = late_reminder(client_id, last_bound_on, noted_on)
        for reminder in (*on_time, *([late] if late else [])):
            is_over = reminder.kind != ReminderKind.CLOSED and last_bound_on < today
            key = (client_id, str(reminder.kind), last_bound_on)
            if reminder.kind in wanted and not is_over and key not in known:
                kept.plan(tenant, reminder)


def _post_reminders(
    tenant: Tenant, told: Sequence[Recipient], rows: Sequence[ReminderRow], day: str, now: datetime
) -> None:
    """Post a day's message; where the day's has gone out and its clients were erased, the next day's carries these."""
    posted = [
        _post(
            tenant,
            PostKind.REMINDERS,
            reader,
            {"day": day} if reader.member_id is None else {"day": day, "member": reader.member_id},
            f"reminders:{tenant.agency_id}:{day}:{reader.id}",
            now,
            now,
        )
        for reader in told
    ]
    if posted and all(posted):
        kept.mark_posted(tenant, rows, day)


def _readers(tenant: Tenant, preferences: Mapping[str, str]) -> list[Recipient]:
    """Return who reads what the agency is told: each lead, or the channel that was chosen for it."""
    channel = people.channel_by_id(tenant, preferences["reports-to"])
    if channel is not None:
        return [Recipient(f"c{channel.id}", channel.workspace_id, channel.external_id)]
    return [_recipient(lead) for lead in people.leads(tenant)]


def _told(tenant: Tenant, preferences: Mapping[str, str], rows: Sequence[ReminderRow]) -> list[Recipient]:
    """Return whom reminders go to: those who read reports, and the owners of the clients."""
    owners = {client.owner_id for client in kept.clients_of(tenant, rows)}
    readers = _readers(tenant, preferences)
    known = {reader.member_id for reader in readers}
    owning = [person for person in people.present(tenant) if person.id in owners and person.id not in known]
    return [*readers, *map(_recipient, owning)]


def _recipient(person: MemberRow) -> Recipient:
    return Recipient(str(person.id), person.workspace_id, person.external_id, person.id)


def _post(
    tenant: Tenant,
    kind: PostKind,
    reader: Recipient,
    subject: dict[str, int | str],
    key: str,
    at: datetime,
    now: datetime,
) -> bool:
    planned = posts.plan(
        tenant,
        kind=kind,
        workspace_id=reader.workspace_id,
        destination=reader.external_id,
        subject=subject,
        dedupe_key=key,
        not_before=at,
        now=now,
    )
    return planned is not None
