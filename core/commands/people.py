"""The agency itself: who leads it, in which channels it is read, and how it is set."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from core.commands.desk import Command, CommandError, Desk, answer, lines, near_names, undo_button
from core.commands.noticing import notice
from core.model import Purpose
from core.preferences import EACH_LEAD, NO_NAMES, PREFERENCES, REPORTS_TO, PreferenceError
from core.records import Platform
from core.reply import Buttons, Field, Fields, Heading, Paragraph, Reply
from core.store import clients, people
from core.store.changes import NOT_THERE, Change, set_columns
from core.store.tables import ChannelRow, MemberRow
from core.wording.names import one_line
from core.zones import ZoneError

HERE, LEADS = "here", EACH_LEAD
ON, OFF = "on", "off"
CLAIMING = {
    Platform.TERMINAL: "an owner of this workspace",
    Platform.SLACK: "an owner or administrator of this workspace",
    Platform.DISCORD: "the owner of this server, or a member of its role for leads,",
}
GUESTS = ", without guests of other companies"
READ = {
    Purpose.CHATS: "pasted client conversations are answered",
    Purpose.DRAFTS: "our own drafts are answered before they are sent",
    Purpose.MIXED: "what looks like a client conversation or a draft is answered, other talk is left alone",
}


def lead_add(desk: Desk, member: str) -> Reply:
    """Make a member a lead."""
    row = member_called(desk, member)
    if row.lead:
        raise CommandError(f"{_called(desk, row)} is a lead already.")
    return _lead(desk, row, f"{_called(desk, row)} is a lead now", lead=True)


def lead_remove(desk: Desk, member: str) -> Reply:
    """Make a lead a member like the others; one lead always stays."""
    row = member_called(desk, member, lead=True)
    if not row.lead:
        raise CommandError(f"{_called(desk, row)} is no lead. `lead list` shows who is.")
    if len(people.leads(desk.tenant)) == 1:
        raise CommandError(
            f"{row.name} is the only lead, and without one nobody could confirm or set anything. Make another "
            "member a lead first: `lead add MEMBER`."
        )
    return _lead(desk, row, f"{_called(desk, row)} is no lead any more", lead=False)


def lead_list(desk: Desk) -> Reply:
    """List the leads."""
    rows = people.leads(desk.tenant)
    headline = "1 lead" if len(rows) == 1 else f"{len(rows)} leads"
    return answer(headline, *lines(_called(desk, row) for row in rows))


def lead_claim(desk: Desk) -> Reply:
    """Become a lead, as an owner of the workspace."""
    row = people.member_row(desk.tenant, desk.member.id)
    if row.lead:
        raise CommandError("You are a lead already.")
    if not desk.owner:
        who = CLAIMING[people.platform(desk.tenant, row.workspace_id)]
        raise CommandError(f"Only {who} can claim it. `lead list` shows whom to ask.")
    return _lead(desk, row, f"{row.name} is a lead now, by a claim of their own", lead=True)


def watch(desk: Desk, channel: str, purpose: str) -> Reply:
    """Read a channel from now on, for a purpose."""
    row = channel_of(desk, channel, remember=True)
    before, after = set_columns(desk.tenant, row, purpose=purpose)
    says = f"{row.name} is watched for {purpose}"
    number = desk.change(Change("watch", says, row, None, before, after))
    if people.platform(desk.tenant, row.workspace_id) is not Platform.TERMINAL:
        notice(
            replace(desk, member=replace(desk.member, workspace_id=row.workspace_id)),
            "watched",
            row.external_id,
            f"{row.id}:{purpose}",
            purpose=purpose,
            learning=int(desk.learns),
        )
    return answer(says, Paragraph(f"There {READ[Purpose(purpose)]}."), buttons=[undo_button(number)])


def unwatch(desk: Desk, channel: str) -> Reply:
    """Read a channel no more."""
    row = channel_of(desk, channel)
    if row.purpose is None:
        raise CommandError(f"{row.name} is not watched. `watch list` shows what is.")
    before, after = set_columns(desk.tenant, row, purpose=None)
    says = f"{row.name} is not watched any more"
    number = desk.change(Change("unwatch", says, row, None, before, after))
    return answer(says, buttons=[undo_button(number)])


def watch_list(desk: Desk) -> Reply:
    """List the channels that are watched or belong to a client."""
    rows = [row for row in people.channels(desk.tenant) if row.purpose or row.client_id]
    if not rows:
        return answer("No channel is watched", *lines(["A lead watches one: `watch here as chats`."]))
    names = clients.names(desk.tenant, [row.client_id for row in rows])
    return answer(
        "Watched channels",
        *lines(
            f"{row.name} · {row.purpose or 'not watched'}"
            + (f" · client {one_line(names[row.client_id])}" if row.client_id in names else "")
            for row in rows
        ),
    )


def channel_bind(desk: Desk, client: str, channel: str = HERE) -> Reply:
    """Let all that is pasted in a channel be about one client."""
    whose = desk.client(client)
    row = channel_of(desk, channel, remember=True)
    before, after = set_columns(desk.tenant, row, client_id=whose.id)
    says = f"{row.name} belongs to {whose.name}"
    number = desk.change(Change("channel bind", says, row, whose.id, before, after))
    return answer(
        says, Paragraph("What is pasted there is about this client."), buttons=[undo_button(number)]
    )


def channel_unbind(desk: Desk, channel: str = HERE) -> Reply:
    """Let a channel belong to no client."""
    row = channel_of(desk, channel)
    if row.client_id is None:
        raise CommandError(f"{row.name} belongs to no client. `watch list` shows which channels do.")
    client_id = row.client_id
    before, after = set_columns(desk.tenant, row, client_id=None)
    says = f"{row.name} belongs to no client any more"
    number = desk.change(Change("channel unbind", says, row, client_id, before, after))
    return answer(says, buttons=[undo_button(number)])


def channel_threads(desk: Desk, switch: str, channel: str = HERE) -> Reply:
    """Read what is written in threads of a channel, or only the posts that begin them."""
    return _switched(desk, channel, "threads", "replies in threads", on=switch == ON)


def channel_bots(desk: Desk, switch: str, channel: str = HERE) -> Reply:
    """Read what other bots post in a channel, or only what people do."""
    return _switched(desk, channel, "bots", "posts of other bots", on=switch == ON)


def _switched(desk: Desk, channel: str, column: str, what: str, *, on: bool) -> Reply:
    row = channel_of(desk, channel)
    before, after = set_columns(desk.tenant, row, **{column: on})
    says = f"{row.name}: {what} are {'read too' if on else 'not read'}"
    number = desk.change(Change(f"channel {column}", says, row, None, before, after))
    return answer(says, buttons=[undo_button(number)])


def reports_to(desk: Desk, where: str) -> Reply:
    """Send alerts, reminders and digests to a private channel, or to each lead."""
    if where.casefold() == LEADS:
        return _set(desk, REPORTS_TO, LEADS)
    row = channel_of(desk, where)
    told = _set(desk, REPORTS_TO, row.external_id)
    says = f"Alerts, reminders and digests go to {row.name} now"
    guests = "" if people.platform(desk.tenant, row.workspace_id) is Platform.DISCORD else GUESTS
    return replace(
        told,
        blocks=(
            Heading(says),
            Paragraph(f"It has to be private{guests}: else they go to each lead as before, and I say so."),
            *(block for block in told.blocks if isinstance(block, Buttons)),
        ),
    )


def settings(desk: Desk, name: str = "", value: str = "") -> Reply:
    """Show the settings or one of them; with a value, which takes a lead, change it."""
    if not value:
        shown = [name] if name else list(PREFERENCES)
        return answer(name or "Settings", Fields(tuple(_setting(desk, one) for one in shown)))
    if not desk.member.lead:
        raise CommandError("Only a lead changes settings. `lead list` shows who that is.")
    return reports_to(desk, value) if name == REPORTS_TO else _set(desk, name, value)


def _set(desk: Desk, name: str, value: str) -> Reply:
    try:
        value = PREFERENCES[name].check(value)
    except (PreferenceError, ZoneError) as error:
        raise CommandError(f"{name} stays {desk.preferences[name] or NO_NAMES}. {error}") from None
    if value == desk.preferences[name]:
        return answer(f"{name} is {value or NO_NAMES} already")
    row = people.preference_row(desk.tenant, name)
    if row is None:
        row, before, after = people.prefer(desk.tenant, name, value), NOT_THERE, {"value": value}
    else:
        before, after = set_columns(desk.tenant, row, value=value)
    number = desk.change(Change("settings", f"{name} is {value or NO_NAMES} now", row, None, before, after))
    return answer(
        f"{name} is {value or NO_NAMES} now",
        aside=f"was {desk.preferences[name] or NO_NAMES}",
        buttons=[undo_button(number)],
    )


def channel_of(desk: Desk, name: str, *, remember: bool = False) -> ChannelRow:
    """Return the channel of this workspace that a name, an id or "here" stands for; elsewhere only an id does.

    A terminal has only the channels that it is told of, so there an unknown one can be remembered.
    Raises CommandError for a channel that is not known.
    """
    rows = [row for row in people.channels(desk.tenant) if row.workspace_id == desk.member.workspace_id]
    if name.casefold() == HERE:
        if desk.channel is None:
            raise CommandError("You are in no channel here. Name one, as in `watch client-chats as chats`.")
        return next(row for row in rows if row.id == desk.channel.id)
    wanted = name.removeprefix("#")
    for row in rows:
        if wanted.casefold() in (row.name.casefold(), row.external_id.casefold()):
            return row
    if remember and people.platform(desk.tenant, desk.member.workspace_id) is Platform.TERMINAL:
        return people.channel(desk.tenant, desk.member.workspace_id, wanted, wanted)
    if elsewhere := people.channel_by_id(desk.tenant, wanted):
        return elsewhere  # A lead is asked of it who is not where it is.
    raise CommandError(
        f"I know no channel {one_line(name)}.{_near(wanted, [row.name for row in rows])} "
        f"Ask in the channel itself, with `{HERE}` for its name."
    )


def member_called(desk: Desk, name: str, *, lead: bool = False) -> MemberRow:
    """Return the member that a name, an id or a line of `lead list` stands for.

    Of one person in two workspaces it is the one who is here; with `lead` a lead comes first. Raises CommandError where
    it is nobody, or may be several.
    """
    wanted = name.removeprefix("@").casefold()
    rows, places = people.members(desk.tenant), _places(desk)
    found = [
        row
        for row in rows
        if wanted in (row.name.casefold(), row.external_id.casefold(), _with_place(row, places).casefold())
    ]
    if lead:
        found = [row for row in found if row.lead] or found
    found = [row for row in found if row.workspace_id == desk.member.workspace_id] or found
    if len(found) == 1:
        return found[0]
    if found:
        ids = " or ".join(row.external_id for row in found)
        raise CommandError(f"{name} may be {ids}. Say which one with that id in place of the name.")
    raise CommandError(
        f"I know nobody called {one_line(name)}.{_near(name, [row.name for row in rows])} People are known once "
        "they have talked to checkmsg."
    )


def _called(desk: Desk, row: MemberRow) -> str:
    """Return what a member is called, with where they are as soon as the agency is in more than one place."""
    places = _places(desk)
    return one_line(row.name) if len(places) == 1 else _with_place(row, places)


def _with_place(row: MemberRow, places: Mapping[int, str]) -> str:
    return f"{one_line(row.name)} ({places[row.workspace_id]})"


def _places(desk: Desk) -> dict[int, str]:
    """Return what the agency's workspaces are called: by platform, and by name where it has two on one."""
    rows = people.workspaces(desk.tenant)
    on = Counter(row.platform for row in rows)
    return {
        row.id: row.platform.capitalize() + (f", {one_line(row.name)}" if on[row.platform] > 1 else "")
        for row in rows
    }


def _lead(desk: Desk, row: MemberRow, says: str, *, lead: bool) -> Reply:
    before, after = set_columns(desk.tenant, row, lead=lead)
    number = desk.change(Change("lead add" if lead else "lead remove", says, row, None, before, after))
    return answer(says, buttons=[undo_button(number)])


def _setting(desk: Desk, name: str) -> Field:
    preference, value = PREFERENCES[name], desk.preferences[name]
    default = "" if value == preference.default else f" (default {preference.default or NO_NAMES})"
    return Field(name, f"{value or NO_NAMES}{default} · {preference.says}")


def _near(name: str, names: list[str]) -> str:
    near = near_names(name, names)
    return f" Did you mean {', '.join(near)}?" if near else ""


COMMANDS = (
    Command("lead add MEMBER", "make a member a lead", "lead add Dana", lead_add, for_leads=True),
    Command(
        "lead remove MEMBER", "take a lead's rights back", "lead remove Dana", lead_remove, for_leads=True
    ),
    Command("lead list", "who the leads are", "lead list", lead_list),
    Command("lead claim", "an owner of the workspace or server becomes a lead", "lead claim", lead_claim),
    Command(
        "watch CHANNEL as PURPOSE",
        "read a channel: for pasted chats, for drafts, or for both among other talk",
        "watch here as chats",
        watch,
        for_leads=True,
        choices={"purpose": tuple(Purpose)},
    ),
    Command("watch list", "the channels that are read, and whose they are", "watch list", watch_list),
    Command("unwatch CHANNEL", "read a channel no more", "unwatch here", unwatch, for_leads=True),
    Command(
        "channel bind CLIENT [in CHANNEL]",
        "all that is pasted in a channel is about one client",
        "channel bind Acme in acme-chats",
        channel_bind,
    ),
    Command(
        "channel unbind [CHANNEL]", "a channel is about no client any more", "channel unbind", channel_unbind
    ),
    Command(
        "channel threads SWITCH [in CHANNEL]",
        "whether replies in threads are read too; without it only the posts that begin them",
        "channel threads on in acme-chats",
        channel_threads,
        for_leads=True,
        choices={"switch": (ON, OFF)},
    ),
    Command(
        "channel bots SWITCH [in CHANNEL]",
        "whether posts of other bots are read too, as those that pass on messages from Upwork",
        "channel bots on in acme-chats",
        channel_bots,
        for_leads=True,
        choices={"switch": (ON, OFF)},
    ),
    Command(
        "reports to WHERE",
        "a private channel for alerts, reminders and digests; leads sends them to each lead again",
        "reports to leads",
        reports_to,
        for_leads=True,
    ),
    Command(
        "settings [NAME [VALUE]]",
        "how your agency is set; a lead changes a setting",
        "settings zone Europe/Berlin",
        settings,
        choices={"name": tuple(PREFERENCES)},
    ),
)
