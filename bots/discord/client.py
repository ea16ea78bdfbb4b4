"""Discord's client: each thing that Discord tells us goes from here to what deals with it."""

import asyncio
import logging
import sys
from collections.abc import Callable
from typing import Any

import discord
from discord.ext import commands

from bots.asked import is_told
from bots.discord import asking
from bots.discord.bot import Bot
from bots.discord.bridge import person_id
from bots.discord.catchup import CatchUp
from bots.discord.intake import deletions, news_of, private_deletion
from bots.discord.publishing import publish
from bots.discord.slash import add_commands
from bots.discord.views import DYNAMIC_ITEMS
from bots.inbox import News
from bots.intake import Intake
from core.commands import channels
from core.commands.arriving import forget_thread
from core.commands.commands import Asker
from core.commands.desk import Desk
from core.commands.noticing import notice
from core.errors import trace
from core.model import Stage
from core.records import ArrivalKind, Platform
from core.settings import Settings
from core.store import installations

logger = logging.getLogger(__name__)
DELETED = "It was deleted. Watch another channel."
LONGEST_WAIT_SECONDS = 30.0  # for Discord, where it asks us to wait; later news is better than a stuck thread


def intents_of(settings: Settings) -> discord.Intents:
    """Return what we ask Discord to tell us of: no members, no presences, and the words of posts unless told not to."""
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.dm_messages = True
    intents.message_content = settings.discord_message_content
    return intents


class Client(commands.AutoShardedBot):
    """The bot's connection to Discord. It keeps no messages: what it must remember is in the store."""

    def __init__(self, bot: Bot, settings: Settings) -> None:
        """Take what all listeners share."""
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents_of(settings),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=discord.app_commands.AppInstallationType(guild=True, user=False),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=LONGEST_WAIT_SECONDS,
        )
        self.bot = bot
        self.intake: Intake | None = None
        self.missed = CatchUp(
            self, bot.commands.store, bot.now, reads_content=settings.discord_message_content
        )
        add_commands(self)
        self.add_dynamic_items(*DYNAMIC_ITEMS)

    async def setup_hook(self) -> None:
        """Tell Discord our commands where they have changed."""
        await publish(self, self.bot.commands.store, self.bot.now())

    def dispatch(self, event: str, /, *args: Any, **named: Any) -> None:
        """Hand an event on; what comes while we stop is read from the channels at the next start."""
        if not self.bot.stopping.is_set():
            super().dispatch(event, *args, **named)

    # Posts.

    async def on_message(self, message: discord.Message) -> None:
        """Store a post that somebody wrote, or do what a direct message says that is a command."""
        with self.bot.busy.at_work():
            await self.hear(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Store an edit; Discord calls it one too when a link unfolds, which changes no time of editing."""
        with self.bot.busy.at_work():
            await self.hear_edit(payload.message)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Store that a post is gone."""
        with self.bot.busy.at_work():
            if payload.guild_id is not None:
                await self._keep(
                    await deletions(self, payload.channel_id, {payload.message_id}, payload.guild_id)
                )
            else:
                gone = await private_deletion(self.bot, self, payload.channel_id, payload.message_id)
                await self._keep([gone] if gone else [])

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Store that many posts are gone."""
        with self.bot.busy.at_work():
            if payload.guild_id is not None:
                await self._keep(
                    await deletions(self, payload.channel_id, payload.message_ids, payload.guild_id)
                )

    async def hear(self, message: discord.Message) -> None:
        """Store a message, unless it is none of ours to read; hearing it again does nothing."""
        news = await news_of(self.bot, self, message, ArrivalKind.POSTED)
        if news is not None and is_told(news.arrival):
            await asking.obey(self.bot, message)
        elif news is not None:
            await self._keep([news])

    async def hear_edit(self, message: discord.Message) -> None:
        """Store what an edit made of a message; hearing it again does nothing."""
        if message.edited_at is not None:
            news = await news_of(self.bot, self, message, ArrivalKind.EDITED)
            await self._keep([news] if news else [])

    async def _keep(self, news: list[News]) -> None:
        if self.intake is not None:
            await asyncio.gather(*(self.intake.keep(one) for one in news))

    # Servers and channels.

    async def on_ready(self) -> None:
        """Know every server that we are in, and read what was posted while we were away."""
        store = self.bot.commands.store
        for guild in self.guilds:
            await self._settle(guild)
        ours = {str(guild.id) for guild in self.guilds}
        for known in await asyncio.to_thread(installations.present, store, Platform.DISCORD):
            if known not in ours:
                await self._let_go(known)
        logger.info("Discord: in %s servers", len(ours))
        await self.keep_up()

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Know that something may be missed from now on."""
        self.missed.lost(shard_id)

    async def on_shard_ready(self, shard_id: int) -> None:
        """Read what was posted while there was no connection."""
        self.missed.found(shard_id)
        await self.keep_up()

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Read what was posted while the connection was down, as far as Discord does not tell it again."""
        self.missed.found(shard_id)
        await self.keep_up()

    async def keep_up(self) -> None:
        """Read what was missed, if anything, and note until when everything was heard."""
        with self.bot.busy.at_work():
            await self.missed.keep_up(self.guilds)

    async def rest(self) -> None:
        """Note until when everything was heard, and read nothing more of what was missed."""
        if self.is_ready():
            await self.missed.mark()
        for shard_id in self.shards:
            self.missed.lost(shard_id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Know a server that we were invited to."""
        await self._settle(guild)
        await self.keep_up()

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Know a server that could not be reached before."""
        await self._settle(guild)
        await self.keep_up()

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Let go of a server that took us out."""
        await self._let_go(str(guild.id))

    async def _let_go(self, guild: str) -> None:
        store, now = self.bot.commands.store, self.bot.now()
        await asyncio.to_thread(installations.remove, store, Platform.DISCORD, [guild], now)
        logger.warning("a server took the bot out; what was unread is erased")

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Read a channel no more that is gone."""
        await self._beside(channel.guild, lambda desk: channels.lost(desk, str(channel.id), DELETED))

    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Know a channel by its new name."""
        if before.name != after.name:
            await self._beside(after.guild, lambda desk: channels.renamed(desk, str(after.id), after.name))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Forget what stood in a thread that is gone."""
        guild = self.get_guild(payload.guild_id)
        if guild is not None:
            channel, thread = str(payload.parent_id), str(payload.thread_id)
            is_forum = isinstance(guild.get_channel(payload.parent_id), discord.ForumChannel)
            await self._beside(guild, lambda desk: forget_thread(desk, channel, thread, whole=is_forum))

    async def _settle(self, guild: discord.Guild) -> None:
        """Remember a server before its first news comes, and greet whoever owns it where it is new."""
        store, now = self.bot.commands.store, self.bot.now()
        ours = (Platform.DISCORD, str(guild.id), guild.name)
        is_new = await asyncio.to_thread(installations.settle, store, *ours, now)
        if is_new and guild.owner_id:
            owner = person_id(guild.owner_id)
            await self._beside(guild, lambda desk: notice(desk, "welcome", owner, owner))

    async def _beside(self, guild: discord.Guild, work: Callable[[Desk], Any]) -> None:
        """Do something in the name of nobody, in a thread."""
        us = Asker(Platform.DISCORD, str(guild.id), guild.name, "", "")

        def do() -> None:
            with self.bot.commands.desk(us, self.bot.now()) as desk:
                work(desk)

        with self.bot.busy.at_work():
            await asyncio.to_thread(do)

    # What people ask; the commands, modals and controls call these.

    async def asked(self, interaction: discord.Interaction[Any], words: str, text: str = "") -> None:
        """Do what a command says."""
        await asking.run(self.bot, interaction, words, text)

    async def check_asked(
        self,
        interaction: discord.Interaction[Any],
        text: str,
        client: str = "",
        stage: Stage | None = None,
        draft: bool = False,
    ) -> None:
        """Check a text."""
        await asking.check_text(self.bot, interaction, text, client, stage, draft=draft)

    async def box_asked(self, interaction: discord.Interaction[Any]) -> None:
        """Open the box in which a text is checked."""
        await asking.open_box(self.bot, interaction)

    async def check_pointed_at(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Check a post that somebody points at."""
        await asking.check_post(self.bot, interaction, message)

    async def pressed(
        self, interaction: discord.Interaction[Any], check_id: int, action: str, value: str
    ) -> None:
        """Do what a control stands for."""
        await asking.press(self.bot, interaction, check_id, action, value)

    async def suggestions(
        self, interaction: discord.Interaction[Any], kind: str, typed: str
    ) -> list[tuple[str, str]]:
        """Return what fits where a command asks for something."""
        return await asking.suggest(self.bot, interaction, kind, typed)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Log that an event could not be dealt with, without its words."""
        error = sys.exc_info()[1]
        logger.error("%s could not be dealt with: %s", event_method, trace(error) if error else "")
