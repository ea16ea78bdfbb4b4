from collections import Counter
from datetime import date

import pytest

from core.planner import due
from core.records import PostKind
from core.store.tables import FindingRow
from core.store.tenant import Store
from tests.core.planned import at, found, member, posts, prefer, staffed


@pytest.fixture
def agency(store: Store) -> Store:
    return staffed(store)


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
