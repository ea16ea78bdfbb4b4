"""Answer a person where they asked: for their eyes alone, or in the direct conversation with us."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from secrets import token_hex
from typing import Any

import discord

from bots import metrics
from bots.asked import Shown, failed
from bots.discord.bot import Bot
from bots.discord.bridge import person_id
from bots.discord.door import asker_of
from bots.discord.errors import FAILURES, code_of
from bots.discord.homes import home_of
from bots.discord.layout import message
from bots.discord.names import as_slash
from bots.discord.places import Place, place_of
from bots.discord.views import files_of, view_of
from core.commands.commands import Asker
from core.errors import trace
from core.ids import bound
from core.reply import Heading, Paragraph, Reply, Rung

logger = logging.getLogger(__name__)
ACKNOWLEDGED = "40060"
DIRECT = "direct"  # How the log calls the direct conversation with us, which is in no server.
Interaction = discord.Interaction[discord.Client]
NO_SERVER = Reply(
    Rung.FULL,
    (
        Heading("Which server is this for?"),
        Paragraph(
            "Use /checkmsg once in your agency's server, then write to me again. I take the one where you last did."
        ),
    ),
)


STARTING = Reply(Rung.FULL, (Heading("I am being started anew. Try again in a minute."),), done=False)
SELDOM = timedelta(hours=1)  # How often somebody of no server is told so.


async def put_off(bot: Bot, interaction: Interaction) -> bool:
    """Return whether nothing may be done for the one who asks.

    Where we are stopping they are told so; where another replica listens by now, that one answers them.
    """
    if bot.listens:
        return False
    if not bot.is_ours():
        return True
    with bot.busy.at_work():
        try:
            if not interaction.response.is_done():
                await interaction.response.send_message(**_look(Shown(STARTING)), ephemeral=True)
        except (*FAILURES, RuntimeError) as error:
            logger.warning("nobody could be told that we stop: %s", type(error).__name__)
    return True


async def begin(interaction: Interaction) -> bool:
    """Tell Discord within its three seconds that an answer is coming, for one person's eyes.

    Returns False where another process of ours was first: that one answers.
    """
    if not interaction.response.is_done():
        try:
            with metrics.ACK_SECONDS.labels(metrics.Way.DISCORD).time():
                await interaction.response.defer(ephemeral=True, thinking=True)
        except discord.HTTPException as error:
            if code_of(error) != ACKNOWLEDGED:
                raise
            return False
    return True


async def answer(bot: Bot, interaction: Interaction, work: Callable[[Asker], Awaitable[list[Shown]]]) -> None:
    """Do something for whoever asked, and show what it comes to; what goes wrong is logged without their words, and told."""
    if await put_off(bot, interaction):
        return
    reference = token_hex(2)
    where = str(interaction.guild_id or DIRECT)
    with bot.busy.at_work(), bound(request=reference, workspace=where):
        try:
            if not await begin(interaction):
                return
            asker = await asker_of_interaction(bot, interaction)
            shown = [Shown(NO_SERVER)] if asker is None else await work(asker)
            for one in shown:
                await tell(interaction, one)
        except Exception as error:  # noqa: BLE001  # It is logged and told, whatever it is.
            logger.error("a person could not be answered (ref %s): %s", reference, trace(error))  # noqa: TRY400  # Without its message.
            with _telling_failure(reference):
                await tell(interaction, Shown(failed(reference)))


async def answer_directly(
    bot: Bot, message: discord.Message, work: Callable[[Asker], Awaitable[list[Shown]]]
) -> None:
    """Do something for whoever wrote to us alone, as `answer` does; who is of no server is told so once an hour."""
    if message.author.bot:
        return
    reference = token_hex(2)
    with bound(request=reference, workspace=DIRECT):
        try:
            asker = await private_asker(bot, message.author)
            if asker is not None:
                shown = await work(asker)
            else:
                shown = [Shown(NO_SERVER)] if _is_time_to_tell(bot, person_id(message.author.id)) else []
            for one in shown:
                await say(message.channel, one)
        except Exception as error:  # noqa: BLE001  # It is logged and told, whatever it is.
            logger.error("a direct message could not be answered (ref %s): %s", reference, trace(error))  # noqa: TRY400  # Without its message.
            with _telling_failure(reference):
                await say(message.channel, Shown(failed(reference)))


def _is_time_to_tell(bot: Bot, person: str) -> bool:
    """Return whether somebody of no server has not been told so lately; they are from now on."""
    now = bot.now()
    for known, at in list(bot.strangers.items()):
        if now - at >= SELDOM:
            del bot.strangers[known]
    if person in bot.strangers:
        return False
    bot.strangers[person] = now
    return True


async def asker_of_interaction(bot: Bot, interaction: Interaction) -> Asker | None:
    """Return who asks and where, or None in a direct conversation with somebody of no server."""
    who = interaction.user
    place = await place_of(interaction.client, interaction.channel, interaction.guild_id)
    place = place or Place(str(interaction.guild_id or ""), "")
    if isinstance(who, discord.Member):
        person = bot.directory.note(who)
        return asker_of(bot.bridge, place.guild, person, place.channel, place.thread)
    pressed = f"{interaction.message.channel.id}:{interaction.message.id}" if interaction.message else ""
    return await private_asker(bot, who, pressed)


async def private_asker(bot: Bot, who: discord.User | discord.Member, pressed: str = "") -> Asker | None:
    """Return who asks in the direct conversation with us; None for somebody of no server.

    `pressed` is the message of ours under which they do.
    """
    guild = await home_of(bot, person_id(who.id), ours=pressed)
    if not guild:
        return None
    person = await bot.directory.find(int(guild), person_id(who.id))
    return asker_of(bot.bridge, guild, person)


async def tell(interaction: Interaction, shown: Shown) -> None:
    """Show a reply to the one who asked, and to nobody else."""
    await interaction.followup.send(**_look(shown), ephemeral=True)


async def say(channel: discord.abc.Messageable, shown: Shown) -> None:
    """Show a reply in the direct conversation with somebody."""
    await channel.send(**_look(shown))


def _look(shown: Shown) -> dict[str, Any]:
    said = message(shown.reply, shown.check_id, as_slash)
    return {"view": view_of(said), "files": files_of(said)}


@contextmanager
def _telling_failure(reference: str) -> Iterator[None]:
    try:
        yield
    except (*FAILURES, RuntimeError) as error:  # aiohttp says by the second that we have left.
        logger.error("nor could that be told (ref %s): %s", reference, trace(error))  # noqa: TRY400  # Without its message.
