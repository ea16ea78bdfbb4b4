from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from core.planner import due
from core.records import About, ReminderKind, Statement
from core.store import clients
from core.store.privacy import erase_client
from core.store.reminders import CANCELLED, PLANNED, POSTED
from core.store.tables import ClientRow, ReminderRow
from core.store.tenant import Store
from tests.core.planned import (
    DAY,
    HOUR,
    LAST,
    at,
    client,
    days_told,
    member,
    prefer,
    reminders,
    staffed,
    tick,
)

BEFORE, CLOSED = date(2026, 8, 14), date(2026, 9, 17)


@pytest.fixture
def agency(store: Store) -> Store:
    return staffed(store)


def test_the_owner_and_the_leads_are_told_before_the_end_and_once_the_window_has_closed(
    agency: Store,
) -> None:
    with agency.write(1) as tenant:
        client(tenant)
        tenant.add(member("m3", "Noor"))
    tick(agency, at("2026-06-01 12:00"), at("2026-10-01"), DAY)
    assert days_told(agency, "m1") == days_told(agency, "m2") == [BEFORE.isoformat(), CLOSED.isoformat()]
    assert days_told(agency, "m3") == []


def test_a_day_is_one_message_with_all_that_is_due(agency: Store) -> None:
    with agency.write(1) as tenant:
        for name in ("Acme", "Birch", "Cedar"):
            client(tenant, name)
    tick(agency, at("2026-08-14"), at("2026-08-16"))
    assert days_told(agency) == [BEFORE.isoformat()]
    with agency.read(1) as tenant:
        told = [row.post_key for row in tenant.all(ReminderRow) if row.status == POSTED]
    assert told == [BEFORE.isoformat()] * 3


@pytest.mark.parametrize(
    ("preference", "kinds"),
    [("30", {"thirty-days", "closed"}), ("all", {str(kind) for kind in ReminderKind}), ("off", set())],
)
def test_the_agency_chooses_which_reminders_are_messages(
    agency: Store, preference: str, kinds: set[str]
) -> None:
    prefer(agency, reminders=preference)
    with agency.write(1) as tenant:
        client(tenant)
    tick(agency, at("2026-06-01 12:00"), at("2026-10-01"), DAY)
    assert {kind for kind, _ in reminders(agency)} == kinds
    assert len(days_told(agency)) == len(kinds)


def test_reminders_that_were_switched_off_come_again_when_they_are_switched_on(agency: Store) -> None:
    with agency.write(1) as tenant:
        client(tenant)
    due(agency, at("2026-08-01"))
    prefer(agency, reminders="off")
    due(agency, at("2026-08-02"))
    assert set(reminders(agency).values()) == {CANCELLED}
    prefer(agency, reminders="30")
    tick(agency, at("2026-08-03 12:00"), at("2026-10-01"), DAY)
    assert days_told(agency) == [BEFORE.isoformat(), CLOSED.isoformat()]


def test_a_corrected_date_moves_its_reminders_there_and_back(agency: Store) -> None:
    corrected = date(2026, 10, 20)
    with agency.write(1) as tenant:
        client(tenant)
    due(agency, at("2026-08-01"))
    say(agency, About.MET, date(2024, 10, 20), at("2026-08-02"))
    due(agency, at("2026-08-02"))
    old, new = ({(kind, on) for kind in ("thirty-days", "closed")} for on in (LAST, corrected))
    assert reminders(agency) == dict.fromkeys(old, CANCELLED) | dict.fromkeys(new, PLANNED)
    say(agency, About.MET, date(2024, 9, 15), at("2026-08-03"))
    due(agency, at("2026-08-03"))
    assert reminders(agency) == dict.fromkeys(old, PLANNED) | dict.fromkeys(new, CANCELLED)


def test_a_conversion_cancels_what_is_planned(agency: Store) -> None:
    with agency.write(1) as tenant:
        client(tenant)
    due(agency, at("2026-08-01"))
    say(agency, About.MET, date(2024, 9, 15), at("2026-08-01"))
    say(agency, About.CONVERTED, date(2026, 8, 2), at("2026-08-02"))
    tick(agency, at("2026-08-02 12:00"), at("2026-10-01"), DAY)
    assert days_told(agency) == []
    assert set(reminders(agency).values()) == {CANCELLED}


@pytest.mark.parametrize(
    ("what", "is_told"),
    [
        ({}, True),
        ({"met_on_estimated": True}, False),
        ({"removed": True}, False),
        ({"last_active_on": date(2025, 8, 13)}, False),
        ({"last_active_on": date(2025, 8, 14)}, True),
        ({"last_active_on": date(2024, 9, 15), "stage": "active-contract"}, True),
        ({"bound_noted_on": BEFORE + DAY}, False),
    ],
)
def test_only_a_living_client_with_a_certain_date_is_reminded_of(
    agency: Store, what: dict[str, Any], is_told: bool
) -> None:
    with agency.write(1) as tenant:
        client(tenant, **what)
    tick(agency, at("2026-08-13"), at("2026-08-15"))
    assert bool(days_told(agency)) is is_told


def test_a_week_has_two_messages_and_the_second_carries_the_rest(agency: Store) -> None:
    with agency.write(1) as tenant:
        for day in range(9, 14):
            client(tenant, f"Before {day}", date(2026, 9, day))  # Due from Monday the 10th of August on.
        client(tenant, "Closed", date(2026, 8, 12))
    tick(agency, at("2026-08-09"), at("2026-08-23"), 6 * HOUR)
    assert days_told(agency) == ["2026-08-10", "2026-08-11", "2026-08-17"]
    with agency.read(1) as tenant:
        told = {row.client_id: row.post_key for row in tenant.all(ReminderRow) if row.status == POSTED}
    assert Counter(told.values()) == {"2026-08-10": 1, "2026-08-11": 4, "2026-08-17": 1}
    assert told[6] == "2026-08-17"


def test_what_a_downtime_delayed_comes_late_unless_the_window_has_closed_by_then(agency: Store) -> None:
    with agency.write(1) as tenant:
        client(tenant, "Late", date(2026, 9, 30))
        client(tenant, "Closed", date(2026, 8, 20))
    due(agency, at("2026-07-01"))
    due(agency, at("2026-09-28 23:00"))
    assert days_told(agency) == ["2026-09-28"]
    assert reminders(agency) == {
        ("thirty-days", date(2026, 9, 30)): POSTED,
        ("closed", date(2026, 9, 30)): PLANNED,
        ("thirty-days", date(2026, 8, 20)): CANCELLED,
        ("closed", date(2026, 8, 20)): POSTED,
    }


def test_where_nothing_was_planned_in_time_only_what_still_helps_is_told(agency: Store) -> None:
    with agency.write(1) as tenant:
        client(tenant)
    tick(agency, at("2026-09-21 12:00"), at("2026-09-25"), DAY)
    assert reminders(agency) == {("closed", LAST): POSTED}


@pytest.mark.parametrize(
    ("noted_on", "told_on"),
    [
        ("2026-08-14", ["2026-08-14"]),  # Its day.
        ("2026-08-19", ["2026-08-20"]),  # 27 days are left.
        ("2026-08-21", ["2026-08-24"]),  # A Friday.
        ("2026-09-14", ["2026-09-15"]),
        ("2026-09-15", []),  # The last day of all.
    ],
)
def test_a_client_who_is_added_within_the_last_thirty_days_is_told_of_on_the_next_working_morning(
    agency: Store, noted_on: str, told_on: list[str]
) -> None:
    with agency.write(1) as tenant:
        client(tenant, bound_noted_on=date.fromisoformat(noted_on))
    tick(agency, at(f"{noted_on} 12:00"), at("2026-09-16"), HOUR)
    assert days_told(agency) == told_on


def test_who_was_told_of_in_time_is_not_told_of_again_where_the_day_is_corrected_late(agency: Store) -> None:
    with agency.write(1) as tenant:
        client(tenant)
    tick(agency, at("2026-08-10 12:00"), at("2026-08-18 12:00"), DAY)
    say(agency, About.MET, date(2024, 9, 9), at("2026-08-19"))
    tick(agency, at("2026-08-19 12:00"), at("2026-09-09 12:00"), DAY)
    assert days_told(agency) == [BEFORE.isoformat()]


def test_where_a_days_message_is_out_and_its_client_erased_another_waits_for_the_next_day(
    agency: Store,
) -> None:
    with agency.write(1) as tenant:
        told = client(tenant, "Told", date(2026, 9, 9))
    due(agency, at("2026-08-10 09:30"))
    with agency.write(1) as tenant:
        erase_client(tenant, [told.id])
        client(tenant, "Waits", date(2026, 9, 9))
    due(agency, at("2026-08-10 14:00"))
    assert set(reminders(agency).values()) == {PLANNED}
    due(agency, at("2026-08-11 09:30"))
    assert days_told(agency) == ["2026-08-10", "2026-08-11"]


def test_nobody_is_reminded_before_half_past_nine_or_on_a_weekend(agency: Store) -> None:
    prefer(agency, zone="America/New_York")
    with agency.write(1) as tenant:
        client(tenant)
    tick(agency, at("2026-08-14", "America/New_York"), at("2026-08-14 09:29", "America/New_York"), HOUR / 2)
    tick(agency, at("2026-08-15", "America/New_York"), at("2026-08-17 09:29", "America/New_York"), HOUR / 2)
    assert days_told(agency) == []
    due(agency, at("2026-08-17 09:30", "America/New_York"))
    assert days_told(agency) == ["2026-08-17"]


def say(store: Store, about: About, on: date, now: datetime) -> None:
    with store.write(1) as tenant:
        acme = tenant.first(ClientRow)
        assert acme is not None
        clients.say(tenant, acme, Statement(0, about, "", "Mara", now, on, by_lead=True), now.date())
