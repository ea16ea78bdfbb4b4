import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from typing import Any

import pytest
from sqlmodel import delete, select, update

from bots import leases
from bots.leases import Lease
from core.store import leases as store_leases
from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.tables import LeaseRow

LENGTH = timedelta(seconds=3)
SOON = 30.0
processes = get_context("spawn")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "_TRY_SECONDS", 0.05)


def lease(database: Database, length: timedelta = LENGTH) -> Lease:
    return Lease(database, "gateway", lambda: datetime.now(UTC), length)


class Work:
    """Work that lasts until it is cancelled, or ends as it is told."""

    def __init__(self) -> None:
        self.has_begun, self.is_to_end = asyncio.Event(), asyncio.Event()
        self.ended_at = 0.0

    async def __call__(self) -> None:
        self.has_begun.set()
        try:
            await self.is_to_end.wait()
        finally:
            self.ended_at = time.monotonic()


@asynccontextmanager
async def holding(of: Lease, work: Work) -> AsyncIterator[asyncio.Task[bool]]:
    """Let a lease be held for some work, once it has begun."""
    task = asyncio.create_task(of.hold(work))
    try:
        await work.has_begun.wait()
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})


def run(story: Callable[[], Any]) -> None:
    asyncio.run(asyncio.wait_for(story(), SOON))


def test_one_holds_it_for_as_long_as_it_works_and_the_other_waits(sqlite_file: Database) -> None:
    async def story() -> None:
        ours, theirs = lease(sqlite_file), lease(sqlite_file)
        work, wait = Work(), Work()
        async with holding(ours, work):
            other = asyncio.create_task(theirs.hold(wait))
            await asyncio.sleep(1.2 * LENGTH.total_seconds())
            assert (ours.is_held, theirs.is_held, wait.has_begun.is_set()) == (True, False, False)
            other.cancel()

    run(story)


@pytest.mark.parametrize("how", ["it ends", "it is cancelled"])
def test_who_is_done_hands_it_over_at_once(how: str, sqlite_file: Database) -> None:
    async def story() -> None:
        ours, theirs = lease(sqlite_file, timedelta(hours=1)), lease(sqlite_file, timedelta(hours=1))
        work, next_one = Work(), Work()
        async with holding(ours, work) as task:
            if how == "it ends":
                work.is_to_end.set()
                assert await task is True
            else:
                task.cancel()
            async with holding(theirs, next_one):
                assert (ours.is_held, theirs.is_held) == (False, True)

    run(story)


def test_what_the_work_raises_is_raised_and_the_lease_let_go(sqlite_file: Database) -> None:
    async def fail() -> None:
        raise ValueError("wrong")

    async def story() -> None:
        ours = lease(sqlite_file)
        with pytest.raises(ValueError, match="wrong"):
            await ours.hold(fail)
        assert not ours.is_held

    run(story)
    with sqlite_file.read() as session:
        assert session.exec(select(LeaseRow)).all() == []


def take_it_from_them(database: Database) -> None:
    with database.write() as session:
        session.execute(update(LeaseRow).values(holder="somebody else"))


def end_it(database: Database) -> None:
    with database.write() as session:
        session.execute(delete(LeaseRow))


@pytest.mark.parametrize("lose", [take_it_from_them, end_it])
def test_work_ends_where_the_lease_is_in_other_hands(
    lose: Callable[[Database], None], sqlite_file: Database
) -> None:
    async def story() -> None:
        ours, work = lease(sqlite_file, 2 * LENGTH), Work()
        async with holding(ours, work) as task:
            before = time.monotonic()
            await asyncio.to_thread(lose, sqlite_file)
            assert await task is False
            assert not ours.is_held
            assert time.monotonic() - before < LENGTH.total_seconds()  # At the next renewal, that is.

    run(story)


@pytest.mark.parametrize("how", ["it fails", "it hangs"])
def test_work_ends_before_anybody_else_can_have_it_where_the_database_is_gone(
    how: str, sqlite_file: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_at: list[float] = []
    renew = store_leases.renew

    def fail(*given: Any) -> bool:
        if len(asked_at) < 2:
            asked_at.append(time.monotonic())
            return renew(*given)
        if how == "it hangs":
            time.sleep(LENGTH.total_seconds())
        raise DatabaseError("gone")

    async def story() -> None:
        ours, work = lease(sqlite_file), Work()
        monkeypatch.setattr(store_leases, "renew", fail)
        async with holding(ours, work) as task:
            assert await task is False
        last = asked_at[-1]
        assert work.ended_at - last < LENGTH.total_seconds()
        assert work.ended_at - last > LENGTH.total_seconds() / 2

    run(story)


def test_what_has_lapsed_on_a_busy_machine_is_lost_though_it_was_renewed_in_time(
    sqlite_file: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_thread = Lease._in_thread

    async def story() -> None:
        ours, work = lease(sqlite_file), Work()
        held_after_a_stall: list[bool] = []

        async def answer_and_stall(of: Lease, *given: Any) -> Any:
            answer = await in_thread(of, *given)
            if of.is_held:
                time.sleep(0.5 * LENGTH.total_seconds())  # noqa: ASYNC251  # Nothing else may run meanwhile.
                assert not of.is_held
                asyncio.get_running_loop().call_soon(lambda: held_after_a_stall.append(of.is_held))
            return answer

        monkeypatch.setattr(Lease, "_in_thread", answer_and_stall)
        async with holding(ours, work) as task:
            assert await task is False
        assert held_after_a_stall == [False]

    run(story)


def test_one_failure_is_no_loss(sqlite_file: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    renew = store_leases.renew
    failed: list[bool] = []

    def fail_once(*given: Any) -> bool:
        if not failed:
            failed.append(True)
            raise DatabaseError("for a moment")
        return renew(*given)

    async def story() -> None:
        ours, work = lease(sqlite_file), Work()
        monkeypatch.setattr(store_leases, "renew", fail_once)
        async with holding(ours, work) as task:
            await asyncio.sleep(1.2 * LENGTH.total_seconds())
            assert failed
            assert ours.is_held
            assert not task.done()

    run(story)


def test_who_stands_by_waits_for_a_database_that_is_away(
    sqlite_file: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = store_leases.take
    failed: list[bool] = []

    def fail_first(*given: Any) -> bool:
        failed.append(True)
        if len(failed) < 3:
            raise DatabaseError("not yet")
        return take(*given)

    async def story() -> None:
        monkeypatch.setattr(store_leases, "take", fail_first)
        ours, work = lease(sqlite_file), Work()
        async with holding(ours, work):
            assert ours.is_held

    run(story)


def hold_for_ever(url: str, told: Any) -> None:
    """Tell for as long as this process lives whether the lease is held."""

    async def tell() -> None:
        while True:
            told.send(ours.is_held)
            await asyncio.sleep(0.01)

    ours = lease(Database(url))
    asyncio.run(ours.hold(tell))
    told.send("left")


def test_a_process_that_was_paused_knows_at_once_that_it_has_lost_it(postgres: Database) -> None:
    url = postgres.engine.url.render_as_string(hide_password=False)
    here, there = processes.Pipe(duplex=False)
    process = processes.Process(target=hold_for_ever, args=(url, there), daemon=True)
    process.start()
    try:
        assert here.recv() is True
        os.kill(process.pid or 0, signal.SIGSTOP)
        time.sleep(0.1)  # It may have been writing.
        while here.poll():
            assert here.recv() is True

        async def story() -> None:
            async with holding(lease(postgres), Work()):
                os.kill(process.pid or 0, signal.SIGCONT)
                while (told := await asyncio.to_thread(here.recv)) != "left":
                    assert told is False

        run(story)
    finally:
        process.kill()
        process.join()
