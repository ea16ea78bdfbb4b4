"""What the two-year clocks bring, and the week in numbers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from core.calendar import Entry, calendar
from core.chart import chart
from core.commands.allowing import coming_day
from core.commands.desk import Command, CommandError, Desk, answer, lines, undo_button
from core.dates import EARLIEST
from core.digest import Digest
from core.lists import as_csv
from core.planner import WANTED, Recipient, plan_reminders, send_digest
from core.records import ReminderKind
from core.reminders import FRIDAY
from core.reply import File, Footnote, Reply
from core.store import people, weeks
from core.store import reminders as kept
from core.store.changes import Change, set_columns
from core.store.tables import ClientRow, ReminderRow
from core.weekly import WEEKS_SHOWN, digest_of
from core.wording.digest import digest_reply, week_named
from core.wording.names import counted, one_line
from core.wording.verdict import day
from core.zones import monday, week_bounds, week_of, weeks_until

SHOWN = 40
WEEK = timedelta(weeks=1)
KINDS = {
    ReminderKind.NINETY_DAYS: "90 days before the end",
    ReminderKind.THIRTY_DAYS: "30 days before the end",
    ReminderKind.SEVEN_DAYS: "7 days before the end",
    ReminderKind.CLOSED: "the two years are over",
}
COLUMNS = ("week", "monday", "asks", "answered", "breaches", "checks")


def reminders(desk: Desk) -> Reply:
    """List the reminders that are planned, soonest first."""
    # A fact may have been told since the planner came by; with it the list holds what was just said.
    plan_reminders(desk.tenant, desk.preferences, desk.now)
    rows = kept.due(desk.tenant, date.max)
    names = {client.id: client.name for client in kept.clients_of(desk.tenant, rows)}
    shown = [_planned(row, names[row.client_id]) for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        shown.append(f"and {len(rows) - SHOWN} more")
    headline = f"{counted(len(rows), 'reminder')} planned" if rows else "No reminder is planned"
    off = "reminders are off: `settings reminders 30`" if desk.preferences["reminders"] == "off" else ""
    return answer(headline, *lines(shown), *_estimated(desk), aside=off)


def reminders_snooze(desk: Desk, client: str, when: str = "") -> Reply:
    """Put off what would be said of a client before a day; where nothing would, what was said last comes again then."""
    whose = desk.client(client)
    until = coming_day(desk, when) if when else desk.today + WEEK
    rows = [row for row in kept.of_client(desk.tenant, whose) if _may_come(desk, row)]
    early = [row for row in rows if row.status == kept.PLANNED and row.due_on < until]
    posted = [row for row in rows if row.status == kept.POSTED]
    chosen = early or posted[-1:]
    if not chosen:
        raise CommandError(_nothing_to_put_off(whose, rows, until))
    days = [max(_latest(row, until), row.due_on) for row in chosen]
    moved = [
        (row, due_on)
        for row, due_on in zip(chosen, days, strict=True)
        if due_on > max(row.due_on, desk.today)
    ]
    if not moved:
        raise CommandError(
            f"This cannot wait any longer: payment of {whose.name} is bound until {day(chosen[0].last_bound_on)}."
        )
    numbers = [_put_off(desk, whose, row, due_on) for row, due_on in moved]
    says = f"{whose.name}: the reminder comes on {day(min(days))}"
    aside = "" if min(days) == until else "not later, because the two years end then"
    return answer(says, aside=aside, buttons=[undo_button(number) for number in numbers])


def reminders_calendar(desk: Desk) -> Reply:
    """Give the days of all living clients as a calendar file."""
    rows = kept.bound(desk.tenant, desk.today)
    entries = [
        Entry(row.id, row.name, row.last_bound_on, row.met_on_estimated) for row in rows if row.last_bound_on
    ]
    if not entries:
        raise CommandError("No day is known yet. Say when you met a client: `met Acme on May 2025`.")
    content = calendar(entries, people.agency(desk.tenant).name, desk.now)
    says = f"the two years of {counted(len(entries), 'client')}, for a calendar program"
    return answer("Here is the calendar", File(f"two-years-{desk.today}.ics", content, says))


def digest_preview(desk: Desk) -> Reply:
    """Show this week's digest as it stands now."""
    digest = digest_of(desk.tenant, week_of(desk.today), desk.today, desk.zone)
    comes = f"Up to now. The digest itself comes on Monday at {desk.preferences['digest-time']}."
    if desk.preferences["digest"] == "off":
        comes = "Up to now. The digest itself is off: `settings digest on`."
    reply = digest_reply(digest, _picture(digest))
    return replace(reply, blocks=(*reply.blocks, Footnote(comes)))


def digest_now(desk: Desk) -> Reply:
    """Send the digest of the last full week to those who read reports now."""
    # Not of this week: what is planned once is not planned again, so on Monday nothing would come.
    week = week_of(monday(week_of(desk.today)) - WEEK)
    readers = send_digest(
        desk.tenant,
        week,
        desk.now,
        place_of_week=desk.preferences["zone"],
        again=desk.now.isoformat(),
    )
    return answer(f"The digest of the {week_named(week)} is on its way to {_named(desk, readers)}")


def digest_export(desk: Desk, week: str = "") -> Reply:
    """Give the numbers of eight weeks as a table."""
    last = _week(desk, week) if week else week_of(desk.today)
    shown = weeks_until(last, WEEKS_SHOWN)
    bounds = [week_bounds(name, desk.zone) for name in shown]
    checks = [weeks.totals(desk.tenant, *span, desk.today).checks for span in bounds]
    rows = [
        (name, monday(name), counted.asks, counted.answered, counted.breaches, number)
        for name, counted, number in zip(shown, weeks.counts(desk.tenant, bounds), checks, strict=True)
    ]
    table = as_csv([tuple(map(str, row)) for row in rows], COLUMNS)
    return answer(
        f"Eight weeks in numbers, up to the {week_named(last)}",
        File(f"weeks-to-{last}.csv", table.encode(), "a row a week; no names, no words"),
    )


def _named(desk: Desk, readers: Sequence[Recipient]) -> str:
    """Return who reads reports: a channel by its name, or how many leads."""
    channels = [
        people.channel_by_id(desk.tenant, reader.external_id)
        for reader in readers
        if reader.member_id is None
    ]
    return ", ".join(one_line(row.name) for row in channels if row) or counted(len(readers), "lead")


def _planned(row: ReminderRow, name: str) -> str:
    kind = KINDS[ReminderKind(row.kind)]
    return f"{day(row.due_on)} · {one_line(name)} · {kind} · bound until {day(row.last_bound_on)}"


def _estimated(desk: Desk) -> list[Footnote]:
    """Return how many clients nobody is reminded of, because their day is only an estimate."""
    number = sum(row.met_on_estimated for row in kept.bound(desk.tenant, desk.today))
    if not number:
        return []
    says = f"{counted(number, 'client')} with only an estimated day: no reminder before a lead says "
    return [Footnote(f"{says}or confirms when you met.")]


def _may_come(desk: Desk, row: ReminderRow) -> bool:
    """Return whether a reminder is wanted, and not overtaken by the end of the two years."""
    is_over = row.kind != ReminderKind.CLOSED and row.last_bound_on < desk.today
    return row.kind in WANTED[desk.preferences["reminders"]] and not is_over


def _latest(row: ReminderRow, until: date) -> date:
    """Return the day on which a reminder that is put off comes: while it still helps, and on a working day."""
    if row.kind == ReminderKind.CLOSED:
        return until
    last = row.last_bound_on
    return min(until, last - timedelta(max(0, last.weekday() - FRIDAY)))


def _put_off(desk: Desk, client: ClientRow, row: ReminderRow, due_on: date) -> int:
    # Taken back, what was planned goes to the planner, which plans it anew from the client's dates.
    before = kept.POSTED if row.status == kept.POSTED else kept.CANCELLED
    set_columns(desk.tenant, row, status=kept.PLANNED, due_on=due_on)
    says = f"{client.name}: the reminder “{KINDS[ReminderKind(row.kind)]}” comes on {day(due_on)}"
    after = {"status": kept.PLANNED, "due_on": due_on.isoformat()}
    return desk.change(Change("reminders snooze", says, row, client.id, {"status": before}, after))


def _nothing_to_put_off(client: ClientRow, rows: list[ReminderRow], until: date) -> str:
    if rows:
        return f"Nothing comes about {client.name} before {day(until)}: the next reminder is for {day(rows[0].due_on)}."
    if client.met_on_estimated:
        return f"No reminder is planned for {client.name}: the day you met is only an estimate."
    return f"No reminder is planned for {client.name}. `reminders` lists what is."


def _week(desk: Desk, text: str) -> str:
    try:
        first = monday(text.strip().upper())
    except ValueError:
        raise CommandError(
            f"{one_line(text, 20)} is no week. Write it as {week_of(desk.today)}, or leave it out."
        ) from None
    if not EARLIEST <= first <= desk.today:
        raise CommandError(f"{week_of(first)} is not a week of ours: give one up to {week_of(desk.today)}.")
    return week_of(first)


def _picture(digest: Digest) -> bytes | None:
    return None if digest.is_empty else chart(digest.weeks)


COMMANDS = (
    Command("reminders", "what the two-year clocks will bring, soonest first", "reminders", reminders),
    Command(
        "reminders snooze CLIENT [until WHEN]",
        "put a client's reminder off, for a week or to a day",
        "reminders snooze Acme until 10 days",
        reminders_snooze,
    ),
    Command(
        "reminders calendar",
        "the two years of all clients as a calendar file",
        "reminders calendar",
        reminders_calendar,
    ),
    Command("digest preview", "this week as the digest would tell it now", "digest preview", digest_preview),
    Command(
        "digest now",
        "send the last full week's digest to the leads, or where reports go",
        "digest now",
        digest_now,
        for_leads=True,
    ),
    Command(
        "digest export [WEEK]",
        "eight weeks of numbers as a table for a spreadsheet",
        "digest export 2026-W47",
        digest_export,
    ),
)
