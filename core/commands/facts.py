"""What people know of a client: contracts, plan, origin, the day of meeting, a conversion; and a lead's confirmation."""

from datetime import date

from core import dates
from core.commands.again import judge_again
from core.commands.desk import Command, CommandError, Desk, answer, lines, number_of, undo_button
from core.model import Origin, Plan
from core.records import About, ContractStep, Period, Statement, Via
from core.relationships import loosens, stands
from core.reply import Button, Reply
from core.store import checks, clients
from core.store.changes import Change, set_columns
from core.store.tables import ClientRow, StatementRow
from core.wording.facts import effect, said

ALL = "all"


def contract_offer(desk: Desk, client: str, when: str = "", title: str = "") -> Reply:
    """Record that an offer was sent and not accepted yet."""
    return _contract(desk, client, ContractStep.OFFERED, when, title)


def contract_start(desk: Desk, client: str, when: str = "", title: str = "") -> Reply:
    """Record that an offer was accepted: the contract is active."""
    return _contract(desk, client, ContractStep.STARTED, when, title)


def contract_end(desk: Desk, client: str, when: str = "", title: str = "") -> Reply:
    """Record that a contract has ended."""
    return _contract(desk, client, ContractStep.ENDED, when, title)


def contract_none(desk: Desk, client: str, title: str = "") -> Reply:
    """Record that there is no contract and no offer."""
    return _contract(desk, client, ContractStep.NONE, "", title)


def plan(desk: Desk, client: str, plan: str, who: str = "", when: str = "") -> Reply:
    """Record a client's membership; only with the badge seen it exempts."""
    seen_on = day_of(desk, when) if when else None
    reference = f"badge seen by {who} on {seen_on.on.isoformat()}" if who and seen_on else ""
    return say(desk, desk.client(client), About.PLAN, Plan(plan), reference=reference)


def origin(desk: Desk, client: str, origin: str, proof: str = "") -> Reply:
    """Record where agency and client first met."""
    return say(desk, desk.client(client), About.ORIGIN, Origin(origin), reference=proof)


def met(desk: Desk, client: str, when: str, member: str = "", reason: str = "") -> Reply:
    """Record the day of first contact on Upwork."""
    day = day_of(desk, when)
    value = "" if day.period is Period.DAY else day.period.value
    return say(desk, desk.client(client), About.MET, value, on=day.on, subject=member, reference=reason)


def converted(desk: Desk, client: str, notice: str, when: str = "") -> Reply:
    """Record a conversion, with the reference of Upwork's notice."""
    day = day_of(desk, when).on if when else desk.today
    return say(desk, desk.client(client), About.CONVERTED, "", on=day, reference=notice)


def confirm(desk: Desk, which: str = "", number: str = "") -> Reply:
    """Confirm what members said: all of it, up to a number, or what was said about one client; alone, list it."""
    rows = [row for row in clients.waiting(desk.tenant) if not number or row.id <= number_of(number)]
    if not rows:
        return answer("Nothing waits for a lead.")
    if not which:
        shown = [
            f"{_name(desk, row)}: {said(clients.as_statement(row))}, said by {row.said_by}" for row in rows
        ]
        return answer(
            f"{len(rows)} to confirm",
            *lines(shown),
            buttons=[
                Button(
                    f"Confirm all {len(rows)}" if len(rows) > 1 else "Confirm",
                    "run",
                    f"confirm all until {rows[-1].id}",
                )
            ],
        )
    if not desk.member.lead:
        raise CommandError("Only a lead confirms. `lead list` shows who that is.")
    if which.casefold() != ALL:
        wanted = clients.ids(desk.tenant, desk.client(which))
        rows = [row for row in rows if row.client_id in wanted]
    for row in rows:
        _confirm(desk, row)
    touched = clients.touched(rows, desk.tenant)
    updated = 0
    for client in touched:
        if not client.confirmed:
            set_columns(desk.tenant, client, confirmed=True)
        clients.refresh(desk.tenant, client, desk.today)
        updated += judge_again(desk, client)
    about = touched[0].name if len(touched) == 1 else f"{len(touched)} clients"
    return answer(f"Confirmed: {len(rows)} about {about}", *effect(updated))


def say(
    desk: Desk,
    client: ClientRow,
    about: About,
    value: str,
    *,
    on: date | None = None,
    subject: str = "",
    reference: str = "",
    via: Via = Via.SAID,
) -> Reply:
    """Record a statement, judge again what rests on it, and say what came of it."""
    statement = Statement(
        id=0,
        about=about,
        value=value,
        said_by=desk.member.name,
        said_at=desk.now,
        on=on,
        subject=subject,
        reference=reference,
        via=via,
        by_lead=desk.member.lead,
    )
    number = note(desk, client, statement)
    updated = judge_again(desk, client)
    expired = checks.expired_count(desk.tenant, clients.ids(desk.tenant, client))
    waits = "" if stands(statement) else f"said by {desk.member.name}, a lead confirms it later"
    if loosens(statement) and not stands(statement):
        waits = f"said by {desk.member.name}, holds once a lead has confirmed it"
    return answer(
        f"{client.name}: {said(statement)}",
        *effect(updated, expired),
        aside=waits,
        buttons=[undo_button(number)],
    )


def note(desk: Desk, client: ClientRow, statement: Statement) -> int:
    """Add a statement and its change to the records; returns the number of the change."""
    row = clients.say(desk.tenant, client, statement, desk.today)
    if statement.about is About.CONTRACT:
        client.last_active_on = max(client.last_active_on, min(statement.on or desk.today, desk.today))
        desk.tenant.add(client)
    change = Change(
        action=f"say {statement.about}",
        says=f"{client.name}: {said(statement)}",
        row=row,
        client_id=client.id,
        before={"undone": True},
        after={
            "value": statement.value,
            "on": statement.on.isoformat() if statement.on else None,
            "undone": False,
        },
        reason=statement.reference,
    )
    return desk.change(change)


def day_of(desk: Desk, text: str) -> dates.When:
    """Return the day that a person typed; raises CommandError with what is wrong about it."""
    try:
        return dates.when(text, desk.today)
    except dates.DateError as error:
        raise CommandError(str(error)) from None


def _contract(desk: Desk, client: str, step: ContractStep, when: str, title: str) -> Reply:
    day = day_of(desk, when).on if when else None
    return say(desk, desk.client(client), About.CONTRACT, step, on=day, subject=title)


def _confirm(desk: Desk, row: StatementRow) -> None:
    before, after = set_columns(desk.tenant, row, confirmed_by=desk.member.name)
    says = f"{_name(desk, row)}: {said(clients.as_statement(row))}, confirmed"
    desk.change(Change("confirm", says, row, row.client_id, before, after))


def _name(desk: Desk, row: StatementRow) -> str:
    client = clients.current(desk.tenant, row.client_id)
    return client.name if client else "?"


_ON = "[on WHEN] [called TITLE]"
COMMANDS = (
    Command(
        f"contract offer CLIENT {_ON}",
        "an offer was sent, not accepted yet",
        "contract offer Acme on 2026-11-03",
        contract_offer,
    ),
    Command(
        f"contract start CLIENT {_ON}",
        "the contract is active",
        "contract start Acme on 2026-11-10",
        contract_start,
    ),
    Command(
        f"contract end CLIENT {_ON}",
        "the contract has ended",
        "contract end Acme on 2026-12-01",
        contract_end,
    ),
    Command(
        "contract none CLIENT [called TITLE]",
        "there is no contract and no offer",
        "contract none Acme",
        contract_none,
    ),
    Command(
        "plan CLIENT PLAN [badge seen by WHO on WHEN]",
        "the client's membership; only a badge that was seen exempts",
        "plan Acme enterprise badge seen by Dana on 2026-11-01",
        plan,
        choices={"plan": tuple(Plan)},
    ),
    Command(
        "origin CLIENT ORIGIN [proof PROOF]",
        "where you first met; outside Upwork needs a proof",
        'origin Acme elsewhere proof "invoice 12 of May 2024"',
        origin,
        choices={"origin": tuple(Origin)},
    ),
    Command(
        "met CLIENT on WHEN [by MEMBER] [because REASON]",
        "the day of first contact on Upwork; a month or a year will do",
        "met Acme on May 2025",
        met,
    ),
    Command(
        "converted CLIENT notice NOTICE [on WHEN]",
        "Upwork has confirmed the conversion",
        "converted Acme notice 4711 on 2026-11-02",
        converted,
    ),
    Command(
        "confirm [WHICH] [until NUMBER]",
        "confirm what members said: all, or about one client",
        "confirm all",
        confirm,
    ),
)
