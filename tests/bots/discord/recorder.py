"""A client that notes what commands and forms hand on to it, in a server with two people in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import discord
import simcord
from discord.ext import commands

from bots.discord.bot import Bot
from bots.discord.bridge import Bridge
from bots.discord.directory import Directory
from bots.discord.modals import Interaction, check_modal
from bots.discord.slash import add_commands
from core.commands.commands import Commands
from core.model import Stage
from core.policy import load
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tenant import Store
from tests.discord.cdn import HOST, Cdn

POLICY = load()
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Recorder(commands.AutoShardedBot):
    """Answers all that it is asked with one word."""

    def __init__(self) -> None:
        super().__init__(command_prefix="!", intents=discord.Intents(guilds=True))
        store = Store(Database(), Keyring([new_key()]))
        bridge = Bridge()
        self.bot = Bot(Commands(store, POLICY), lambda: MONDAY, (HOST,), bridge, Directory(bridge, "leads"))
        self.told: list[Any] = []
        self.box: discord.ui.Modal | None = None
        self.broken: Exception | None = None
        self.offers: list[tuple[str, str]] = []
        add_commands(self)

    async def setup_hook(self) -> None:
        self.bot.bridge.open(asyncio.get_running_loop(), self)
        await self.tree.sync()

    async def asked(self, interaction: Interaction, words: str, text: str = "") -> None:
        await self._note(interaction, (words, text))

    async def check_asked(
        self,
        interaction: Interaction,
        text: str,
        client: str,
        stage: Stage | None,
        draft: bool,
    ) -> None:
        await self._note(interaction, (text, client, stage, draft))

    async def box_asked(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(self.box or check_modal(["Acme", "Birch & Co"]))

    async def check_pointed_at(self, interaction: Interaction, message: discord.Message) -> None:
        await self._note(interaction, message.content)

    async def suggestions(self, _: Interaction, kind: str, typed: str) -> list[tuple[str, str]]:
        self.told.append((kind, typed))
        return self.offers

    async def _note(self, interaction: Interaction, what: Any) -> None:
        if self.broken:
            raise self.broken
        self.told.append(what)
        say = (
            interaction.followup.send if interaction.response.is_done() else interaction.response.send_message
        )
        await say("Done", ephemeral=True)


@dataclass
class Place:
    """A server with two people, and the client in it."""

    client: Recorder
    env: simcord.Env
    cdn: Cdn = field(default_factory=Cdn)

    def __post_init__(self) -> None:
        self.env.backend.cdn = self.cdn
        self.guild = self.env.create_guild(name="Alder")
        self.chats = self.guild.create_text_channel("chats")
        self.dana = self.guild.add_member(self.env.create_user("dana"))
        self.omar = self.guild.add_member(self.env.create_user("omar"))

    @property
    def told(self) -> list[Any]:
        """Return what the client was asked."""
        return self.client.told

    def thread(self, name: str) -> simcord.ChannelHandle:
        """Begin a thread in the channel."""
        thread = self.env.backend.create_thread(self.chats.id, name, self.dana.id)
        return simcord.ChannelHandle(self.env, self.guild, thread)

    async def restart(self) -> None:
        """Let a new process of the bot stand where the one before stood."""
        self.client.bot.commands.store.database.engine.dispose()
        self.client = Recorder()
        await self.env.restart_bot(self.client)

    async def slash(self, words: str, **options: Any) -> simcord.InteractionResult:
        """Type a command."""
        return await self.dana.slash(self.chats, f"checkmsg {words}", **options)


@asynccontextmanager
async def at_work() -> AsyncIterator[Place]:
    """Give a server."""
    client = Recorder()
    async with simcord.run(client, shard_count=1) as env:
        place = Place(client, env)
        await place.cdn.open()
        try:
            yield place
        finally:
            await place.cdn.close()
            place.client.bot.commands.store.database.engine.dispose()
