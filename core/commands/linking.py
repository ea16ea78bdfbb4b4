"""One agency on several platforms: a lead makes a code in one workspace, and a lead enters it in another."""

from dataclasses import replace

from core.commands.desk import Command, CommandError, Desk, answer, lines
from core.commands.noticing import notice
from core.preferences import PREFERENCES
from core.records import Platform
from core.reply import IN_SIGHT, Button, Buttons, Field, Fields, Paragraph, Reply
from core.store import allowances, clients, linking, people
from core.store.changes import Change, set_columns
from core.store.linking import Namesake
from core.store.tables import WorkspaceRow
from core.store.tenant import Tenant
from core.wording.names import counted, one_line

KINDS = {
    Platform.TERMINAL: "terminal",
    Platform.SLACK: "Slack workspace",
    Platform.DISCORD: "Discord server",
}
SHOWN = 20
LONGEST_BUTTON = 40
MINUTES = int(linking.CODE_LASTS.total_seconds() // 60)


def link(desk: Desk, code: str = "") -> Reply:
    """Make a code by which another workspace joins this agency; with such a code, show what joining would do."""
    return _shown(desk, code) if code else _code(desk)


def _code(desk: Desk) -> Reply:
    code = linking.make_code(desk.tenant, desk.member.name, desk.now)
    return answer(
        f"Your code is {code}",
        Paragraph(
            f"A lead enters it in the other workspace or server within {MINUTES} minutes: `link {code}`. It works once, "
            "and a newer code takes its place."
        ),
        Paragraph(
            f"What is there joins {_agency(desk.tenant)}: your settings hold, and whoever leads there leads here too. "
            "Give it to nobody else."
        ),
    )


def _shown(desk: Desk, code: str) -> Reply:
    receiving, made_by = _maker(desk, code)
    agency = _agency(receiving)
    tenant = desk.tenant
    comes = [
        _workspaces(tenant),
        counted(len(clients.all_clients(tenant)), "client"),
        counted(len(people.leads(tenant)), "lead"),
        "all checks and changes",
    ]
    fields = [
        Field("code made by", f"{one_line(made_by)} of {agency}"),
        Field("comes along", ", ".join(comes)),
        Field("from then on", "one set of clients, leads, settings and reports for all"),
        Field("given up", _given_up(desk, agency)),
        *_known_to_both(tenant, receiving, agency),
        Field("pasted again", "a conversation that was checked here before is answered in full once more"),
    ]
    return answer(
        f"This would join {agency}",
        Fields(tuple(fields)),
        Paragraph(
            "It cannot be undone. To keep the settings of this side, make the code here with `link` and enter it there."
        ),
        aside="nothing is done yet",
        buttons=[
            Button(f"Join {one_line(agency, LONGEST_BUTTON)}", "run", f"link confirm {linking.spelt(code)}")
        ],
    )


def _given_up(desk: Desk, agency: str) -> str:
    """Return what this side has set for itself and will have no more."""
    own = [
        f"{name} {desk.preferences[name]}"
        for name, preference in PREFERENCES.items()
        if desk.preferences[name] != preference.default
    ]
    rules = [row.rule for row in allowances.entries(desk.tenant) if row.client_id is None]
    own += [f"{rule} allowed for all clients" for rule in rules]
    own += [
        f"{row.rule} muted" for row in allowances.mutes(desk.tenant, desk.today) if row.channel_id is None
    ]
    return f"what is set here: {', '.join(own)}; {agency}'s settings hold" if own else "nothing"


def _known_to_both(tenant: Tenant, receiving: Tenant, agency: str) -> list[Field]:
    names = [one_line(namesake.name) for namesake in linking.namesakes(tenant, receiving)]
    if not names:
        return []
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return [
        Field(
            "known to both",
            f"{', '.join(names[:SHOWN])}{more}: the name stands for {agency}'s, and the one from here gets this "
            "workspace's name in brackets until somebody has made the two one",
        )
    ]


def link_confirm(desk: Desk, code: str) -> Reply:
    """Join the agency that a code was made in, with all that there is."""
    receiving, _ = _maker(desk, code)
    if not linking.hold_both(desk.tenant, receiving):
        raise CommandError("Somebody else is linking right now. Nothing was done; ask again in a minute.")
    if linking.is_sending(desk.tenant):
        raise CommandError("A message is on its way out right now. Nothing was done; ask again in a minute.")
    if not linking.use_code(receiving, code, desk.now):
        raise CommandError(_no_good(code))
    workspaces, here = _workspaces(desk.tenant), _here(desk)
    apart = linking.namesakes(desk.tenant, receiving)
    row = people.agency(desk.tenant)
    agency = _agency(receiving)
    linking.move(desk.tenant, receiving)
    joined = replace(desk, tenant=receiving)
    # No row is left that could be changed back, so `undo` finds nothing to take back.
    joined.change(Change("link", f"{workspaces} joined {agency}", row))
    renamed = [_tell_apart(joined, namesake, here) for namesake in apart]
    _tell(joined, workspaces, agency)
    return answer(
        f"This is part of {agency} now",
        *lines([f"{workspaces} came along, with all clients and leads. The other leads are told."]),
        *lines(renamed[:SHOWN]),
        *_merging(apart),
    )


def _tell_apart(desk: Desk, namesake: Namesake, workspace: str) -> str:
    """Give a client another name than its namesake's; not made one, because that would join contracts unseen."""
    row = desk.client(f"#{namesake.id}")
    name = linking.name_apart(desk.tenant, namesake.name, workspace)
    clients.add_name(desk.tenant, row, name)
    before, after = set_columns(desk.tenant, row, name=name)
    says = f"{namesake.name} is called {name} now"
    desk.change(Change("client rename", says, row, row.id, before, after))
    return says


def _merging(apart: list[Namesake]) -> list[Buttons]:
    """Return the controls that make clients of one name one."""
    buttons = [
        Button(
            f"Merge {one_line(namesake.name, LONGEST_BUTTON)}",
            "run",
            f"client merge #{namesake.id} into #{namesake.theirs[0]}",
        )
        for namesake in apart
        if len(namesake.theirs) == 1
    ][:SHOWN]
    return [Buttons(tuple(buttons[:IN_SIGHT]), tuple(buttons[IN_SIGHT:]))] if buttons else []


def _tell(desk: Desk, workspaces: str, agency: str) -> None:
    """Tell every lead of both sides, but the one who has done it."""
    for lead in people.leads(desk.tenant):
        if lead.id != desk.member.id:
            there = replace(desk, member=people.as_member(lead))
            key = f"{desk.now.isoformat()}:{lead.id}"
            notice(
                there, "linked", lead.external_id, key, by=desk.member.name, joined=workspaces, agency=agency
            )


def _maker(desk: Desk, code: str) -> tuple[Tenant, str]:
    """Return the agency that a code was made in, and who made it; raises CommandError where it is no use here."""
    found = linking.maker_of(desk.tenant, code, desk.now)
    if found is None:
        raise CommandError(_no_good(code))
    if found[0].agency_id == desk.tenant.agency_id:
        raise CommandError(
            "This code is your own agency's. Enter it in a workspace or server that is not linked yet."
        )
    return found


def _no_good(code: str) -> str:
    return (
        f"{one_line(code)} is no code that works: mistyped, used, replaced by a newer one, or older than {MINUTES} "
        "minutes. A lead of the other side makes a new one with `link`."
    )


def _agency(tenant: Tenant) -> str:
    return one_line(people.agency(tenant).name)


def _workspaces(tenant: Tenant) -> str:
    """Return an agency's workspaces, as "Alder HQ (Discord server)"."""
    return ", ".join(
        f"{one_line(row.name)} ({KINDS[Platform(row.platform)]})" for row in tenant.all(WorkspaceRow)
    )


def _here(desk: Desk) -> str:
    row = desk.tenant.get(WorkspaceRow, desk.member.workspace_id)
    assert row is not None
    return one_line(row.name)


COMMANDS = (
    Command(
        "link [CODE]",
        "one agency in several workspaces and servers: makes a code; with the code of another one, shows what "
        "joining it would do",
        "link 7K3QD-M9XTA",
        link,
        for_leads=True,
    ),
    Command(
        "link confirm CODE",
        "join the agency that made the code, with all that there is; nothing brings it back",
        "link confirm 7K3QD-M9XTA",
        link_confirm,
        for_leads=True,
    ),
)
