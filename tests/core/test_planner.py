from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from core.planner import due
from core.records import About, PostKind, ReminderKind, Statement
from core.store import clients, people
from core.store.checks import keep
from core.store.database import Database
from core.store.privacy import erase_client
from core.store.reminders import CANCELLED, PLANNED, POSTED
from core.store.tables import (
    CheckRow,
    ClientRow,
    DigestRow,
    FindingRow,
    MemberRow,
    PostRow,
    PreferenceRow,
    ReminderRow,
)
from core.store.tenant import Store, Tenant
from core.zones import due_at, week_of, weeks_until, zone
from tests.conftest import founded

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
LAST = date(
    2026, 9, 15
)  # A Tuesday; its 30 days begin on a Sunday, so the reminder comes on Friday the 14th.
BEFORE, CLOSED = date(2026, 8, 14), date(2026, 9, 17)


@pytest.fixture
def agency(store: Store) -> Store:
    """An agency that is in its second week, with a lead, a member, and its days in UTC."""
    return staffed(store)


def staffed(store: Store) -> Store:
    with store.write(1) as tenant:
        people.members(tenant)[0].lead = True
        tenant.add(member("m2", "Dana"))
    return store


def member(external_id: str, name: str, *, lead: bool = False) -> MemberRow:
    return MemberRow(
        agency_id=1, workspace_id=1, external_id=external_id, name=name, lead=lead, joined_at=at("2026-01-01")
    )


def at(when: str, place: str = "UTC") -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=zone(place)).astimezone(UTC)


def prefer(store: Store, **chosen: str) -> None:
    with store.write(1) as tenant:
        for name, value in chosen.items():
            row = people.preference_row(tenant, name.replace("_", "-"))
            row = row or PreferenceRow(agency_id=1, name=name.replace("_", "-"), value=value)
            row.value = value
            tenant.add(row)


def tick(store: Store, first: datetime, last: datetime, step: timedelta = HOUR) -> None:
    while first <= last:
        due(store, first)
        first += step


def posts(store: Store, kind: PostKind) -> Sequence[PostRow]:
    with store.read(1) as tenant:
        return [row for row in tenant.all(PostRow) if row.kind == kind]


def weeks_told(store: Store) -> list[str]:
    return [str(post.subject["week"]) for post in posts(store, PostKind.DIGEST)]


def days_told(store: Store, person: str = "m1") -> list[str]:
    told = [post for post in posts(store, PostKind.REMINDERS) if post.destination == person]
    return [str(post.subject["day"]) for post in told]


def client(tenant: Tenant, name: str = "Acme", bound_on: date | None = LAST, **other: Any) -> ClientRow:
    columns: dict[str, Any] = {
        "owner_id": 2,
        "last_active_on": date(2026, 6, 1),
        "bound_noted_on": date(2026, 1, 5),
    }
    return tenant.add(
        ClientRow(
            agency_id=1, name=name, created_at=at("2026-01-05"), last_bound_on=bound_on, **columns | other
        )
    )


def reminders(store: Store) -> dict[tuple[str, date], str]:
    with store.read(1) as tenant:
        return {(row.kind, row.last_bound_on): row.status for row in tenant.all(ReminderRow)}


def say(store: Store, about: About, on: date, now: datetime) -> None:
    with store.write(1) as tenant:
        acme = tenant.first(ClientRow)
        assert acme is not None
        clients.say(tenant, acme, Statement(0, about, "", "Mara", now, on, by_lead=True))


def found(
    store: Store, rule: str, on: datetime, number: int = 1, by: str = "client", alert: str = ""
) -> None:
    with store.write(1) as tenant:
        check_id = record(tenant, on).id
        for _ in range(number):
            tenant.add(
                FindingRow(
                    agency_id=1,
                    check_id=check_id,
                    rule=rule,
                    level="violation",
                    by=by,
                    start=0,
                    state="open",
                    found_at=on,
                    state_at=on,
                    alert=alert,
                )
            )


def record(tenant: Tenant, on: datetime) -> CheckRow:
    return tenant.add(
        CheckRow(
            agency_id=1,
            member_id=1,
            source="",
            asked_at=on,
            outcome="problem",
            rung="full",
            fingerprint="f",
            marks=[],
            assumed=[],
            sealed=b"sealed",
            expires_at=on + 30 * DAY,
        )
    )


@pytest.mark.parametrize(
    ("place", "third", "digest_time"),
    [
        ("Europe/Berlin", "2026-03-30", "09:30"),
        ("Europe/Berlin", "2026-10-26", "02:30"),
        ("America/New_York", "2026-11-02", "01:30"),
        ("America/Santiago", "2026-09-07", "00:00"),
        ("Asia/Tehran", "2021-03-22", "00:00"),  # The midnight of this Monday is missing.
        ("Pacific/Apia", "2012-01-02", "09:30"),  # The Friday before is missing.
        ("Pacific/Auckland", "2027-01-04", "09:30"),  # A week 53 is told.
    ],
)
def test_each_local_week_has_one_digest_at_its_time_when_clocks_change(
    agency: Store, place: str, third: str, digest_time: str
) -> None:
    monday = date.fromisoformat(third)
    begins, ends = (at((monday + weeks * WEEK).isoformat(), place) for weeks in (-2, 1))
    prefer(agency, zone=place, digest_time=digest_time)
    with agency.write(1) as tenant:
        people.agency(tenant).created_at = begins - DAY
    for half_hour in range((ends - begins) // HOUR * 2):
        now = begins + half_hour * HOUR / 2
        local = now.astimezone(zone(place))
        if local.weekday() == 0 or local.hour % 6 == 0:
            due(agency, now)

    with agency.read(1) as tenant:
        planned = {row.week: row.planned_at for row in tenant.all(DigestRow)}
    assert weeks_told(agency) == list(planned) == list(weeks_until(week_of(monday - WEEK), 3))
    assert list(planned.values()) == [
        due_at(monday - weeks * WEEK, time.fromisoformat(digest_time), zone(place)) for weeks in (2, 1, 0)
    ]


def test_after_a_downtime_only_the_latest_missed_digest_comes(agency: Store) -> None:
    tick(agency, at("2026-02-02 10:00"), at("2026-02-03"))
    tick(agency, at("2026-03-05 03:00"), at("2026-03-06"))
    assert weeks_told(agency) == ["2026-W05", "2026-W09"]


def test_an_agency_gets_its_first_digest_when_its_first_week_is_over(agency: Store) -> None:
    tick(agency, at("2026-01-05 09:00"), at("2026-01-12 09:00"))
    assert weeks_told(agency) == []
    due(agency, at("2026-01-12 09:30"))
    assert weeks_told(agency) == ["2026-W02"]


def test_the_digest_goes_to_each_lead_once_and_to_nobody_else(agency: Store) -> None:
    with agency.write(1) as tenant:
        tenant.add(member("m3", "Noor", lead=True))
    tick(agency, at("2026-01-12"), at("2026-01-18"), 6 * HOUR)
    assert [post.destination for post in posts(agency, PostKind.DIGEST)] == ["m1", "m3"]


def test_a_digest_that_is_off_does_not_come(agency: Store) -> None:
    prefer(agency, digest="off")
    tick(agency, at("2026-01-12"), at("2026-01-20"), 6 * HOUR)
    assert weeks_told(agency) == []


def test_a_week_is_not_told_again_where_the_agency_moves(agency: Store) -> None:
    prefer(agency, zone="Pacific/Auckland")
    due(agency, at("2026-01-12 10:00", "Pacific/Auckland"))
    prefer(agency, zone="Pacific/Honolulu")
    tick(agency, at("2026-01-12"), at("2026-01-13"))
    assert weeks_told(agency) == ["2026-W02"]


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


@pytest.mark.parametrize(
    ("now", "rule", "goes_out"),
    [
        ("2026-11-02 10:00", "UPW203", "2026-11-02 10:00"),
        ("2026-11-02 19:59", "UPW203", "2026-11-02 19:59"),
        ("2026-11-02 20:00", "UPW203", "2026-11-03 08:00"),
        ("2026-11-03 07:59", "UPW203", "2026-11-03 08:00"),
        ("2026-11-01 01:30", "UPW203", "2026-11-01 08:00"),  # An hour that comes twice.
        ("2026-11-02 23:00", "UPW311", "2026-11-02 23:00"),
        ("2026-11-02 23:00", "UPW312", "2026-11-02 23:00"),
    ],
)
def test_an_alert_goes_to_each_lead_at_once_but_waits_for_the_morning_in_quiet_hours(
    agency: Store, now: str, rule: str, goes_out: str
) -> None:
    prefer(agency, zone="America/New_York")
    with agency.write(1) as tenant:
        tenant.add(member("m3", "Noor", lead=True))
    found(agency, rule, at(now, "America/New_York"), alert="due")
    due(agency, at(now, "America/New_York"))
    alerts = posts(agency, PostKind.ALERT)
    assert [post.destination for post in alerts] == ["m1", "m3"]
    assert {post.not_before for post in alerts} == {at(goes_out, "America/New_York")}


def test_a_lead_gets_three_alerts_a_day_and_the_rest_in_one_message_next_morning(agency: Store) -> None:
    for hour in range(9, 14):
        found(agency, "UPW203", at(f"2026-03-03 {hour:02}:00"), alert="due", number=2)
        due(agency, at(f"2026-03-03 {hour:02}:00"))
    alerts = posts(agency, PostKind.ALERT)
    assert [post.not_before for post in alerts] == [
        *[at("2026-03-03 09:00")] * 2,
        at("2026-03-03 10:00"),
        at("2026-03-04 08:00"),
    ]
    assert alerts[-1].subject == {"day": "2026-03-04"}
    with agency.read(1) as tenant:
        assert Counter(row.alert for row in tenant.all(FindingRow)) == {"told": 3, "2026-03-04": 7}


def test_alerts_of_a_night_are_counted_for_the_day_on_which_they_come(agency: Store) -> None:
    for now, number in (("2026-03-03 12:00", 3), ("2026-03-03 22:00", 2), ("2026-03-04 12:00", 2)):
        found(agency, "UPW203", at(now), number=number, alert="due")
        due(agency, at(now))
    alone = [post for post in posts(agency, PostKind.ALERT) if "finding" in post.subject]
    assert Counter(post.not_before.date() for post in alone) == {date(2026, 3, 3): 3, date(2026, 3, 4): 3}


@pytest.mark.parametrize(("by", "closes"), [("client", True), ("unknown", True), ("us", False)])
def test_an_ask_closes_after_two_weeks_and_our_own_breach_never(agency: Store, by: str, closes: bool) -> None:
    found(agency, "UPW203", at("2026-03-02 12:00"), by=by)
    due(agency, at("2026-03-16 12:00"))
    with agency.read(1) as tenant:
        assert [row.state for row in tenant.all(FindingRow)] == ["open"]
    due(agency, at("2026-03-16 12:01"))
    with agency.read(1) as tenant:
        assert [row.state == "answered" for row in tenant.all(FindingRow)] == [closes]


def test_a_reading_is_erased_after_thirty_days_unless_a_lead_keeps_it(agency: Store) -> None:
    began = at("2026-03-02 12:00")
    with agency.write(1) as tenant:
        record(tenant, began)
        until = keep(tenant, record(tenant, began), began)
    assert until == date(2028, 3, 1)
    for now, sealed in (
        (began + 29 * DAY, 2),
        (began + 30 * DAY, 1),
        (at("2028-02-29"), 1),
        (at("2028-03-02"), 0),
    ):
        due(agency, now)
        with agency.read(1) as tenant:
            assert sum(row.sealed is not None for row in tenant.all(CheckRow)) == sealed


def busy(store: Store) -> Store:
    """An agency on whose every kind of work something is due."""
    with store.write(1) as tenant:
        client(tenant)
        client(tenant, "Birch", date(2026, 9, 16))
    found(store, "UPW203", at("2026-08-17 09:00"), alert="due", number=5)
    return store


def keys(store: Store) -> list[str]:
    with store.read(1) as tenant:
        return sorted(post.dedupe_key for post in tenant.all(PostRow))


def test_a_planner_that_runs_again_plans_nothing_twice(agency: Store) -> None:
    store = busy(agency)
    due(store, at("2026-08-17 09:30"))
    once = keys(store)
    due(store, at("2026-08-17 09:30"))
    due(store, at("2026-08-17 09:31"))
    assert keys(store) == once


def test_planners_that_run_at_once_plan_what_one_would(agency: Store, postgres: Database) -> None:
    now = at("2026-08-17 09:30")
    due(busy(agency), now)
    crowded = busy(staffed(founded(postgres)))
    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(lambda _: due(crowded, now), range(16)))
    assert keys(crowded) == keys(agency)
    assert reminders(crowded) == reminders(agency)
