"""Discord's client, as far as servers and channels go: which there are, and what of them was missed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import discord
from discord.ext import commands

from bots.discord.bot import Bot
from bots.discord.bridge import person_id
from bots.discord.catchup import CatchUp
from bots.discord.errors import FAILURES, code_of, delivery_error
from core.commands import channels
from core.commands.arriving import forget_thread
from core.commands.commands import Asker
from core.commands.desk import Desk
from core.commands.noticing import notice, tell_leads
from core.errors import trace
from core.records import Platform
from core.settings import Settings
from core.store import installations

logger = logging.getLogger(__name__)
DELETED = "It was deleted. Watch another channel."
LONGEST_WAIT_SECONDS = 30.0  # for Discord, where it asks us to wait; later news is better than a stuck thread
MOST_ASKED = 20  # servers at a start
PAUSE_SECONDS = 2.0  # A stop waits for it.
GUILDS_COME_WITHIN = (
    1.0  # Seconds from one server to the next at a start; one that is later is caught up with by itself.
)


def intents_of(settings: Settings) -> discord.Intents:
    """Return what we ask Discord to tell us of: no members, no presences, and the words of posts unless told not to."""
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.dm_messages = True
    intents.message_content = settings.discord_message_content
    return intents


class Servers(commands.AutoShardedBot):
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
            guild_ready_timeout=GUILDS_COME_WITHIN,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=LONGEST_WAIT_SECONDS,
        )
        self.bot = bot
        self.missed = CatchUp(
            self, bot.commands.store, bot.now, reads_content=settings.discord_message_content
        )

    async def hear(self, message: discord.Message, *, answered: bool = False) -> None:
        """Store a message, unless it is none of ours to read; hearing it again does nothing."""
        raise NotImplementedError

    async def hear_edit(self, message: discord.Message) -> None:
        """Store what an edit made of a message; hearing it again does nothing."""
        raise NotImplementedError

    # What is missed, and what must not be.

    async def keep_up(self) -> None:
        """Read what was missed, if anything, and note until when everything was heard."""
        if self.bot.is_ours():
            with self.bot.busy.at_work():
                await self.missed.keep_up(self.guilds)

    async def rest(self) -> None:
        """Note until when everything was heard, and read nothing more of what was missed."""
        if self.bot.is_ours():
            await self.missed.rest(self.shards)

    async def hang_up(self) -> None:
        """Leave the gateway; what needs no more than requests still works."""
        for number in self.shards:
            self.missed.lost(number)
        await asyncio.gather(*(shard.disconnect() for shard in self.shards.values()))

    async def tell_missed(self, channel: discord.abc.GuildChannel, key: str) -> None:
        """Tell the leads that not all was read that was posted in a channel; `key` makes it one."""
        where = {"channel": str(channel.id), "name": channel.name}
        await self._beside(
            channel.guild, lambda desk: tell_leads(desk, "missed", f"{channel.id}:{key}", **where)
        )

    @contextmanager
    def hearing(self, guild_id: int | None) -> Iterator[None]:
        """Listen; what fails meanwhile is read from its server's channels later."""
        with self.bot.busy.at_work():
            try:
                yield
            except Exception:  # It is raised again; here it only leaves a mark.
                if guild_id is not None:
                    self.missed.doubt(guild_id)
                raise

    async def insist(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something until it is done or we stop; Discord tells once of what is gone, and no channel shows it later.

        Raises what the last attempt raises.
        """
        with self.bot.busy.at_work():
            while True:
                try:
                    await work()
                except Exception as error:  # It is logged and tried again, and raised when we stop.
                    if self.bot.stopping.is_set():
                        raise
                    logger.error("what is gone could not be stored yet: %s", trace(error))  # noqa: TRY400  # Without its message.
                    await asyncio.sleep(PAUSE_SECONDS)
                else:
                    return

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

    # Servers.

    async def on_ready(self) -> None:
        """Know every server that we are in, and read what was posted while we were away."""
        for guild in self.guilds:
            await self._settle(guild)
        await self._let_go_of_others()
        logger.info("Discord: in %s servers", len(self.guilds))
        await self.keep_up()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Know a server that we were invited to."""
        await self._settle(guild)
        await self.keep_up()

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Know a server that could not be reached before, and read what was posted there meanwhile."""
        await self._settle(guild)
        await self.keep_up()

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """Know that something may be missed in a server that Discord cannot reach."""
        self.missed.doubt(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Let go of a server that took us out."""
        self.missed.doubt(guild.id)
        await self.insist(lambda: self._let_go(str(guild.id)))

    async def _settle(self, guild: discord.Guild) -> None:
        """Remember a server before its first news comes, and greet whoever owns it where it is new."""
        if guild.unavailable:
            return  # Not even its name is known; it is told again once it can be reached.
        store, now = self.bot.commands.store, self.bot.now()
        ours = (Platform.DISCORD, str(guild.id), guild.name)
        is_new = await asyncio.to_thread(installations.settle, store, *ours, now)
        if is_new and guild.owner_id:
            owner = person_id(guild.owner_id)
            await self._beside(guild, lambda desk: notice(desk, "welcome", owner, owner))

    async def _let_go_of_others(self) -> None:
        """Let go of the servers that have taken us out while we were away.

        Whoever starts another application on our database once is in none of them, which says nothing about us.
        """
        known = await asyncio.to_thread(installations.present, self.bot.commands.store, Platform.DISCORD)
        others = [guild for guild in known if self.get_guild(int(guild)) is None]
        if others and len(others) == len(known):
            logger.warning("the bot is in none of its servers; they are kept. Is it the token of this bot?")
            return
        for guild in others[:MOST_ASKED]:
            if await self._is_out_of(guild):
                await self._let_go(guild)

    async def _is_out_of(self, guild: str) -> bool:
        """Return whether Discord says that we are not in a server, and not only that it cannot tell."""
        try:
            await self.fetch_guild(int(guild), with_counts=False)
        except (discord.NotFound, discord.Forbidden) as error:
            logger.info("server %s: %s", guild, code_of(error))
            return True
        except FAILURES as error:
            logger.warning("whether server %s still has the bot: %s", guild, delivery_error(error).status)
        return False

    async def _let_go(self, guild: str) -> None:
        store, now = self.bot.commands.store, self.bot.now()
        await asyncio.to_thread(installations.remove, store, Platform.DISCORD, [guild], now)
        logger.warning("a server took the bot out; what was unread is erased")

    # Channels.

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Read a channel no more that is gone."""
        where = str(channel.id)
        await self.insist(
            lambda: self._beside(channel.guild, lambda desk: channels.lost(desk, where, DELETED))
        )

    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Know a channel by its new name."""
        if before.name != after.name:
            await self._beside(after.guild, lambda desk: channels.renamed(desk, str(after.id), after.name))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Forget what stood in a thread that is gone."""
        guild = self.get_guild(payload.guild_id)
        if guild is None:
            return
        channel, thread = str(payload.parent_id), str(payload.thread_id)
        is_forum = isinstance(guild.get_channel(payload.parent_id), discord.ForumChannel)
        await self.insist(
            lambda: self._beside(guild, lambda desk: forget_thread(desk, channel, thread, whole=is_forum))
        )

    async def _beside(self, guild: discord.Guild, work: Callable[[Desk], Any]) -> None:
        """Do something in the name of nobody, in a thread."""
        us = Asker(Platform.DISCORD, str(guild.id), guild.name, "", "")

        def do() -> None:
            with self.bot.commands.desk(us, self.bot.now()) as desk:
                work(desk)

        with self.bot.busy.at_work():
            await asyncio.to_thread(do)
