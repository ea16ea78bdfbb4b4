"""Everything that runs as long as the bot does: what comes in, what goes out, and the clock."""

import asyncio
import logging
import signal
from collections.abc import Callable
from datetime import datetime

from rich.console import Console

from bots.clock import Clock
from bots.delivery import Delivery, Patience
from bots.fleet import Fleet
from bots.inbox import Inbox
from bots.slack.running import Slack
from core.commands.commands import Commands
from core.planner import due
from core.records import Platform
from core.rendering import render
from core.settings import Settings
from core.store import claims
from core.store import inbox as inboxes
from core.store.errors import DatabaseError

STOPS = (signal.SIGINT, signal.SIGTERM)
_WATCH_SECONDS = 1.0


def serve(
    settings: Settings,
    commands: Commands,
    now: Callable[[], datetime],
    console: Console,
    patience: Patience | None = None,
) -> None:
    """Run until a signal says to stop, and finish what was begun."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO)
    slack = Slack(settings, commands, now)
    store = commands.store
    delivery = Delivery(
        store,
        {Platform.SLACK: slack.sender},
        lambda post: render(store, commands.policy, post, now()),
        now,
        patience or Patience(),
    )
    engine = (Clock if store.database.is_sqlite else Fleet)(
        store, deliver=delivery.deliver, plan=lambda at: due(store, at), now=now
    )
    inbox = Inbox(commands, {Platform.SLACK: slack.door}, now)
    console.print(f"checkmsg in Slack: {slack.shown}. Ctrl-C stops it.", style="dim")
    if store.database.is_sqlite:
        # Nobody else works on the file, so what a process that died was at is taken up at once.
        inboxes.release(store)
        claims.release(store, now() + delivery.patience.settle)
    engine.start()
    inbox.start()
    try:
        ended_well = asyncio.run(_until_stopped(slack, inbox, engine))
    finally:
        inbox.stop()
        engine.stop()
    if not ended_well:
        raise DatabaseError(f"{store.database.shown} was lost, and with it what sends. Start checkmsg again.")


async def _until_stopped(slack: Slack, inbox: Inbox, engine: Clock | Fleet) -> bool:
    """Run until a signal says to stop; returns False where the engine has ended before."""
    stop = asyncio.Event()
    for number in STOPS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    watching = asyncio.create_task(_watch(engine, stop))
    try:
        await slack.run(inbox, stop)
    finally:
        watching.cancel()
    return engine.is_at_work


async def _watch(engine: Clock | Fleet, stop: asyncio.Event) -> None:
    """Stop where the engine ends: a bot that takes news and sends nothing would be worse than none."""
    while engine.is_at_work:  # noqa: ASYNC110  # It ends in a thread of its own, which knows no event of this loop.
        await asyncio.sleep(_WATCH_SECONDS)
    stop.set()
