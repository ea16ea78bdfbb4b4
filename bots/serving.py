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

STOPS = (signal.SIGINT, signal.SIGTERM)


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
    engine.start()
    inbox.start()
    try:
        asyncio.run(_until_stopped(slack, inbox))
    finally:
        inbox.stop()
        engine.stop()


async def _until_stopped(slack: Slack, inbox: Inbox) -> None:
    stop = asyncio.Event()
    for number in STOPS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await slack.run(inbox, stop)
