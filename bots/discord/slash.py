"""The commands below /checkmsg as Discord offers them, made from the usage lines of ours."""

import inspect
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bots import metrics
from bots.asked import Shown
from bots.discord.boxes import FILE, is_needed
from bots.discord.modals import (
    Interaction,
    answering,
    completed,
    form_modal,
    submitted,
    with_text,
)
from bots.discord.names import HELP, path_of
from bots.discord.options import Suggested, asks, option, shown
from bots.discord.telling import answer
from bots.filling import Blank, Incomplete, Kind, blanks, sentence, words_of
from core.commands.commands import usages
from core.commands.desk import Command
from core.commands.grammar import Usage
from core.model import Stage
from core.records import Attachment
from core.wording.verdict import STAGES

NAME = "checkmsg"
_KEYWORD = inspect.Parameter.KEYWORD_ONLY
_STAGES = [app_commands.Choice(name=sentence(says), value=stage) for stage, says in STAGES.items()]


def add_commands(client: commands.AutoShardedBot) -> None:
    """Let a client offer our commands and answer its forms."""
    everywhere = app_commands.AppCommandContext(guild=True, dm_channel=True)
    on_servers = app_commands.AppInstallationType(guild=True, user=False)
    root = app_commands.Group(
        name=NAME,
        description="Check client messages against Upwork's rules",
        allowed_contexts=everywhere,
        allowed_installs=on_servers,
    )
    root.add_command(_check_command())
    root.add_command(_help_command())
    groups: dict[str, app_commands.Group] = {}
    for usage, command in usages().items():
        *first, last = path_of(usage)
        parent = root
        for word in first:
            if word not in groups:
                groups[word] = app_commands.Group(name=word, description=sentence(word), parent=root)
            parent = groups[word]
        parent.add_command(_command(last, command, usage))
    client.tree.add_command(root)
    client.tree.add_command(
        app_commands.ContextMenu(
            name="Check message",
            callback=_point_at,
            allowed_contexts=everywhere,
            allowed_installs=on_servers,
        )
    )
    client.tree.error(_fail)
    client.add_listener(submitted, "on_interaction")


def _command(name: str, command: Command, usage: Usage) -> app_commands.Command[Any, ..., None]:
    """Return a command with one option an argument."""
    asked_for = blanks(command, usage)
    described = {blank.name: asks(blank) for blank in asked_for}
    parameters = [_parameter(blank) for blank in asked_for]
    if command.takes_text:
        described[FILE] = "A text or CSV file"
        parameters.append(inspect.Parameter(FILE, _KEYWORD, default=None, annotation=discord.Attachment))

    async def run(interaction: Interaction, file: discord.Attachment | None = None, **given: str) -> None:
        await _run(interaction, command, usage, given, file)

    asked_by = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    # It is where discord.py looks for the options of a command.
    run.__signature__ = inspect.Signature([asked_by, *parameters])  # type: ignore[attr-defined]  # Python knows it.
    return app_commands.Command(
        name=name, description=shown(command.says), callback=app_commands.describe(**described)(run)
    )


def _parameter(blank: Blank) -> inspect.Parameter:
    return inspect.Parameter(
        blank.name,
        _KEYWORD,
        default=inspect.Parameter.empty if is_needed(blank) else None,
        annotation=app_commands.Transform[str, option(blank)],
    )


async def _run(
    interaction: Interaction,
    command: Command,
    usage: Usage,
    given: Mapping[str, str | None],
    file: discord.Attachment | None,
) -> None:
    """Do what a command says; where something is missing that Discord could not ask for, the form does."""
    filled = {name: value for name, value in given.items() if value}
    try:
        words = words_of(command, usage, completed(command, usage, filled), file.filename if file else "")
    except Incomplete:
        with metrics.ACK_SECONDS.labels(metrics.Way.DISCORD).time():
            await interaction.response.send_modal(form_modal(command, usage, filled))
        return

    async def run(text: str) -> None:
        await answering(interaction).asked(interaction, words, text)

    await with_text(interaction, "", _attachment(file), run)


def _attachment(file: discord.Attachment | None) -> Attachment | None:
    return Attachment(file.filename, file.url, file.size, file.content_type or "") if file else None


def _check_command() -> app_commands.Command[Any, ..., None]:
    client_option = Suggested(Kind.CLIENT)

    @app_commands.describe(
        text="What was written; left empty, a box opens for it",
        client="Whose conversation it is",
        stage="How the contract stands",
        draft="Whether it is our own, not sent yet",
        file="A text file",
    )
    @app_commands.choices(stage=_STAGES)
    async def check(
        interaction: Interaction,
        text: str = "",
        client: app_commands.Transform[str, client_option] = "",
        stage: str = "",
        draft: bool = False,
        file: discord.Attachment | None = None,
    ) -> None:
        if not text.strip() and file is None:
            await answering(interaction).box_asked(interaction)
            return

        async def judge(whole: str) -> None:
            await answering(interaction).check_asked(
                interaction, whole, client, Stage(stage) if stage else None, draft
            )

        await with_text(interaction, text, _attachment(file), judge)

    return app_commands.Command(name="check", description="Check a conversation or a draft", callback=check)


def _help_command() -> app_commands.Command[Any, ..., None]:
    @app_commands.describe(about="The commands that begin with these words")
    async def explain(interaction: Interaction, about: str = "") -> None:
        await answering(interaction).asked(interaction, f"{HELP} {about}".strip())

    return app_commands.Command(name=HELP, description="All commands, or some", callback=explain)


async def _fail(interaction: Interaction, error: app_commands.AppCommandError) -> None:
    """Log what nobody expected, and tell whoever asked."""

    async def work(_: object) -> list[Shown]:
        # Where it happened stands in the error within.
        raise error.original if isinstance(error, app_commands.CommandInvokeError) else error

    await answer(answering(interaction).bot, interaction, work)


async def _point_at(interaction: Interaction, message: discord.Message) -> None:
    await answering(interaction).check_pointed_at(interaction, message)
