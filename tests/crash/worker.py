"""A worker as it runs in earnest, but for shorter waits and a destination on loopback."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

from procrastinate.exceptions import ConnectorException

from bots import fleet
from bots.clock import Clock
from bots.delivery import Delivery, Patience
from core.records import Post
from core.reply import Reply, Rung
from core.store.crypto import Keyring, new_key
from core.store.database import Database, held_alone
from core.store.tenant import Store
from tests.crash.destination import Door

PATIENCE = Patience(
    lease=timedelta(seconds=3),
    settle=timedelta(seconds=0.2),
    first_wait=timedelta(seconds=0.2),
    longest_wait=timedelta(seconds=1),
)
HEARTBEAT = timedelta(seconds=0.5)


@dataclass(frozen=True)
class Job:
    """What a worker is told."""

    url: str
    port: int
    worker: str
    looks: bool  # before it sends again
    lingers: bool  # while it renders


def now() -> datetime:
    """Return the instant it is."""
    return datetime.now(UTC)


def opened(url: str) -> Store:
    """Open a database as a bot does."""
    database = Database(url)
    keyring = Keyring([new_key()])
    return Store(database, keyring) if database.is_sqlite else Store(database, keyring, fleet.announce)


def work(job: Job) -> None:
    """Deliver until killed."""
    logging.disable()  # A worker that was paused is told by every part of it that its time is over.
    store = opened(job.url)
    door = Door(job.port, job.worker, looks=job.looks)

    def render(_: Post) -> Reply:
        if job.lingers:
            door.linger()
        return Reply(Rung.LINE, ())

    delivery = Delivery(store, {"terminal": door}, render, now, PATIENCE)
    if store.database.is_sqlite:
        with held_alone(store.database):
            Clock(store, deliver=delivery.deliver, plan=_plan_nothing, now=now).start()
            Event().wait()
    # In earnest a process that ends with its connection is started anew.
    with suppress(ConnectorException):
        asyncio.run(
            fleet.run(store, deliver=delivery.deliver, plan=_plan_nothing, now=now, heartbeat=HEARTBEAT)
        )


def _plan_nothing(_: datetime) -> None:
    """The gate plans all posts."""
