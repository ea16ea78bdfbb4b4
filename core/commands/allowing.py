"""What a lead lets pass: rules that are allowed for a client or for all, and rules, channels or threads that are muted.

What is allowed is settled; what is muted is found all the same and only not said.
"""

import re
from datetime import date, timedelta

from core.cards import PAYMENT_GROUP
from core.commands.again import plan_update
from core.commands.desk import Command, CommandError, Desk, answer, lines, undo_button
from core.commands.people import HERE, channel_of
from core.commands.rules import code_of
from core.reply import IN_SIGHT, Button, Paragraph, Reply
from core.store import allowances, clients, people
from core.store.changes import Change, set_columns
from core.store.tables import AllowanceRow, ChannelRow, ClientRow, MuteRow
from core.wording.digest import ALLOW
from core.wording.facts import effect
from core.wording.names import one_line
from core.wording.verdict import day

NEVER_ALLOWED = (PAYMENT_GROUP, "UPW4")  # Payment and the two years: what these rules forbid costs accounts.
# How the change that adds an entry is taken back: its columns before and after.
WITHDRAWN = ({"withdrawn": True}, {"withdrawn": False})
ALL = "all clients"
_AHEAD = re.compile(r"(?P<number>\d{1,3}|an?|one) ?(?P<unit>day|week)s?", re.IGNORECASE)


def allow(desk: Desk, rule: str, reason: str, client: str = "") -> Reply:
    """Allow a rule for a client, or for all."""
    code = code_of(desk.policy, rule)
    if code.startswith(NEVER_ALLOWED):
        raise CommandError(
            f"{code} is never allowed: rules about payment and the two years hold for every client. A finding that is "
            "wrong is dismissed with `dismiss`."
        )
    client_id, name = _whose(desk, client)
    says = f"{code} is allowed for {name}"
    if code in allowances.allowed(desk.tenant, client_id):
        raise CommandError(f"{says} already. `allow list` shows what is.")
    proposal = allowances.entry(desk.tenant, client_id, code)
    row = proposal or allowances.propose(desk.tenant, client_id, code, desk.member.name, desk.now)
    before, after = set_columns(desk.tenant, row, approved_by=desk.member.name, reason=reason)
    if proposal is None:
        before, after = WITHDRAWN
    number = desk.change(Change("allow", says, row, client_id, before, after, reason))
    return answer(says, *effect(follow(desk, code)), buttons=[undo_button(number)])


def allow_remove(desk: Desk, rule: str, client: str = "") -> Reply:
    """Allow a rule no more, or decline a proposal to allow it."""
    code = code_of(desk.policy, rule)
    client_id, name = _whose(desk, client)
    row = allowances.entry(desk.tenant, client_id, code)
    if row is None:
        raise CommandError(f"{code} is not allowed for {name}. `allow list` shows what is.")
    before, after = set_columns(desk.tenant, row, withdrawn=True)
    says = f"{code} is not allowed for {name} any more"
    number = desk.change(Change("allow remove", says, row, client_id, before, after))
    return answer(says, *effect(follow(desk, code)), buttons=[undo_button(number)])


def allow_list(desk: Desk) -> Reply:
    """List what waits for a lead to allow it, and what is allowed."""
    rows = sorted(allowances.entries(desk.tenant), key=lambda row: bool(row.approved_by))
    if not rows:
        return answer("Nothing is allowed beyond the rules")
    names = clients.names(desk.tenant, [row.client_id for row in rows])
    buttons = [
        Button(
            f"Allow {row.rule} for {one_line(names[row.client_id])}",
            "run",
            ALLOW.format(rule=row.rule, client_id=row.client_id),
        )
        for row in rows
        if row.client_id in names and not row.approved_by
    ]
    return answer(
        f"{len(rows) - len(buttons)} allowed, {len(buttons)} proposed",
        *lines(_entry(row, names.get(row.client_id, ALL)) for row in rows),
        buttons=buttons[:IN_SIGHT],
    )


def propose(desk: Desk, client: ClientRow, rule: str) -> None:
    """Propose to allow a rule for a client, unless that was allowed, proposed or declined before."""
    if allowances.came_up(desk.tenant, client.id, rule):
        return
    row = allowances.propose(desk.tenant, client.id, rule, desk.member.name, desk.now)
    says = f"proposed to allow {rule} for {client.name}"
    desk.change(Change("allow propose", says, row, client.id, *WITHDRAWN))


def follow(desk: Desk, rule: str) -> int:
    """Bring what was found under a rule in step with the allow-list; returns how many replies say something else now."""
    changed = allowances.follow(desk.tenant, rule, desk.now)
    for check in changed:
        plan_update(desk, check)
    return len(changed)


def mute(desk: Desk, rule: str, reason: str, when: str = "") -> Reply:
    """Say nothing of a rule, for a while or until it is unmuted."""
    code = code_of(desk.policy, rule)
    if code.startswith(PAYMENT_GROUP):
        raise CommandError(f"{code} is never muted: it is about payment, and a single miss costs an account.")
    return _mute(desk, code, reason, when, rule=code)


def mute_channel(desk: Desk, reason: str, channel: str = HERE, when: str = "") -> Reply:
    """Answer nothing in a channel, for a while or until it is unmuted."""
    row = channel_of(desk, channel)
    return _mute(desk, row.name, reason, when, channel_id=row.id)


def mute_thread(desk: Desk, channel_id: int, thread: str) -> Reply:
    """Answer nothing in a thread any more; any member may."""
    return _mute(desk, "This thread", channel_id=channel_id, thread=thread)


def mute_list(desk: Desk) -> Reply:
    """List what is muted."""
    rows = allowances.mutes(desk.tenant, desk.today)
    if not rows:
        return answer("Nothing is muted")
    channels = {row.id: row for row in people.channels(desk.tenant)}
    return answer(f"{len(rows)} muted", *lines(_muted(row, channels) for row in rows))


def unmute(desk: Desk, which: str) -> Reply:
    """Lift a mute: a rule's, a channel's, or the one with a number of the list."""
    channels = {row.id: row for row in people.channels(desk.tenant)}
    wanted = channel_of(desk, HERE).name if which.casefold() == HERE else which.removeprefix("#")
    found = [
        row
        for row in allowances.mutes(desk.tenant, desk.today)
        if wanted.casefold() in (str(row.id), _what(row, channels).casefold())
    ]
    if not found:
        raise CommandError(f"{one_line(which)} is not muted. `mute list` shows what is, with numbers.")
    row = found[0]
    before, after = set_columns(desk.tenant, row, lifted=True)
    says = f"{_what(row, channels)} is not muted any more"
    number = desk.change(Change("unmute", says, row, None, before, after))
    return answer(says, buttons=[undo_button(number)])


def coming_day(desk: Desk, text: str) -> date:
    """Return the day ahead that a person typed, as 2026-12-24, 10 days or 3 weeks; raises CommandError."""
    if ahead := _AHEAD.fullmatch(text.strip()):
        number = int(ahead["number"]) if ahead["number"].isdecimal() else 1
        found = desk.today + timedelta(days=number * (7 if ahead["unit"].casefold() == "week" else 1))
    else:
        try:
            found = date.fromisoformat(text.strip())
        except ValueError:
            raise CommandError(
                f"I cannot read {one_line(text, 40)} as a day ahead: write it as 2026-12-24, 10 days or 3 weeks."
            ) from None
    if found <= desk.today:
        raise CommandError(f"{found} does not lie ahead: give a day after {desk.today}.")
    return found


def _entry(row: AllowanceRow, whose: str) -> str:
    by = f"{row.approved_by}: {row.reason}" if row.approved_by else f"proposed by {row.proposed_by}"
    return f"{row.rule} for {one_line(whose)} · {one_line(by)}"


def _whose(desk: Desk, client: str) -> tuple[int | None, str]:
    """Return for whom a rule is allowed: a client, or everybody."""
    if not client:
        return None, ALL
    row = desk.client(client)
    return row.id, row.name


def _mute(
    desk: Desk,
    what: str,
    reason: str = "",
    when: str = "",
    *,
    rule: str = "",
    channel_id: int | None = None,
    thread: str = "",
) -> Reply:
    for row in allowances.mutes(desk.tenant, desk.today):
        if (row.rule, row.channel_id, row.thread) == (rule, channel_id, thread):
            raise CommandError(f"{what} is muted already{_until(row.until)}. `unmute {row.id}` lifts that.")
    until = coming_day(desk, when) if when else None
    row = allowances.mute(
        desk.tenant,
        by=desk.member.name,
        now=desk.now,
        rule=rule,
        channel_id=channel_id,
        thread=thread,
        until=until,
        reason=reason,
    )
    says = f"{what} is muted{_until(until)}"
    number = desk.change(Change("mute", says, row, None, {"lifted": True}, {"lifted": False}, reason))
    return answer(
        says,
        Paragraph("It is still found and counted, and a lead still hears at once of what must not wait."),
        buttons=[undo_button(number)],
    )


def _muted(row: MuteRow, channels: dict[int, ChannelRow]) -> str:
    reason = f": {one_line(row.reason)}" if row.reason else ""
    return f"{row.id} · {_what(row, channels)}{_until(row.until)} · {one_line(row.said_by)}{reason}"


def _what(row: MuteRow, channels: dict[int, ChannelRow]) -> str:
    if row.rule:
        return row.rule
    channel = channels[row.channel_id].name if row.channel_id else ""
    return f"a thread in {channel}" if row.thread else channel


def _until(last: date | None) -> str:
    return f" until {day(last)}" if last else ""


COMMANDS = (
    Command(
        "allow RULE [for CLIENT] because REASON",
        "let a rule pass for a client or for all; never one about payment or the two years",
        "allow UPW105 for Acme because they know where we call",
        allow,
        for_leads=True,
    ),
    Command(
        "allow remove RULE [for CLIENT]",
        "let a rule hold again, or decline a proposal",
        "allow remove UPW105 for Acme",
        allow_remove,
        for_leads=True,
    ),
    Command("allow list", "what is allowed, and what is proposed", "allow list", allow_list),
    Command(
        "mute RULE [until WHEN] because REASON",
        "say nothing of a rule; never one about payment",
        "mute UPW105 until 2 weeks because it is too much now",
        mute,
        for_leads=True,
    ),
    Command(
        "mute channel [CHANNEL] [until WHEN] because REASON",
        "answer nothing in a channel",
        "mute channel here until 10 days because we train there",
        mute_channel,
        for_leads=True,
    ),
    Command("mute list", "what is muted", "mute list", mute_list),
    Command(
        "unmute WHICH",
        "answer again: a rule, a channel or a number of the list",
        "unmute 3",
        unmute,
        for_leads=True,
    ),
)
