from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from core.records import Arrival, ArrivalKind, PostKind, PostStatus
from core.store import inbox, posts, weeks
from core.store.backlog import Backlog, backlogs, last_digest_at
from core.store.tables import PostRow
from core.store.tenant import Store

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def plan(store: Store, key: str, at: datetime = NOW - MINUTE, **columns: object) -> None:
    """Plan a post of the terminal's, and have it come as far as told."""
    with store.write(1) as tenant:
        post = posts.plan(
            tenant,
            kind=PostKind.REPLY,
            workspace_id=1,
            destination="C1",
            subject={},
            dedupe_key=key,
            not_before=at,
            now=at,
        )
        assert post is not None
        row = tenant.get(PostRow, post.id)
        assert row is not None
        for name, value in columns.items():
            setattr(row, name, value)
        tenant.add(row)


def test_where_nothing_waits_there_is_nothing(any_store: Store) -> None:
    assert backlogs(any_store.database, NOW) == {}
    assert last_digest_at(any_store.database) is None


@pytest.mark.parametrize(
    "columns, expected",
    [
        ({}, Backlog(unsent=1, unsent_seconds=60)),
        ({"at": NOW}, Backlog(unsent=1)),
        ({"at": NOW + MINUTE}, Backlog()),
        ({"status": PostStatus.SENT}, None),
        ({"status": PostStatus.CANCELLED}, None),
        ({"status": PostStatus.PARKED}, Backlog(parked=1)),
        (
            {"status": PostStatus.SENDING, "held_by": "a worker", "held_until": NOW + MINUTE},
            Backlog(unsent=1, unsent_seconds=60),
        ),
        (
            {"status": PostStatus.SENDING, "held_by": "a worker", "held_until": NOW},
            Backlog(unsent=1, unsent_seconds=60, unknown=1),
        ),
        (
            {"status": PostStatus.SENDING, "held_by": "", "held_until": NOW + MINUTE},
            Backlog(unsent=1, unsent_seconds=60, unknown=1),
        ),
        ({"status": PostStatus.PENDING, "held_until": NOW + MINUTE}, Backlog(unsent=1, unsent_seconds=60)),
    ],
)
def test_a_post_is_counted_by_how_far_it_has_come(
    columns: dict[str, object], expected: Backlog | None, any_store: Store
) -> None:
    plan(any_store, "1", **columns)  # type: ignore[arg-type]  # A table of columns.
    assert backlogs(any_store.database, NOW) == ({"terminal": expected} if expected else {})


def test_posts_add_up_and_the_oldest_gives_the_age(any_store: Store) -> None:
    plan(any_store, "1")
    plan(any_store, "2", NOW - 5 * MINUTE)
    plan(any_store, "3", NOW - 9 * MINUTE, status=PostStatus.PARKED)
    expected = Backlog(unsent=2, unsent_seconds=300, parked=1)
    assert backlogs(any_store.database, NOW) == {"terminal": expected}


def test_news_is_counted_until_it_is_read(any_store: Store) -> None:
    with any_store.write(1) as tenant:
        for number in range(3):
            arrival = Arrival(ArrivalKind.POSTED, "C1", str(number), "U1", NOW, "hello")
            assert inbox.keep(tenant, 1, [arrival, arrival], NOW - number * MINUTE) == 1
        assert inbox.keep(tenant, 1, [arrival], NOW) == 0
        assert inbox.keep(tenant, 1, [], NOW) == 0
    assert backlogs(any_store.database, NOW) == {"terminal": Backlog(unread=3, unread_seconds=120)}
    with any_store.write(1) as tenant:
        tenant.session.execute(text("UPDATE inbox SET status = 'read' WHERE message = '2'"))
        tenant.session.execute(text("UPDATE inbox SET status = 'failed' WHERE message = '1'"))
    assert backlogs(any_store.database, NOW) == {"terminal": Backlog(unread=1)}


def test_the_last_digest_is_that_which_was_planned_last(any_store: Store) -> None:
    with any_store.write(1) as tenant:
        for number, week in enumerate(("2026-W46", "2026-W47")):
            weeks.plan(tenant, week, {}, NOW + number * MINUTE, anew=False)
    assert last_digest_at(any_store.database) == NOW + MINUTE
