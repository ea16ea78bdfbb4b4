"""The quiet look back over the channels that are read, as far as Discord lets us see: it answers nothing."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime

import discord

from bots.asked import Shown
from bots.discord.bot import Bot
from bots.discord.catchup import Spoken, newest_in, places_in, posted_in
from bots.discord.directory import Person
from bots.discord.door import asker_of, texts_of
from bots.discord.errors import code_of
from bots.discord.reading import Posted, read
from bots.discord.telling import Interaction, tell
from core.commands.commands import Asker
from core.commands.desk import CommandError
from core.commands.looking_back import MOST_POSTS, SPAN, channels_to_read, plan_summary, read_past
from core.reply import Heading, Paragraph, Reply, Rung
from core.store import people

logger = logging.getLogger(__name__)
BEGUN = Reply(Rung.FULL, (Heading("I look back now"), Paragraph("The summary comes as a direct message.")))
CUT_SHORT = Reply(
    Rung.FULL,
    (
        Heading("I did not get to the end of looking back"),
        Paragraph(
            "I am being started anew. Have me look back again in a minute; what I have read counts once."
        ),
    ),
    done=False,
)
Post = tuple[discord.Message, Posted]


async def look_back(bot: Bot, interaction: Interaction, asker: Asker) -> list[Shown]:
    """Read what was posted lately, and send the one who asked a summary.

    Raises what Discord answers, other than that we may not see a channel.
    """
    try:
        channels = await asyncio.to_thread(_channels, bot, asker)
    except CommandError as error:
        return [Shown(Reply(Rung.FULL, (Heading(str(error)),), done=False))]
    await tell(interaction, Shown(BEGUN))
    share = max(1, MOST_POSTS // len(channels))
    number = 0
    for channel in channels:
        posts = await _posts(bot, asker.workspace, channel, share)
        # Before the thread begins: none may wait there for the loop.
        authors = {posted.author for _, posted in posts}
        known = {author: await bot.directory.find(int(asker.workspace), author) for author in authors}
        number += await asyncio.to_thread(_record, bot, asker.workspace, channel, posts, known)
        if bot.stopping.is_set():
            return [Shown(CUT_SHORT)]
    await asyncio.to_thread(_sum_up, bot, asker, number)
    return []


def _channels(bot: Bot, asker: Asker) -> list[str]:
    with bot.commands.desk(asker, bot.now()) as desk:
        return channels_to_read(desk)


def _sum_up(bot: Bot, asker: Asker, number: int) -> None:
    with bot.commands.desk(asker, bot.now()) as desk:
        plan_summary(desk, people.member_row(desk.tenant, desk.member.id), number)


async def _posts(bot: Bot, guild: str, channel: str, most: int) -> list[Post]:
    """Return what people posted in a channel and its threads, the oldest first; of too many posts the newest."""
    server = bot.bridge.client.get_guild(int(guild))
    found = server.get_channel(int(channel)) if server else None
    since = bot.now() - SPAN
    posts: list[Post] = []
    try:
        places = [] if found is None else [place async for place in places_in(found, since, at_rest=True)]
        for spoken in sorted(places, key=newest_in, reverse=True):
            if bot.stopping.is_set() or len(posts) >= most:
                break
            posts += await _posts_in(spoken, since)
    except (discord.Forbidden, discord.NotFound) as error:
        logger.warning("a channel could not be looked back on: %s", code_of(error))
    return sorted(posts, key=lambda post: post[0].id)[-most:]


async def _posts_in(spoken: Spoken, since: datetime) -> list[Post]:
    me = spoken.guild.me.id
    if isinstance(spoken, discord.Thread) and spoken.owner_id == me:
        return []  # Talk below a reply of ours is read on request only.
    found = [(message, read(message, me)) for message in await posted_in(spoken, since, MOST_POSTS)]
    return [(message, posted) for message, posted in found if posted.is_content and not posted.by_bot]


def _record(bot: Bot, guild: str, channel: str, posts: list[Post], known: Mapping[str, Person]) -> int:
    """Record what stands in posts; returns how many were read."""
    for number, (message, posted) in enumerate(posts):
        if bot.stopping.is_set():
            return number
        texts, _ = texts_of(posted.attachments, bot.hosts)
        text = "\n".join(filter(str.strip, (posted.text, *texts)))
        person = known[posted.author]
        if text.strip() and not person.gone:
            asker = asker_of(bot.bridge, guild, person, channel)
            read_past(bot.commands, asker, text, f"{channel}:{message.id}", message.created_at)
    return len(posts)
