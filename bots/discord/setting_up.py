"""What the first steps say in Discord beside what they say everywhere: which rights are missing, and where."""

from dataclasses import replace

import discord

from bots.discord.bot import Bot
from bots.discord.doctor import setup_lines
from bots.discord.permissions import reads_content
from core.commands.grammar import split
from core.records import Platform
from core.reply import Buttons, Paragraph, Reply
from core.store.heard import heard

SETUP = "setup"


def with_rights(bot: Bot, guild: str, words: str, reply: Reply) -> Reply:
    """Return the reply to one of the first steps with what the bot lacks in the server; another reply as it is.

    It asks the store, so it belongs into a worker thread.
    """
    client = bot.bridge.client
    server = client.get_guild(int(guild))
    if split(words)[:1] != [SETUP] or server is None or server.me is None:
        return reply
    known = heard(bot.commands.store, Platform.DISCORD, guild)
    channels = [server.get_channel(int(channel)) for channel in known.channels] if known else []
    lacks = setup_lines(filter(None, channels), server.me, reads=_reads(client))
    shown = [block for block in reply.blocks if not isinstance(block, Buttons)]
    controls = [block for block in reply.blocks if isinstance(block, Buttons)]
    return replace(reply, blocks=(*shown, *map(Paragraph, lacks), *controls))


def _reads(client: discord.Client) -> bool:
    """Return whether Discord tells us what people post, or whether nobody wants it to."""
    return not client.intents.message_content or reads_content(client.application_flags)
