"""An agency for which the planner has something to do, and what it has planned."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.planner import due
from core.records import PostKind
from core.store import people
from core.store.tables import CheckRow, ClientRow, FindingRow, MemberRow, PostRow, PreferenceRow, ReminderRow
from core.store.tenant import Store, Tenant
from core.zones import zone

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
# A Tuesday; its 30 days begin on a Sunday, so the reminder comes on Friday the 14th.
LAST = date(2026, 9, 15)


def staffed(store: Store) -> Store:
    """Make the agency's person a lead and add a member; the days are those of UTC."""
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
