"""The terminal as a platform: paste a conversation, read the answer."""

import sys
from collections.abc import Callable, Iterator
from typing import TextIO, assert_never

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from core.reply import (
    Block,
    Button,
    Buttons,
    Diff,
    Fields,
    Footnote,
    Heading,
    Image,
    Paragraph,
    Preformatted,
    Quote,
    Reply,
)

END_OF_PASTE = "."


def show(reply: Reply, console: Console) -> None:
    """Print a reply."""
    for block in reply.blocks:
        _show_block(block, console)


def _show_block(block: Block, console: Console) -> None:
    match block:
        case Heading(text, aside):
            line = Text(text, style="bold")
            if aside:
                line.append(f"   {aside}", style="not bold dim")
            console.print(line)
        case Paragraph(text):
            console.print(Text(text))
        case Quote(text, note):
            line = Text(f"“{text}”", style="yellow")
            if note:
                line.append(f"   {note}", style="not bold default")
            console.print(line)
        case Preformatted(label, text):
            console.print(Text(f"┌ {label}", style="dim"))
            console.print(Padding(Text(text, style="cyan"), (0, 0, 0, 2)))
        case Diff(before, after):
            console.print(Text(f"− {before}", style="red"))
            console.print(Text(f"+ {after}", style="green"))
        case Fields(fields):
            for field in fields:
                console.print(Text(f"{field.name}: {field.value}"))
        case Image(_, _, alt):
            console.print(Text(alt, style="dim"))
        case Footnote(text):
            console.print(Text(text, style="dim"))
        case Buttons(buttons, more):
            if controls := _controls(buttons, more):
                console.print(Text(controls, style="dim"))
        case _:
            assert_never(block)


def _controls(buttons: tuple[Button, ...], more: tuple[Button, ...]) -> str:
    """Return what the buttons stand for as options of the next check; a terminal has none to press."""
    options = {
        "stage": "--stage {}",
        "converted": "--converted-on DATE",
        "badge": "--plan {} --badge-seen",
    }
    facts = [
        options[button.action].format(button.value)
        for button in (*buttons, *more)
        if button.action in options
    ]
    return "Not so? Try again with " + " or ".join(facts) if facts else ""


def pastes(source: TextIO) -> Iterator[str]:
    """Yield pasted texts; each ends with a line that holds a single dot, or with the input."""
    lines: list[str] = []
    for line in source:
        if line.strip() == END_OF_PASTE:
            yield "".join(lines)
            lines = []
        else:
            lines.append(line)
    if "".join(lines).strip():
        yield "".join(lines)


def talk(answer: Callable[[str], Reply], console: Console, source: TextIO = sys.stdin) -> None:
    """Answer one paste after the other until the input ends."""
    interactive = source.isatty()
    if interactive:
        console.print("Paste a conversation, then a line with a single dot (or Ctrl-D).", style="bold")
    for text in pastes(source):
        if not text.strip():
            console.print("Nothing was pasted. Paste the conversation as text.")
            continue
        show(answer(text), console)
        console.print()
        if interactive:
            console.print("Next one, or Ctrl-D to stop.", style="dim")
