"""Posts to Discord: each once, in its thread, and to nobody whom it is not meant for."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import discord

from bots.delivery import DeliveryError, Gone, Refused
from bots.discord.bridge import Bridge, user_id_of
from bots.discord.errors import (
    ARCHIVED,
    INVALID,
    NO_ACCESS,
    NO_RIGHT,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    asking,
    passing,
    posting,
)
from bots.discord.layout import Message, message
from bots.discord.names import as_slash
from bots.discord.standing import earlier_one, nonce_of, parts_of, sign_of, stands
from bots.discord.threads import Channel, Direct, Spot, bring_back, channel_of, is_within, rights_in, spots
from bots.discord.views import Look, files_of, in_components, in_embeds
from core.records import PINNED, REPORTS, Post, PostKind
from core.reply import READ, File, Reply, Rung

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

# Why something of ours cannot be taken back or rewritten, which is no reason to hold back what is true now.
FIXED = (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, "10014", "30046", NO_ACCESS, NO_RIGHT, ARCHIVED, "160005")
FORUM = "40058"  # nothing but threads can be begun in it
NOBODY = discord.AllowedMentions.none()


class DiscordSender:
    """The Sender of bots/delivery.py for every server; used from any worker thread.

    What one call does is one piece of work on the bot's loop, so that it ends in time whatever discord.py waits for.
    """

    def __init__(self, bridge: Bridge, guild_of: Callable[[int], str]) -> None:
        """Take the way to Discord, and what gives a server by its number in the store."""
        self._bridge = bridge
        self._guild_of = guild_of

    def send(self, post: Post, reply: Reply) -> str:
        """Post a reply, or bring up to date what it replaces; returns CHANNEL:MESSAGE, of a reaction with its emoji."""
        guild_id = int(self._guild_of(post.workspace_id))
        return self._bridge.wait(_send(self._bridge, guild_id, post, reply, _said(post, reply)))

    def find(self, post: Post) -> str | None:
        """Return the id of the message that a post has become.

        A reaction is not looked for: it does no harm to ask for it again, and what replaces it takes it away.
        """
        guild_id = int(self._guild_of(post.workspace_id))
        return self._bridge.wait(_find(self._bridge, guild_id, post))

    def mark(self, post: Post) -> str:
        """Return the id of the mark that a reply in a thread may have become; of no other post it has to be known."""
        if post.kind is not PostKind.REPLY or not post.thread:
            return ""
        guild_id = int(self._guild_of(post.workspace_id))
        return self._bridge.wait(_mark(self._bridge, guild_id, post))


async def _send(bridge: Bridge, guild_id: int, post: Post, reply: Reply, said: Message) -> str:
    client = bridge.client
    guild = await bridge.guilds.find(client, guild_id)
    await _check_person(guild, post)
    channel = await channel_of(client, guild, post)
    _check_readers(channel, post)
    if reply.rung is Rung.REACTION and post.thread:
        return await _react(client, channel, post, reply.mark)
    if said.files and not rights_in(channel).attach_files:
        said = _without_files(post, reply)
    external_id = await _rewrite(client, channel, post, said)
    if external_id is None:
        await _take_away(client, post.replaces)
        external_id = await _write(client, channel, post, said)
    if post.subject.get("notice") == PINNED:
        await _pin(client, channel, external_id)
    return external_id


def _said(post: Post, reply: Reply, *, with_files: bool = True) -> Message:
    return message(reply, int(post.subject.get("check", 0)), as_slash, with_files=with_files)


def _without_files(post: Post, reply: Reply) -> Message:
    """Return a reply in words alone; raises Refused for good where a file is what it is for."""
    if any(isinstance(block, File) for block in reply.blocks):
        raise Refused(NO_RIGHT, forever=True)
    return _said(post, reply, with_files=False)


async def _find(bridge: Bridge, guild_id: int, post: Post) -> str | None:
    client = bridge.client
    guild = await bridge.guilds.find(client, guild_id)
    channel = await channel_of(client, guild, post)
    return await stands(client, channel, post)


async def _mark(bridge: Bridge, guild_id: int, post: Post) -> str:
    guild = await bridge.guilds.find(bridge.client, guild_id)
    return _marked(await channel_of(bridge.client, guild, post), post, READ)


async def _check_person(guild: discord.Guild, post: Post) -> None:
    """Raise Refused for good where a person is not of the server any more; Discord does not tell us who leaves."""
    user_id = user_id_of(post.destination)
    if user_id is None:
        return
    with asking():
        member = await guild.fetch_member(user_id)
    if member.bot:
        raise Refused("cannot_dm_bot", forever=True)


def _check_readers(channel: Channel, post: Post) -> None:
    """Raise Refused for good where the whole server could read a report."""
    if post.kind not in REPORTS or isinstance(channel, Direct):
        return
    everyone = channel.guild.default_role
    if discord.abc.GuildChannel.permissions_for(channel, everyone).view_channel:
        raise Refused("public", forever=True)


async def _react(client: discord.Client, channel: Channel, post: Post, mark: str) -> str:
    external_id = _marked(channel, post, mark)
    rights = rights_in(channel)
    if not (rights.view_channel and rights.add_reactions and rights.read_message_history):
        raise Refused(NO_RIGHT, forever=True)
    if post.replaces != external_id:
        await _take_away(client, post.replaces)
    await _change(client, external_id, lambda marked: marked.add_reaction(mark))
    return external_id


def _marked(channel: Channel, post: Post, mark: str) -> str:
    """Return the id of a mark: the room in which the marked message stands, that message, the emoji."""
    on = str(post.subject.get("on", post.thread))
    is_in_thread = "on" in post.subject or isinstance(channel, discord.ForumChannel)
    return f"{post.thread if is_in_thread else channel.id}:{on}:{mark}"


async def _take_away(client: discord.Client, external_id: str) -> None:
    """Take away a message or a reaction of ours."""
    if not external_id:
        return
    mark = parts_of(external_id)[2]
    earlier = earlier_one(client, external_id)
    with passing(*FIXED), asking():
        if not mark:
            await earlier.delete()
        elif client.user is not None:
            await earlier.remove_reaction(mark, client.user)


async def _rewrite(client: discord.Client, channel: Channel, post: Post, said: Message) -> str | None:
    """Edit what a post replaces; None where that is nothing, stands elsewhere or cannot be edited.

    A conversation in several posts keeps the thread that it has: a thread that we leave stays there, and empty.
    """
    room, _, mark = parts_of(post.replaces)
    if mark or not room or not await is_within(client, channel, room):
        return None

    async def edit(earlier: discord.PartialMessage, look: Look) -> discord.Message:
        return await earlier.edit(attachments=files_of(said), allowed_mentions=NOBODY, **look)

    with passing(*FIXED):
        await _show(post, said, lambda look: _change(client, post.replaces, lambda one: edit(one, look)))
        return post.replaces
    return None


async def _change(
    client: discord.Client, external_id: str, change: Callable[[discord.PartialMessage], Awaitable[Answer]]
) -> Answer:
    """Change something at a message, whose thread is taken out of the archive where it is in there."""
    earlier = earlier_one(client, external_id)
    try:
        with asking():
            return await change(earlier)
    except Refused as error:
        if error.status != ARCHIVED:
            raise
    await bring_back(client, earlier.channel.id)
    with asking():
        return await change(earlier)


async def _write(client: discord.Client, channel: Channel, post: Post, said: Message) -> str:
    """Post in the best spot that is open."""
    if isinstance(channel, discord.ForumChannel) and not post.thread:
        raise Gone(FORUM) if post.kind is PostKind.NOTICE else Refused(FORUM, forever=True)
    refused = Refused(NO_RIGHT, forever=True)
    async for spot in spots(client, channel, post):
        try:
            return await _put(spot, post, said)
        except Refused as error:
            if error.status not in spot.unless:
                raise
            refused = error
    raise refused


async def _put(spot: Spot, post: Post, said: Message) -> str:
    room = spot.room
    more: Look = {}
    if spot.answers:
        more["reference"] = discord.MessageReference(
            message_id=spot.answers, channel_id=room.id, fail_if_not_exists=False
        )

    async def put(look: Look) -> discord.Message:
        with posting():
            return await room.send(
                files=files_of(said),
                nonce=nonce_of(post.dedupe_key),
                allowed_mentions=NOBODY,
                suppress_embeds="embeds" not in look,  # They would be ours.
                **more,
                **look,
            )

    return f"{room.id}:{(await _show(post, said, put)).id}"


async def _show(
    post: Post, said: Message, put: Callable[[Look], Awaitable[discord.Message]]
) -> discord.Message:
    """Put a message somewhere in the look that suits it, or in the other one where Discord refuses that.

    The notification on a phone shows a message's content, and of components nothing at all
    (https://github.com/discord/discord-api-docs/issues/7854). So what comes to a person directly has its headline as its
    content; the message of a thread notifies only those who take part in it. An edit is refused in the look which the
    message does not have, and so keeps it.
    """
    looks = [in_components, in_embeds]
    if user_id_of(post.destination) is not None:
        looks.reverse()
    first, other = looks
    sign = sign_of(post.dedupe_key)
    try:
        return await put(first(said, sign))
    except Refused as error:
        if error.status != INVALID:
            raise
    logger.warning("post %s is shown in another look, since Discord refused the first", post.id)
    return await put(other(said, sign))


async def _pin(client: discord.Client, channel: Channel, external_id: str) -> None:
    """Pin a message where that is allowed; it is said either way."""
    if not rights_in(channel).pin_messages:
        return
    try:
        with asking():
            await earlier_one(client, external_id).pin()
    except DeliveryError as error:
        logger.warning("message %s is not pinned: %s", external_id, error.status)
