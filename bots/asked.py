"""What people ask by themselves: a command, or a text to check."""

from dataclasses import dataclass, replace
from datetime import datetime

from bots import metrics
from core.commands.checking import Paste
from core.commands.commands import Asker, Commands, usages
from core.commands.desk import Command
from core.commands.grammar import Usage, UsageError, find, resembles, split
from core.model import Stage
from core.records import Arrival, ArrivalKind
from core.reply import COMMAND, Button, Buttons, Heading, Paragraph, Reply, Rung

NO_TEXT = Reply(Rung.FULL, (Heading("I see no text in this post. Paste the conversation as text."),))
MOST_WORDS = 6  # A longer line that is no command by the letter is a text to check.


def command_in(text: str) -> tuple[str, str]:
    """Return the first line of what was written to us alone, without our name before it, and the rest."""
    first, _, rest = text.strip().removeprefix(COMMAND).strip().partition("\n")
    return first, rest


def is_command(line: str, rest: str = "") -> bool:
    """Return whether a line is a command rather than a text to check."""
    words = split(line)
    if words and words[0].casefold() == "help":
        return True
    short = len(words) <= MOST_WORDS and not rest.strip()
    try:
        usage = find(words, usages())
    except UsageError:
        return short and resembles(words, usages())
    try:
        usage.match(words)
    except UsageError:
        return short
    return not rest.strip() or usages()[usage].takes_text


def is_told(arrival: Arrival) -> bool:
    """Return whether a direct message is a command, to the letter; what only resembles one is a text to check."""
    first, rest = command_in(arrival.text)
    words = split(first)
    if not arrival.private or arrival.kind is not ArrivalKind.POSTED or not words:
        return False
    try:
        usage = find(words, usages())
        usage.match(words)
    except UsageError:
        return words[0].casefold() == "help" and len(words) <= MOST_WORDS
    return usages()[usage].takes_text if rest.strip() else len(words) <= MOST_WORDS


def command_named(words: str) -> tuple[Command, Usage] | None:
    """Return the command that a line begins with, or None."""
    try:
        usage = find(split(words), usages())
    except UsageError:
        return None
    return usages()[usage], usage


@dataclass(frozen=True, slots=True)
class Shown:
    """A reply for the one who asked, and the check that its controls are about; 0 for none."""

    reply: Reply
    check_id: int = 0


def check(
    commands: Commands, asker: Asker, paste: Paste, now: datetime, stage: Stage | None = None
) -> list[Shown]:
    """Check what somebody asks about and return what they are shown of it; `stage` is what they say of the contract."""
    with metrics.CHECK_SECONDS.time():
        checked = commands.check(asker, paste, now)
    metrics.count_checks([checked])
    shown = [Shown(note) for note in checked.notes]
    if checked.check_id is None:
        return shown
    if stage is not None:
        commands.press(asker, checked.check_id, "stage", stage, now)
    reply = commands.run(asker, f"show {checked.check_id}", now)
    return [*shown, Shown(with_share(reply) if asker.channel else reply, checked.check_id)]


def with_share(reply: Reply) -> Reply:
    """Return a reply with a control that shows it to the whole channel."""
    share = Button("Share in channel", "share")
    if not any(isinstance(block, Buttons) for block in reply.blocks):
        return replace(reply, blocks=(*reply.blocks, Buttons((share,))))
    blocks = [
        replace(block, more=(share, *block.more)) if isinstance(block, Buttons) else block
        for block in reply.blocks
    ]
    return replace(reply, blocks=tuple(blocks))


def failed(reference: str) -> Reply:
    """Return that something could not be done, under the reference by which the log knows it."""
    return Reply(
        Rung.FULL,
        (
            Heading(f"I could not do this (ref {reference})"),
            Paragraph(
                "Treat a text as unchecked, and a change as not made. Try again, or tell a lead the reference."
            ),
        ),
    )
