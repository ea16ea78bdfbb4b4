from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col

from core.records import InboxStatus, PostKind, PostStatus
from core.restoring import Restored, reconcile
from core.store import doubts
from core.store.tables import CheckRow, FindingRow, InboxRow, MemberRow, PostRow, WorkspaceRow
from core.store.tenant import Store
from tests.core import planned
from tests.core.planned import DAY, HOUR, at, client, days_told, staffed, tick, weeks_told

COPIED_AT = at("2026-08-10T12:00")  # a Monday, after its digest
MONDAY = at("2026-08-10T09:30")


@pytest.fixture(name="store")
def _store(any_store: Store) -> Store:
    """An agency of which something was heard last when it was copied."""
    staffed(any_store)
    tick(any_store, MONDAY, MONDAY)
    with any_store.write(1) as tenant:
        (place,) = tenant.all(WorkspaceRow)
        place.heard_at = COPIED_AT
        for post in tenant.all(PostRow):
            post.status = PostStatus.SENT
    return any_store


def put_back(store: Store, now: datetime) -> Restored:
    with store.database.write() as session:
        return reconcile(session, store, now)


def post(store: Store, key: str, not_before: datetime, **given: Any) -> None:
    columns: dict[str, Any] = {
        "kind": PostKind.REPLY,
        "status": PostStatus.PENDING,
        "attempts": 3,
        "subject": {},
        **given,
    }
    with store.write(1) as tenant:
        tenant.add(
            PostRow(
                agency_id=1,
                workspace_id=1,
                destination="c1",
                dedupe_key=key,
                not_before=not_before,
                created_at=COPIED_AT - HOUR,
                **columns,
            )
        )


def row(store: Store, key: str) -> PostRow:
    with store.read(1) as tenant:
        (found,) = tenant.all(PostRow, col(PostRow.dedupe_key) == key)
    return found


def notices(store: Store) -> Sequence[PostRow]:
    return [row for row in planned.posts(store, PostKind.NOTICE) if row.subject["notice"] == "restored"]


@pytest.mark.parametrize("status", [PostStatus.PENDING, PostStatus.SENDING])
def test_what_is_due_is_looked_up_from_the_moment_of_the_copy_on(store: Store, status: PostStatus) -> None:
    post(store, "due", COPIED_AT - HOUR, status=status, held_by="somebody", held_until=COPIED_AT + DAY)
    restored = put_back(store, COPIED_AT + 3 * HOUR)

    due = row(store, "due")
    assert (due.status, due.first_attempt_at, due.attempts) == (PostStatus.SENDING, COPIED_AT, 0)
    assert (due.held_by, due.held_until) == ("", None)
    assert (restored.known_until, restored.looked_up, restored.given_up) == (COPIED_AT, 1, 0)


def test_what_was_tried_before_the_copy_is_looked_up_from_then_on(store: Store) -> None:
    tried_at = COPIED_AT - 2 * HOUR
    post(store, "tried", COPIED_AT - 2 * HOUR, first_attempt_at=tried_at)
    put_back(store, COPIED_AT + HOUR)
    assert row(store, "tried").first_attempt_at == tried_at


def test_what_is_not_due_cannot_have_left_and_waits(store: Store) -> None:
    post(store, "later", COPIED_AT + DAY)
    put_back(store, COPIED_AT + HOUR)
    assert (row(store, "later").status, row(store, "later").first_attempt_at) == (PostStatus.PENDING, None)


@pytest.mark.parametrize("kind", PostKind)
def test_what_is_a_day_late_is_given_up_unless_it_is_a_report(store: Store, kind: PostKind) -> None:
    now = COPIED_AT + 2 * DAY
    post(store, "late", now - doubts.LATE - timedelta(seconds=1), kind=kind)
    post(store, "in time", now - doubts.LATE, kind=kind)
    restored = put_back(store, now)

    is_report = kind in doubts.TOLD_LATE
    assert row(store, "late").status == (PostStatus.SENDING if is_report else PostStatus.PARKED)
    assert row(store, "late").first_attempt_at == COPIED_AT
    assert row(store, "in time").status == PostStatus.SENDING
    assert restored.given_up == (0 if is_report else 1)


def test_what_was_given_up_before_is_looked_up_when_it_is_tried_again(store: Store) -> None:
    post(store, "parked", COPIED_AT - DAY, status=PostStatus.PARKED)
    put_back(store, COPIED_AT + HOUR)
    assert (row(store, "parked").status, row(store, "parked").first_attempt_at) == (
        PostStatus.PARKED,
        COPIED_AT,
    )


def test_the_days_that_are_missing_are_planned_as_they_would_have_been(store: Store) -> None:
    with store.write(1) as tenant:
        client(tenant)
    put_back(store, at("2026-08-19T12:00"))

    assert days_told(store) == ["2026-08-14"]
    assert weeks_told(store) == ["2026-W32", "2026-W33"]
    reminders = planned.posts(store, PostKind.REMINDERS)
    assert {(post.status, post.first_attempt_at) for post in reminders} == {(PostStatus.SENDING, COPIED_AT)}


def test_what_was_planned_for_the_missing_days_is_not_planned_again(store: Store) -> None:
    with store.write(1) as tenant:
        client(tenant)
    put_back(store, at("2026-08-19T12:00"))
    before = [post.dedupe_key for kind in PostKind for post in planned.posts(store, kind)]
    tick(store, at("2026-08-19T12:01"), at("2026-08-23T12:00"))
    assert [post.dedupe_key for kind in PostKind for post in planned.posts(store, kind)] == before


def test_what_had_just_come_in_is_given_up_and_each_lead_is_told_how_much(store: Store) -> None:
    with store.write(1) as tenant:
        tenant.all(MemberRow)[1].lead = True
        for number in range(2):
            tenant.add(
                InboxRow(
                    agency_id=1,
                    workspace_id=1,
                    key=f"c1:{number}",
                    kind="posted",
                    channel="c1",
                    message=str(number),
                    author="m1",
                    posted_at=COPIED_AT - HOUR,
                    received_at=COPIED_AT - HOUR,
                    status=InboxStatus.WAITING,
                )
            )
    restored = put_back(store, COPIED_AT + HOUR)

    with store.read(1) as tenant:
        assert {row.status for row in tenant.all(InboxRow)} == {InboxStatus.FAILED}
    assert restored.unread == 2
    assert [(post.destination, post.subject["unread"]) for post in notices(store)] == [("m1", 2), ("m2", 2)]
    assert {post.status for post in notices(store)} == {PostStatus.PENDING}


def test_numbers_go_on_where_none_can_have_been_given_out(store: Store) -> None:
    with store.write(1) as tenant:
        before = planned.record(tenant, COPIED_AT).id
    put_back(store, COPIED_AT + DAY)
    with store.write(1) as tenant:
        after = planned.record(tenant, COPIED_AT + DAY).id
        first = tenant.add(FindingRow(**finding(after))).id
    assert after - before > (COPIED_AT - at("2026-01-01")).total_seconds()
    assert first > (COPIED_AT - at("2026-01-01")).total_seconds()


def finding(check_id: int) -> dict[str, Any]:
    said = {"rule": "UPW101", "level": "violation", "by": "client", "state": "open", "start": 0}
    return {"agency_id": 1, "check_id": check_id, "found_at": COPIED_AT, "state_at": COPIED_AT, **said}


def test_the_lost_time_is_that_of_the_last_restore(store: Store) -> None:
    with store.database.read() as session:
        assert doubts.lost_time(session, 1) is None
    for hours in (1, 5):
        put_back(store, COPIED_AT + hours * HOUR)
    with store.database.read() as session:
        assert doubts.lost_time(session, 1) == (COPIED_AT + HOUR, COPIED_AT + 5 * HOUR)
        assert doubts.lost_time(session, 2) is None


def test_a_clock_that_ran_ahead_makes_nothing_later_than_now(store: Store) -> None:
    with store.write(1) as tenant:
        tenant.add(CheckRow(**planned.record(tenant, at("2030-01-01")).model_dump(exclude={"id"})))
    assert put_back(store, COPIED_AT + HOUR).known_until == COPIED_AT + HOUR
