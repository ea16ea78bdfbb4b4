"""What Discord tells us of posts, as news for the inbox."""

from dataclasses import replace

import discord

from bots.discord.bot import Bot
from bots.discord.bridge import person_id
from bots.discord.homes import home_of
from bots.discord.places import Place, place_of
from bots.discord.reading import Posted, read
from bots.inbox import News
from core.model import Purpose
from core.records import Arrival, ArrivalKind, Platform
from core.transcript.gate import is_conversation

GONE = "gone"


async def news_of(
    bot: Bot, client: discord.Client, message: discord.Message, kind: ArrivalKind
) -> News | None:
    """Return a message as news, or None where it is none: ours, the system's, without content, of nobody's agency.

    An edit that has no content has taken it away.
    """
    me = client.user
    if me is None or message.author.id == me.id:
        return None
    posted = read(message, me.id)
    if not posted.is_content or not (_has_content(posted) or kind is ArrivalKind.EDITED):
        return None
    place = await place_of(client, message.channel, message.guild.id if message.guild else None)
    if place is None or (place.is_ours and not posted.mentions_us):
        return None  # Talk below a reply of ours is read on request only.
    post = (place.channel, str(message.id)) if kind is ArrivalKind.EDITED else None
    guild = place.guild or await home_of(bot, posted.author, post=post)
    if not guild:
        return None
    if isinstance(message.author, discord.Member):
        bot.directory.note(message.author)
    text = posted.text
    if posted.mentions_us and not is_conversation(text, Purpose.MIXED):
        # A mention, with or without a question beside it, means the post that it answers.
        text = await _meant(message, me.id) or text
    return News(Platform.DISCORD, guild, _arrival(kind, message, place, replace(posted, text=text)))


def _has_content(posted: Posted) -> bool:
    return bool(
        posted.text.strip()
        or posted.attachments
        or posted.pictures
        or posted.other_files
        or posted.mentions_us
    )


def _arrival(kind: ArrivalKind, message: discord.Message, place: Place, posted: Posted) -> Arrival:
    is_edit = kind is ArrivalKind.EDITED and posted.edited_at is not None
    return Arrival(
        kind=kind,
        channel=place.channel,
        message=str(message.id),
        author=posted.author,
        posted_at=message.created_at,
        text=posted.text,
        # The first message of a thread in a forum has the thread's own id.
        thread="" if place.thread == str(message.id) else place.thread,
        version=posted.edited_at.isoformat() if is_edit and posted.edited_at else "",
        attachments=posted.attachments,
        pictures=posted.pictures,
        other_files=posted.other_files,
        private=place.private,
        asked=posted.mentions_us and not place.private,
        by_bot=posted.by_bot,
    )


async def _meant(message: discord.Message, me: int) -> str:
    """Return the text of the post that is answered, or that began the thread; nothing where there is none."""
    reference = message.reference
    found = reference.resolved if reference else None
    try:
        if reference and reference.message_id and not isinstance(found, discord.Message):
            found = await message.channel.fetch_message(reference.message_id)
        elif found is None and isinstance(message.channel, discord.Thread):
            found = await _starter(message.channel)
    except (discord.NotFound, discord.Forbidden):
        return ""
    return read(found, me).text if isinstance(found, discord.Message) else ""


async def _starter(thread: discord.Thread) -> discord.Message | None:
    """Return the message that a thread hangs on; in a forum it stands in the thread itself."""
    if isinstance(thread.parent, discord.ForumChannel):
        return await thread.fetch_message(thread.id)
    return await thread.parent.fetch_message(thread.id) if thread.parent else None


async def deletions(
    client: discord.Client, channel_id: int, message_ids: set[int], guild_id: int
) -> list[News]:
    """Return deleted messages of a server as news; who wrote them is not told."""
    channel = client.get_channel(channel_id) or client.get_partial_messageable(channel_id)
    place = await place_of(client, channel, guild_id)
    if place is None:
        return []
    return [
        News(Platform.DISCORD, str(guild_id), _gone(place.channel, message_id, place.thread))
        for message_id in sorted(message_ids)
    ]


async def private_deletion(bot: Bot, client: discord.Client, channel_id: int, message_id: int) -> News | None:
    """Return a message that somebody deleted in the direct conversation with us as news."""
    channel = client.get_channel(channel_id)
    try:
        channel = channel or await client.fetch_channel(channel_id)
    except (discord.NotFound, discord.Forbidden):
        return None
    recipient = channel.recipient if isinstance(channel, discord.DMChannel) else None
    post = (str(channel_id), str(message_id))
    guild = await home_of(bot, person_id(recipient.id), post=post) if recipient else ""
    gone = replace(_gone(str(channel_id), message_id, ""), private=True)
    return News(Platform.DISCORD, guild, gone) if guild else None


def _gone(channel: str, message_id: int, thread: str) -> Arrival:
    thread = "" if thread == str(message_id) else thread
    return Arrival(
        ArrivalKind.DELETED,
        channel,
        str(message_id),
        "",
        discord.utils.snowflake_time(message_id),
        thread=thread,
        version=GONE,
    )
