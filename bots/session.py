"""The terminal channel: paste a conversation or ask with /checkmsg; what the bot says by itself is printed too."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import TextIO

from rich.console import Console

from bots.asked import command_named
from bots.delivery import Delivery
from bots.terminal import buttons_of, show
from core.commands.checking import Paste
from core.commands.commands import Asker, Commands
from core.errors import PlainError, trace
from core.planner import due
from core.records import Post, PostKind
from core.reply import COMMAND, Button, Buttons, Reply
from core.store import claims

logger = logging.getLogger(__name__)
END_OF_PASTE = "."
AT_ONCE = 100
ASKS_FOR_HELP = ("help", "/help", "checkmsg help", "?")
SHOW = "show"  # The command that brings a check back.


@dataclass
class Screen:
    """The terminal as a place that posts are sent to."""

    console: Console
    me: str
    pressed: tuple[int, tuple[Button, ...]] = (0, ())  # The controls that numbers stand for, and their check.

    def send(self, post: Post, reply: Reply) -> str:
        """Print a post; returns an id of our own making."""
        if post.replaces:
            self.console.print("The reply above has changed:", style="dim")
        elif post.kind is not PostKind.REPLY:
            self.console.print(f"To {post.destination}:", style="dim")
        self.print(reply, int(post.subject.get("check", 0)))
        return f"terminal-{post.id}"

    def find(self, _: Post) -> None:
        """Return nothing: a terminal cannot be asked what it showed, and to show a post twice harms nobody."""
        return

    def mark(self, _: Post) -> str:
        """Return nothing: a mark is a line here, as any other reply."""
        return ""

    def print(self, reply: Reply, check_id: int = 0) -> None:
        """Print a reply, its controls numbered."""
        controls = tuple(
            button for block in reply.blocks if isinstance(block, Buttons) for button in buttons_of(block)
        )
        if controls:
            self.pressed = (check_id, controls)
        show(reply, self.console, numbered=True)
        self.console.print()


@dataclass
class Session:
    """One person at one terminal."""

    commands: Commands
    asker: Asker
    screen: Screen
    delivery: Delivery
    now: Callable[[], datetime]

    def talk(self, source: TextIO) -> None:
        """Answer one text after the other until the input ends."""
        interactive = source.isatty()
        if interactive:
            self.screen.console.print(
                "Paste a conversation, then a line with a single dot (or Ctrl-D). /checkmsg help shows what else there is.",
                style="bold",
            )
        self.catch_up()
        for text in texts(source):
            self.answer(text)
            if interactive:
                self.screen.console.print("Next one, or Ctrl-D to stop.", style="dim")

    def answer(self, text: str) -> None:
        """Answer a paste or a command."""
        try:
            self._answer(text)
        except PlainError as error:
            self.screen.console.print(f"{error} Treat this as unchecked.")
        except Exception as error:  # noqa: BLE001  # It is logged and told, whatever it is.
            # A crash is said, never silent.
            reference = token_hex(2)
            logger.error("a text could not be answered (ref %s): %s", reference, trace(error))  # noqa: TRY400  # Without its message.
            self.screen.console.print(f"I could not check this (ref {reference}). Treat it as unchecked.")

    def _answer(self, text: str) -> None:
        first, _, rest = text.strip().partition("\n")
        if first.strip().casefold().split(" ")[0] == COMMAND:
            self._command(first.strip()[len(COMMAND) :].strip(), rest)
        elif text.strip().casefold() in ASKS_FOR_HELP:
            self._run("help")
        elif not text.strip():
            self.screen.console.print("Nothing was pasted. Paste the conversation as text.")
        elif "\0" in text or text.count("\ufffd") > len(text) // 10:
            self.screen.console.print("This is no text. Paste the conversation as text.")
        else:
            paste = Paste(text, destination=self.asker.person, asked=True)
            checked = self.commands.check(self.asker, paste, self.now())
            self.deliver_due()
            for reply in checked.notes:
                self.screen.print(reply)
        self.deliver_due()

    def _command(self, words: str, text: str) -> None:
        if not words.isdecimal():
            self._run(words, text)
            return
        check_id, controls = self.screen.pressed
        number = int(words)
        if not 0 < number <= len(controls):
            last = f"the last reply has 1 to {len(controls)}" if controls else "paste a conversation first"
            self.screen.console.print(f"There is no control {words} here: {last}.")
            return
        button = controls[number - 1]
        if button.action == "run":
            self._run(button.value)
        else:
            self.screen.print(
                self.commands.press(self.asker, check_id, button.action, button.value, self.now())
            )

    def _run(self, words: str, text: str = "") -> None:
        """Run a command; the controls below a check that it shows are those of that check."""
        name, _, number = words.partition(" ")
        shown = int(number) if name == SHOW and number.isdecimal() else 0
        self.screen.print(self.commands.run(self.asker, words, self.now(), text), shown)

    def catch_up(self) -> None:
        """Plan what has fallen due and print it."""
        due(self.commands.store, self.now())
        self.deliver_due()

    def deliver_due(self) -> None:
        """Print every post that is due."""
        while found := claims.due(self.commands.store, self.now(), AT_ONCE):
            for post_id in found:
                self.delivery.deliver(post_id)


def texts(source: TextIO) -> Iterator[str]:
    """Yield what is typed: a command a line, or a paste that ends with a line that holds a single dot."""
    lines: list[str] = []
    for line in source:
        starts_command = not lines and line.strip().casefold().startswith(COMMAND)
        if starts_command and not _takes_more(line):
            yield line
        elif line.strip() == END_OF_PASTE:
            yield "".join(lines)
            lines = []
        else:
            lines.append(line)
    if "".join(lines).strip():
        yield "".join(lines)


def _takes_more(line: str) -> bool:
    """Tell whether a command is followed by a text: clients are listed below `client import`."""
    named = command_named(line.strip()[len(COMMAND) :])
    return named is not None and named[0].takes_text
