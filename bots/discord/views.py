"""A message's layout as discord.py's own, in two looks: Components V2, and a headline with embeds and a view."""

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
Look = dict[str, Any]  # how a message is shown, as discord.py takes it
MORE = "More"
# No title leads there, so that nobody sees it; after it stands a sign.
_NOWHERE = "https://discord.com/#"
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
    """Return all of a message but its headline in embeds and a view; the sign stands where it is not seen.

    Only of an embed that is empty otherwise the sign is the footer, since Discord refuses one without anything to see.
    """
    first, *more = [part.name for part in message.parts if isinstance(part, Picture)] or [""]
    embeds = [discord.Embed(description=_below_headline(message)), *(discord.Embed() for _ in more)]
    for embed, name in zip(embeds, (first, *more), strict=True):
        if name:
            embed.set_image(url=_address(name))
    signed = "-".join(f"{number:08x}" for number in sign)
    if signed and embeds[0]:
        embeds[0].url = f"{_NOWHERE}{signed}"
    elif signed:
        embeds[0].set_footer(text=signed)
    view = ui.View(timeout=None)
    rows = [part for part in message.parts if isinstance(part, Row | Menu)]
    for number, row in enumerate(rows):
        for control in _controls(row):
            control.row = number
            view.add_item(control)
    return embeds, view


def in_components(message: Message, sign: Sign = ()) -> Look:
    """Return the look of a message in components."""
    return {"view": view_of(message, sign)}


def in_embeds(message: Message, sign: Sign = ()) -> Look:
    """Return the look of a message whose content is its headline, with the rest in embeds."""
    embeds, view = embeds_of(message, sign)
    return {"content": message.headline, "embeds": embeds, "view": view}


def signs_of(message: discord.Message) -> frozenset[int]:
    """Return the numbers by which a message may be known: the ids of its components, and what its embeds hold."""
    signed = " ".join(f"{embed.url} {embed.footer.text}" for embed in message.embeds)
    ids = (number for component in message.components for number in _ids(component))
    return frozenset((*ids, *(int(number, 16) for number in _SIGN.findall(signed))))


def files_of(message: Message) -> list[discord.File]:
    """Return the files of a message, anew for each attempt to send it."""
    return [
        discord.File(io.BytesIO(file.content), file.name, description=file.description or None)
        for file in message.files
    ]


def _below_headline(message: Message) -> str:
    """Return the texts of a message, apart from one another, and without the headline where that is a whole line."""
    words = "\n\n".join(part.content for part in message.parts if isinstance(part, Text))
    first, _, rest = words.partition("\n")
    return rest.strip("\n") if first == message.headline else words


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
