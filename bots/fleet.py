"""The engine of several machines: procrastinate on PostgreSQL ticks the planner and calls for each post.

The rows of the outbox are the truth; a job only says that it is time to look at one. So a job may be lost or run twice:
what is due without a job is called for again by a sweep, and what is not due is left alone by `deliver`.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from threading import Thread
from typing import Any

from core.store import claims, posts
from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.tenant import Store

HEARTBEAT = timedelta(seconds=10)
_BEATS_MISSED = 3  # Then a worker is taken for dead.
_EACH_MINUTE = "* * * * *"
_EACH_OTHER_SECOND = "* * * * * */2"
_POLL_SECONDS = 1  # A worker that looks for jobs just then misses the notice of a new one.
_LANES = 4  # Destinations served at once by one process.
_BATCH = 100
_DELIVER = "deliver"
# Any numbers of ours.
_SCHEMA_LOCK = 7_201_927
_SWEEP_LOCK = 7_201_928
# Of which of procrastinate's migrations the tables are stands beside them, since it keeps no list of its own. Before
# that was written down, this was the newest.
_FIRST_NOTED = "03.04.00_50_post_add_retry_failed_job_procedure.sql"
_NOTED = (
    "SELECT to_regclass('procrastinate_jobs'), obj_description(to_regclass('procrastinate_jobs'), 'pg_class')"
)
_WAITING = "SELECT queueing_lock FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock = ANY(%s)"
_REMOVE_STALLED = """
DELETE FROM procrastinate_jobs WHERE status = 'doing' AND NOT EXISTS (
    SELECT FROM procrastinate_workers
    WHERE id = worker_id AND last_heartbeat > now() - make_interval(secs => %s)
)
"""
_END_WHAT_IS_LEFT_OPEN = """
DO $$ BEGIN EXECUTE format(
    'ALTER ROLE CURRENT_USER IN DATABASE %I SET idle_in_transaction_session_timeout = ''30s''', current_database()
); END $$
"""


def apply_schema(database: Database) -> bool:
    """Bring procrastinate's tables beside ours to the state that it needs, and have transactions end that are left open.

    A replica that is paused or cut off within a transaction would keep its locks, and all others would wait for it.
    Returns whether the tables were added. Raises DatabaseError where they are of a newer version, and leaves them.
    """
    from procrastinate.schema import SchemaManager

    scripts = _scripts()
    with database.write() as session:
        connection = _connection(session)
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_SCHEMA_LOCK])
        state = _state(connection)
        if state > scripts[-1].name:
            raise DatabaseError(
                f"{database.shown}: its queue was brought up to date by a newer checkmsg. Install that version; it was "
                "left as it is."
            )
        if not state:
            connection.execute(SchemaManager.get_schema())
        for script in scripts if state else ():
            if script.name > state:
                connection.execute(script.read_text(encoding="utf-8"))
        connection.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{scripts[-1].name}'")
        connection.execute(_END_WHAT_IS_LEFT_OPEN)
    return not state


def has_schema(database: Database) -> bool:
    """Return whether procrastinate's tables are there, and as it needs them."""
    with database.read() as session:
        return _state(_connection(session)) == _scripts()[-1].name


def _state(connection: Any) -> str:
    """Return the last migration that the tables have been through, or nothing where they are missing."""
    table, noted = connection.execute(_NOTED).fetchone()
    return noted or _FIRST_NOTED if table else ""


def _scripts() -> Sequence[Path]:
    """Return procrastinate's migrations in their order."""
    from procrastinate.schema import SchemaManager

    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def announce(session: Any, post_id: int) -> None:
    """Defer the job of a post within the transaction of a session; it is what Store announces to.

    Raises AlreadyEnqueued where the post has a job that waits; the transaction is lost then.
    """
    post = posts.get(session, post_id)
    is_later = post.not_before > datetime.now(UTC)
    # A lock keeps later jobs waiting even while its own job is only scheduled: a reminder for next week would silence
    # its channel until then. Such a post takes its place in the line when it is claimed.
    _announcer().configure_task(
        _DELIVER,
        lock=None if is_later else f"{post.workspace_id}:{post.destination}",
        queueing_lock=_name(post_id),
        schedule_at=post.not_before if is_later else None,
        connection=_connection(session),
    ).defer(post_id=post.id)


async def run(
    store: Store,
    *,
    deliver: Callable[[int], None],
    plan: Callable[[datetime], None],
    now: Callable[[], datetime],
    heartbeat: timedelta = HEARTBEAT,
    stopping: asyncio.Event | None = None,
) -> None:
    """Work until the event is set, or else until SIGTERM in the main thread, and finish what is being sent.

    It also ends when the database is lost: then the process is to end, and to be started anew. It is not to be
    cancelled: where that meets the pool of connections as it opens, the pool never closes.
    """
    from procrastinate import App, PsycopgConnector
    from procrastinate.worker import Worker

    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    dead_after = _BEATS_MISSED * heartbeat.total_seconds()
    app = App(connector=PsycopgConnector(conninfo=_conninfo(store.database)))

    @app.task(name=_DELIVER)
    def _deliver(post_id: int) -> None:
        deliver(post_id)

    @app.periodic(cron=_EACH_MINUTE)
    @app.task(name="tick", lock="tick", queueing_lock="tick", priority=1)
    def _tick(timestamp: int) -> None:  # noqa: ARG001  # The minute it was deferred for; the clock knows better.
        plan(now())

    @app.periodic(cron=_EACH_OTHER_SECOND)
    @app.task(name="sweep", queueing_lock="sweep", priority=1)
    def _sweep(timestamp: int) -> None:  # noqa: ARG001
        sweep(store, now(), dead_after)

    worker: Any = Worker(  # Its own methods say nothing of their types.
        app,
        concurrency=_LANES,
        fetch_job_polling_interval=_POLL_SECONDS,
        delete_jobs="always",
        update_heartbeat_interval=heartbeat.total_seconds(),
        stalled_worker_timeout=dead_after,
        install_signal_handlers=stopping is None,
    )
    async with app.open_async():
        working = asyncio.create_task(worker.run())
        if stopping is not None:
            wanted = asyncio.create_task(stopping.wait())
            await asyncio.wait({working, wanted}, return_when=asyncio.FIRST_COMPLETED)
            wanted.cancel()
            worker.stop()
        await working


class Fleet:
    """One process of the fleet, at work in a thread of its own between `start` and `stop`."""

    def __init__(
        self,
        store: Store,
        *,
        deliver: Callable[[int], None],
        plan: Callable[[datetime], None],
        now: Callable[[], datetime],
    ) -> None:
        """Take what to do with a post that is due, and what to do each minute."""
        self._stopping = asyncio.Event()
        self._work = partial(run, store, deliver=deliver, plan=plan, now=now, stopping=self._stopping)
        self._thread = Thread(target=self._run, name="fleet")
        self._loop = asyncio.new_event_loop()

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    @property
    def is_at_work(self) -> bool:
        """Return whether it works; it ends by itself where the database is lost."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Take no more jobs, and wait for what is being sent."""
        with suppress(RuntimeError):  # It may have ended by itself, and its loop with it.
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._work())


def sweep(store: Store, now: datetime, dead_after: float) -> None:
    """Remove the jobs of workers without a heartbeat for so many seconds, and defer what is due and has no job.

    A job that is removed lets go of its lock. One sweep is at work at a time; another does nothing.
    """
    due = claims.due(store, now, _BATCH, whole_lines=True)
    with store.database.write() as session:
        connection = _connection(session)
        # A lock of procrastinate's would be in the hands of a dead worker one day, with nobody left to free it.
        if not connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SWEEP_LOCK]).fetchone()[0]:
            return
        connection.execute(_REMOVE_STALLED, [dead_after])
        waiting = {name for (name,) in connection.execute(_WAITING, [[_name(post_id) for post_id in due]])}
        for post_id in due:
            if _name(post_id) not in waiting:
                announce(session, post_id)


def _name(post_id: int) -> str:
    return f"post:{post_id}"


@cache
def _announcer() -> Any:
    # An app that is open for a worker cannot defer through a connection that blocks, so this one is never opened.
    from procrastinate import App, SyncPsycopgConnector

    return App(connector=SyncPsycopgConnector())


def _connection(session: Any) -> Any:
    return session.connection().connection.driver_connection


def _conninfo(database: Database) -> str:
    return database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
