"""The box in which a text is checked, and a form for every command.

What is sent off is read from what Discord hands over with it, never from a form that is kept here: whoever fills one
in while the bot is started anew loses nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, cast

import discord
from discord import ui

from bots.asked import Shown, command_named
from bots.decoding import PASTE
from bots.discord.bot import Bot
from bots.discord.boxes import (
    Filled,
    asked,
    filled,
    label,
    line,
    menu,
    texts,
    tick,
)
from bots.discord.door import texts_of
from bots.discord.limits import MENU, OPTION, length
from bots.discord.names import path_of
from bots.discord.telling import answer
from bots.files import is_text
from bots.filling import TEXT, Incomplete, blanks, sentence, words_of
from core.commands.desk import Command
from core.commands.grammar import Usage
from core.model import Stage
from core.records import Attachment
from core.reply import Heading, Reply, Rung
from core.wording.verdict import STAGES

Interaction = discord.Interaction[discord.Client]
CLIENT, STAGE, DRAFT = "client", "stage", "draft"
_CHECK, _FORM = "upw:v1:check", "upw:v1:form:"
_AS_KNOWN = "as-known"
_OLD = "This form is from before an update. Type the command again."
_REST_SECONDS = 840.0  # An answer for one person's eyes can be changed for 15 minutes.


class Answering(Protocol):
    """The client, as far as commands and forms hand on to it what they were asked."""

    bot: Bot

    async def asked(self, interaction: Interaction, words: str, text: str = "") -> None:
        """Do what a command says."""

    async def check_asked(
        self, interaction: Interaction, text: str, client: str, stage: Stage | None, draft: bool
    ) -> None:
        """Check a text."""

    async def box_asked(self, interaction: Interaction) -> None:
        """Open the box in which a text is checked."""

    async def check_pointed_at(self, interaction: Interaction, message: discord.Message) -> None:
        """Check a post."""

    async def suggestions(self, interaction: Interaction, kind: str, typed: str) -> list[tuple[str, str]]:
        """Return what fits where a command asks for something."""


def answering(interaction: Interaction) -> Answering:
    """Return the client that an interaction came to."""
    return cast("Answering", interaction.client)


def check_modal(clients: Sequence[str] = (), known: Mapping[str, str] | None = None) -> ui.Modal:
    """Return the box in which a text is pasted and checked; of more than 25 clients the name is typed."""
    given = known or {}
    stages = {_AS_KNOWN: "As it is known", **{stage: sentence(says) for stage, says in STAGES.items()}}
    box = ui.Modal(title="Check a text", custom_id=_CHECK, timeout=_REST_SECONDS)
    for item in texts("Conversation or draft", given.get(TEXT, "")):
        box.add_item(item)
    box.add_item(label("Client", _whose(clients, given.get(CLIENT, "")), "Left empty: as the text says."))
    box.add_item(label("Contract", menu(STAGE, stages, given.get(STAGE) or _AS_KNOWN)))
    box.add_item(label("It is our own draft, not sent yet", tick(DRAFT, ticked=DRAFT in given)))
    return box


def form_modal(command: Command, usage: Usage, known: Mapping[str, str] | None = None) -> ui.Modal:
    """Return the form that asks for a command's arguments in the order of its usage line, with what is known."""
    given = known or {}
    form = ui.Modal(
        title=sentence(" ".join(path_of(usage))), custom_id=f"{_FORM}{usage.name}", timeout=_REST_SECONDS
    )
    form.add_item(ui.TextDisplay(sentence(command.says)))
    if command.takes_text:
        for item in texts("Text", given.get(TEXT, "")):
            form.add_item(item)
    for blank in blanks(command, usage):
        form.add_item(asked(blank, given.get(blank.name, "")))
    return form


def completed(command: Command, usage: Usage, given: Mapping[str, str]) -> dict[str, str]:
    """Return what was filled in, with what stands for what was left empty."""
    return {
        blank.name: given.get(blank.name) or (blank.otherwise if blank.argument.required else "")
        for blank in blanks(command, usage)
    }


async def submitted(interaction: Interaction) -> None:
    """Do what a form of ours stands for that somebody sends off; other interactions are left alone."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    data = cast("Mapping[str, Any]", interaction.data)
    custom_id = str(data.get("custom_id", ""))
    if custom_id == _CHECK:
        await _check(interaction, filled(data))
    elif custom_id.startswith(_FORM):
        await _run(interaction, custom_id.removeprefix(_FORM), filled(data))


async def with_text(
    interaction: Interaction, text: str, file: Attachment | None, then: Callable[[str], Awaitable[None]]
) -> None:
    """Do something with a text and that of a file; a file that cannot be read is told instead."""
    if file is None:
        await then(text)
        return
    bot = answering(interaction).bot

    async def work(_: object) -> list[Shown]:
        if not is_text(file.name, file.media_type):
            return [_said(f"{file.name} is no text file. {PASTE}")]
        read, unread = await asyncio.to_thread(texts_of, [file], bot.hosts)
        if unread:
            return [_said(" ".join(unread))]
        await then("\n".join(filter(str.strip, (text, *read))))
        return []

    await answer(bot, interaction, work)


def _said(sentence: str) -> Shown:
    return Shown(Reply(Rung.FULL, (Heading(sentence),)))


async def _check(interaction: Interaction, sent: Filled) -> None:
    if not sent.text.strip() and sent.file is None:
        await _ask_again(interaction, "There is no text in it yet.", lambda: check_modal((), sent.values))
        return
    stage = sent.values.get(STAGE, _AS_KNOWN)

    async def check(text: str) -> None:
        await answering(interaction).check_asked(
            interaction,
            text,
            sent.values.get(CLIENT, "").strip(),
            Stage(stage) if stage in frozenset(Stage) else None,
            DRAFT in sent.values,
        )

    await with_text(interaction, sent.text, sent.file, check)


async def _run(interaction: Interaction, name: str, sent: Filled) -> None:
    found = command_named(name)
    if found is None:
        await interaction.response.send_message(_OLD, ephemeral=True)
        return
    command, usage = found
    text = sent.text or (sent.file.name if sent.file else "")
    try:
        words = words_of(command, usage, completed(command, usage, sent.values), text)
    except Incomplete as error:
        labels = {blank.name: blank.label for blank in blanks(command, usage)} | {TEXT: "Text"}
        missing = ", ".join(labels[name] for name in error.errors)
        await _ask_again(
            interaction, f"Still missing: {missing}.", lambda: form_modal(command, usage, sent.values)
        )
        return

    async def run(text: str) -> None:
        await answering(interaction).asked(interaction, words, text)

    await with_text(interaction, sent.text, sent.file, run)


async def _ask_again(interaction: Interaction, says: str, form: Callable[[], ui.Modal]) -> None:
    """Say what is missing, and offer the form as it was filled in: Discord opens none in answer to another."""
    view = ui.View(timeout=_REST_SECONDS)
    view.add_item(_Rest(form))
    await interaction.response.send_message(f"{says} Nothing else is lost.", view=view, ephemeral=True)


class _Rest(ui.Button[ui.View]):
    """Opens a form again."""

    def __init__(self, form: Callable[[], ui.Modal]) -> None:
        super().__init__(label="Fill in the rest", style=discord.ButtonStyle.primary)
        self._form = form

    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(self._form())


def _whose(clients: Sequence[str], known: str) -> ui.Item[ui.Modal]:
    """Return where the client is chosen; what no menu can hold is typed."""
    names = {name: name for name in clients if name.strip() and length(name) <= OPTION}
    return menu(CLIENT, names, known) if 0 < len(names) <= MENU else line(CLIENT, known)
