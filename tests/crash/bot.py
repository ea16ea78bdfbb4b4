"""The bot as it runs in earnest, but for shorter waits, and with a flaw where the gate has to prove that it finds one."""

import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial

from rich.console import Console

from bots import fleet
from bots.delivery import Patience
from bots.discord import sender as discord_sender
from bots.discord.bot import Bot
from bots.discord.catchup import CatchUp
from bots.discord.client import Client
from bots.inbox import News
from bots.intake import Intake
from bots.opening import open_commands
from bots.serving import serve
from bots.slack import sender as slack_sender
from bots.slack.standing import Standing
from core.policy import load
from core.settings import Settings
from core.settings import load as load_settings
from core.store import inbox
from core.store.database import held_alone
from tests.crash.worker import HEARTBEAT, now
from tests.discord.process import point_at

POLICY = load()
# A post may have to wait for its channel's turn while it is held, and the machine may be busy.
PATIENCE = Patience(
    lease=timedelta(seconds=5),
    settle=timedelta(seconds=0.2),
    first_wait=timedelta(seconds=0.2),
    longest_wait=timedelta(seconds=1),
)
_GUILDS_COME_WITHIN = 0.2  # Seconds; discord.py waits for two.
_STORED_LATE = 0.5  # Seconds.
_store = Intake.keep
_stored_late: set[asyncio.Task[None]] = set()


class Flaw(StrEnum):
    """What a bot does wrong."""

    NONE = ""
    ACKNOWLEDGES_FIRST = "acknowledges first"
    RESENDS_BLINDLY = "resends blindly"
    NEVER_LOOKS_BACK = "never looks back"


@dataclass(frozen=True)
class Job:
    """What a bot is told."""

    settings: Mapping[str, str]
    flaw: Flaw
    discord: int = 0  # the port of a Discord on loopback


_open_client = Client.__init__


def _open_soon(client: Client, bot: Bot, settings: Settings) -> None:
    _open_client(client, bot, settings)
    client._connection.guild_ready_timeout = _GUILDS_COME_WITHIN


_SHORTER = (
    (inbox, "LEASE", timedelta(seconds=2)),
    (fleet, "run", partial(fleet.run, heartbeat=HEARTBEAT)),
    (Client, "__init__", _open_soon),
)


def work(job: Job) -> None:
    """Serve until killed."""
    logging.disable(logging.WARNING)
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # It says each time that Slack fails.
    os.environ.update(job.settings)
    if job.discord:
        point_at(job.discord)
    for module, name, value in (*_SHORTER, *_FLAWS[job.flaw]):
        setattr(module, name, value)
    settings = load_settings()
    commands = open_commands(settings, POLICY)
    with held_alone(commands.store.database):
        serve(settings, commands, now, Console(quiet=True), PATIENCE)


async def _keep_later(intake: Intake, news: News) -> None:
    async def keep() -> None:
        await asyncio.sleep(_STORED_LATE)
        await _store(intake, news)

    task = asyncio.create_task(keep())
    _stored_late.add(task)
    task.add_done_callback(_stored_late.discard)


async def _find_nothing(*_: object) -> None:
    """Say of every post that it does not stand in Discord."""


async def _read_nothing(*_: object) -> bool:
    """Say of every channel that nothing was missed in it."""
    return True


_FLAWS: Mapping[Flaw, Sequence[tuple[object, str, object]]] = {
    Flaw.NONE: (),
    Flaw.ACKNOWLEDGES_FIRST: ((Intake, "keep", _keep_later),),
    Flaw.RESENDS_BLINDLY: (
        (slack_sender, "by_key", lambda *_: Standing()),
        (discord_sender, "stands", _find_nothing),
    ),
    Flaw.NEVER_LOOKS_BACK: ((CatchUp, "_read_channel", _read_nothing),),
}
