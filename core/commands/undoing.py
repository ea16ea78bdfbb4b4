"""What was changed, and taking it back."""

from core.commands.again import judge_again, judge_check_again
from core.commands.allowing import follow
from core.commands.desk import Command, CommandError, Desk, answer, lines, number_of
from core.model import Relationship
from core.reply import Reply
from core.store import changes, checks, clients, people
from core.store.changes import Change
from core.store.tables import AllowanceRow, ChangeRow, CheckRow, ClientRow, MemberRow, NameRow
from core.wording.facts import effect
from core.wording.verdict import day
from core.zones import local_day

SHOWN = 40


def undo(desk: Desk, number: str) -> Reply:
    """Take back a change, by the number that its reply or `client show` gives."""
    change = changes.find(desk.tenant, number_of(number))
    if change is None:
        raise CommandError(f"There is no change {number}. `changes` lists the last ones with their numbers.")
    if changes.undone(desk.tenant, change.id):
        raise CommandError(f"Change {number} ({change.says}) was taken back already.")
    if change.by != desk.member.name and not desk.member.lead:
        raise CommandError(f"{change.by} made this change. Ask {change.by} or a lead to take it back.")
    row = changes.take_back(desk.tenant, change)
    if row is None:
        raise CommandError(f"What change {number} was about is not there any more.")
    _settle(desk, row)
    desk.change(
        Change("undo", f"taken back: {change.says}", row, change.client_id, change.after, change.before),
        change.id,
    )
    updated = follow(desk, row.rule) if isinstance(row, AllowanceRow) else 0
    for client in _concerned(desk, change, row):
        clients.refresh(desk.tenant, client, desk.today)
        updated += judge_again(desk, client)
    if isinstance(row, CheckRow) and row.client_id is None:
        updated += judge_check_again(desk, row, Relationship())
    return answer(f"Taken back: {change.says}", *effect(updated))


def _settle(desk: Desk, row: object) -> None:
    """Let follow what goes with a row that was taken back; raises CommandError where something rests on it."""
    if isinstance(row, MemberRow) and not people.leads(desk.tenant):
        raise CommandError(
            "That would leave nobody to lead. Make another member a lead first: `lead add MEMBER`."
        )
    if isinstance(row, NameRow):
        _nobody_is_nameless(desk, row)
    if isinstance(row, CheckRow):
        _goes_back(desk, row)


def _goes_back(desk: Desk, check: CheckRow) -> None:
    former, now = desk.tenant.get(ClientRow, check.client_id), clients.current(desk.tenant, check.client_id)
    if former is not None and now is not None and former.id != now.id:
        raise CommandError(
            f"{former.name} is part of {now.name} now. Take that back first: `changes {now.name}` has its number."
        )
    checks.assign(desk.tenant, check, check.client_id)


def _nobody_is_nameless(desk: Desk, name: NameRow) -> None:
    client = desk.tenant.get(ClientRow, name.client_id)
    if client is not None and clients.name_row(desk.tenant, client, client.name) is None:
        raise CommandError(
            f"{client.name} is what the client is called now. Give it another name first: `client rename`."
        )


def _concerned(desk: Desk, change: ChangeRow, row: object) -> list[ClientRow]:
    """Return the clients whose replies a change has to do with; of a merge that is taken back there are two again."""
    ids = [change.client_id]
    if isinstance(row, ClientRow):
        ids.append(row.id)
    if isinstance(row, CheckRow):
        ids.append(row.client_id)
    found = (clients.current(desk.tenant, client_id) for client_id in ids)
    return list({client.id: client for client in found if client is not None}.values())


def changes_list(desk: Desk, client: str = "", number: str = "") -> Reply:
    """List the last changes, of all or of one client, with the numbers that `undo` takes; or those before a number."""
    ids = clients.ids(desk.tenant, desk.client(client)) if client else None
    found = changes.last(desk.tenant, ids, SHOWN + 1, before=number_of(number))
    rows = found[:SHOWN]
    if not rows:
        return answer("Nothing was changed before that." if number else "Nothing was changed yet.")
    of = f"{client} " if client else ""
    more = [f"`changes {of}before {rows[-1].id}` lists earlier ones"] if len(found) > SHOWN else []
    return answer(
        f"{len(rows)} changes before {number}" if number else f"Last {len(rows)} changes",
        *lines(
            [*(f"{row.id}  {day(local_day(row.at, desk.zone))}  {row.by}: {row.says}" for row in rows), *more]
        ),
    )


COMMANDS = (
    Command("undo NUMBER", "take a change back", "undo 12", undo),
    Command(
        "changes [CLIENT] [before NUMBER]",
        "the last changes, or those before one, with their numbers",
        "changes Acme",
        changes_list,
    ),
)
