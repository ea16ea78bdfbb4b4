"""Which reminders a client's two-year clock calls for, and on which days."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.records import Reminder, ReminderKind
from core.twoyears import LATEST_ZONE
from core.zones import due_at, local_day

SENDING_TIME = time(9, 30)
FRIDAY = 4
DAYS_BEFORE = {
    ReminderKind.NINETY_DAYS: 90,
    ReminderKind.THIRTY_DAYS: 30,
    ReminderKind.SEVEN_DAYS: 7,
}


def reminders(client_id: int, last_bound_on: date, recorded_on: date, zone: ZoneInfo) -> tuple[Reminder, ...]:
    """Return the reminders of a client from the day on which the date was recorded, soonest first.

    What lay before that day is left out, so that a date recorded late brings no burst.
    """
    return tuple(
        Reminder(client_id, kind, last_bound_on, due_on)
        for kind, due_on in _days(last_bound_on, zone)
        if due_on >= recorded_on
    )


def late_reminder(client_id: int, last_bound_on: date, recorded_on: date) -> Reminder | None:
    """Return the 30-day reminder of a date that was recorded within its last 30 days, or None where it is none.

    It comes on the first working day after that day, if the window is still open then.
    """
    due_on = recorded_on + timedelta(days=1)
    while due_on.weekday() > FRIDAY:
        due_on += timedelta(days=1)
    planned_on = _working_day_until(last_bound_on - timedelta(DAYS_BEFORE[ReminderKind.THIRTY_DAYS]))
    if not planned_on < recorded_on <= due_on <= last_bound_on:
        return None
    return Reminder(client_id, ReminderKind.THIRTY_DAYS, last_bound_on, due_on)


def _days(last_bound_on: date, zone: ZoneInfo) -> Iterator[tuple[ReminderKind, date]]:
    for kind, days in DAYS_BEFORE.items():
        yield kind, _working_day_until(last_bound_on - timedelta(days))
    yield ReminderKind.CLOSED, _first_sending_day(last_bound_on + timedelta(days=1), zone)


def _working_day_until(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def _first_sending_day(first_free_on: date, zone: ZoneInfo) -> date:
    """Return the first working day whose sending time comes after the free day has begun everywhere."""
    closed_at = datetime.combine(first_free_on, time.min, UTC) + LATEST_ZONE
    day = local_day(closed_at, zone)
    while day.weekday() > FRIDAY or due_at(day, SENDING_TIME, zone) < closed_at:
        day += timedelta(days=1)
    return day
