"""What of a post stands in Discord: each message of ours carries two numbers that come of the key of its post."""

from base64 import b32encode
from datetime import datetime, timedelta
from hashlib import sha256

import discord

from bots.delivery import Refused
from bots.discord.errors import NO_RIGHT, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, asking, passing
from bots.discord.threads import Channel, Room, rights_in, rooms
from bots.discord.views import signs_of
from core.records import Post

Sign = tuple[int, int]
NONCE_LENGTH = 25  # the most that Discord takes
MOST_MESSAGES = 1000  # ten pages of a channel's history
# Discord's clock gives its messages their time and ours the attempt.
CLOCKS_DIFFER = timedelta(minutes=1)


def nonce_of(key: str) -> str:
    """Return what keeps Discord, for some minutes, from taking a post twice."""
    return b32encode(sha256(key.encode()).digest()).decode()[:NONCE_LENGTH]


def sign_of(key: str) -> Sign:
    """Return an odd and an even number, each from 1 to 2^31 - 1, by which a message is known to be of this post."""
    digest = sha256(key.encode()).digest()
    odd = int.from_bytes(digest[:4]) >> 1 | 1
    even = (int.from_bytes(digest[4:8]) >> 2 | 1) << 1
    return odd, even


def parts_of(external_id: str) -> tuple[int, int, str]:
    """Return the channel and the message of something of ours, and of a reaction its emoji; 0 where there is nothing."""
    room, _, rest = external_id.partition(":")
    message, _, mark = rest.partition(":")
    return int(room or 0), int(message or 0), mark


def earlier_one(client: discord.Client, external_id: str) -> discord.PartialMessage:
    """Return a message of ours, to be edited or asked for."""
    room, message, _ = parts_of(external_id)
    return client.get_partial_messageable(room).get_partial_message(message)


async def stands(client: discord.Client, channel: Channel, post: Post) -> str | None:
    """Return the id of the message that a post has become, or None where none stands there."""
    rights = rights_in(channel)
    if not (rights.view_channel and rights.read_message_history):
        # Discord would show an empty history.
        raise Refused(NO_RIGHT, forever=True)
    sign = frozenset(sign_of(post.dedupe_key))
    if post.replaces and await _is_rewritten(client, post.replaces, sign):
        return post.replaces
    if post.first_attempt_at is None:
        return None
    for room in await rooms(client, channel, post.thread):
        message = await _signed(client, room, sign, post.first_attempt_at - CLOCKS_DIFFER)
        if message is not None:
            return f"{room.id}:{message}"
    return None


async def _is_rewritten(client: discord.Client, external_id: str, sign: frozenset[int]) -> bool:
    with passing(UNKNOWN_CHANNEL, UNKNOWN_MESSAGE), asking():
        return sign <= signs_of(await earlier_one(client, external_id).fetch())
    return False


async def _signed(client: discord.Client, room: Room, sign: frozenset[int], since: datetime) -> int | None:
    """Return the message of ours with a sign; raises Refused where too much was written since to look through."""
    me = client.user
    seen = 0
    with passing(UNKNOWN_CHANNEL), asking():
        async for message in room.history(limit=MOST_MESSAGES, after=since, oldest_first=True):
            if me is not None and message.author.id == me.id and sign <= signs_of(message):
                return message.id
            seen += 1
    if seen == MOST_MESSAGES:
        raise Refused("too_much")
    return None
