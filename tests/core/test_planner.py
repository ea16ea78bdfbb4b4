from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest

from core import planner
from core.planner import due
from core.records import PostKind
from core.store import people
from core.store.checks import keep
from core.store.database import Database
from core.store.tables import AgencyRow, CheckRow, DigestRow, FindingRow, PostRow
from core.store.tenant import Store, Tenant
from core.zones import due_at, week_of, weeks_until, zone
from tests.conftest import founded
from tests.core.planned import (
    DAY,
    HOUR,
    WEEK,
    at,
    client,
    found,
    member,
    posts,
    prefer,
    record,
    reminders,
    staffed,
    tick,
    weeks_told,
)


@pytest.fixture
def agency(store: Store) -> Store:
    return staffed(store)


def test_an_agency_for_which_it_fails_keeps_nothing_from_the_others(
    agency: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    planned: list[int] = []
    with agency.write(1) as tenant:
        for name in ("Birch", "Cedar"):
            tenant.add(AgencyRow(name=name, created_at=at("2026-01-01"), sealed_key=b""))

    def plan(tenant: Tenant, _: object) -> None:
        if tenant.agency_id == 2:
            raise ValueError(tenant.agency_id)
        planned.append(tenant.agency_id)

    monkeypatch.setattr(planner, "plan", plan)
    with pytest.raises(ValueError, match="2"):
        due(agency, at("2026-11-23T10:00"))
    assert planned == [1, 3]
    assert "what is due could not be planned: ValueError" in caplog.text


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
    tick(agency, at("2026-01-05 08:30"), at("2026-01-12 08:30"))
    assert weeks_told(agency) == []
    due(agency, at("2026-01-12 09:00"))
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
    assert until.date() == date(2028, 3, 1)
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


def planned(store: Store) -> tuple[Counter[str], Counter[str]]:
    with store.read(1) as tenant:
        keys = Counter(post.dedupe_key for post in tenant.all(PostRow))
        return keys, Counter(row.alert for row in tenant.all(FindingRow))


def test_a_planner_that_runs_again_plans_nothing_twice(agency: Store) -> None:
    store = busy(agency)
    due(store, at("2026-08-17 09:30"))
    once = planned(store)
    due(store, at("2026-08-17 09:30"))
    due(store, at("2026-08-17 09:31"))
    assert planned(store) == once


def test_planners_that_run_at_once_plan_what_one_would(agency: Store, postgres: Database) -> None:
    now = at("2026-08-17 09:30")
    due(busy(agency), now)
    crowded = busy(staffed(founded(postgres)))
    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(lambda _: due(crowded, now), range(16)))
    assert planned(crowded) == planned(agency)
    assert reminders(crowded) == reminders(agency)
