"""Answer a person where they asked: for their eyes alone, or in the direct conversation with us."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from secrets import token_hex
from typing import Any

import discord

from bots.asked import Shown, failed
from bots.discord.bot import Bot
from bots.discord.bridge import person_id
from bots.discord.door import asker_of
from bots.discord.intake import home_of
from bots.discord.layout import message
from bots.discord.names import as_slash
from bots.discord.places import Place, place_of
from bots.discord.views import files_of, view_of
from core.commands.commands import Asker
from core.errors import trace
from core.reply import Heading, Paragraph, Reply, Rung

logger = logging.getLogger(__name__)
Interaction = discord.Interaction[discord.Client]
NO_SERVER = Reply(
    Rung.FULL,
    (
        Heading("I do not know which server you belong to"),
        Paragraph("Use /checkmsg once in your agency's server, then write to me again."),
    ),
)


async def begin(interaction: Interaction) -> None:
    """Tell Discord within its three seconds that an answer is coming; it is for one person's eyes."""
    if not interaction.response.is_done():
        await interaction.response.defer(ephemeral=True, thinking=True)


async def answer(bot: Bot, interaction: Interaction, work: Callable[[Asker], Awaitable[list[Shown]]]) -> None:
    """Do something for whoever asked, and show what it comes to; what goes wrong is logged without their words, and told."""
    with bot.busy.at_work():
        try:
            await begin(interaction)
            asker = await asker_of_interaction(bot, interaction)
            shown = [Shown(NO_SERVER)] if asker is None else await work(asker)
            for one in shown:
                await tell(interaction, one)
        except Exception as error:  # noqa: BLE001  # It is logged and told, whatever it is.
            reference = token_hex(2)
            logger.error("a person could not be answered (ref %s): %s", reference, trace(error))  # noqa: TRY400  # Without its message.
            await _tell_failure(interaction, reference)


async def asker_of_interaction(bot: Bot, interaction: Interaction) -> Asker | None:
    """Return who asks and where, or None in a direct conversation with somebody of no server."""
    who = interaction.user
    place = await place_of(interaction.client, interaction.channel, interaction.guild_id)
    place = place or Place(str(interaction.guild_id or ""), "")
    if isinstance(who, discord.Member):
        person = bot.directory.note(who)
        return asker_of(bot.bridge, place.guild, person, place.channel, place.thread)
    return await private_asker(bot, who)


async def private_asker(bot: Bot, who: discord.User | discord.Member) -> Asker | None:
    """Return who asks in the direct conversation with us; None for somebody of no server."""
    guild = await home_of(bot, person_id(who.id))
    if not guild:
        return None
    person = await asyncio.to_thread(bot.directory.person, int(guild), person_id(who.id))
    return asker_of(bot.bridge, guild, person)


async def tell(interaction: Interaction, shown: Shown) -> None:
    """Show a reply to the one who asked, and to nobody else."""
    await interaction.followup.send(**_look(shown), ephemeral=True)


async def say(channel: discord.abc.Messageable, shown: Shown) -> None:
    """Show a reply in the direct conversation with somebody."""
    await channel.send(**_look(shown))


def _look(shown: Shown) -> dict[str, Any]:
    said = message(shown.reply, shown.check_id, as_slash)
    view = view_of(said)
    view.stop()  # Else discord.py keeps it for good. What is pressed comes back by its id.
    return {"view": view, "files": files_of(said)}


async def _tell_failure(interaction: Interaction, reference: str) -> None:
    try:
        await tell(interaction, Shown(failed(reference)))
    except (discord.HTTPException, OSError) as error:
        logger.error("nor could that be told (ref %s): %s", reference, trace(error))  # noqa: TRY400  # Without its message.
