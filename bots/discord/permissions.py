"""The rights that the bot asks for in a server, each with its reason, and which of them it lacks where.

A right that is not here is not asked for: among them managing channels, messages or roles, and mentioning everyone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import discord

SCOPES = ("bot", "applications.commands")
INVITE = "https://discord.com/oauth2/authorize"


@dataclass(frozen=True, slots=True)
class Right:
    """A right: discord.py's flag of it, its name in Discord, and what does not work without it."""

    flag: str
    name: str
    reason: str


RIGHTS: tuple[Right, ...] = (
    Right("view_channel", "View Channel", "Without it the bot does not see the channel at all."),
    Right("send_messages", "Send Messages", "It answers and writes its pinned line in the channel."),
    Right("create_public_threads", "Create Public Threads", "It answers a post in a thread of that post."),
    Right(
        "send_messages_in_threads",
        "Send Messages in Threads",
        "It answers in threads, and below the posts of a forum.",
    ),
    Right(
        "read_message_history",
        "Read Message History",
        "It replies to older posts, and reads what was posted while it was away.",
    ),
    Right("embed_links", "Embed Links", "It shows an answer as a card where Discord takes no other form."),
    Right(
        "attach_files",
        "Attach Files",
        "It sends charts, calendars, exports and texts too long for a message.",
    ),
    Right("add_reactions", "Add Reactions", "It marks a post that it has read and found fine."),
)
# The bot works without it.
PIN = Right("pin_messages", "Pin Messages", "It pins its one line that says what the channel is read for.")
# In a forum a post is a thread, made by whoever may send, and Discord ignores this right there.
_NOT_IN_FORUMS = "create_public_threads"


def permissions() -> discord.Permissions:
    """Return all that is asked for when the bot is added to a server."""
    return discord.Permissions(**{right.flag: True for right in (*RIGHTS, PIN)})


def invite_link(application_id: int | str) -> str:
    """Return the page on which somebody adds the bot to a server."""
    asked = {
        "client_id": application_id,
        "scope": " ".join(SCOPES),
        "permissions": permissions().value,
    }
    return f"{INVITE}?{urlencode(asked)}"


def missing(
    channel: discord.abc.GuildChannel, me: discord.Member, rights: Sequence[Right] = RIGHTS
) -> list[Right]:
    """Return the rights that somebody must give the bot in a text channel or a forum."""
    # What discord.py works out for a kind of channel takes away all that hangs on a missing right: to name that, too,
    # would send people looking for rights that are given.
    given = discord.abc.GuildChannel.permissions_for(channel, me)
    in_forum = isinstance(channel, discord.ForumChannel)
    return [
        right
        for right in rights
        if not getattr(given, right.flag) and not (in_forum and right.flag == _NOT_IN_FORUMS)
    ]


def reads_content(flags: discord.ApplicationFlags) -> bool:
    """Return whether the app may be told what people post: the intent is switched on, or was approved."""
    return flags.gateway_message_content or flags.gateway_message_content_limited
