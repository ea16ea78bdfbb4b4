"""What people ask in Discord: a command, a text to check, what a control stands for."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord

from bots import metrics
from bots.asked import NO_TEXT, Shown, check, command_in, command_named
from bots.discord.bot import Bot
from bots.discord.bridge import person_id
from bots.discord.door import texts_of
from bots.discord.helping import help_with
from bots.discord.homes import choose
from bots.discord.looking_back import look_back
from bots.discord.modals import check_modal, form_modal
from bots.discord.names import HELP
from bots.discord.reading import read
from bots.discord.setting_up import with_rights
from bots.discord.telling import Interaction, answer, asker_of_interaction, private_asker, put_off, say
from bots.filling import needs_form
from core.commands.checking import Paste
from core.commands.commands import Asker
from core.commands.grammar import split
from core.commands.suggesting import known_clients, suggestions
from core.model import Speaker, Stage
from core.reply import Heading, Reply, Rung

MENU_SIZE = 25


async def serve(bot: Bot, interaction: Interaction, work: Callable[[Asker], Awaitable[list[Shown]]]) -> None:
    """Answer whoever asks; that they ask in a server says for which one they write to us directly."""

    async def done(asker: Asker) -> list[Shown]:
        shown = await work(asker)
        if interaction.guild_id is not None:
            await choose(bot, asker)
        return shown

    await answer(bot, interaction, done)


async def run(bot: Bot, interaction: Interaction, words: str, text: str = "") -> None:
    """Do what a command says, or open the form in which it is filled in."""
    found = command_named(words)
    if found is not None and not text.strip() and needs_form(*found, split(words)):
        await ask(bot, interaction, words)
        return

    async def work(asker: Asker) -> list[Shown]:
        await _meet(bot, interaction, asker)
        return [Shown(await asyncio.to_thread(_run, bot, asker, words, text))]

    await serve(bot, interaction, work)


def _run(bot: Bot, asker: Asker, words: str, text: str) -> Reply:
    first, _, rest = words.strip().partition(" ")
    if first.casefold() == HELP:
        return help_with(rest)
    reply = bot.commands.run(asker, words, bot.now(), text)
    return with_rights(bot, asker.workspace, words, reply)


async def ask(bot: Bot, interaction: Interaction, words: str) -> None:
    """Open the form of a command, with what is known already filled in."""
    if await put_off(bot, interaction):
        return
    found = command_named(words)
    if found is None:
        raise ValueError("a form of no command")
    command, usage = found
    known: Mapping[str, str] = {}
    if not needs_form(command, usage, split(words)):
        known = usage.match(split(words))
    with metrics.ACK_SECONDS.labels(metrics.Way.DISCORD).time():
        await interaction.response.send_modal(form_modal(command, usage, known))


async def press(bot: Bot, interaction: Interaction, check_id: int, action: str, value: str) -> None:
    """Do what a control stands for."""
    if action == "run":
        await run(bot, interaction, value)
    elif action == "form":
        await ask(bot, interaction, value)
    elif action == "lookback":
        await serve(bot, interaction, lambda asker: look_back(bot, interaction, asker))
    else:

        async def work(asker: Asker) -> list[Shown]:
            reply = await asyncio.to_thread(bot.commands.press, asker, check_id, action, value, bot.now())
            return [Shown(reply, check_id)]

        await serve(bot, interaction, work)


async def open_box(bot: Bot, interaction: Interaction) -> None:
    """Open the box in which a text is pasted and checked."""
    if await put_off(bot, interaction):
        return
    with metrics.ACK_SECONDS.labels(metrics.Way.DISCORD).time():
        asker = await asker_of_interaction(bot, interaction)
        names = (
            [] if asker is None else await asyncio.to_thread(known_clients, bot.commands, asker, MENU_SIZE)
        )
        await interaction.response.send_modal(check_modal(names))


async def check_text(
    bot: Bot, interaction: Interaction, text: str, client: str, stage: Stage | None, *, draft: bool
) -> None:
    """Check a text that somebody gives us, for their eyes."""
    paste = Paste(text, asked=True, client=client, speaker=Speaker.US if draft else None)
    await serve(
        bot,
        interaction,
        lambda asker: asyncio.to_thread(check, bot.commands, asker, paste, bot.now(), stage),
    )


async def check_post(bot: Bot, interaction: Interaction, message: discord.Message) -> None:
    """Check a post that somebody points at; the answer is for their eyes until they share it."""
    me = interaction.client.user

    def look(asker: Asker) -> list[Shown]:
        posted = read(message, me.id if me else 0)
        texts, unread = texts_of(posted.attachments, bot.hosts)
        text = "\n".join(filter(str.strip, (posted.text, *texts)))
        if not text.strip():
            return [Shown(Reply(Rung.FULL, (Heading(" ".join(unread)),)) if unread else NO_TEXT)]
        source = f"{asker.channel or message.channel.id}:{message.id}"
        paste = Paste(text, source=source, asked=True, instead_of=())  # What others were answered stands.
        return check(bot.commands, asker, paste, bot.now())

    await serve(bot, interaction, lambda asker: asyncio.to_thread(look, asker))


async def obey(bot: Bot, message: discord.Message) -> None:
    """Do what a direct message says that is a command."""
    words, text = command_in(message.content)
    asker = await private_asker(bot, message.author)
    if asker is not None:
        await say(message.channel, Shown(await asyncio.to_thread(_run, bot, asker, words, text)))


async def suggest(bot: Bot, interaction: Interaction, kind: str, typed: str) -> list[tuple[str, str]]:
    """Return what fits where a command asks for something."""
    if not bot.listens:
        return []
    asker = await asker_of_interaction(bot, interaction)
    if asker is None:
        return []
    return await asyncio.to_thread(suggestions, bot.commands, asker, kind, typed, MENU_SIZE, bot.now())


async def _meet(bot: Bot, interaction: Interaction, asker: Asker) -> None:
    """Know the channels and people that somebody chose from Discord's own menus, before a command names them."""
    data: Mapping[str, Any] = interaction.data or {}
    resolved = data.get("resolved") or {}
    members = resolved.get("members", {})
    persons = {
        person_id(int(key)): _name_of(user, members.get(key, {}))
        for key, user in resolved.get("users", {}).items()
    }
    channels = dict(_channel_of(interaction.guild, one) for one in resolved.get("channels", {}).values())
    await asyncio.to_thread(bot.commands.meet, asker, channels, persons, bot.now())


def _channel_of(guild: discord.Guild | None, channel: Mapping[str, Any]) -> tuple[str, str]:
    """Return the id and the name of a channel, of a thread those of the channel that it is in."""
    parent = (
        guild.get_channel(int(channel["parent_id"])) if guild and channel.get("thread_metadata") else None
    )
    return (str(parent.id), parent.name) if parent else (str(channel["id"]), str(channel.get("name", "")))


def _name_of(user: Mapping[str, Any], member: Mapping[str, Any]) -> str:
    return str(member.get("nick") or user.get("global_name") or user.get("username") or "")
