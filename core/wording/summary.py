"""What was read without a word: on a look back, and while the bot still learns how the contracts stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.model import Speaker
from core.reply import IN_SIGHT, Block, Button, Buttons, Footnote, Heading, Paragraph, Reply, Rung
from core.wording.digest import short_day
from core.wording.names import UNKNOWN, counted, one_line
from core.wording.verdict import headlines

SHOWN = 8
NAMES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Held:
    """The gravest finding of a check that was not answered where it was pasted."""

    rule: str
    by: Speaker
    check_id: int
    client: str
    on: date


def summary_reply(held: Sequence[Held], unknown: Sequence[str], read: int, *, is_past: bool) -> Reply:
    """Return what was found in so many posts; `unknown` are clients of whose contract nothing is known."""
    ours = [one for one in held if one.by is Speaker.US]
    first = [*ours, *(one for one in held if one.by is not Speaker.US)]
    return Reply(
        Rung.FULL,
        (
            Heading(_first_line(len(held), len(ours), read, is_past=is_past), "only you see this"),
            *_list(first),
            *_stages(unknown),
            Footnote(_last_line(is_past=is_past)),
        ),
    )


def _first_line(found: int, ours: int, read: int, *, is_past: bool) -> str:
    posts = counted(read, "post")
    if not found:
        return f"I read {posts} and found nothing to answer"
    of_ours = f", {ours} of them ours" if ours else ""
    said = "worth knowing" if is_past else "that I kept to myself"
    return f"I read {posts} and found {counted(found, 'thing')} {said}{of_ours}"


def _list(held: Sequence[Held]) -> tuple[Block, ...]:
    if not held:
        return ()
    shown = held[:SHOWN]
    lines = [f"{number}. {_line(one)}" for number, one in enumerate(shown, 1)]
    if len(held) > SHOWN:
        lines.append(f"and {len(held) - SHOWN} more")
    buttons = tuple(
        Button(f"Show {number}", "run", f"show {one.check_id}") for number, one in enumerate(shown, 1)
    )
    return Paragraph("\n".join(lines)), Buttons(buttons[:IN_SIGHT], buttons[IN_SIGHT:])


def _line(one: Held) -> str:
    lines = headlines().get(one.rule, {})
    ours = one.by is Speaker.US
    said = lines.get("us" if ours else "client", one.rule).format(tool=lines.get("other", ""))
    what = f"already sent: {said}" if ours else said.partition(":")[0]
    return f"{one_line(one.client) or UNKNOWN}: {what} ({one.rule}) · {short_day(one.on)}"


def _stages(unknown: Sequence[str]) -> tuple[Block, ...]:
    if not unknown:
        return ()
    names = ", ".join(one_line(name, 24) for name in unknown[:NAMES_SHOWN])
    left = f" and {len(unknown) - NAMES_SHOWN} more" if len(unknown) > NAMES_SHOWN else ""
    return (
        Paragraph(
            f"How do their contracts stand? {names}{left}. Until you say it, I take it that there is none."
        ),
        Buttons((Button("List the clients", "run", "client import"),)),
    )


def _last_line(*, is_past: bool) -> str:
    if is_past:
        return "Nothing was posted in the channels. What is shown above can be called no problem there."
    return "In the channels I answer payment, contact data and your own drafts only, until I have learned the stages."
