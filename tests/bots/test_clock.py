import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import uuid4

import pytest

from bots.clock import Clock
from core.records import PostKind
from core.store import claims, posts
from core.store.database import Database
from core.store.tenant import Store
from tests.conftest import founded

SOON = 30  # Seconds after which a test gives up.


@pytest.fixture
def file_store(sqlite_file: Database) -> Store:
    """A file rather than a database in memory, for the clock works in threads of its own."""
    return founded(sqlite_file)


def now() -> datetime:
    return datetime.now(UTC)


def plan(store: Store, *destinations: str) -> list[int]:
    with store.write(1) as tenant:
        planned = [
            posts.plan(
                tenant,
                kind=PostKind.REPLY,
                workspace_id=1,
                destination=destination,
                subject={},
                dedupe_key=f"reply:{uuid4()}",
                not_before=now(),
                now=now(),
            )
            for destination in destinations
        ]
    return [post.id for post in planned if post]


def holding(store: Store, then: Callable[[int], None]) -> Callable[[int], None]:
    """Return a delivery that takes a post out of what is due, and then does as told."""

    def deliver(post_id: int) -> None:
        held = claims.claim(store, post_id, now=now(), lease=timedelta(hours=1), token=uuid4().hex)
        assert held is not None
        then(post_id)

    return deliver


def nothing(_: object) -> None:
    """Do nothing."""


def test_the_clock_plans_and_delivers_at_once(file_store: Store) -> None:
    planned, delivered = Event(), Event()
    clock = Clock(
        file_store,
        deliver=holding(file_store, lambda _: delivered.set()),
        plan=lambda _: planned.set(),
        now=now,
    )
    plan(file_store, "C1")
    clock.start()
    assert planned.wait(SOON)
    assert delivered.wait(SOON)
    clock.stop()


def test_a_post_that_is_added_later_is_delivered_too(file_store: Store) -> None:
    delivered = Event()
    clock = Clock(file_store, deliver=holding(file_store, lambda _: delivered.set()), plan=nothing, now=now)
    clock.start()
    time.sleep(0.1)
    plan(file_store, "C1")
    assert delivered.wait(SOON)
    clock.stop()


def test_a_plan_that_fails_stops_neither_the_clock_nor_the_outbox(file_store: Store) -> None:
    delivered = Event()

    def fail(_: datetime) -> None:
        plan(file_store, "C1")
        raise ValueError

    clock = Clock(file_store, deliver=holding(file_store, lambda _: delivered.set()), plan=fail, now=now)
    clock.start()
    assert delivered.wait(SOON)
    clock.stop()


def test_a_drain_goes_on_until_nothing_is_due(file_store: Store) -> None:
    delivered: list[int] = []

    def more(post_id: int) -> None:
        delivered.append(post_id)
        if len(delivered) < 5:
            plan(file_store, f"C{len(delivered)}")

    plan(file_store, "C0")
    Clock(file_store, deliver=holding(file_store, more), plan=nothing, now=now).drain()
    assert len(delivered) == 5


def test_a_destination_that_hangs_holds_up_no_other(file_store: Store) -> None:
    hanging, other = plan(file_store, "slow", "quick")
    arrived = Event()

    def deliver(post_id: int) -> None:
        if post_id == other:
            arrived.set()
        else:
            assert arrived.wait(SOON)

    assert hanging < other
    Clock(file_store, deliver=holding(file_store, deliver), plan=nothing, now=now).drain()


def test_a_destination_that_hangs_holds_up_nothing_that_falls_due_later(file_store: Store) -> None:
    (hanging,) = plan(file_store, "slow")
    begun, arrived = Event(), Event()

    def deliver(post_id: int) -> None:
        if post_id != hanging:
            arrived.set()
            return
        begun.set()
        assert arrived.wait(SOON)

    clock = Clock(file_store, deliver=holding(file_store, deliver), plan=nothing, now=now)
    clock.start()
    assert begun.wait(SOON)
    plan(file_store, "quick")
    assert arrived.wait(SOON)
    clock.stop()


def test_a_stop_waits_for_what_is_being_sent_and_claims_nothing_more(file_store: Store) -> None:
    delivered: list[int] = []
    begun = Event()

    def deliver(post_id: int) -> None:
        begun.set()
        time.sleep(0.2)
        plan(file_store, "C2")
        delivered.append(post_id)

    first = plan(file_store, "C1")
    clock = Clock(file_store, deliver=holding(file_store, deliver), plan=nothing, now=now)
    clock.start()
    assert begun.wait(SOON)
    clock.stop()
    assert delivered == first


def test_a_stop_lets_what_is_claimed_end_and_begins_nothing_more(file_store: Store) -> None:
    plan(file_store, *(f"C{number}" for number in range(20)))
    begun = []

    def deliver(post_id: int) -> None:
        begun.append(post_id)
        clock._stopping.set()
        time.sleep(0.1)  # Until each lane has begun one.

    clock = Clock(file_store, deliver=deliver, plan=nothing, now=now)
    clock.drain()
    assert 1 <= len(begun) <= 4  # One in each lane.
