"""Clients: who they are, what they are called, and what is known of them."""

from dataclasses import replace

from core.commands.again import judge_again
from core.commands.desk import Command, CommandError, Desk, answer, lines, undo_button
from core.commands.facts import day_of, say
from core.model import Stage
from core.records import About, Period
from core.relationships import step_of, waits
from core.reply import Block, Button, Buttons, Field, Fields, Footnote, Reply
from core.store import checks, clients
from core.store.changes import NOT_THERE, Change, set_columns
from core.store.tables import ClientRow
from core.transcript.words import plain
from core.wording.clients import bound_line, client_line, facts_of
from core.wording.facts import effect, said
from core.wording.names import counted
from core.wording.verdict import day
from core.zones import local_day

SHOWN = 40
# How the change that adds a client is taken back: its columns before and after.
REMOVED = ({"removed": True}, {"removed": False})


def client_add(desk: Desk, name: str, when: str = "") -> Reply:
    """Add a client."""
    taken = clients.named(desk.tenant, name)
    if taken:
        raise CommandError(
            f"{name} is already a name of {taken[0].name}. `client show {name}` shows it; for another company "
            "choose a name that tells them apart."
        )
    day = day_of(desk, when) if when else None
    client = clients.add(desk.tenant, name, desk.now, desk.today, confirmed=True)
    number = desk.change(Change("client add", f"{name} added", client, client.id, *REMOVED))
    if day:
        value = "" if day.period is Period.DAY else day.period.value
        say(desk, client, About.MET, value, on=day.on)
    return answer(
        f"{name} is a client now",
        Footnote(bound_line(clients.relationship_of(client), desk.judging_day)),
        buttons=[undo_button(number)],
    )


def client_list(desk: Desk, letters: str = "") -> Reply:
    """List the clients, or those whose names begin with some letters."""
    known = clients.all_clients(desk.tenant)
    if not known:
        return answer(
            "No clients yet", *lines(["Paste a conversation, or add one: `client add Acme met May 2025`."])
        )
    rows = [row for row in known if row.name.casefold().startswith(letters.casefold())]
    shown = [
        client_line(row.name, clients.relationship_of(row), desk.judging_day, confirmed=row.confirmed)
        for row in rows[:SHOWN]
    ]
    left = rows[SHOWN:]
    first = _beginning(left[0].name, len(letters) + 1) if left else ""
    more = [f"and {len(left)} more, as `client list {first}` lists those that begin so"] if left else []
    begin = f" whose name begins with {letters}" if letters else ""
    return answer(f"{counted(len(rows), 'client')}{begin}", *lines([*shown, *more]))


def _beginning(name: str, length: int) -> str:
    """Return the first letters of a name, one more where they would end in a space, which nobody can type there."""
    return name[:length] if not name[:length].endswith(" ") else name[: length + 1]


def client_show(desk: Desk, client: str) -> Reply:
    """Show what is known of a client, who said it, and what is open."""
    row = desk.client(client)
    known = clients.relationship_of(row)
    names = [name.written for name in clients.names_of(desk.tenant, row) if name.written != row.name]
    fields = list(facts_of(known, desk.judging_day))
    if names:
        fields.append(Field("also called", ", ".join(names)))
    open_asks = checks.open_asks(desk.tenant, clients.ids(desk.tenant, row))
    fields.append(Field("open asks", str(len(open_asks))))
    said_so: list[Block] = []
    for statement in map(clients.as_statement, clients.statements(desk.tenant, row)):
        if not statement.undone:
            mark = ", to be confirmed" if waits(statement) else ""
            said_so.append(
                Footnote(
                    f"{said(statement)} · {statement.said_by}, {day(local_day(statement.said_at, desk.zone))}{mark}"
                )
            )
    return answer(
        row.name, Fields(tuple(fields)), *said_so, aside="" if row.confirmed else "not confirmed yet"
    )


def client_rename(desk: Desk, client: str, name: str) -> Reply:
    """Give a client another name; the old one still finds it."""
    row = desk.client(client)
    others = [other for other in clients.named(desk.tenant, name) if other.id != row.id]
    if others:
        raise CommandError(f"{name} is already a name of {others[0].name}. Choose another one.")
    old = row.name
    go_by(desk, row, name)
    before, after = set_columns(desk.tenant, row, name=name)
    number = desk.change(Change("client rename", f"{old} is called {name} now", row, row.id, before, after))
    return answer(f"{old} is called {name} now", buttons=[undo_button(number)])


def client_alias(desk: Desk, client: str, alias: str) -> Reply:
    """Let a client go by a further name, as a person's who writes for it."""
    row = desk.client(client)
    others = [other for other in clients.named(desk.tenant, alias) if other.id != row.id]
    if any(plain(other.name) == plain(alias) for other in others):
        raise CommandError(
            f"{alias} is a client of its own. `client merge {alias} into {row.name}` makes the two one."
        )
    number = go_by(desk, row, alias)
    if number is None:
        return answer(f"{row.name} is called {alias} already")
    return answer(f"{row.name} is also called {alias}", buttons=[undo_button(number)])


def go_by(desk: Desk, client: ClientRow, name: str) -> int | None:
    """Let a client go by a further name; returns the number of the change, or None where it does already."""
    if clients.name_row(desk.tenant, client, name):
        return None
    row = clients.add_name(desk.tenant, client, name)
    says = f"{client.name} is also called {name}"
    return desk.change(Change("client alias", says, row, client.id, NOT_THERE))


def client_choose(desk: Desk, name: str, client: str) -> Reply:
    """Say which client an ambiguous name stands for; it is remembered."""
    row = desk.client(client)
    says = f"{name} stands for {row.name} from now on"
    chosen = clients.preferred(desk.tenant, name)
    if [other.client_id for other in chosen] == [row.id]:
        return answer(f"{name} stands for {row.name} already")
    for other in chosen:
        before, after = set_columns(desk.tenant, other, preferred=False)
        whose = clients.current(desk.tenant, other.client_id)
        lifted = f"{name} does not stand for {whose.name if whose else name} any more"
        desk.change(Change("client choose", lifted, other, other.client_id, before, after))
    known = clients.name_row(desk.tenant, row, name)
    mine = known or clients.add_name(desk.tenant, row, name)
    before, after = set_columns(desk.tenant, mine, preferred=True)
    number = desk.change(Change("client choose", says, mine, row.id, before if known else NOT_THERE, after))
    return answer(says, buttons=[undo_button(number)])


def client_merge(desk: Desk, client: str, target: str) -> Reply:
    """Make two clients one: names, facts and checks of the first go to the second."""
    gone, kept = desk.client(client), desk.client(target)
    if gone.id == kept.id:
        raise CommandError(f"{client} and {target} are the same client already.")
    name = gone.name
    before, after = set_columns(desk.tenant, gone, merged_into=kept.id)
    number = desk.change(
        Change("client merge", f"{name} is part of {kept.name} now", gone, kept.id, before, after)
    )
    clients.refresh(desk.tenant, kept, desk.today)
    updated = judge_again(desk, kept)
    return answer(f"{name} is part of {kept.name} now", *effect(updated), buttons=[undo_button(number)])


def client_is(desk: Desk, client: str) -> Reply:
    """Say which client your last paste was about."""
    check = desk.last_check()
    row = _client_or_new(desk, client)
    was = clients.current(desk.tenant, check.client_id)
    if was is not None and was.id == row.id:
        return answer(f"Your last paste is about {row.name} already")
    before, after = {"client_id": was.id if was else None}, {"client_id": row.id}
    checks.assign(desk.tenant, check, row.id)
    number = desk.change(
        Change("client is", f"check {check.id} is about {row.name}", check, row.id, before, after)
    )
    undoing = []
    if was is not None and not was.confirmed:
        # The name grew out of a paste, so it is one of the client's people; the next paste finds it there.
        undoing += _renamed("Undo the merge", client_merge(desk, f"#{was.id}", f"#{row.id}"))
    if check.stage_said:
        told = say(desk, row, About.CONTRACT, step_of(Stage(check.stage_said)))
        undoing += _renamed("Undo the contract", told)
    updated = judge_again(desk, row)
    return answer(
        f"Your last paste is about {row.name}", *effect(updated), buttons=[*undoing, undo_button(number)]
    )


def _client_or_new(desk: Desk, name: str) -> ClientRow:
    """Return the client that goes by a name, or a new one where nobody does."""
    if name.startswith("#") or clients.named(desk.tenant, name):
        return desk.client(name)
    row = clients.add(desk.tenant, name, desk.now, desk.today, confirmed=False)
    desk.change(Change("client add", f"{name} added", row, row.id, *REMOVED))
    return row


def _renamed(label: str, reply: Reply) -> list[Button]:
    """Return the control by which a reply lets be taken back what it tells, under a label of its own."""
    controls = [block for block in reply.blocks if isinstance(block, Buttons)]
    return [replace(button, label=label) for block in controls for button in block.buttons]


COMMANDS = (
    Command("client add NAME [met WHEN]", "add a client", "client add Acme met May 2025", client_add),
    Command(
        "client list [LETTERS]",
        "the clients and how long payment is bound; with letters those whose names begin so",
        "client list A",
        client_list,
    ),
    Command(
        "client show CLIENT", "what is known of a client, and who said it", "client show Acme", client_show
    ),
    Command(
        "client rename CLIENT to NAME",
        "give a client another name",
        "client rename Acme to Acme Ltd",
        client_rename,
    ),
    Command(
        "client alias CLIENT also ALIAS",
        "a further name, as of a person there",
        "client alias Acme also John D.",
        client_alias,
    ),
    Command(
        "client choose NAME for CLIENT",
        "whom an ambiguous name stands for",
        "client choose John for Acme",
        client_choose,
    ),
    Command(
        "client merge CLIENT into TARGET",
        "make two clients one",
        "client merge Acme Inc into Acme",
        client_merge,
    ),
    Command("client is CLIENT", "which client your last paste was about", "client is Acme", client_is),
)
