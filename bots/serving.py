"""Everything that runs as long as the bot does: what comes in, what goes out, and the clock."""

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol

from rich.console import Console

from bots.clock import Clock
from bots.delivery import Delivery, Patience, Sender
from bots.fleet import Fleet
from bots.inbox import Door, Inbox
from core.commands.commands import Commands
from core.errors import trace
from core.planner import due
from core.records import Platform
from core.rendering import render
from core.settings import Settings
from core.store import claims
from core.store import inbox as inboxes
from core.store.errors import DatabaseError

logger = logging.getLogger(__name__)
STOPS = (signal.SIGINT, signal.SIGTERM)
_WATCH_SECONDS = 1.0
_READY_SECONDS = 30


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
    """Run until a signal says to stop, and finish what was begun."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO)
    served = platforms(settings, commands, now)
    store = commands.store
    delivery = Delivery(
        store,
        {one.platform: one.sender for one in served},
        lambda post: render(store, commands.policy, post, now()),
        now,
        patience or Patience(),
    )
    engine = (Clock if store.database.is_sqlite else Fleet)(
        store, deliver=delivery.deliver, plan=lambda at: due(store, at), now=now
    )
    inbox = Inbox(commands, {one.platform: one.door for one in served}, now)
    where = "; ".join(one.shown for one in served)
    console.print(f"checkmsg in {where}. Ctrl-C stops it.", style="dim")
    if store.database.is_sqlite:
        # Nobody else works on the file, so what a process that died was at is taken up at once.
        inboxes.release(store)
        claims.release(store, now() + delivery.patience.settle)
    if not asyncio.run(_until_stopped(served, inbox, engine)):
        raise DatabaseError(f"{store.database.shown} was lost, and with it what sends. Start checkmsg again.")


async def _until_stopped(served: Sequence[Served], inbox: Inbox, engine: Clock | Fleet) -> bool:
    """Run until a signal says to stop; returns False where the engine has ended before."""
    stop = asyncio.Event()
    for number in STOPS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    engine.start()
    watching = asyncio.create_task(_watch(engine, stop))
    reading = asyncio.create_task(_read(served, inbox))
    try:
        await _all_of(served, inbox, stop)
        return engine.is_at_work
    finally:
        watching.cancel()
        reading.cancel()
        # What is being sent needs the platforms until it is done.
        await asyncio.to_thread(inbox.stop)
        await asyncio.to_thread(engine.stop)
        await asyncio.gather(*map(_close, served))


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


async def _all_of(served: Sequence[Served], inbox: Inbox, stop: asyncio.Event) -> None:
    """Run every platform; where one ends in an error, stop the others and raise it."""

    async def run(one: Served) -> None:
        try:
            await one.run(inbox, stop)
        finally:
            stop.set()

    ended = await asyncio.gather(*map(run, served), return_exceptions=True)
    for error in ended:
        if isinstance(error, BaseException):
            raise error


async def _watch(engine: Clock | Fleet, stop: asyncio.Event) -> None:
    """Stop where the engine ends: a bot that takes news and sends nothing would be worse than none."""
    while engine.is_at_work:  # noqa: ASYNC110  # It ends in a thread of its own, which knows no event of this loop.
        await asyncio.sleep(_WATCH_SECONDS)
    stop.set()
