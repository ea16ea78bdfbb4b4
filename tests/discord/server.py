"""A Discord server with our whole bot in it: simcord stands for Discord, and discord.py's own code for the rest."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import simcord

from bots.delivery import Delivery, Patience
from bots.discord.running import Discord
from bots.inbox import Inbox
from core.commands.commands import Commands
from core.commands.office import Asker
from core.planner import due
from core.policy import load
from core.records import Platform
from core.rendering import render
from core.reply import Reply
from core.settings import Settings
from core.store import claims
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tenant import Store
from tests.discord.cdn import HOST
from tests.discord.people import People
from tests.discord.world import CHATS, DANA, DRAFTS, FORUM, MIXED, SECONDS, Where

POLICY = load()
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TOKEN = "a.token.of-the-tests"  # noqa: S105  # It opens nothing.
PURPOSES = {CHATS: "chats", DRAFTS: "drafts", MIXED: "mixed", FORUM: "chats"}


class Server(People):
    """Dana, who may manage the server, and Omar, with three channels and a forum, and the bot once it has started."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        """Take where the database stands; the bot is not there yet."""
        self.database = Database(f"sqlite:///{folder}/checkmsg.db")
        self.database.migrate()
        self.commands = Commands(Store(self.database, Keyring([new_key()])), POLICY)
        given = {"discord_token": TOKEN, "discord_file_hosts": (HOST,)}
        self.settings = Settings(_env_file=None, **{**given, **settings})  # type: ignore[call-arg]  # pydantic's own
        self._new_bot()
        env = simcord.Env(self.bot.client, shard_count=1, settle_timeout=SECONDS)
        env.backend.advance_clock((MONDAY - env.now()).total_seconds())
        super().__init__(env)
        self._errors_seen = 0

    def _new_bot(self) -> None:
        self.bot = Discord(self.settings, self.commands, lambda: self.now)
        self.inbox = Inbox(self.commands, {Platform.DISCORD: self.bot.door}, lambda: self.now)
        self.delivery = Delivery(
            self.commands.store,
            {Platform.DISCORD: self.bot.sender},
            lambda post: render(self.commands.store, POLICY, post, self.now),
            lambda: self.now,
            Patience(settle=timedelta(), first_wait=timedelta(milliseconds=1)),
        )
        self._is_connected = Event()
        self._stop = asyncio.Event()

    def start(self) -> None:
        """Let the bot log in; after `stop` it is a new one, that knows what the database holds."""
        self.env.bot = self.bot.client
        self._running = asyncio.run_coroutine_threadsafe(self._run(), self.loop)
        while not self._is_connected.wait(0.01):
            if self._running.done():
                self._running.result()
                raise AssertionError("the bot has ended before it was connected")
        self.settle()

    async def _run(self) -> None:
        """Run the bot; of discord.py only the two ways into the network are others."""
        client: Any = self.bot.client
        log_in = client.login

        async def login(token: str) -> None:
            assert token == self.settings.discord_token
            client.login = log_in
            await self.env.start()

        async def connect(*, reconnect: bool = True) -> None:
            assert reconnect
            self._is_connected.set()
            while not client.is_closed():  # noqa: ASYNC110  # discord.py has no event for it.
                await asyncio.sleep(0.005)

        client.login, client.connect = login, connect
        await self.bot.run(self.inbox, self._stop)

    def stop(self) -> None:
        """Let the bot go; of what is done meanwhile it is told nothing."""
        self.loop.call_soon_threadsafe(self._stop.set)
        self._running.result(SECONDS)
        self.do(self.bot.close())
        self.do(self.env.shutdown())
        self._new_bot()

    def close(self) -> None:
        """End all; raises what has left the bot's listeners as an error, unless a test has asked for it."""
        try:
            if self.env.bot is self.bot.client and self._is_connected.is_set():
                self.stop()
        finally:
            super().close()
            self.database.engine.dispose()
        if len(self.env.errors) > self._errors_seen:
            self.env.raise_errors()

    def errors(self) -> list[BaseException]:
        """Return what has left the bot's listeners as an error until now."""
        found = self.env.errors
        self._errors_seen = len(found)
        return found

    # What the bot does by itself.

    def settle(self) -> None:
        """Let the bot do all that is waiting: listening, reading, answering, delivering."""
        while True:
            super().settle()
            self.inbox.read_all()
            if not self._deliver():
                return

    def _deliver(self) -> bool:
        """Deliver what is due; returns whether anything was."""
        was_due = False
        while found := claims.due(self.commands.store, self.now, 100):
            was_due = True
            for post_id in found:
                self.delivery.deliver(post_id)
        return was_due

    def plan(self) -> None:
        """Let the planner look, and deliver what it finds."""
        due(self.commands.store, self.now)
        self.settle()

    def command(self, line: str, person: str = DANA, where: Where = CHATS) -> Reply:
        """Do what a command says, past Discord, for what a test begins with."""
        channel = self.channel(where, person)
        asker = Asker(
            Platform.DISCORD,
            str(self.guild.id),
            self.guild.name,
            self.person_id(person),
            person,
            channel=str(channel.id),
            channel_name=channel.name or "",
            owner=person == DANA,
        )
        reply = self.commands.run(asker, line, self.now)
        self.settle()
        return reply


@contextmanager
def at_work(folder: Path, *, learning: bool = False, **settings: Any) -> Iterator[Server]:
    """Give a server whose channels are watched."""
    place = Server(folder, **settings)
    try:
        place.start()
        place.found()
        if not learning:
            place.command("settings learning-days 0")
        for channel, purpose in PURPOSES.items():
            place.command(f"watch here as {purpose}", where=channel)
        yield place
    finally:
        place.close()
