"""Clients from a pasted list or a CSV file: first shown, then taken over."""

from collections.abc import Iterable

from core.commands.again import judge_again
from core.commands.clients import REMOVED, go_by
from core.commands.desk import Command, CommandError, Desk, answer, lines
from core.commands.facts import note
from core.lists import Problem, Row, read_csv, read_list
from core.records import About, Period, Statement, Via
from core.reply import Block, Footnote, Paragraph, Reply
from core.store import clients
from core.store.changes import Change
from core.store.tables import ClientRow
from core.wording.facts import effect, said
from core.wording.names import counted

SHOW, APPLY, APPLY_GOOD = "show", "apply", "apply-good"
SHOWN = 15


def client_import(desk: Desk, text: str, mode: str = SHOW) -> Reply:
    """Show what a list would change, or take it over: all of it, or only its good rows."""
    if not text.strip():
        raise CommandError(
            "There is no list. Put one client a line below the command, as `Acme, active, May 2025`, or a CSV file "
            "with a line of column names."
        )
    read, unread = read_csv(text, desk.today) if _is_csv(text) else read_list(text, desk.today)
    rows, doubled = _unambiguous(desk, read)
    problems = (*unread, *doubled)
    if mode == SHOW:
        return _shown(desk, rows, problems)
    if problems and mode == APPLY:
        raise CommandError(
            f"Nothing was taken over: {counted(len(problems), 'line')} cannot be read. "
            f"Line {problems[0].line}: {problems[0].what} Mend them, or use `client import apply-good`."
        )
    added = updated = 0
    for row in rows:
        found = clients.named(desk.tenant, row.name)
        client = found[0] if found else _add(desk, row)
        added += not found
        for statement in _new_to(desk, client, row):
            note(desk, client, statement)
        for alias in row.aliases:
            go_by(desk, client, alias)
        updated += judge_again(desk, client)
    left = [f"{counted(len(problems), 'line')} left out"] if problems else []
    return answer(
        f"{counted(added, 'client')} added, {len(rows) - added} updated",
        *effect(updated),
        *_listed(problems),
        aside=", ".join([*left, *([] if desk.member.lead else ["a lead confirms the facts later"])]),
    )


def _is_csv(text: str) -> bool:
    """Tell a table with column names from a list: its first line names the column `client`."""
    first = text.lstrip("\ufeff").partition("\n")[0].casefold()
    names = {name.strip().strip('"') for separator in ",;\t" for name in first.split(separator)}
    return "client" in names


def _unambiguous(desk: Desk, rows: Iterable[Row]) -> tuple[list[Row], tuple[Problem, ...]]:
    good, problems = [], []
    for row in rows:
        found = clients.named(desk.tenant, row.name)
        if len(found) > 1:
            names = ", ".join(client.name for client in found)
            problems.append(Problem(row.line, f"{row.name} may be {names}: write the client's full name."))
        else:
            good.append(row)
    return good, tuple(problems)


def _shown(desk: Desk, rows: list[Row], problems: tuple[Problem, ...]) -> Reply:
    """Return what would change."""
    would = []
    for row in rows[:SHOWN]:
        verb = "update" if clients.named(desk.tenant, row.name) else "add"
        facts = "; ".join(said(statement) for statement in _statements(desk, row)) or "nothing more"
        would.append(f"{verb} {row.name}: {facts}")
    if len(rows) > SHOWN:
        would.append(f"and {len(rows) - SHOWN} more")
    hint = (
        "`client import apply` takes them over."
        if not problems
        else ("`client import apply-good` takes the good lines over and leaves the others out.")
    )
    return answer(
        f"{counted(len(rows), 'client')} can be taken over",
        *lines(would),
        *_listed(problems),
        Footnote(f"Nothing was changed yet. {hint}"),
        aside=f"{counted(len(problems), 'line')} cannot be read" if problems else "",
    )


def _listed(problems: tuple[Problem, ...]) -> tuple[Block, ...]:
    shown = [f"Line {problem.line}: {problem.what}" for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        shown.append(f"and {len(problems) - SHOWN} more lines")
    return tuple(Paragraph(line) for line in shown)


def _add(desk: Desk, row: Row) -> ClientRow:
    client = clients.add(desk.tenant, row.name, desk.now, desk.today, confirmed=desk.member.lead)
    desk.change(Change("client import", f"{row.name} added from a list", client, client.id, *REMOVED))
    return client


def _new_to(desk: Desk, client: ClientRow, row: Row) -> list[Statement]:
    """Return what a row says beyond what was said last of its client, so that a list can be sent twice."""
    last = {
        (known.about, known.subject): (known.value, known.on, known.reference, known.by_lead)
        for known in map(clients.as_statement, clients.statements(desk.tenant, client))
        if not known.undone
    }
    return [
        said_now
        for said_now in _statements(desk, row)
        if last.get((said_now.about, said_now.subject))
        != (said_now.value, said_now.on, said_now.reference, said_now.by_lead)
    ]


def _statements(desk: Desk, row: Row) -> list[Statement]:
    """Return what a row says about its client."""

    def statement(about: About, value: str, **other: object) -> Statement:
        return Statement(
            id=0,
            about=about,
            value=value,
            said_by=desk.member.name,
            said_at=desk.now,
            via=Via.LIST,
            by_lead=desk.member.lead,
            **other,  # type: ignore[arg-type]  # Fields by their names.
        )

    made = []
    if row.contract:
        made.append(statement(About.CONTRACT, row.contract, on=row.contract_on))
    if row.met:
        value = "" if row.met.period is Period.DAY else row.met.period.value
        made.append(statement(About.MET, value, on=row.met.on, subject=row.met_by))
    if row.plan:
        made.append(statement(About.PLAN, row.plan, reference=row.badge))
    if row.origin:
        made.append(statement(About.ORIGIN, row.origin, reference=row.proof))
    if row.converted_on:
        made.append(statement(About.CONVERTED, "", on=row.converted_on, reference=row.notice))
    return made


COMMANDS = (
    Command(
        "client import [MODE]",
        "clients from a pasted list or a CSV file: shown first, then taken over",
        "client import apply",
        client_import,
        takes_text=True,
        choices={"mode": (SHOW, APPLY, APPLY_GOOD)},
    ),
)
