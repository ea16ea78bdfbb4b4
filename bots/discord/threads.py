"""Where a post goes: to a thread, begun on the message that it answers, or to what is left where there can be none.

What may be done is read from what discord.py remembers before Discord is asked: each refusal counts towards a ban.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

import discord

from bots.delivery import Gone, Refused
from bots.discord.bridge import user_id_of
from bots.discord.errors import (
    ARCHIVED,
    NO_ACCESS,
    NO_HISTORY,
    NO_MESSAGES,
    NO_RIGHT,
    THREAD_EXISTS,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    asking,
    passing,
)
from core.records import Post, PostKind

NAME = "checkmsg"  # Names are shown in notifications: never a client's words.
ARCHIVED_AFTER_MINUTES: Final = 60
# A thread that cannot be written to or begun: locked, one too many, deleted, not of this channel's kind.
CLOSED = frozenset(
    {UNKNOWN_CHANNEL, NO_ACCESS, NO_RIGHT, NO_MESSAGES, ARCHIVED, "160005", "160006", "160007"}
)

Direct = discord.DMChannel
Talk = discord.TextChannel | discord.VoiceChannel | discord.StageChannel
Room = Talk | discord.Thread | Direct  # where messages stand
Public = Talk | discord.ForumChannel  # of a server
Channel = Public | Direct  # what a post is sent to


@dataclass(frozen=True, slots=True)
class Spot:
    """A room to write in, the message there that is answered, and the codes on which the next spot is tried."""

    room: Room
    answers: int = 0
    unless: frozenset[str] = frozenset()


async def channel_of(client: discord.Client, guild: discord.Guild, post: Post) -> Channel:
    """Return what a post is sent to; raises Refused for good where it takes no messages or is of another server."""
    user_id = user_id_of(post.destination)
    with asking():
        if user_id is not None:
            return await client.create_dm(discord.Object(user_id))
        number = int(post.destination)
        channel = client.get_channel(number) or await client.fetch_channel(number)
    if isinstance(channel, Direct):
        return channel
    if not isinstance(channel, Public):
        raise Refused(NO_MESSAGES, forever=True)
    if channel.guild.id != guild.id:
        raise Refused("other_server", forever=True)
    return channel


def rights_in(channel: Channel) -> discord.Permissions:
    """Return what we may do in a channel; in its threads it is the same."""
    if isinstance(channel, Direct):
        return discord.Permissions.all()
    # Not the channel's own way, which takes the right to attach files from whoever may write in threads only.
    return discord.abc.GuildChannel.permissions_for(channel, channel.guild.me)


async def spots(client: discord.Client, channel: Channel, post: Post) -> AsyncIterator[Spot]:
    """Yield where a post may go, the best first; raises Gone where what it answers is not there any more."""
    rights = rights_in(channel)
    if not post.thread:
        if not isinstance(channel, discord.ForumChannel) and rights.view_channel and rights.send_messages:
            yield Spot(channel)
        return
    answered = int(post.thread)
    if isinstance(channel, Direct):
        yield Spot(channel, answered)
        return
    if not rights.view_channel:
        return
    thread = await thread_of(client, channel, answered, begin=post.kind is PostKind.REPLY)
    if thread is not None and _is_open(thread, rights):
        yield Spot(thread, unless=CLOSED)
    # What is said in a private thread is not for the channel.
    if isinstance(channel, discord.ForumChannel) or (thread is not None and thread.is_private()):
        return
    if rights.send_messages:
        if rights.read_message_history:
            yield Spot(channel, answered, frozenset({NO_HISTORY}))
        yield Spot(channel)


async def thread_of(
    client: discord.Client, channel: Channel, thread_id: int, *, begin: bool = False
) -> discord.Thread | None:
    """Return a thread of a channel, begun on the message of the same id where asked for, or None where there is none.

    Raises Gone where the message is not there either, and Refused where the thread is not shown to us.
    """
    if isinstance(channel, Direct):
        return None
    known = channel.guild.get_thread(thread_id)
    if known is not None:
        return known if known.parent_id == channel.id else None
    is_gone = isinstance(channel, discord.ForumChannel)
    if begin and isinstance(channel, discord.TextChannel) and _may_begin(rights_in(channel)):
        try:
            with passing(THREAD_EXISTS, *CLOSED), asking():
                return await channel.get_partial_message(thread_id).create_thread(
                    name=NAME, auto_archive_duration=ARCHIVED_AFTER_MINUTES
                )
        except Gone:
            is_gone = True  # A thread outlives the message on which it began.
    with passing(UNKNOWN_CHANNEL), asking():
        found = await client.fetch_channel(thread_id)
        if isinstance(found, discord.Thread) and found.parent_id == channel.id:
            return found
    if is_gone:
        raise Gone(UNKNOWN_MESSAGE)
    return None


async def is_within(client: discord.Client, channel: Channel, room: int) -> bool:
    """Return whether something stands in a channel or in a thread of it."""
    if room == channel.id:
        return True
    with passing(NO_ACCESS, UNKNOWN_MESSAGE):
        return await thread_of(client, channel, room) is not None
    return False


async def rooms(client: discord.Client, channel: Channel, thread: str) -> list[Room]:
    """Return where a post may have gone."""
    found = await thread_of(client, channel, int(thread)) if thread else None
    return [
        room for room in (found, channel) if room is not None and not isinstance(room, discord.ForumChannel)
    ]


async def bring_back(client: discord.Client, thread_id: int) -> None:
    """Take a thread out of the archive, in which nothing can be changed."""
    with asking():
        thread = await client.fetch_channel(thread_id)
        if isinstance(thread, discord.Thread):
            await thread.edit(archived=False)


def _may_begin(rights: discord.Permissions) -> bool:
    return rights.create_public_threads and rights.send_messages_in_threads and rights.read_message_history


def _is_open(thread: discord.Thread, rights: discord.Permissions) -> bool:
    return rights.send_messages_in_threads and not thread.locked
