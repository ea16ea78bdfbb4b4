"""What was posted while the bot was away: Discord tells it to nobody again, so it is read after every gap.

A mark in the store says until when a server was heard without a gap. What is read twice is stored once.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import discord

from bots.delivery import Gone
from bots.discord.errors import FAILURES, delivery_error
from core.records import Platform
from core.store.heard import heard, mark_heard
from core.store.inbox import stored
from core.store.tenant import Store

logger = logging.getLogger(__name__)
# A connection may be dead for two minutes before that is noticed, and what came before may not be stored yet.
MARGIN = timedelta(minutes=3)
LONGEST = timedelta(hours=24)
MOST_POSTS = 1000  # of a channel or a thread, which Discord gives by hundreds
MOST_AT_REST = 50  # threads of a channel that are archived
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
RESTS_AFTER = timedelta(hours=1)  # Discord archives no quiet thread sooner.

Span = tuple[datetime, datetime]
Spoken = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
_PARENTS = discord.TextChannel | discord.ForumChannel


class Listener(Protocol):
    """What stores a message of Discord's, and once, however often it is told of it."""

    async def hear(self, message: discord.Message, *, answered: bool = False) -> None:
        """Store a message; `answered` says that it was answered, though nothing is remembered of it."""

    async def hear_edit(self, message: discord.Message) -> None:
        """Store what somebody made of their message."""

    async def tell_missed(self, channel: discord.abc.GuildChannel, key: str) -> None:
        """Tell the leads that not all was read that was posted in a channel; `key` makes it one."""


class CatchUp:
    """Reads what was missed, and moves the marks of those servers of which nothing is missing."""

    def __init__(
        self, listener: Listener, store: Store, now: Callable[[], datetime], *, reads_content: bool
    ) -> None:
        """Take what stores messages; without the right to read content only mentions are worth reading."""
        self._listener = listener
        self._store = store
        self._now = now
        self._reads_content = reads_content
        self._current: set[int] = set()  # servers of which nothing is missing
        self._away: set[int] = set()  # shards without a connection
        self._gaps = 0
        self._one_at_a_time = asyncio.Lock()

    def lost(self, shard: int) -> None:
        """Note that a shard's connection is gone, or will be: no mark moves until what is missed from now on was read.

        What is being read just then is left for later.
        """
        self._away.add(shard)
        self._gaps += 1
        # Of the other shards nothing is missing, which costs no more than a look at each of their channels.
        self._current.clear()

    def found(self, shard: int) -> None:
        """Note that a shard's connection stands again."""
        self._away.discard(shard)

    def doubt(self, guild_id: int) -> None:
        """Note that something of a server may be missing: its mark stays until that was read."""
        self._current.discard(guild_id)
        self._gaps += 1

    async def keep_up(self, guilds: Iterable[discord.Guild]) -> None:
        """Read what was missed in servers, then move the marks; to be called with all of them, and each minute.

        A server of which nothing is missing costs no request. Raises what the listener and the database raise; the
        mark of that server stays, and the others are read all the same.
        """
        failed: Exception | None = None
        async with self._one_at_a_time:
            for guild in guilds:
                try:
                    await self._catch_up(guild)
                except Exception as error:  # noqa: BLE001  # It is raised below.
                    failed = error
            await self._mark(self._current)
        if failed is not None:
            raise failed

    async def rest(self, shards: Iterable[int]) -> None:
        """Move the marks for the last time: of what comes from now on nothing is heard, and nothing is read again."""
        current = set(self._current)
        for shard in shards:
            self.lost(shard)
        await self._mark(current)

    async def _mark(self, current: Iterable[int]) -> None:
        """Move the marks of servers of which nothing is missing to now."""
        ids = [str(guild_id) for guild_id in current]
        await asyncio.to_thread(mark_heard, self._store, Platform.DISCORD, ids, self._now())

    async def _catch_up(self, guild: discord.Guild) -> None:
        if guild.unavailable or guild.shard_id in self._away:
            self._current.discard(guild.id)
            return
        if guild.id in self._current:
            return
        gaps = self._gaps
        known = await asyncio.to_thread(heard, self._store, Platform.DISCORD, str(guild.id))
        is_whole = True
        # What was posted before the bot came is none of its business, unless somebody has it look back.
        if known is not None and known.until is not None:
            for channel in map(guild.get_channel, map(int, known.channels)):
                if channel is not None:
                    is_whole &= await self._read_channel(channel, known.until, known.lost, gaps)
        if is_whole and gaps == self._gaps:
            self._current.add(guild.id)

    async def _read_channel(
        self, channel: discord.abc.GuildChannel, until: datetime, lost: Span | None, gaps: int
    ) -> bool:
        """Read a channel and its threads, until another gap begins; returns whether nothing is left for later."""
        oldest = self._now() - LONGEST
        since = max(until - MARGIN, oldest)
        # Of what a restore took away the leads are told once, and not by channel.
        is_told = lost is not None and until <= lost[1]
        too_many = until < oldest and not is_told and _is_talked_in(channel, until)
        places, read, is_whole = [], [], True
        try:
            async for spoken in places_in(channel, since, at_rest=self._now() - since > RESTS_AFTER):
                places.append(spoken)  # noqa: PERF401  # What was found before a failure is read all the same.
        except FAILURES as error:
            is_whole = _is_final(channel.id, error)
        for spoken in places:
            if gaps != self._gaps:
                return False
            try:
                missed = await posted_in(spoken, since, MOST_POSTS)
            except FAILURES as error:
                is_whole &= _is_final(spoken.id, error)
                continue
            too_many |= len(missed) == MOST_POSTS
            read.append(missed)
        forgotten = lost and (lost[0], min(lost[1], last_sign(channel.guild.me, read)))
        for missed in read:
            if gaps != self._gaps:
                return False
            await self._hear(channel, missed, forgotten)
        if too_many:
            logger.warning("more may be missed in %s than is read again", channel.id)
            await self._listener.tell_missed(channel, until.isoformat())
        return is_whole

    async def _hear(
        self, channel: discord.abc.GuildChannel, missed: list[discord.Message], forgotten: Span | None
    ) -> None:
        """Store what is not stored yet; of a bot that is restarted again and again, each life gets further so."""
        ids = [str(message.id) for message in missed]
        place = (Platform.DISCORD, str(channel.guild.id), str(channel.id))
        known = await asyncio.to_thread(stored, self._store, *place, ids)
        for message in missed:
            if self._reads_content or (message.guild and message.guild.me in message.mentions):
                if str(message.id) not in known:
                    answered = forgotten is not None and forgotten[0] <= message.created_at <= forgotten[1]
                    await self._listener.hear(message, answered=answered)
                # It may have been heard before the gap, as it was then.
                if message.edited_at is not None:
                    await self._listener.hear_edit(message)


async def places_in(
    channel: discord.abc.GuildChannel, since: datetime, *, at_rest: bool
) -> AsyncIterator[Spoken]:
    """Yield where something was posted since an instant: a channel, its threads, and on demand those at rest."""
    if isinstance(channel, Spoken) and _is_newer(channel, since):
        yield channel
    if not isinstance(channel, _PARENTS):
        return
    for thread in channel.threads:
        if _is_newer(thread, since):
            yield thread
    if at_rest:
        async for thread in channel.archived_threads(limit=MOST_AT_REST):
            if _is_newer(thread, since):
                yield thread


def last_sign(me: discord.Member, read: Iterable[Iterable[discord.Message]]) -> datetime:
    """Return when we were there last for all that can be seen: a post of ours, an edit of it, or a post with our mark."""
    signs = (
        message.edited_at or message.created_at if message.author.id == me.id else message.created_at
        for posted in read
        for message in posted
        if message.author.id == me.id or any(reaction.me for reaction in message.reactions)
    )
    return max(signs, default=BEFORE_ALL)


def newest_in(spoken: Spoken | discord.ForumChannel) -> int:
    """Return the id of the newest post of a place, of which nothing else is known; it may be deleted."""
    return spoken.last_message_id or spoken.id


def _is_newer(spoken: Spoken | discord.ForumChannel, since: datetime) -> bool:
    return discord.utils.snowflake_time(newest_in(spoken)) >= since


def _is_talked_in(channel: discord.abc.GuildChannel, since: datetime) -> bool:
    """Return whether something was posted in a channel since an instant, or in a thread of it that is not at rest."""
    threads = channel.threads if isinstance(channel, _PARENTS) else []
    places = [place for place in (channel, *threads) if isinstance(place, Spoken | discord.ForumChannel)]
    return any(place.last_message_id and _is_newer(place, since) for place in places)


async def posted_in(spoken: Spoken, since: datetime, most: int) -> list[discord.Message]:
    """Return what was posted since an instant, the oldest first; of too many posts the newest."""
    posted: list[discord.Message] = []
    async for message in spoken.history(limit=most):
        if message.created_at < since:
            break
        posted.append(message)
    return posted[::-1]


def _is_final(where: int, error: Exception) -> bool:
    """Log why something cannot be read; returns whether it would be refused the next time, too."""
    failed = delivery_error(error)
    logger.warning("what was missed in %s cannot be read: %s", where, failed.status)
    return failed.forever or isinstance(failed, Gone)
