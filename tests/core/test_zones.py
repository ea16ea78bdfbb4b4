from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.zones import ZoneError, due_at, local_day, monday, week_bounds, week_of, weeks_until, zone

NINE = time(9)
DAYS = st.dates(date(2015, 1, 1), date(2099, 12, 31))
ZONES = st.sampled_from(sorted(name for name in available_timezones() if "/" in name)).map(ZoneInfo)


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "America/Argentina/Buenos_Aires", "Pacific/Auckland", "UTC"]
)
def test_a_place_has_a_zone(name: str) -> None:
    assert zone(name).key == name


@pytest.mark.parametrize(
    ("name", "offer"),
    [
        ("berlin", "did you mean Europe/Berlin?"),
        ("europe/berlin", "Europe/Berlin"),
        ("Europ/Berln", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Manila, Philippines", "Asia/Manila"),
        ("Eastern", "US/Eastern"),
        ("EST", "write a place, as in Europe/Berlin"),
        ("Etc/GMT+5", "time zone"),
        ("Europe", "time zone"),
        ("../../etc/passwd", "time zone"),
        ("", "write a place, as in Europe/Berlin"),
        ("x" * 100_000, "write a place, as in Europe/Berlin"),
    ],
)
def test_another_name_is_refused_and_near_places_are_offered(name: str, offer: str) -> None:
    with pytest.raises(ZoneError) as refusal:
        zone(name)
    assert offer in str(refusal.value)


@pytest.mark.parametrize(
    ("on", "at", "place", "instant"),
    [
        (date(2026, 11, 23), NINE, "America/New_York", datetime(2026, 11, 23, 14, tzinfo=UTC)),
        (date(2026, 11, 23), NINE, "Pacific/Auckland", datetime(2026, 11, 22, 20, tzinfo=UTC)),
        (date(2026, 11, 1), time(1, 30), "America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (date(2026, 3, 8), time(2, 30), "America/New_York", datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        (date(2026, 9, 6), time.min, "America/Santiago", datetime(2026, 9, 6, 4, tzinfo=UTC)),
        (date(2011, 12, 30), NINE, "Pacific/Apia", datetime(2011, 12, 30, 19, tzinfo=UTC)),
        (date(2011, 12, 31), NINE, "Pacific/Apia", datetime(2011, 12, 30, 19, tzinfo=UTC)),
    ],
)
def test_a_local_time_falls_due_once_also_where_clocks_change(
    on: date, at: time, place: str, instant: datetime
) -> None:
    assert due_at(on, at, ZoneInfo(place)) == instant


@pytest.mark.parametrize(
    ("on", "at", "place", "shown"),
    [
        (date(2026, 3, 8), time(2, 30), "America/New_York", datetime(2026, 3, 8, 3, 30)),  # noqa: DTZ001
        (date(2026, 9, 6), time.min, "America/Santiago", datetime(2026, 9, 6, 1)),  # noqa: DTZ001
        (date(2011, 12, 30), NINE, "Pacific/Apia", datetime(2011, 12, 31, 9)),  # noqa: DTZ001
    ],
)
def test_a_time_that_clocks_leap_over_moves_forward_by_the_leap(
    on: date, at: time, place: str, shown: datetime
) -> None:
    local = ZoneInfo(place)
    assert due_at(on, at, local).astimezone(local).replace(tzinfo=None) == shown


@pytest.mark.parametrize(
    ("now", "place", "day"),
    [
        (datetime(2026, 11, 22, 11, tzinfo=UTC), "Pacific/Auckland", date(2026, 11, 23)),
        (datetime(2026, 11, 22, 10, 59, tzinfo=UTC), "Pacific/Auckland", date(2026, 11, 22)),
        (datetime(2026, 11, 22, 4, 59, tzinfo=UTC), "America/New_York", date(2026, 11, 21)),
    ],
)
def test_a_day_begins_at_local_midnight(now: datetime, place: str, day: date) -> None:
    assert local_day(now, ZoneInfo(place)) == day


def test_an_instant_without_a_time_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 11, 22, 12), ZoneInfo("UTC"))  # noqa: DTZ001  # The zone is what is missing.


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 22), "2026-W47"),
        (date(2026, 11, 23), "2026-W48"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_a_day_lies_in_its_iso_week(day: date, week: str) -> None:
    assert week_of(day) == week


def test_a_week_begins_on_its_monday_across_the_turn_of_the_year() -> None:
    assert monday("2026-W47") == date(2026, 11, 16)
    assert monday("2026-W53") == date(2026, 12, 28)
    assert monday("2027-W01") == date(2027, 1, 4)


@pytest.mark.parametrize("week", ["2025-W53", "2026-W00", "2026-W4", "2026W47", "2026-11-22", "47", ""])
def test_a_week_that_does_not_exist_is_refused(week: str) -> None:
    with pytest.raises(ValueError, match="isoformat"):
        monday(week)


@pytest.mark.parametrize(
    ("week", "place", "begins", "ends"),
    [
        ("2026-W44", "America/New_York", datetime(2026, 10, 26, 4), datetime(2026, 11, 2, 5)),  # noqa: DTZ001
        ("2026-W47", "Pacific/Auckland", datetime(2026, 11, 15, 11), datetime(2026, 11, 22, 11)),  # noqa: DTZ001
    ],
)
def test_a_week_lasts_from_one_local_monday_to_the_next(
    week: str, place: str, begins: datetime, ends: datetime
) -> None:
    assert week_bounds(week, ZoneInfo(place)) == (begins.replace(tzinfo=UTC), ends.replace(tzinfo=UTC))


def test_weeks_are_counted_back_across_a_new_year_oldest_first() -> None:
    assert weeks_until("2027-W01", 3) == ("2026-W52", "2026-W53", "2027-W01")
    assert weeks_until("2027-W01", 0) == ()


@settings(deadline=None)
@given(DAYS, st.integers(1, 40), st.times(), ZONES)
def test_a_later_day_never_falls_due_earlier(day: date, more: int, at: time, place: ZoneInfo) -> None:
    assert due_at(day, at, place) <= due_at(day + timedelta(days=more), at, place)


@settings(deadline=None)
@given(DAYS, ZONES)
def test_every_week_of_every_zone_has_exactly_one_monday_at_nine(day: date, place: ZoneInfo) -> None:
    week = week_of(day)
    at = due_at(monday(week), NINE, place)
    local = at.astimezone(place)

    assert (local.weekday(), local.time()) == (0, NINE)
    assert local.replace(fold=1).astimezone(UTC) == at
    assert week_of(local_day(at, place)) == week
    begins, ends = week_bounds(week, place)
    assert begins <= at < ends
    assert week_bounds(week_of(day + timedelta(weeks=1)), place)[0] == ends


@given(DAYS)
def test_a_day_lies_within_seven_days_of_the_monday_of_its_week(day: date) -> None:
    first = monday(week_of(day))
    assert first.weekday() == 0
    assert timedelta(0) <= day - first < timedelta(weeks=1)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_other_text_is_refused(name: str) -> None:
    with pytest.raises(ZoneError):
        zone(f"{name}?")
