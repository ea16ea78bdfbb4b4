"""What a reminder of the two years says: for whom, until when, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.policy import Policy
from core.reply import Block, Button, Buttons, Footnote, Heading, Paragraph, Reply, Rung
from core.wording.citations import cited
from core.wording.names import one_line
from core.wording.verdict import day

MOST_LINES = 12
LATE = "this reminder is late"
ENDING, ENDED = "UPW402", "UPW403"
# What to do, by the rule that asks for it.
ADVICE = {
    ENDING: (
        "Bill through Upwork, that day included. Afterwards Upwork's conversion still comes before any "
        "payment elsewhere: plan for it now."
    ),
    ENDED: (
        "Nothing is free yet: start Upwork's conversion, which costs 1 USD now, go on as before and "
        "wait for Upwork's notice. `converted CLIENT notice NUMBER` records it."
    ),
}


@dataclass(frozen=True, slots=True)
class Window:
    """A client's two years that end soon, or have ended."""

    client: str
    last_bound_on: date
    ended: bool = False
    late: bool = False  # The reminder should have come on an earlier day.
    client_id: int = 0


def reminders_reply(windows: Sequence[Window], today: date, policy: Policy) -> Reply:
    """Return a day's reminders as one message; there is at least one."""
    if len(windows) == 1:
        return _of_one(windows[0], today, policy)
    shown = windows[:MOST_LINES]
    blocks: list[Block] = [Heading(_first_line(windows))]
    for ended in (False, True):
        blocks += _group([window for window in shown if window.ended is ended], today, policy)
    if len(windows) > MOST_LINES:
        blocks.append(Paragraph(f"and {len(windows) - MOST_LINES} more: `reminders` lists them"))
    return Reply(Rung.FULL, tuple(blocks))


def _of_one(window: Window, today: date, policy: Policy) -> Reply:
    name = one_line(window.client)
    state = "the two years ended on" if window.ended else "payment is bound until"
    aside = ", ".join(filter(None, (_ahead(window, today), LATE if window.late else "")))
    blocks: list[Block] = [
        Heading(f"{name}: {state} {day(window.last_bound_on)}", aside),
        *_advice(ENDED if window.ended else ENDING, policy),
    ]
    blocks.append(Buttons((Button("Snooze a week", "run", f"reminders snooze #{window.client_id}"),)))
    return Reply(Rung.FULL, tuple(blocks))


def _first_line(windows: Sequence[Window]) -> str:
    ended = sum(window.ended for window in windows)
    soon = len(windows) - ended
    parts = [f"{soon} {'window ends' if soon == 1 else 'windows end'} soon"] if soon else []
    if ended and not soon:
        parts.append(f"{ended} windows have closed")
    elif ended:
        parts.append(f"{ended} {'has' if ended == 1 else 'have'} closed")
    return ", ".join(parts)


def _group(windows: Sequence[Window], today: date, policy: Policy) -> tuple[Block, ...]:
    if not windows:
        return ()
    ended = windows[0].ended
    title = "The two years have ended:" if ended else "Payment is bound to Upwork until:"
    lines = "\n".join(f"• {_line(window, today)}" for window in windows)
    return Paragraph(f"{title}\n{lines}"), *_advice(ENDED if ended else ENDING, policy)


def _line(window: Window, today: date) -> str:
    more = "".join(f", {part}" for part in (_ahead(window, today), LATE if window.late else "") if part)
    return f"{one_line(window.client)}: {day(window.last_bound_on)}{more}"


def _ahead(window: Window, today: date) -> str:
    days = (window.last_bound_on - today).days
    if window.ended or days < 0:
        return ""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def _advice(code: str, policy: Policy) -> tuple[Block, ...]:
    return Paragraph(ADVICE[code]), Footnote(cited(policy, code))
