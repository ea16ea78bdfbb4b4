"""What the weekly digest says: what needs a lead comes first, the numbers after it."""

from collections.abc import Sequence
from datetime import date
from math import sqrt

from core.digest import Digest, Ending, Gaps, Need, NeedKind, Pending
from core.reply import IN_SIGHT, Block, Button, Buttons, Footnote, Heading, Image, Paragraph, Reply, Rung
from core.wording.names import UNKNOWN, one_line
from core.zones import monday

# What a rule is about, by the hundred of its code.
SUBJECTS = {
    "UPW1": "talk outside",
    "UPW2": "contact data",
    "UPW3": "payment",
    "UPW4": "two years",
    "UPW5": "safety",
    "UPW6": "scope and tone",
    "UPW7": "feedback or account",
}
# The command by which a lead allows what was proposed.
ALLOW = "allow {rule} for #{client_id} because it was dismissed three times"
# The control beside a need, and the command it stands for.
BUTTONS = {
    NeedKind.BREACH: ("Show", "show {need.id}"),
    NeedKind.PUSH: ("Show", "show {need.id}"),
    NeedKind.ASK: ("Show", "show {need.id}"),
    NeedKind.POST: ("Send again", "outbox retry {need.id}"),
    NeedKind.ALLOWANCE: (
        "Allow",
        ALLOW.format(rule="{need.what}", client_id="{need.client_id}"),
    ),
}
FACTS_SHOWN = 2
ENDING_SHOWN = 5
NAME_LENGTH = 24
FACT_LENGTH = 40


def digest_reply(digest: Digest, picture: bytes | None) -> Reply:
    """Return the digest of a week; without a picture the words for it stand in its place."""
    if digest.is_empty:
        return Reply(
            Rung.FULL,
            (Heading(f"Quiet {week_named(digest.week)}: {week_in_numbers(digest)}", digest.agency),),
        )
    return Reply(
        Rung.FULL,
        (
            Heading(_first_line(digest), f"{week_named(digest.week)} · {digest.agency}"),
            *needs_of(digest.needs),
            *confirming(digest.to_confirm),
            Paragraph(f"The week: {week_in_numbers(digest)}"),
            _chart(digest, picture),
            *ending_of(digest.ending),
            *_gaps(digest.gaps),
            *_unchecked(digest.unchecked),
        ),
    )


def text_alternative(digest: Digest) -> str:
    """Return in words all that the chart shows."""
    asks = [week.asks for week in digest.weeks]
    breaches = [week.breaches for week in digest.weeks]
    last = digest.weeks[-1].week
    return (
        f"{trend('Client asks', asks, last)}. {trend('Our breaches', breaches, last)}. "
        f"Client asks, eight weeks: {_row(asks)}; ours: {_row(breaches)}."
    )


def trend(name: str, counts: Sequence[int], week: str) -> str:
    """Return what the last of eight weekly counts means, oldest first: the finding, a colon, its numbers.

    That week is named: a digest comes when it has ended, and a preview before it has.
    """
    *earlier, now = counts
    if not any(counts):
        return f"{name}: none in eight weeks"
    when = f"in the {week_named(week)}"
    if not any(earlier):
        return f"{name} up: {now:,} {when}, none before"
    average = sum(earlier) / len(earlier)
    usual = f"{average:,.0f}" if average >= 10 else f"{average:.1f}".removesuffix(".0")
    if not now:
        return f"{name}: none {when}, {usual} on average"
    moved = "up" if now > average else "down"
    # When nothing has changed, a weekly count still swings by about the square root of its average.
    if abs(now - average) <= sqrt(average):
        moved = "steady"
    return f"{name} {moved}: {now:,} {when}, {usual} on average"


def week_named(week: str) -> str:
    """Return a week as people say it, by its Monday."""
    return f"week of {short_day(monday(week))}"


def short_day(when: date) -> str:
    """Return a day of these weeks as people say it, without the year."""
    return f"{when.day} {when:%b}"


def _first_line(digest: Digest) -> str:
    shown = len(digest.needs)
    if digest.needs_left:
        return f"{shown + digest.needs_left:,} things need you, {shown} first"
    if shown:
        return f"{shown} things need you" if shown > 1 else "1 thing needs you"
    facts = _facts(digest.to_confirm)
    return f"{_count(facts, 'fact')} to confirm" if facts else "Nothing needs you"


def needs_of(needs: Sequence[Need]) -> tuple[Block, ...]:
    """Return what waits for a lead, each with its control."""
    if not needs:
        return ()
    lines = [f"{number}. {_need(need)} · {short_day(need.on)}" for number, need in enumerate(needs, 1)]
    buttons = tuple(_button(number, need) for number, need in enumerate(needs, 1))
    return Paragraph("\n".join(lines)), Buttons(buttons[:IN_SIGHT], buttons[IN_SIGHT:])


def _need(need: Need) -> str:
    client = one_line(need.client, NAME_LENGTH)
    match need.kind:
        case NeedKind.BREACH:
            return f"Our breach at {client or UNKNOWN}: {SUBJECTS[need.what[:4]]}"
        case NeedKind.PUSH:
            return f"{client or UNKNOWN} keeps pushing: {SUBJECTS[need.what[:4]]}"
        case NeedKind.ASK:
            return f"No answer to {client or UNKNOWN}: {SUBJECTS[need.what[:4]]}"
        case NeedKind.POST:
            return f"Not delivered: {one_line(need.what)}"
        case NeedKind.ALLOWANCE:
            return f"Leave {need.what} alone for {client or 'all clients'}?"


def _button(number: int, need: Need) -> Button:
    label, command = BUTTONS[need.kind]
    return Button(f"{label} {number}", "run", command.format(need=need))


def confirming(to_confirm: Sequence[Pending]) -> tuple[Block, ...]:
    """Return the facts that wait for a lead, and one control that confirms them all."""
    if not to_confirm:
        return ()
    facts, shown = _facts(to_confirm), to_confirm[:FACTS_SHOWN]
    said = _listed([one_line(pending.text, FACT_LENGTH) for pending in shown], facts - _facts(shown))
    label = f"Confirm all {facts}" if facts > 1 else "Confirm"
    # What is said after the digest was planned waits for the next one.
    last = max(max(pending.statements) for pending in to_confirm)
    return Paragraph(f"To confirm: {said}"), Buttons((Button(label, "run", f"confirm all until {last}"),))


def _facts(to_confirm: Sequence[Pending]) -> int:
    return sum(len(pending.statements) for pending in to_confirm)


def week_in_numbers(digest: Digest) -> str:
    """Return a week in one sentence of numbers."""
    asks = _count(digest.asks, "client ask")
    if digest.asks:
        answered = "all" if digest.answered == digest.asks else _figure(digest.answered, "none")
        asks += f" ({answered} answered)"
    checks = _count(digest.checks, "check")
    if digest.checks:
        checks += f" for {_count(digest.clients, 'client')}"
    return f"{asks}, {_count(digest.breaches, 'breach', 'breaches')} of ours, {checks}."


def _chart(digest: Digest, picture: bytes | None) -> Block:
    words = text_alternative(digest)
    return Footnote(words) if picture is None else Image(picture, f"weeks-to-{digest.week}.png", words)


def ending_of(ending: Sequence[Ending]) -> tuple[Block, ...]:
    """Return whose two years end soon."""
    if not ending:
        return ()
    shown = ending[:ENDING_SHOWN]
    days = [
        f"{one_line(one.client, NAME_LENGTH)} {short_day(one.last_bound_on)}{' (estimated)' * one.estimated}"
        for one in shown
    ]
    return (Paragraph(f"Two years end within 30 days: {_listed(days, len(ending) - len(shown))}"),)


def _gaps(gaps: Gaps) -> tuple[Block, ...]:
    counted = (
        (gaps.met_unknown, "no day of meeting"),
        (gaps.stage_unknown, "no contract stage"),
        (gaps.origin_unproven, "an outside origin without proof"),
        (gaps.not_living, "no check or contract for a year, so no reminders"),
    )
    lines = [f"{_count(number, 'client')} with {what}" for number, what in counted if number]
    return (Footnote(f"Gaps: {_listed(lines)}"),) if lines else ()


def _unchecked(posts: int) -> tuple[Block, ...]:
    return (Paragraph(f"{_count(posts, 'post')} could not be checked: read them yourself."),) if posts else ()


def _listed(items: Sequence[str], left: int = 0) -> str:
    return " · ".join((*items, f"{left:,} more") if left else items)


def _row(counts: Sequence[int]) -> str:
    return ", ".join(map(str, counts))


def _count(number: int, one: str, many: str = "") -> str:
    return f"1 {one}" if number == 1 else f"{_figure(number, 'no')} {many or one + 's'}"


def _figure(number: int, nothing: str) -> str:
    return f"{number:,}" if number else nothing
