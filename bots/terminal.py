"""How a reply looks in a terminal."""

import re
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path
from typing import assert_never

from rich.console import Console
from rich.table import Table
from rich.text import Text

from core.reply import (
    Block,
    Button,
    Buttons,
    Diff,
    Fields,
    File,
    Footnote,
    Heading,
    Image,
    Paragraph,
    Preformatted,
    Quote,
    Reply,
)

NAMES_WIDTH = 44
# What stands on a screen can be copied, and a terminal has no threads, no forms and no past.
ELSEWHERE = frozenset({"text", "mute", "share", "form", "lookback"})
_STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def show(reply: Reply, console: Console, *, numbered: bool, options: Sequence[str] = ()) -> None:
    """Print a reply; its controls as numbers to press, or in their place the options of a next check."""
    first = 1
    for block in reply.blocks:
        if isinstance(block, Buttons):
            if controls := _numbered(block, first) if numbered else _tried(options):
                console.print(_text(controls, style="dim"))
            first += len(buttons_of(block))
        else:
            _show_block(block, console)


def buttons_of(block: Buttons) -> tuple[Button, ...]:
    """Return the controls of a terminal, those of the menu behind the others."""
    return tuple(button for button in (*block.buttons, *block.more) if button.action not in ELSEWHERE)


def _text(words: str, style: str = "") -> Text:
    """Return words that cannot steer the terminal: no control characters, nothing that turns the line round."""
    return Text(_STEERING.sub("", words), style=style)


def _show_block(block: Block, console: Console) -> None:
    match block:
        case Heading(text, aside):
            line = _text(text, style="bold")
            if aside:
                line.append(_text(f"   {aside}", style="not bold dim"))
            console.print(line)
        case Paragraph(text):
            console.print(_text(text))
        case Quote(text, note):
            line = _text(f"“{text}”", style="yellow")
            if note:
                line.append(_text(f"   {note}", style="not bold default"))
            console.print(line)
        case Preformatted(label, text):
            console.print(_text(f"┌ {label}", style="dim"))
            # It is there to be copied, so the terminal breaks its lines and not we.
            console.print(_text(text, style="cyan"), soft_wrap=True)
        case Diff(before, after):
            console.print(_text(f"− {before}", style="red"))
            if after:
                console.print(_text(f"+ {after}", style="green"), soft_wrap=True)
        case Fields(fields):
            table = Table.grid(padding=(0, 2))
            table.add_column(max_width=NAMES_WIDTH)
            table.add_column(overflow="fold")  # A path that is cut could not be copied.
            for field in fields:
                table.add_row(_text(field.name, style="bold"), _text(field.value))
            console.print(table)
        case Image(content, name, alt):
            console.print(_text(alt, style="dim"))
            console.print(_text(_write(name, content, "the picture of it"), style="dim"))
        case File(name, content, says):
            console.print(_text(_write(name, content, says)))
        case Footnote(text):
            console.print(_text(text, style="dim"))
        case Buttons():
            pass  # Shown above, in one of two ways.
        case _:
            assert_never(block)


def _write(name: str, content: bytes, says: str) -> str:
    """Write a file into the current folder, under a name that is free there, and return what came of it."""
    wanted = Path(name)
    names = chain([wanted], (wanted.with_stem(f"{wanted.stem}-{number}") for number in count(2)))
    path = next(path for path in names if not path.exists())
    try:
        # It holds what the agency knows of its clients, so nobody else on the machine may read it.
        path.touch(0o600, exist_ok=False)
        path.write_bytes(content)
    except OSError as error:
        return f"{path} cannot be written here: {error.strerror}. Start checkmsg in a folder of your own."
    return f"Written to {path}: {says}"


def _numbered(controls: Buttons, first: int) -> str:
    """Return the controls with the numbers that press them, from `first` on, those of the menu in a line of their own."""
    shown = [f"[{number}] {button.label}" for number, button in enumerate(buttons_of(controls), first)]
    in_sight = len(buttons_of(Buttons(controls.buttons)))
    how = "   (/checkmsg 1 presses the first)" if first == 1 else ""
    line = "   ".join(shown[:in_sight]) + how
    return "\n".join(filter(None, (line if shown else "", "   ".join(shown[in_sight:]))))


def _tried(options: Sequence[str]) -> str:
    """Return what to try instead; a single check has nothing to press."""
    return "Not so? Try again with " + " or ".join(options) if options else ""
