"""A message's layout as discord.py's own: Components V2, or embeds where Discord refuses these."""

import io
import re
from collections.abc import Iterator
from typing import Any, Protocol, Self, assert_never, cast

import discord
from discord import ui

from bots.discord.controls import CONTROL_ID, MENU_ID, Menu, Row, pressed
from bots.discord.layout import Attached, Message, Part, Picture, Text

Interaction = discord.Interaction[discord.Client]
Sign = tuple[int, int] | tuple[()]
Item = ui.Item[Any]
MORE = "More"
_SIGN = re.compile(r"\b[0-9a-f]{8}\b")


class Pressing(Protocol):
    """The client, as far as controls hand on to it what was pressed."""

    async def pressed(self, interaction: Interaction, check_id: int, action: str, value: str) -> None:
        """Do what a control stands for."""


class PressedButton(ui.DynamicItem[ui.Button[Any]], template=CONTROL_ID):
    """A button of ours, known by its id after a restart too."""

    @classmethod
    async def from_custom_id(cls, _: Interaction, item: Item, __: re.Match[str], /) -> Self:
        """Take up a button that was pressed."""
        return cls(cast("ui.Button[Any]", item))

    async def callback(self, interaction: Interaction) -> None:
        """Hand on what the button stands for."""
        await _press(interaction, self.custom_id)


class ChosenOption(ui.DynamicItem[ui.Select[Any]], template=MENU_ID):
    """A menu of ours, known by its id after a restart too."""

    @classmethod
    async def from_custom_id(cls, _: Interaction, item: Item, __: re.Match[str], /) -> Self:
        """Take up a menu of which something was chosen."""
        return cls(cast("ui.Select[Any]", item))

    async def callback(self, interaction: Interaction) -> None:
        """Hand on what the option stands for."""
        for value in self.item.values:
            await _press(interaction, value)


DYNAMIC_ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (PressedButton, ChosenOption)


async def _press(interaction: Interaction, custom_id: str) -> None:
    """Let the client do what a control stands for; what is none of ours does nothing."""
    found = pressed(custom_id)
    if found is not None:
        await cast("Pressing", interaction.client).pressed(interaction, *found)


def view_of(message: Message, sign: Sign = ()) -> ui.LayoutView:
    """Return a message in components; `sign` becomes the ids of two of them, by which it can be known again."""
    frame_id, first_id = sign or (None, None)
    items = [_item(part) for part in message.parts]
    items[0].id = first_id
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*items, id=frame_id))
    return view


def embeds_of(message: Message, sign: Sign = ()) -> tuple[list[discord.Embed], ui.View]:
    """Return a message in embeds and a view; the sign stands in a footer."""
    texts = [part.content for part in message.parts if isinstance(part, Text)]
    first, *more = [part.name for part in message.parts if isinstance(part, Picture)] or [""]
    embeds = [discord.Embed(description="\n".join(texts)), *(discord.Embed() for _ in more)]
    for embed, name in zip(embeds, (first, *more), strict=True):
        if name:
            embed.set_image(url=_address(name))
    if sign:
        embeds[-1].set_footer(text=" ".join(f"{number:08x}" for number in sign))
    view = ui.View(timeout=None)
    rows = [part for part in message.parts if isinstance(part, Row | Menu)]
    for number, row in enumerate(rows):
        for control in _controls(row):
            control.row = number
            view.add_item(control)
    return embeds, view


def signs_of(message: discord.Message) -> frozenset[int]:
    """Return the numbers by which a message may be known: the ids of its components, and what its footers hold."""
    footers = " ".join(embed.footer.text or "" for embed in message.embeds)
    ids = (number for component in message.components for number in _ids(component))
    return frozenset((*ids, *(int(number, 16) for number in _SIGN.findall(footers))))


def files_of(message: Message) -> list[discord.File]:
    """Return the files of a message, anew for each attempt to send it."""
    return [
        discord.File(io.BytesIO(file.content), file.name, description=file.description or None)
        for file in message.files
    ]


def _item(part: Part) -> Item:
    match part:
        case Text(content):
            return ui.TextDisplay(content)
        case Picture(name, description):
            picture = discord.MediaGalleryItem(_address(name), description=description or None)
            return ui.MediaGallery(picture)
        case Attached(name):
            return ui.File(_address(name))
        case Row() | Menu():
            return ui.ActionRow(*_controls(part))
        case _:
            assert_never(part)


def _controls(row: Row | Menu) -> list[Item]:
    if isinstance(row, Row):
        return [PressedButton(ui.Button(label=one.label, custom_id=one.custom_id)) for one in row.buttons]
    options = [discord.SelectOption(label=one.label, value=one.custom_id) for one in row.options]
    return [ChosenOption(ui.Select(custom_id=row.custom_id, placeholder=MORE, options=options))]


def _address(name: str) -> str:
    return f"attachment://{name}"


def _ids(component: Any) -> Iterator[int]:
    if component.id:
        yield int(component.id)
    for child in getattr(component, "children", ()):
        yield from _ids(child)
