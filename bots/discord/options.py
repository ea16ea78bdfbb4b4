"""The arguments of our commands as Discord asks for them: its own fields for channels and people, words, suggestions."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bots.discord.boxes import CHANNELS, LONGEST_LINE, hint_of
from bots.discord.bridge import person_id
from bots.discord.limits import MENU, OPTION, length, shortened
from bots.discord.modals import Interaction, answering
from bots.filling import Blank, Kind, sentence

Choice = app_commands.Choice[str | int | float]
LONGEST_DESCRIPTION = 100
_THREADS = (
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)
_SUGGESTED = (Kind.CLIENT, Kind.RULE, Kind.WEEK, Kind.ZONE)


class Option(app_commands.Transformer):
    """An argument as Discord asks for it; it comes to us as the word that the grammar reads."""

    def __init__(self, kind: Kind, choices: Sequence[str] = ()) -> None:
        """Take what it is chosen from."""
        self._kind = kind
        self._choices = choices

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Return the kind of field that Discord shows."""
        types = {
            Kind.CHANNEL: discord.AppCommandOptionType.channel,
            Kind.MEMBER: discord.AppCommandOptionType.user,
        }
        return types.get(self._kind, discord.AppCommandOptionType.string)

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Return which channels can be chosen."""
        return [*CHANNELS, *_THREADS] if self._kind is Kind.CHANNEL else []

    @property
    def max_value(self) -> int | None:
        """Return how long a word may be."""
        return LONGEST_LINE if self._kind not in (Kind.CHANNEL, Kind.MEMBER, Kind.CHOICE) else None

    @property
    def choices(self) -> list[Choice] | None:
        """Return all that can be chosen, or None."""
        return [Choice(name=one, value=one) for one in self._choices] or None

    async def transform(self, _: Interaction, value: Any) -> str:
        """Return the word for what was chosen; a thread belongs to its channel."""
        match value:
            case app_commands.AppCommandThread():
                return str(value.parent_id)
            case app_commands.AppCommandChannel():
                return str(value.id)
            case discord.User() | discord.Member():
                return person_id(value.id)
        return str(value)


class Suggested(Option):
    """An argument for which something that is known is suggested."""

    async def autocomplete(self, interaction: Interaction, value: str | float) -> list[Choice]:
        """Return what fits to what was typed so far, or just that."""
        typed = str(value)
        found: list[tuple[str, str]] = []
        if self._kind is not Kind.ZONE or interaction.namespace.name == Kind.ZONE:
            found = await answering(interaction).suggestions(interaction, self._kind, typed)
        return _choices(found or [(typed, typed)])


def option(blank: Blank) -> Option:
    """Return how Discord asks for an argument."""
    return (Suggested if blank.kind in _SUGGESTED else Option)(blank.kind, blank.argument.choices)


def shown(says: str) -> str:
    """Return a description that Discord takes: where it is too long, without its last clauses."""
    while len(says) > LONGEST_DESCRIPTION and ";" in says:
        says = says.rpartition(";")[0]
    is_short = len(says) <= LONGEST_DESCRIPTION
    return sentence(says if is_short else says[: LONGEST_DESCRIPTION - 1].rpartition(" ")[0] + "…")


def asks(blank: Blank) -> str:
    """Return the words that ask for an argument."""
    return shown(". ".join(filter(None, (blank.label, hint_of(blank)))))


def _choices(found: list[tuple[str, str]]) -> list[Choice]:
    """Return what Discord can show of some suggestions."""
    return [
        Choice(name=shortened(label, OPTION), value=value)
        for label, value in found
        if label.strip() and 0 < length(value) <= OPTION
    ][:MENU]
