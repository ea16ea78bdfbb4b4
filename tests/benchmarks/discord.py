"""How much one process takes from Discord: messages over the gateway, stored, judged, the reply in the outbox.

`make bench-discord` runs it (about five minutes). Discord is a process of its own. Every post is a different conversation
of one or two messages in one of 40 channels that are read; a fifth of them is talk among colleagues, and a quarter is
fine. A gateway tells what it has to tell without waiting for anybody, so all of a short run is under way at once.
"""

import argparse
import asyncio
import multiprocessing
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

import discord

from bots.discord.running import Discord
from bots.inbox import Inbox
from core.commands.commands import Asker, Commands
from core.policy import load
from core.records import Platform
from core.settings import Settings
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tenant import Store
from tests.benchmarks.load import CHANNELS, GAP, look, memory, percentile, show, text, waiting
from tests.discord.process import point_at
from tests.discord.wire import TOKEN, WiredDiscord

GOALS = {"messages a second": 200, "reply p95, s": 3, "growth, MB": 5}
BEGAN_AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SECONDS = 60
AT_ONCE = 500  # More are never under way in the long run: what is waiting then would be taken for growth.


@dataclass
class Place:
    """The bot, and Discord at the other end of a pipe."""

    bot: Discord
    commands: Commands
    file: Path
    discord: Connection
    now: datetime = BEGAN_AT


def main() -> None:
    """Measure, and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--messages", type=int, default=3000, help="how many as fast as they are taken")
    arguments.add_argument("--steady", type=int, default=1500, help="how many at 100 a second")
    arguments.add_argument("--long", type=int, default=50_000, help="how many for the growth of memory")
    asked = arguments.parse_args()
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    other = spawn.Process(target=be_discord, args=(theirs,))
    other.start()
    with tempfile.TemporaryDirectory() as folder:
        try:
            measure(Path(folder) / "checkmsg.db", ours, asked)
        finally:
            ours.send(None)
            other.join()


def measure(file: Path, pipe: Connection, asked: argparse.Namespace) -> None:
    port, guild, channels = pipe.recv()
    point_at(port)
    database = Database(f"sqlite:///{file}")
    database.migrate()
    commands = Commands(Store(database, Keyring([new_key()])), load())
    lead = Asker(Platform.DISCORD, guild, "Alder", "U1", "Dana")
    commands.run(lead, "settings learning-days 0", BEGAN_AT)
    commands.meet(lead, {channel: f"chats-{number}" for number, channel in enumerate(channels)}, {}, BEGAN_AT)
    for channel in channels:
        commands.run(lead, f"watch {channel} as mixed", BEGAN_AT)
    settings = Settings(_env_file=None, discord_token=TOKEN)  # type: ignore[call-arg]  # pydantic's own
    place = Place(Discord(settings, commands, lambda: place.now), commands, file, pipe)
    with at_work(place):
        table(place, asked)
    database.engine.dispose()


class at_work:  # noqa: N801  # It reads as a verb.
    """The bot while it runs, in a thread of its own."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._inbox = Inbox(place.commands, {Platform.DISCORD: place.bot.door}, lambda: place.now)
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = Thread(target=lambda: self._loop.run_until_complete(self._run()))

    async def _run(self) -> None:
        await self._place.bot.run(self._inbox, self._stop)
        await self._place.bot.close()

    def __enter__(self) -> None:
        self._thread.start()
        until = time.monotonic() + SECONDS
        while not self._place.bot.client.is_ready():
            assert time.monotonic() < until, "the bot did not connect"
            time.sleep(0.01)
        self._inbox.start()

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._inbox.stop()
        self._loop.close()


def table(place: Place, asked: argparse.Namespace) -> None:
    numbers = iter(range(10**9))
    run(place, numbers, 300, 0)  # Everything is warm afterwards.
    seconds, _ = run(place, numbers, asked.messages, 0)
    show("messages a second, end to end", asked.messages / seconds, GOALS["messages a second"])
    _, replies = run(place, numbers, asked.steady, 100)
    show("at 100 a second: reply in the outbox p95, s", percentile(replies, 95), GOALS["reply p95, s"])
    if asked.long:
        before = memory()
        seconds = sum(run(place, numbers, AT_ONCE, 0, silent=True)[0] for _ in range(asked.long // AT_ONCE))
        show(f"growth over {asked.long:,} messages, MB", memory() - before, GOALS["growth, MB"])
        show("  messages a second over them", asked.long / seconds)


def run(
    place: Place, numbers: Iterator[int], messages: int, rate: int, *, silent: bool = False
) -> tuple[float, list[float]]:
    """Let Discord tell of messages and wait until all are read; returns the seconds, and those until each reply.

    The outbox is looked at twenty times a second, so a reply may be there a little earlier. When `silent` only the
    seconds are returned: what is noted down of each message would be taken for growth of the bot.
    """
    first = next(numbers)
    for _ in range(messages - 1):
        next(numbers)
    place.now = BEGAN_AT + timedelta(seconds=(first + messages) // CHANNELS * GAP)
    seen: dict[str, float] = {}
    with closing(sqlite3.connect(place.file)) as connection:
        last = look(connection, 0, {})
        stored = count(connection)
        place.discord.send((first, messages, rate))
        began = time.time()
        sent: dict[str, float] = {}
        while not sent or count(connection) < stored + messages or waiting(connection):
            time.sleep(0.05)
            last = last if silent else look(connection, last, seen)
            if not sent and place.discord.poll():
                sent = place.discord.recv()
                sent = {"": 0.0} if silent else sent
        ended = time.time()
        look(connection, last, seen)
    return ended - began, [seen[message] - sent[message] for message in seen if message in sent]


def count(connection: sqlite3.Connection) -> int:
    """Return how much news was ever stored."""
    found = connection.execute("SELECT max(id) FROM inbox").fetchone()[0]
    return int(found or 0)


def be_discord(pipe: Connection) -> None:
    """Be Discord, until told to stop; in a process of its own."""
    with WiredDiscord() as wired:
        handles = [wired.add_channel(f"chats-{number}") for number in range(CHANNELS)]
        channels = [str(handle.id) for handle in handles]
        pipe.send((wired.port, str(wired.guild.id), channels))
        while asked := pipe.recv():
            pipe.send(
                wired.do(tell(wired, channels, *asked)) if asked[2] == 0 else paced(wired, channels, *asked)
            )


async def tell(
    wired: WiredDiscord, channels: list[str], first: int, messages: int, rate: int
) -> dict[str, float]:
    """Tell of messages at once; returns when each was told, by its id."""
    assert rate == 0
    sent: dict[str, float] = {}
    for number in range(first, first + messages):
        told(wired, channels, number, sent)
        if number % 50 == 0:
            await asyncio.sleep(0)
    return sent


def paced(wired: WiredDiscord, channels: list[str], first: int, messages: int, rate: int) -> dict[str, float]:
    """Tell of so many messages a second; returns when each was told, by its id."""
    sent: dict[str, float] = {}

    async def go_on() -> None:
        begun = time.time()
        for number in range(first, first + messages):
            await asyncio.sleep(max(0.0, begun + (number - first) / rate - time.time()))
            told(wired, channels, number, sent)

    asyncio.run_coroutine_threadsafe(go_on(), wired.loop).result()
    return sent


def told(wired: WiredDiscord, channels: list[str], number: int, sent: dict[str, float]) -> None:
    """Tell of a post that no other number has."""
    at = BEGAN_AT + timedelta(seconds=number // CHANNELS * GAP, milliseconds=number % CHANNELS)
    message = str(discord.utils.time_snowflake(at) + number % 1000)
    payload: dict[str, Any] = {
        "id": message,
        "channel_id": channels[number % CHANNELS],
        "guild_id": str(wired.guild.id),
        "type": 0,
        "content": text(number),
        "timestamp": at.isoformat(),
        "edited_timestamp": None,
        "author": {
            "id": "77",
            "username": "omar",
            "global_name": "Omar",
            "discriminator": "0",
            "avatar": None,
        },
        "member": {"roles": [], "joined_at": BEGAN_AT.isoformat(), "deaf": False, "mute": False, "flags": 0},
        "attachments": [],
        "embeds": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        "flags": 0,
        "components": [],
    }
    for session in wired.gateway._sessions.values():
        session.dispatch("MESSAGE_CREATE", payload)
    sent[message] = time.time()


if __name__ == "__main__":
    main()
