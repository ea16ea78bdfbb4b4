"""The bot as it runs in earnest, but for shorter waits, and with a flaw where the gate has to prove that it finds one."""

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from rich.console import Console

from bots import fleet, leases
from bots.delivery import Patience
from bots.discord import running as discord_running
from bots.discord import sender as discord_sender
from bots.discord.bot import Bot
from bots.discord.catchup import CatchUp
from bots.discord.client import Client
from bots.inbox import News
from bots.intake import Intake
from bots.leases import Lease
from bots.opening import open_commands
from bots.serving import serve
from bots.slack import calls
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
LEASE = timedelta(seconds=3)
_GUILDS_COME_WITHIN = 0.2  # Seconds; discord.py waits for two.
_STORED_LATE = 3.0  # Seconds; whoever kills it on a busy machine may come a second late.
_store = Intake.keep
_stored_late: set[asyncio.Task[None]] = set()


class Flaw(StrEnum):
    """What a bot does wrong."""

    NONE = ""
    ACKNOWLEDGES_FIRST = "acknowledges first"
    RESENDS_BLINDLY = "resends blindly"
    NEVER_LOOKS_BACK = "never looks back"
    HOLDS_NO_LEASE = "holds no lease"
    NEVER_LETS_GO = "never lets go"


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
    (fleet, "_END_WHAT_IS_LEFT_OPEN", fleet._END_WHAT_IS_LEFT_OPEN.replace("30s", "2s")),
    # All calls of a post together have to end within half of its lease, as they do in earnest.
    (calls, "MOST_SECONDS", PATIENCE.lease.total_seconds() / 2),
    (calls, "SHORTEST_CALL", 0.5),
    (leases, "_TRY_SECONDS", LEASE.total_seconds() / 10),
    (discord_running, "Lease", partial(Lease, length=LEASE)),
    (Client, "__init__", _open_soon),
)


def work(job: Job) -> None:
    """Serve until killed."""
    logging.disable(logging.WARNING)
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # It says each time that Slack fails.
    # Others have taken the jobs of a process that was paused, of which procrastinate has its tasks tell nobody but it.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    os.environ.update(job.settings)
    if job.discord:
        point_at(job.discord)
    for module, name, value in (*_SHORTER, *FLAWS[job.flaw]):
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


async def _hold_at_once(_: Lease, work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
    """Do some work although another may hold the lease for it."""
    await work()
    return True


FLAWS: Mapping[Flaw, Sequence[tuple[object, str, object]]] = {
    Flaw.NONE: (),
    Flaw.ACKNOWLEDGES_FIRST: ((Intake, "keep", _keep_later),),
    Flaw.RESENDS_BLINDLY: (
        (slack_sender, "by_key", lambda *_: Standing()),
        (discord_sender, "stands", _find_nothing),
    ),
    Flaw.HOLDS_NO_LEASE: ((Lease, "hold", _hold_at_once), (Lease, "is_held", True)),
    Flaw.NEVER_LETS_GO: ((discord_running, "Lease", partial(Lease, length=timedelta(hours=1))),),
    Flaw.NEVER_LOOKS_BACK: ((CatchUp, "_read_channel", _read_nothing),),
}
