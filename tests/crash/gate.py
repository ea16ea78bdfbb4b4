"""What is done to the workers, and what has become of the posts."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from sqlalchemy import text
from sqlmodel import col, func, select

from bots import fleet
from core.records import PostKind, PostStatus
from core.store import posts
from core.store.database import Database
from core.store.tables import PostRow
from core.store.tenant import Store
from tests.conftest import founded
from tests.crash.destination import LATE, Destination
from tests.crash.worker import Job, now, opened, work
from tests.postgres import fresh_database

# A transaction that is left open ends as much sooner as a lease does.
SHORTER = 'ALTER ROLE CURRENT_USER IN DATABASE "{}" SET idle_in_transaction_session_timeout = 2000'
PLANNED_AT_ONCE = 4
GIVE_UP = 180.0  # Seconds. Only what never comes lasts so long, also where bots take ten seconds to start.
SURELY_STUCK = 15.0  # Seconds in which what a flaw leaves behind would have come, if it were to come.

# Workers are forked from a process that has imported everything, so that a restart takes no second.
processes = get_context("forkserver")
processes.set_forkserver_preload(["tests.crash.worker", "tests.crash.bot"])
_dice = SystemRandom()


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    kills: int
    posts: int
    lost: int
    duplicated: int
    unfinished: int
    seconds: float


@dataclass
class Run:
    """A store with posts to send, a destination, and the workers between them."""

    store: Store
    destination: Destination
    lines: int
    looks: bool
    lingers: bool
    keys: list[str] = field(default_factory=list)
    workers: list[ForkServerProcess] = field(default_factory=list)
    kills: int = 0

    def plan(self, count: int) -> None:
        """Plan some more posts, spread over the lines."""
        with self.store.write(1) as tenant:
            for _ in range(count):
                number = len(self.keys)
                self.keys.append(str(number))
                posts.plan(
                    tenant,
                    kind=PostKind.REPLY,
                    workspace_id=1,
                    destination=f"C{number % self.lines}",
                    subject={},
                    dedupe_key=str(number),
                    not_before=now(),
                    now=now(),
                )

    def start(self) -> ForkServerProcess:
        """Start a worker."""
        job = Job(
            self.store.database.engine.url.render_as_string(hide_password=False),
            self.destination.port,
            f"worker {len(self.workers)}",
            self.looks,
            self.lingers,
        )
        worker = processes.Process(target=work, args=(job,), name=job.worker, daemon=True)
        worker.start()
        self.workers.append(worker)
        return worker

    def catch(self, worker: ForkServerProcess) -> None:
        """Wait until a worker has just been kept waiting; plan something where there is nothing left to do."""
        until = time.monotonic() + GIVE_UP
        while not self.destination.catches(worker.name, seconds=2):
            assert time.monotonic() < until, f"{worker.name} does nothing"
            self.plan(PLANNED_AT_ONCE)

    def kill(self, worker: ForkServerProcess) -> None:
        """Kill a worker somewhere within a send."""
        self.catch(worker)
        time.sleep(_dice.uniform(0, LATE / 2))
        worker.kill()
        worker.join()
        self.kills += 1

    def unfinished(self) -> int:
        """Count the posts that are not sent."""
        with self.store.database.read() as session:
            return session.exec(
                select(func.count()).select_from(PostRow).where(col(PostRow.status) != PostStatus.SENT)
            ).one()

    def wait_until_sent(self) -> None:
        """Wait until all is sent, or for so long that it never will be."""
        until = time.monotonic() + GIVE_UP
        while self.unfinished() and time.monotonic() < until:
            time.sleep(0.1)


Deed = Callable[[Run], None]


def wait_for(happened: Callable[[], bool], seconds: float) -> bool:
    """Return whether something happens within a time."""
    until = time.monotonic() + seconds
    while not (is_so := happened()) and time.monotonic() < until:
        time.sleep(0.01)
    return is_so


def tried(run: Run, deed: Deed) -> Outcome:
    """Plan posts, do what a deed does to their workers, wait for the rest, and count."""
    began = time.monotonic()
    try:
        run.plan(PLANNED_AT_ONCE)
        deed(run)
        run.wait_until_sent()
        accepted = run.destination.accepted
        return Outcome(
            run.kills,
            len(run.keys),
            sum(not accepted[key] for key in run.keys),
            sum(accepted[key] > 1 for key in run.keys),
            run.unfinished(),
            time.monotonic() - began,
        )
    finally:
        for worker in run.workers:
            worker.kill()
            worker.join()
        run.destination.close()


def killing(workers: int, kills: int) -> Deed:
    """Return the deed of killing workers in turn, each of which is started anew."""

    def deed(run: Run) -> None:
        alive = [run.start() for _ in range(workers)]
        for number in range(kills):
            run.plan(2)
            run.kill(alive[number % workers])
            alive[number % workers] = run.start()

    return deed


def killing_one_for_good(run: Run) -> None:
    """Kill one of two workers, and never start it again."""
    victim = run.start()
    run.start()
    run.kill(victim)


def pausing(run: Run) -> None:
    """Pause a worker until another has sent everything, then let it go on."""
    paused = run.start()
    run.catch(paused)
    os.kill(paused.pid or 0, signal.SIGSTOP)
    run.start()
    run.wait_until_sent()
    os.kill(paused.pid or 0, signal.SIGCONT)
    time.sleep(5 * LATE)


@contextmanager
def sqlite_store() -> Iterator[Store]:
    """Give a store in a file."""
    with TemporaryDirectory() as folder:
        yield _founded(f"sqlite:///{Path(folder)}/checkmsg.db")


@contextmanager
def postgres_store(server: str) -> Iterator[Store]:
    """Give a store in a fresh database of a server."""
    with fresh_database(server) as url:
        yield _founded(url)


def _founded(url: str) -> Store:
    database = Database(url)
    database.migrate()
    if not database.is_sqlite:
        fleet.apply_schema(database)
        with database.write() as session:
            session.connection().execute(text(SHORTER.format(database.engine.url.database)))
    founded(database)
    return opened(url)
