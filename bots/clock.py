"""The engine of one machine: a clock that ticks the planner and drains the outbox.

APScheduler keeps its two jobs in memory alone. What is due stands in the database, so a tick that is missed costs
nothing, and there is nothing of a job that could go stale.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from threading import Event

from core.store import claims
from core.store.tenant import Store

PLAN_SECONDS = 60
DRAIN_SECONDS = 1
_LANES = 4  # Destinations served at once, so that one that hangs does not hold up the others.
_BATCH = 100
_GRACE_SECONDS = 300  # A machine that was busy or asleep still runs what it missed, once.


class Clock:
    """Runs in threads of its own between `start` and `stop`."""

    def __init__(
        self,
        store: Store,
        *,
        deliver: Callable[[int], None],
        plan: Callable[[datetime], None],
        now: Callable[[], datetime],
    ) -> None:
        """Take what to do with a post that is due, and what to do each minute."""
        from apscheduler.schedulers.background import BackgroundScheduler

        self._store = store
        self._deliver = deliver
        self._plan = plan
        self._now = now
        self._stopping = Event()
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": _GRACE_SECONDS, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        """Begin to tick, at once."""
        # It writes a line a second otherwise, and a warning whenever a drain takes longer than that.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        for job, seconds in ((self.tick, PLAN_SECONDS), (self.drain, DRAIN_SECONDS)):
            self._scheduler.add_job(job, "interval", seconds=seconds, next_run_time=datetime.now(UTC))
        self._scheduler.start()

    @property
    def is_at_work(self) -> bool:
        """Return whether it ticks."""
        return bool(self._scheduler.running)

    def stop(self) -> None:
        """Claim nothing more, and wait for what is being sent."""
        self._stopping.set()
        self._scheduler.shutdown()

    def tick(self) -> None:
        """Plan what has fallen due."""
        self._plan(self._now())

    def drain(self) -> None:
        """Deliver what is due until nothing is, and look again each second while a destination hangs."""
        at_work: dict[int, Future[None]] = {}
        with ThreadPoolExecutor(_LANES) as lanes:
            while not self._stopping.is_set():
                for post_id in claims.due(self._store, self._now(), _BATCH):
                    if post_id not in at_work:
                        at_work[post_id] = lanes.submit(self._deliver_one, post_id)
                if not at_work:
                    return
                ended, _ = wait(at_work.values(), timeout=DRAIN_SECONDS)
                for one in ended:
                    one.result()
                at_work = {post_id: one for post_id, one in at_work.items() if one not in ended}

    def _deliver_one(self, post_id: int) -> None:
        # A hundred posts to one channel take two minutes, and a stop waits for what was begun.
        if not self._stopping.is_set():
            self._deliver(post_id)
