from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dates import EARLIEST, DateError, When, first_day, when
from core.records import Period
from core.twoyears import last_bound_day

TODAY = date(2026, 11, 22)
DAYS = st.dates(EARLIEST, TODAY)
PIECES = st.sampled_from(
    ["3", "11", "2025", "25", "/", "-", ".", ",", " ", "nov", "May", "mar.", "of", "th", ":"]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map("".join))


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("2026/11/22", date(2026, 11, 22)),
        ("2026.1.2", date(2026, 1, 2)),
        ("22.11.2026", date(2026, 11, 22)),
        ("22/11/2026", date(2026, 11, 22)),
        ("11/22/2026", date(2026, 11, 22)),
        ("11.11.2025", date(2025, 11, 11)),
        ("3 May 2025", date(2025, 5, 3)),
        ("May 3 2025", date(2025, 5, 3)),
        ("may 3rd, 2025", date(2025, 5, 3)),
        ("3rd of May 2025", date(2025, 5, 3)),
        ("3-May-25", date(2025, 5, 3)),
        ("3. März 2025", date(2025, 3, 3)),
        ("1º de mayo de 2025", date(2025, 5, 1)),
        ("7 de dezembro de 2025", date(2025, 12, 7)),
        ("1er août 2025", date(2025, 8, 1)),
        ("3 giugno 2025", date(2025, 6, 3)),
        ("9 mrt 2025", date(2025, 3, 9)),
        (" Today. ", TODAY),
        ("yesterday", date(2026, 11, 21)),
        ("gestern", date(2026, 11, 21)),
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(text: str, on: date) -> None:
    assert when(text, TODAY) == When(on, Period.DAY)


@pytest.mark.parametrize(
    ("text", "on", "period"),
    [
        ("May 2025", date(2025, 5, 31), Period.MONTH),
        ("Mai 2025", date(2025, 5, 31), Period.MONTH),
        ("Feb. 2024", date(2024, 2, 29), Period.MONTH),
        ("mayo de 2025", date(2025, 5, 31), Period.MONTH),
        ("2025-05", date(2025, 5, 31), Period.MONTH),
        ("05/2025", date(2025, 5, 31), Period.MONTH),
        ("2025", date(2025, 12, 31), Period.YEAR),
        ("2015", date(2015, 12, 31), Period.YEAR),
        ("November 2026", TODAY, Period.MONTH),
        ("2026", TODAY, Period.YEAR),
    ],
)
def test_a_month_or_a_year_stands_for_its_last_day_but_never_for_a_day_to_come(
    text: str, on: date, period: Period
) -> None:
    assert when(text, TODAY) == When(on, period)


@pytest.mark.parametrize(("text", "last"), [("May 2024", date(2026, 5, 31)), ("2024", date(2026, 12, 31))])
def test_a_client_met_in_a_month_or_year_is_bound_for_two_years_from_its_end(text: str, last: date) -> None:
    assert last_bound_day(when(text, TODAY).on) == last


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "I cannot read that as a date: write it as 2025-11-22, May 2025 or 2025."),
        ("soon", "I cannot read that as a date"),
        ("30 Feb 2025", "I cannot read that as a date"),
        ("31/02/2025", "I cannot read that as a date"),
        ("2025-13", "I cannot read that as a date"),
        ("0000", "I cannot read that as a date"),
        ("3 May 2025 or so", "I cannot read that as a date"),
        ("3 May 2025" + " " * 60, "I cannot read that as a date"),
        ("3 May", "The year is missing"),
        ("May 3", "The year is missing"),
        ("3/5", "The year is missing"),
        ("03/05/2025", "That can be 2025-03-05 or 2025-05-03: write the one you mean."),
        ("05.03.2025", "That can be 2025-03-05 or 2025-05-03: write the one you mean."),
        ("22.11.25", "That can be 2022-11-25 or 2025-11-22: write the one you mean."),
        ("2026-11-23", "That is still to come: give a day up to today."),
        ("December 2026", "That is still to come"),
        ("2027", "That is still to come"),
        ("2014-12-31", "That is before 2015"),
        ("December 2014", "That is before 2015"),
        ("2014", "That is before 2015"),
    ],
)
def test_what_is_no_single_day_of_a_meeting_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(DateError) as refusal:
        when(text, TODAY)
    assert str(refusal.value).startswith(sentence)


def test_a_reading_that_is_still_to_come_does_not_make_a_date_ambiguous() -> None:
    assert when("11/12/2026", TODAY).on == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("Nov 3, 2025 10:14 AM", date(2025, 11, 3)),
        ("Nov 3 2:14 PM", date(2026, 11, 3)),
        ("Wednesday, Feb 11", date(2026, 2, 11)),
        ("Mon, Dec 1 9:14 PM", date(2025, 12, 1)),
        ("Feb 29", date(2024, 2, 29)),
        ("28 mar 10:14", date(2026, 3, 28)),
        ("mar. 3 nov. 10:14", date(2026, 11, 3)),
        ("10:05 Mar 3", date(2026, 3, 3)),
        ("03-Nov-25 10:14 PM", date(2025, 11, 3)),
        ("terça-feira, 21 de abril", date(2026, 4, 21)),
        ("2025-11-03T10:14:00Z", date(2025, 11, 3)),
        ("14/03/25, 10:14:22", date(2025, 3, 14)),
        ("24/3/14 9:05", date(2024, 3, 14)),
        ("Today at 10:14", TODAY),
        ("Yesterday, 10:14", date(2026, 11, 21)),
    ],
)
def test_a_stamp_shows_its_day(stamp: str, day: date) -> None:
    assert first_day([stamp], TODAY) == day


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("03/11/2025, 10:14", date(2025, 11, 3)),
        ("11/03/2025, 10:14", date(2025, 11, 3)),
        ("12/11/2026, 10:14", date(2026, 11, 12)),
        ("11/12/2026, 10:14", date(2026, 11, 12)),
        ("11/3, 9:14 pm", date(2026, 11, 3)),
        ("12/1, 9:14 pm", date(2026, 1, 12)),
    ],
)
def test_of_two_readings_of_a_stamp_the_later_counts_unless_it_is_still_to_come(
    stamp: str, day: date
) -> None:
    assert first_day([stamp], TODAY) == day


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        "10:02 AM",
        "Tue 9:14",
        "mar. 10:14",
        "3 Nov 2014",
        "2027-01-01",
        "2025-02-30",
        "9.9.9",
        "1 of 2",
        "out at 9",
        "Tue 9 | Wed 9",
        "20251103",
        "12025/11/3",
        "x" * 60 + " 2025-11-03",
    ],
)
def test_a_stamp_without_a_possible_day_is_passed_over(stamp: str) -> None:
    assert first_day([stamp], TODAY) is None
    assert first_day([stamp, "Nov 3, 2025"], TODAY) == date(2025, 11, 3)


def test_the_earliest_day_of_a_chat_counts() -> None:
    assert first_day(["10:02 AM", "Feb 11", "Nov 3, 2025", "Yesterday"], TODAY) == date(2025, 11, 3)
    assert first_day([], TODAY) is None


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%b %d, %Y", "%d. %b %Y", "%Y/%m/%d"]))
def test_every_day_reads_back_as_typed_and_as_shown(day: date, form: str) -> None:
    text = day.strftime(form)
    assert when(text, TODAY).on == day
    assert first_day([f"{text} 10:14 AM"], TODAY) == day


@settings(deadline=None)
@given(TEXTS)
def test_any_text_is_a_day_up_to_today_or_refused(text: str) -> None:
    try:
        on = when(text, TODAY).on
    except DateError:
        return
    assert EARLIEST <= on <= TODAY


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=5), DAYS)
def test_more_stamps_never_make_the_first_day_later(stamps: list[str], day: date) -> None:
    alone = first_day(stamps, TODAY)
    more = first_day([*stamps, str(day)], TODAY)
    assert more == min(day, alone or day)


@given(st.dates(TODAY - timedelta(days=364), TODAY))
def test_a_day_without_a_year_lies_in_the_year_up_to_today(day: date) -> None:
    assert first_day([f"{day:%B} {day.day}"], TODAY) == day
