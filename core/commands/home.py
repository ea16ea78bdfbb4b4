"""Home: all that a person may want to see at one glance, the most urgent first."""

from core.chart import chart
from core.commands.desk import Command, Desk
from core.digest import Digest, thaw
from core.reply import Block, Button, Buttons, Field, Fields, Footnote, Heading, Image, Paragraph, Reply, Rung
from core.store import clients, people, weeks
from core.weekly import digest_of
from core.wording.clients import client_line
from core.wording.digest import confirming, digest_reply, ending_of, needs_of, week_in_numbers, week_named
from core.wording.names import counted, one_line
from core.zones import week_of

CLIENTS_SHOWN = 15


def home(desk: Desk) -> Reply:
    """Show what needs somebody, the clients with their clocks, and how the agency is set; a lead's ends with the digest."""
    this_week = digest_of(desk.tenant, week_of(desk.today), desk.today, desk.zone)
    lead = desk.member.lead
    return Reply(
        Rung.FULL,
        (
            *_needs(this_week, lead=lead),
            *_clients(desk),
            *_ending(this_week),
            *_settings(desk),
            *(_digest(desk) if lead else ()),
        ),
    )


def _needs(digest: Digest, *, lead: bool) -> tuple[Block, ...]:
    waits = (*needs_of(digest.needs), *confirming(digest.to_confirm))
    if not waits:
        return (Heading("Nothing needs you"), Paragraph("Paste a conversation into a channel that is read."))
    says = () if lead else (Footnote("A lead settles and confirms these."),)
    return (Heading("Needs you" if lead else "Needs a lead"), *waits, *says)


def _clients(desk: Desk) -> tuple[Block, ...]:
    rows = sorted(clients.all_clients(desk.tenant), key=lambda row: row.last_active_on, reverse=True)
    add = Buttons(
        (Button("Add a client", "run", "client add"), Button("Paste a list", "run", "client import"))
    )
    if not rows:
        return (Heading("Clients"), Paragraph("None yet. They grow out of what is pasted."), add)
    lines = [
        client_line(
            one_line(row.name), clients.relationship_of(row), desk.judging_day, confirmed=row.confirmed
        )
        for row in rows[:CLIENTS_SHOWN]
    ]
    left = [f"and {len(rows) - CLIENTS_SHOWN} more: `client list`"] if len(rows) > CLIENTS_SHOWN else []
    return (Heading("Clients", counted(len(rows), "client")), Paragraph("\n".join((*lines, *left))), add)


def _ending(digest: Digest) -> tuple[Block, ...]:
    blocks = ending_of(digest.ending)
    return (Heading("Ending soon"), *blocks) if blocks else ()


def _settings(desk: Desk) -> tuple[Block, ...]:
    watched = [f"{one_line(row.name)} ({row.purpose})" for row in people.watched(desk.tenant)]
    leads = [one_line(row.name) for row in people.leads(desk.tenant)]
    fields = (
        Field("channels read", ", ".join(watched) or "none yet"),
        Field("leads", ", ".join(leads)),
        Field("zone", desk.preferences["zone"]),
        Field("answers", desk.preferences["loudness"]),
    )
    buttons = (
        Button("Read a channel", "run", "watch"),
        Button("Change a setting", "form", "settings"),
        Button("First steps", "run", "setup"),
    )
    return (Heading("Settings"), Fields(fields), Buttons(buttons))


def _digest(desk: Desk) -> tuple[Block, ...]:
    row = weeks.planned(desk.tenant, weeks.last_planned(desk.tenant))
    if row is None:
        return (
            Heading("Weekly digest"),
            Paragraph("The first one comes on the Monday after your first full week."),
        )
    return last_digest(thaw(row.numbers))


def last_digest(digest: Digest) -> tuple[Block, ...]:
    """Return the numbers of a week and their picture; what needs somebody stands above, as it is now."""
    shown = digest_reply(digest, None if digest.is_empty else chart(digest.weeks))
    numbers = [block for block in shown.blocks if isinstance(block, Image | Footnote)]
    return (Heading("Last digest", week_named(digest.week)), Paragraph(week_in_numbers(digest)), *numbers)


COMMANDS = (Command("home", "what needs you, your clients and settings at one glance", "home", home),)
