"""Everything that runs as long as the bot does: what comes in, what goes out, and the clock."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol

from rich.console import Console

from bots import metrics
from bots.clock import Clock
from bots.delivery import Delivery, Patience, Sender
from bots.draining import Ending
from bots.fleet import Fleet
from bots.health import Health
from bots.inbox import Door, Inbox
from bots.logs import open_logs
from bots.pages import open_pages
from bots.reports import open_reports
from core.commands.commands import Commands
from core.errors import trace
from core.planner import due
from core.records import Platform
from core.rendering import render
from core.settings import Settings
from core.store import claims
from core.store import inbox as inboxes
from core.store.errors import DatabaseError
from core.store.tenant import Store

logger = logging.getLogger(__name__)
_BEAT_SECONDS = 1.0
_WATCH_SECONDS = 1.0
_READY_SECONDS = 30
_FAREWELL_SECONDS = 3.0


class Served(Protocol):
    """A platform that the bot is on, from start to stop."""

    platform: Platform

    @property
    def sender(self) -> Sender:
        """Return what sends there."""

    @property
    def door(self) -> Door:
        """Return what opens its news."""

    @property
    def shown(self) -> str:
        """Return in words where and how the bot is reached."""

    @property
    def is_connected(self) -> bool:
        """Return whether news can come from there, or comes to another process of ours."""

    async def ready(self) -> None:
        """Wait until the platform can be asked what its news leave out."""

    async def run(self, inbox: Inbox, stop: asyncio.Event) -> None:
        """Listen until told to stop, then finish what was begun; what is sent still goes out."""

    async def close(self) -> None:
        """Leave the platform."""


def platforms(settings: Settings, commands: Commands, now: Callable[[], datetime]) -> list[Served]:
    """Return the platforms that the settings name; raises what each raises where it cannot be opened."""
    from bots.discord import way as discord
    from bots.slack import way as slack

    wanted: list[Served] = []
    if slack.is_wanted(settings):
        from bots.slack.running import Slack

        wanted.append(Slack(settings, commands, now))
    if discord.is_wanted(settings):
        from bots.discord.running import Discord

        wanted.append(Discord(settings, commands, now))
    return wanted


def serve(
    settings: Settings,
    commands: Commands,
    now: Callable[[], datetime],
    console: Console,
    patience: Patience | None = None,
) -> None:
    """Run until a signal says to stop, and finish what was begun, or leave it for the next start where that takes too long.

    Raises PageError where a page of health cannot be opened, and what the platforms raise.
    """
    open_logs(settings)
    open_reports(settings)
    store = commands.store
    health = Health(store.database)
    rules = commands.policy.rules
    with open_pages(settings, health), metrics.watching(store.database, rules, now, health.is_ready):
        served = platforms(settings, commands, now)
        delivery = Delivery(
            store,
            {one.platform: one.sender for one in served},
            lambda post: render(store, commands.policy, post, now()),
            now,
            patience or Patience(),
        )
        engine = (Clock if store.database.is_sqlite else Fleet)(
            store, deliver=delivery.deliver, plan=lambda at: _plan(store, at), now=now
        )
        inbox = Inbox(commands, {one.platform: one.door for one in served}, now)
        where = "; ".join(one.shown for one in served)
        console.print(f"checkmsg in {where}. Ctrl-C stops it.", style="dim")
        if store.database.is_sqlite:
            # Nobody else works on the file, so what a process that died was at is taken up at once.
            inboxes.release(store)
            claims.release(store, now() + delivery.patience.settle)
        ending = Ending(health.stop)
        try:
            is_wanted = asyncio.run(_until_stopped(served, inbox, engine, health, ending))
        finally:
            ending.is_over()
    if not is_wanted:
        raise DatabaseError(f"{store.database.shown} was lost, and with it what sends. Start checkmsg again.")


def _plan(store: Store, at: datetime) -> None:
    with metrics.PLANNER_ERRORS.count_exceptions():
        due(store, at)
    metrics.note_tick()


async def _until_stopped(
    served: Sequence[Served], inbox: Inbox, engine: Clock | Fleet, health: Health, ending: Ending
) -> bool:
    """Run until the end is wanted; returns False where that is because the engine has ended."""
    stop = asyncio.Event()
    ending.listen()
    engine.start()
    beating = asyncio.create_task(_beat(health))
    reading = asyncio.create_task(_read(served, inbox))
    watching = asyncio.create_task(_watch(engine, ending))
    resting = asyncio.create_task(_rest(ending, inbox, engine, stop))
    health.serve(served, {"inbox": lambda: inbox.is_at_work, "engine": lambda: engine.is_at_work})
    try:
        await _all_of(served, inbox, stop, ending)
        return await watching
    finally:
        reading.cancel()
        # What is being read and sent needs the platforms until it is done.
        await resting
        await asyncio.gather(*map(_close, served))
        beating.cancel()


async def _beat(health: Health) -> None:
    while True:
        health.beat()
        await asyncio.sleep(_BEAT_SECONDS)


async def _rest(ending: Ending, inbox: Inbox, engine: Clock | Fleet, stop: asyncio.Event) -> None:
    """Claim nothing more once the end is wanted, then tell the platforms; returns when what was claimed is done."""
    await ending.is_wanted.wait()
    resting = asyncio.gather(asyncio.to_thread(inbox.stop), asyncio.to_thread(engine.stop))
    if isinstance(engine, Fleet):
        # Whatever shares out requests among replicas has to see first that this one is not ready any more.
        await asyncio.sleep(_FAREWELL_SECONDS)
    stop.set()
    await resting


async def _close(one: Served) -> None:
    """Leave a platform; where that fails, the others are left all the same."""
    try:
        await one.close()
    except Exception as error:  # noqa: BLE001  # It is logged, and nothing is left to be done.
        logger.error("%s could not be left: %s", one.platform, trace(error))  # noqa: TRY400  # Without its message.


async def _read(served: Sequence[Served], inbox: Inbox) -> None:
    """Begin to read what came in once every platform can be asked about it; one that does not answer holds up nobody long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_READY_SECONDS):
            await asyncio.gather(*(one.ready() for one in served))
    inbox.start()


async def _all_of(served: Sequence[Served], inbox: Inbox, stop: asyncio.Event, ending: Ending) -> None:
    """Run every platform; where one ends, the others are to end too, and its error is raised."""

    async def run(one: Served) -> None:
        try:
            await one.run(inbox, stop)
        finally:
            ending.begin()

    ended = await asyncio.gather(*map(run, served), return_exceptions=True)
    for error in ended:
        if isinstance(error, BaseException):
            raise error


async def _watch(engine: Clock | Fleet, ending: Ending) -> bool:
    """Begin the end where the engine has ended: a bot that takes news and sends nothing would be worse than none.

    Returns whether the end was wanted before.
    """
    while engine.is_at_work:
        with suppress(TimeoutError):
            await asyncio.wait_for(ending.is_wanted.wait(), _WATCH_SECONDS)
            return True
    ending.begin()
    return False
