import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import column, select, table, text

from bots import fleet
from core.records import PostKind, PostStatus
from core.store import claims, posts
from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.tenant import Store, Tenant
from tests.conftest import founded
from tests.postgres import fresh_database

SOON = 30  # Seconds after which a test gives up.


@pytest.fixture
def empty_postgres_beside(postgres_url: str) -> Iterator[Database]:
    with fresh_database(postgres_url) as url:
        database = Database(url)
        yield database
        database.engine.dispose()


@pytest.fixture
def fleet_store(postgres: Database) -> Store:
    fleet.apply_schema(postgres)
    store = founded(postgres)
    return Store(store.database, store.keyring, fleet.announce)


def now() -> datetime:
    return datetime.now(UTC)


def plan(tenant: Tenant, destination: str = "C1", wait: timedelta = timedelta(0)) -> int:
    post = posts.plan(
        tenant,
        kind=PostKind.REPLY,
        workspace_id=1,
        destination=destination,
        subject={},
        dedupe_key=f"reply:{uuid4()}",
        not_before=now() + wait,
        now=now(),
    )
    assert post is not None
    return post.id


def jobs(store: Store, *columns: str) -> list[tuple[Any, ...]]:
    """Return columns of the jobs that deliver."""
    query: Any = select(*map(column, columns)).select_from(table("procrastinate_jobs"))
    with store.database.read() as session:
        rows = session.connection().execute(query.where(column("task_name") == "deliver"))
        return [tuple(row) for row in rows]


def change_jobs(store: Store, change: str) -> None:
    with store.database.write() as session:
        session.connection().execute(text(change))


def sending(store: Store, then: Callable[[int], None]) -> Callable[[int], None]:
    """Return a delivery that does as told with a post that is due, and marks it as sent."""

    def deliver(post_id: int) -> None:
        held = claims.claim(store, post_id, now=now(), lease=timedelta(hours=1), token=uuid4().hex)
        if held:
            then(post_id)
            claims.finish(store, held, PostStatus.SENT, now=now())

    return deliver


def nothing(_: object) -> None:
    """Do nothing."""


def work(
    store: Store,
    until: Event,
    then: Callable[[int], None] = nothing,
    plan: Callable[[datetime], None] = nothing,
) -> None:
    """Run a worker until something has happened, then stop it."""

    async def working() -> None:
        stopping = asyncio.Event()
        worker = asyncio.create_task(
            fleet.run(store, deliver=sending(store, then), plan=plan, now=now, stopping=stopping)
        )
        happened = await asyncio.to_thread(until.wait, SOON)
        stopping.set()
        await worker
        assert happened

    asyncio.run(working())


def test_the_schema_is_applied_once_however_many_replicas_start(postgres: Database) -> None:
    with ThreadPoolExecutor(4) as replicas:
        list(replicas.map(fleet.apply_schema, [postgres] * 4))
    fleet.apply_schema(postgres)


QUEUE_MADE_WITH_2_14 = "02.14.01_01_add_indexes_for_fetch_job.sql"
_FUNCTIONS = "SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'procrastinate%' ORDER BY 1"
_COLUMNS = """
SELECT table_name, column_name, data_type, column_default, is_nullable FROM information_schema.columns
WHERE table_name LIKE 'procrastinate%' ORDER BY 1, 2
"""


def queue_of(database: Database) -> list[Any]:
    with database.read() as session:
        connection = session.connection()
        return [list(connection.execute(text(asked))) for asked in (_FUNCTIONS, _COLUMNS)]


def test_the_queue_of_an_older_version_is_brought_up_to_date(
    postgres: Database, empty_postgres_beside: Database
) -> None:
    with postgres.outside() as connection:
        raw: Any = connection.connection.driver_connection
        for script in fleet._scripts():
            if script.name <= QUEUE_MADE_WITH_2_14:
                raw.execute(script.read_text(encoding="utf-8"))
        raw.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{QUEUE_MADE_WITH_2_14}'")
    assert not fleet.has_schema(postgres)
    assert fleet.apply_schema(postgres) is False
    assert fleet.has_schema(postgres)
    fleet.apply_schema(empty_postgres_beside)
    assert queue_of(postgres) == queue_of(empty_postgres_beside)


def test_a_queue_from_before_its_state_was_noted_is_taken_for_what_it_was_then(postgres: Database) -> None:
    fleet.apply_schema(postgres)
    before = queue_of(postgres)
    with postgres.outside() as connection:
        connection.exec_driver_sql("COMMENT ON TABLE procrastinate_jobs IS NULL")
    assert fleet.apply_schema(postgres) is False
    assert queue_of(postgres) == before
    assert fleet.has_schema(postgres)


def test_a_queue_of_a_newer_version_is_refused_and_left_as_it_is(postgres: Database) -> None:
    fleet.apply_schema(postgres)
    with postgres.outside() as connection:
        connection.exec_driver_sql("COMMENT ON TABLE procrastinate_jobs IS '99.00.00_01_newer.sql'")
    with pytest.raises(DatabaseError, match="newer checkmsg"):
        fleet.apply_schema(postgres)
    assert not fleet.has_schema(postgres)


def test_a_transaction_that_a_paused_replica_leaves_open_is_ended(postgres: Database) -> None:
    fleet.apply_schema(postgres)
    postgres.engine.dispose()
    with postgres.read() as session:
        limit = session.connection().execute(text("SHOW idle_in_transaction_session_timeout"))
        assert limit.scalar_one() == "30s"


def test_a_job_is_deferred_with_its_post_or_not_at_all(fleet_store: Store) -> None:
    def fail() -> None:
        with fleet_store.write(1) as tenant:
            plan(tenant)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert jobs(fleet_store, "id") == []
    with fleet_store.write(1) as tenant:
        post_id = plan(tenant)
    assert jobs(fleet_store, "args", "lock", "queueing_lock", "scheduled_at") == [
        ({"post_id": post_id}, "1:C1", f"post:{post_id}", None)
    ]


def test_a_post_for_later_is_scheduled_and_locks_nothing(fleet_store: Store) -> None:
    with fleet_store.write(1) as tenant:
        later = posts.get(tenant.session, plan(tenant, wait=timedelta(days=7)))
    assert jobs(fleet_store, "lock", "scheduled_at") == [(None, later.not_before)]


def test_a_worker_delivers_what_is_due_though_a_reminder_of_next_week_was_planned_before(
    fleet_store: Store,
) -> None:
    with fleet_store.write(1) as tenant:
        plan(tenant, wait=timedelta(days=7))
        reply = plan(tenant)
    delivered, done = [], Event()

    def then(post_id: int) -> None:
        delivered.append(post_id)
        done.set()

    work(fleet_store, done, then)
    assert delivered == [reply]


def test_what_a_tick_plans_within_the_worker_is_delivered(fleet_store: Store) -> None:
    done = Event()

    def tick(_: datetime) -> None:
        with fleet_store.write(1) as tenant:
            plan(tenant)

    work(fleet_store, done, lambda _: done.set(), tick)


def test_a_post_that_was_planned_while_a_worker_runs_is_delivered(fleet_store: Store) -> None:
    ticked, done = Event(), Event()

    def tick(_: datetime) -> None:
        ticked.set()

    def add() -> None:
        assert ticked.wait(SOON)
        with fleet_store.write(1) as tenant:
            plan(tenant)

    with ThreadPoolExecutor(1) as other:
        added = other.submit(add)
        work(fleet_store, done, lambda _: done.set(), tick)
        added.result()


def test_a_worker_that_stops_finishes_what_is_being_sent(fleet_store: Store) -> None:
    with fleet_store.write(1) as tenant:
        post_id = plan(tenant)
    begun = Event()

    def then(_: int) -> None:
        begun.set()
        time.sleep(0.3)

    work(fleet_store, begun, then)
    with fleet_store.read(1) as tenant:
        assert posts.get(tenant.session, post_id).status is PostStatus.SENT
    assert ("doing",) not in jobs(fleet_store, "status")


@pytest.mark.parametrize("after", [0.005 * number for number in range(24)])
def test_a_worker_may_be_stopped_at_any_moment_of_its_start(fleet_store: Store, after: float) -> None:
    def begin_and_stop() -> None:
        engine = fleet.Fleet(fleet_store, deliver=nothing, plan=nothing, now=now)
        engine.start()
        time.sleep(after)
        engine.stop()

    # A thread of a daemon is one too, so that a worker that hangs fails this test and holds up no other.
    going = Thread(target=begin_and_stop, daemon=True)
    going.start()
    going.join(SOON)
    assert not going.is_alive()


def test_a_post_without_a_job_is_called_for_once(fleet_store: Store) -> None:
    with fleet_store.write(1) as tenant:
        post_id = plan(tenant)
    change_jobs(fleet_store, "DELETE FROM procrastinate_jobs")
    for _ in range(2):
        fleet.sweep(fleet_store, now(), 30)
    assert jobs(fleet_store, "queueing_lock") == [(f"post:{post_id}",)]


def test_the_job_of_a_dead_worker_holds_up_its_destination_no_longer(fleet_store: Store) -> None:
    with fleet_store.write(1) as tenant:
        first = plan(tenant)
    change_jobs(fleet_store, "UPDATE procrastinate_jobs SET status = 'doing'")
    with fleet_store.write(1) as tenant:
        second = plan(tenant)
    delivered, done = [], Event()

    def then(post_id: int) -> None:
        delivered.append(post_id)
        if len(delivered) == 2:
            done.set()

    work(fleet_store, done, then)
    assert delivered == [first, second]
