from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from core.calendar import Entry, calendar

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
ACME = Entry(7, "Acme", date(2026, 11, 22))


def events(*entries: Entry, agency: str = "Harbour") -> list[Event]:
    return Calendar.from_ical(calendar(entries, agency, NOW)).events


def test_a_client_has_a_last_bound_day_and_a_free_day_as_whole_days() -> None:
    last, free = events(ACME)

    assert (last.summary, last.start) == ("Last day bound to Upwork: Acme", date(2026, 11, 22))
    assert (free.summary, free.start) == ("Window closed: Acme", date(2026, 11, 23))


def test_the_free_day_tells_of_the_conversion_and_of_the_notice_that_ends_it() -> None:
    _, free = events(ACME)
    assert "1 USD" in free.description
    assert "Upwork's notice" in free.description


def test_an_alarm_rings_on_the_morning_thirty_days_before_the_last_bound_day() -> None:
    last, free = events(ACME)

    assert [alarm.trigger for alarm in last.alarms.times] == [datetime(2026, 10, 23, 9, 30)]  # noqa: DTZ001
    assert free.alarms.times == []


def test_an_estimate_says_so_first_and_never_that_payment_is_free() -> None:
    for event in events(Entry(7, "Acme", date(2026, 11, 22), estimated=True)):
        assert event.summary.startswith("Estimate: ")
        assert "frees nobody" in event.description
        assert "conversion" not in event.description


def test_a_corrected_day_or_name_updates_the_same_events() -> None:
    before = [event.uid for event in events(ACME)]
    after = [event.uid for event in events(Entry(7, "Acme Ltd", date(2026, 12, 1)))]
    assert before == after


def test_every_event_of_an_agency_has_an_identity_of_its_own() -> None:
    uids = [event.uid for event in events(ACME, Entry(8, "Acme", date(2026, 11, 22)))]
    assert len(set(uids)) == 4


def test_events_are_stamped_with_the_time_that_was_given_so_that_a_later_file_wins() -> None:
    assert [event.stamp for event in events(ACME)] == [NOW, NOW]


def test_an_agency_without_clients_has_an_empty_calendar_with_its_name() -> None:
    file = Calendar.from_ical(calendar([], "Harbour", NOW))
    assert file.calendar_name == "Two years on Upwork: Harbour"
    assert file.events == []


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80))
def test_no_name_breaks_out_of_its_line(name: str) -> None:
    last, free = events(Entry(7, name, date(2026, 11, 22)), agency=name)
    folded = " ".join(name.split())

    assert last.summary == f"Last day bound to Upwork: {folded}"
    assert free.summary == f"Window closed: {folded}"


def test_a_name_that_writes_an_event_stays_a_name() -> None:
    hostile = "Acme\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Window closed; pay, freely\\n"
    assert len(events(Entry(7, hostile, date(2026, 11, 22)), agency=hostile)) == 2
