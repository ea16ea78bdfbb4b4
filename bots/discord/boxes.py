"""What is filled in in a modal: the boxes and menus, and what stands in them when they come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bots.discord.bridge import person_id, user_id_of
from bots.discord.limits import shortened
from bots.filling import TEXT, Blank, Kind
from core.commands.people import HERE, LEADS
from core.records import Attachment

FILE = "file"
LONGEST_TEXT, LONGEST_LINE, PLACEHOLDER = 4000, 200, 100
CHANNELS = (discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum)
_LONGER = f"Up to {LONGEST_TEXT:,} characters. A longer one goes into a text file."
# What stands for an answer that is left empty, as a form says it.
_LEFT_EMPTY = {HERE: "Left empty: the channel you are in.", LEADS: "Left empty: each lead again."}


@dataclass(frozen=True, slots=True)
class Filled:
    """What a modal came back with; an empty box is no value."""

    values: Mapping[str, str]
    file: Attachment | None = None

    @property
    def text(self) -> str:
        """Return the text that was pasted."""
        return self.values.get(TEXT, "")


def filled(data: Mapping[str, Any]) -> Filled:
    """Return what stands in a modal that Discord hands over; a person by the id that the core knows."""
    values: dict[str, str] = {}
    file = None
    for row in data["components"]:
        component = row.get("component") or {}
        chosen = (component.get("values") or [component.get("value")])[0]
        if not chosen:
            continue
        match discord.ComponentType(component["type"]):
            case discord.ComponentType.file_upload:
                given = data["resolved"]["attachments"][chosen]
                media_type = given.get("content_type") or ""
                file = Attachment(given["filename"], given["url"], given["size"], media_type)
            case discord.ComponentType.user_select:
                values[component["custom_id"]] = person_id(int(chosen))
            case _:
                values[component["custom_id"]] = str(chosen)
    return Filled(values, file)


def label(text: str, item: ui.Item[ui.Modal], description: str = "") -> ui.Label[ui.Modal]:
    """Return something to fill in under the words that ask for it."""
    return ui.Label(text=text, component=item, description=description or None)


def texts(text: str, written: str = "") -> tuple[ui.Label[ui.Modal], ui.Label[ui.Modal]]:
    """Return where a text is pasted, and where a file is given in its place."""
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=TEXT,
        style=discord.TextStyle.paragraph,
        max_length=LONGEST_TEXT,
        default=shortened(written, LONGEST_TEXT) or None,
        required=False,
    )
    upload: ui.FileUpload[ui.Modal] = ui.FileUpload(
        custom_id=FILE, required=False, min_values=0, max_values=1
    )
    return label(text, box, _LONGER), label("Or a text file", upload)


def line(
    name: str, written: str = "", *, example: str = "", required: bool = False
) -> ui.TextInput[ui.Modal]:
    """Return a box for one line, with what is written in it beforehand."""
    return ui.TextInput(
        custom_id=name,
        placeholder=shortened(f"As in: {example}", PLACEHOLDER) if example else None,
        max_length=LONGEST_LINE,
        default=shortened(written, LONGEST_LINE) or None,
        required=required,
    )


def menu(
    name: str, choices: Mapping[str, str], chosen: str = "", *, required: bool = False
) -> ui.Select[Any]:
    """Return a menu of at most 25 choices by their values."""
    options = [
        discord.SelectOption(label=says, value=value, default=value == chosen)
        for value, says in choices.items()
    ]
    return ui.Select(custom_id=name, options=options, required=required, min_values=int(required))


def tick(name: str, *, ticked: bool) -> ui.Checkbox[ui.Modal]:
    """Return a box to tick."""
    return ui.Checkbox(custom_id=name, default=ticked)


def asked(blank: Blank, known: str = "") -> ui.Label[ui.Modal]:
    """Return what asks for an argument, with what is known of it."""
    return label(blank.label, _item(blank, known), hint_of(blank))


def hint_of(blank: Blank) -> str:
    """Return what helps to fill in an argument, or nothing."""
    return blank.hint or _LEFT_EMPTY.get(blank.otherwise, "")


def is_needed(blank: Blank) -> bool:
    """Return whether nothing can stand for an answer."""
    return blank.argument.required and not blank.otherwise


def _item(blank: Blank, known: str) -> ui.Item[ui.Modal]:
    """Return where an argument is filled in; what cannot be chosen there is not filled in beforehand."""
    required = is_needed(blank)
    match blank.kind:
        case Kind.CHOICE:
            choices = {choice: choice for choice in blank.argument.choices}
            return menu(blank.name, choices, blank.argument.spelt(known), required=required)
        case Kind.CHANNEL:
            return ui.ChannelSelect(
                custom_id=blank.name,
                channel_types=list(CHANNELS),
                required=required,
                min_values=int(required),
                default_values=[discord.Object(int(known), type=discord.TextChannel)]
                if known.isdecimal()
                else [],
            )
        case Kind.MEMBER:
            number = user_id_of(known)
            return ui.UserSelect(
                custom_id=blank.name,
                required=required,
                min_values=int(required),
                default_values=[discord.Object(number, type=discord.User)] if number else [],
            )
    return line(blank.name, known, example=blank.example, required=required)
