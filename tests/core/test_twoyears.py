from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from core.model import Origin, Plan, Relationship, Stage, Window
from core.twoyears import anniversary, first_free_day, judging_day, last_bound_day, window

MET = date(2024, 11, 22)
LAST_BOUND = date(2026, 11, 22)
FIRST_FREE = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("met_on", "last_bound", "first_free"),
    [
        (date(2024, 11, 22), date(2026, 11, 22), date(2026, 11, 23)),
        (date(2024, 1, 1), date(2026, 1, 1), date(2026, 1, 2)),
        (date(2023, 12, 31), date(2025, 12, 31), date(2026, 1, 1)),
        (date(2024, 2, 29), date(2026, 3, 1), date(2026, 3, 2)),
        (date(2024, 2, 28), date(2026, 2, 28), date(2026, 3, 1)),
        (date(2024, 3, 1), date(2026, 3, 1), date(2026, 3, 2)),
        (date(2022, 2, 28), date(2024, 2, 28), date(2024, 2, 29)),
        (date(2026, 11, 22), date(2028, 11, 22), date(2028, 11, 23)),
        (date(2024, 1, 10), date(2026, 1, 10), date(2026, 1, 11)),
        (date(2024, 9, 1), date(2026, 9, 1), date(2026, 9, 2)),
        (date(2024, 5, 31), date(2026, 5, 31), date(2026, 6, 1)),
        (date(2024, 12, 31), date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_the_duty_lasts_two_calendar_years_and_its_last_day_counts(
    met_on: date, last_bound: date, first_free: date
) -> None:
    assert last_bound_day(met_on) == last_bound
    assert first_free_day(met_on) == first_free


def test_a_later_meeting_never_ends_earlier() -> None:
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(366 * 14)]
    ends = [last_bound_day(day) for day in days]
    assert ends == sorted(ends)


def test_the_anniversary_is_never_early_by_the_count_of_730_days() -> None:
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(366 * 14)]
    assert all(anniversary(day) - day >= timedelta(days=730) for day in days)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 23, 11, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=13))), date(2026, 11, 22)),
        (datetime(2026, 11, 23, 0, 0, tzinfo=timezone(timedelta(hours=-12))), date(2026, 11, 23)),
    ],
)
def test_the_judging_day_turns_when_the_date_has_begun_everywhere(now: datetime, expected: date) -> None:
    assert judging_day(now) == expected


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        judging_day(datetime(2026, 11, 23, 12, 0))  # noqa: DTZ001  # The zone is what is missing.


@pytest.mark.parametrize(
    ("relationship", "today", "expected"),
    [
        (Relationship(), LAST_BOUND, Window.BOUND),
        (Relationship(met_on=MET), LAST_BOUND, Window.BOUND),
        (Relationship(met_on=MET), FIRST_FREE, Window.ENDED),
        (Relationship(met_on=date(2024, 2, 29)), date(2026, 3, 1), Window.BOUND),
        (Relationship(met_on=date(2024, 2, 29)), date(2026, 3, 2), Window.ENDED),
        (Relationship(met_on=date(2024, 5, 1), met_on_estimated=True), LAST_BOUND, Window.BOUND),
        (Relationship(met_on=date(2027, 1, 1)), LAST_BOUND, Window.BOUND),
        (Relationship(origin=Origin.ELSEWHERE), LAST_BOUND, Window.BOUND),
        (Relationship(origin=Origin.ELSEWHERE, met_on=MET), FIRST_FREE, Window.ENDED),
        (Relationship(origin=Origin.ELSEWHERE, origin_proof=True), LAST_BOUND, Window.OUTSIDE),
        (Relationship(origin=Origin.UPWORK, origin_proof=True), LAST_BOUND, Window.BOUND),
        (Relationship(origin_proof=True), LAST_BOUND, Window.BOUND),
        (Relationship(converted_on=LAST_BOUND), LAST_BOUND, Window.CONVERTED),
        (Relationship(converted_on=FIRST_FREE), LAST_BOUND, Window.BOUND),
        (Relationship(converted_on=FIRST_FREE, met_on=MET), FIRST_FREE, Window.CONVERTED),
        (Relationship(met_on=MET, plan=Plan.ENTERPRISE, badge_seen=True), LAST_BOUND, Window.BOUND),
        (Relationship(met_on=MET, stage=Stage.ACTIVE_CONTRACT), FIRST_FREE, Window.ENDED),
    ],
)
def test_only_a_known_date_a_conversion_or_a_proven_origin_frees(
    relationship: Relationship, today: date, expected: Window
) -> None:
    assert window(relationship, today) is expected


def test_the_window_is_still_open_one_minute_before_noon_utc_of_the_first_free_day() -> None:
    relationship = Relationship(met_on=MET)
    before = judging_day(datetime(2026, 11, 23, 11, 59, tzinfo=UTC))
    after = judging_day(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    assert window(relationship, before) is Window.BOUND
    assert window(relationship, after) is Window.ENDED
