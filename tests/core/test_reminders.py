from datetime import date, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.records import Reminder, ReminderKind
from core.reminders import DAYS_BEFORE, SENDING_TIME, reminders
from core.twoyears import first_free_day, judging_day, last_bound_day
from core.zones import due_at

EVER = date(2015, 1, 1)
CLOSED = ReminderKind.CLOSED
NEW_YORK = ZoneInfo("America/New_York")
DAYS = st.dates(date(2017, 1, 1), date(2099, 12, 31))
ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)


def days(last_bound_on: date, place: ZoneInfo, recorded_on: date = EVER) -> dict[ReminderKind, date]:
    return {each.kind: each.due_on for each in reminders(7, last_bound_on, recorded_on, place)}


def test_a_reminder_names_its_client_and_the_day_it_is_about() -> None:
    last = date(2026, 11, 22)
    assert reminders(7, last, date(2026, 11, 20), NEW_YORK) == (
        Reminder(7, CLOSED, last, date(2026, 11, 23)),
    )


@pytest.mark.parametrize(
    ("met_on", "ninety", "thirty", "seven", "closed"),
    [
        (date(2024, 11, 22), date(2026, 8, 24), date(2026, 10, 23), date(2026, 11, 13), date(2026, 11, 23)),
        (date(2024, 2, 29), date(2025, 12, 1), date(2026, 1, 30), date(2026, 2, 20), date(2026, 3, 2)),
        (date(2022, 2, 28), date(2023, 11, 30), date(2024, 1, 29), date(2024, 2, 21), date(2024, 2, 29)),
        (date(2024, 1, 10), date(2025, 10, 10), date(2025, 12, 11), date(2026, 1, 2), date(2026, 1, 12)),
        (date(2023, 12, 31), date(2025, 10, 2), date(2025, 12, 1), date(2025, 12, 24), date(2026, 1, 1)),
    ],
)
def test_reminders_come_on_the_working_day_on_or_before_and_once_the_window_has_closed(
    met_on: date, ninety: date, thirty: date, seven: date, closed: date
) -> None:
    assert list(days(last_bound_day(met_on), NEW_YORK).values()) == [ninety, thirty, seven, closed]


@pytest.mark.parametrize(
    ("last_bound_on", "place", "closed"),
    [
        (date(2026, 11, 22), "Pacific/Auckland", date(2026, 11, 24)),
        (date(2026, 11, 22), "Pacific/Kiritimati", date(2026, 11, 24)),
        (date(2026, 11, 22), "Europe/Berlin", date(2026, 11, 24)),
        (date(2026, 11, 22), "Europe/London", date(2026, 11, 24)),
        (date(2026, 11, 22), "America/Sao_Paulo", date(2026, 11, 23)),
        (date(2026, 11, 22), "Etc/GMT+12", date(2026, 11, 23)),
        (date(2026, 6, 30), "America/St_Johns", date(2026, 7, 1)),  # 09:30 there is noon in UTC
        (date(2026, 11, 19), "America/New_York", date(2026, 11, 20)),
        (date(2026, 11, 19), "Europe/Berlin", date(2026, 11, 23)),
        (date(2026, 11, 20), "America/New_York", date(2026, 11, 23)),
    ],
)
def test_the_closed_window_is_told_at_the_first_working_sending_time_after_noon_utc_of_the_free_day(
    last_bound_on: date, place: str, closed: date
) -> None:
    assert days(last_bound_on, ZoneInfo(place))[CLOSED] == closed


@pytest.mark.parametrize(
    ("recorded_on", "left"),
    [
        (date(2026, 8, 24), 4),
        (date(2026, 8, 25), 3),
        (date(2026, 10, 24), 2),
        (date(2026, 11, 14), 1),
        (date(2026, 11, 23), 1),
        (date(2026, 11, 24), 0),
    ],
)
def test_a_date_recorded_late_gets_only_what_still_lies_ahead(recorded_on: date, left: int) -> None:
    every = reminders(7, date(2026, 11, 22), EVER, NEW_YORK)
    assert reminders(7, date(2026, 11, 22), recorded_on, NEW_YORK) == every[4 - left :]


@settings(deadline=None)
@given(DAYS, ZONES)
def test_every_reminder_falls_on_a_working_day_one_after_the_other(last: date, place: ZoneInfo) -> None:
    due = list(days(last, place).values())
    assert all(day.weekday() < 5 for day in due)
    assert due == sorted(set(due))


@given(DAYS)
def test_a_reminder_before_the_end_is_early_by_a_weekend_at_most(last: date) -> None:
    due = days(last, NEW_YORK)
    assert all(0 <= (last - due[kind]).days - before <= 2 for kind, before in DAYS_BEFORE.items())


@settings(deadline=None)
@given(DAYS, ZONES)
def test_the_closed_window_is_told_as_soon_as_the_free_day_has_begun_everywhere(
    met_on: date, place: ZoneInfo
) -> None:
    free = first_free_day(met_on)
    due = days(last_bound_day(met_on), place)[CLOSED]
    before = due - timedelta(days=3 if due.weekday() == 0 else 1)

    assert judging_day(due_at(due, SENDING_TIME, place)) >= free
    assert judging_day(due_at(before, SENDING_TIME, place)) < free


@settings(deadline=None)
@given(DAYS, st.integers(1, 400), ZONES)
def test_a_later_end_never_brings_a_reminder_earlier(last: date, more: int, place: ZoneInfo) -> None:
    sooner, later = days(last, place), days(last + timedelta(days=more), place)
    assert all(sooner[kind] <= later[kind] for kind in ReminderKind)


@settings(deadline=None)
@given(DAYS, st.integers(-120, 20), st.integers(0, 60), ZONES)
def test_a_later_record_only_loses_reminders(last: date, shift: int, more: int, place: ZoneInfo) -> None:
    recorded_on = last + timedelta(days=shift)
    early = reminders(7, last, recorded_on, place)
    late = reminders(7, last, recorded_on + timedelta(days=more), place)
    assert early[len(early) - len(late) :] == late
