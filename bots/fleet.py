"""The engine of several machines: procrastinate on PostgreSQL ticks the planner and calls for each post.

The rows of the outbox are the truth; a job only says that it is time to look at one. So a job may be lost or run twice:
what is due without a job is called for again by a sweep, and what is not due is left alone by `deliver`.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from core.store import claims, posts
from core.store.database import Database
from core.store.tenant import Store

HEARTBEAT = timedelta(seconds=10)
_BEATS_MISSED = 3  # Then a worker is taken for dead.
_EACH_MINUTE = "* * * * *"
_EACH_FIVE_SECONDS = "* * * * * */5"
_LANES = 4  # Destinations served at once by one process.
_BATCH = 100
_DELIVER = "deliver"
_SCHEMA_LOCK = 7_201_927  # Any number of ours: replicas that start together apply the schema once.


def apply_schema(database: Database) -> None:
    """Add procrastinate's tables beside ours, unless they are there."""
    from procrastinate.schema import SchemaManager

    with database.write() as session:
        connection = _connection(session)
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_SCHEMA_LOCK])
        if connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()[0] is None:
            connection.execute(SchemaManager.get_schema())


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
        queueing_lock=f"post:{post.id}",
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
) -> None:
    """Work until SIGTERM or until cancelled, and finish what is being sent.

    It also ends when the database is lost: then the process is to end, and to be started anew.
    """
    from procrastinate import App, PsycopgConnector

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

    # A lock would be in the hands of a dead worker one day, and nobody were left to free it.
    @app.periodic(cron=_EACH_FIVE_SECONDS)
    @app.task(name="sweep", queueing_lock="sweep", priority=1)
    async def _sweep(timestamp: int) -> None:  # noqa: ARG001
        await asyncio.to_thread(call_due, store, now())
        await _let_go_of_stalled(app, dead_after)

    async with app.open_async():
        await app.run_worker_async(
            concurrency=_LANES,
            delete_jobs="always",
            update_heartbeat_interval=heartbeat.total_seconds(),
            stalled_worker_timeout=dead_after,
        )


def call_due(store: Store, now: datetime) -> None:
    """Defer the jobs of posts that are due and have none: a wait is over, or a worker has died."""
    from procrastinate.exceptions import AlreadyEnqueued

    for post_id in claims.due(store, now, _BATCH):
        try:
            with store.database.write() as session:
                announce(session, post_id)
        except AlreadyEnqueued:
            continue


async def _let_go_of_stalled(app: Any, dead_after: float) -> None:
    """Remove the jobs that dead workers hold, and with them their locks; a sweep calls for their posts again."""
    from procrastinate.jobs import Status

    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=dead_after):
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


@cache
def _announcer() -> Any:
    # An app that is open for a worker cannot defer through a connection that blocks, so this one is never opened.
    from procrastinate import App, SyncPsycopgConnector

    return App(connector=SyncPsycopgConnector())


def _connection(session: Any) -> Any:
    return session.connection().connection.driver_connection


def _conninfo(database: Database) -> str:
    return database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
