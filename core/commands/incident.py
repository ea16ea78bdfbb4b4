"""One page on a client for an incident: what was asked, what we answered, which rule, when."""

from collections.abc import Iterator

from core.commands.desk import Command, Desk, answer
from core.excerpts import Excerpt
from core.model import Level, Speaker, State
from core.reply import Block, Footnote, Paragraph, Quote, Reply
from core.sealing import unseal
from core.store import checks, clients, people
from core.store.tables import CheckRow, FindingRow, MemberRow
from core.wording.citations import cited
from core.wording.clients import bound_line
from core.wording.names import counted
from core.wording.verdict import day
from core.zones import local_day

SHOWN = 25
STATES = {
    "open": "still open",
    "answered": "answered",
    "dismissed": "dismissed",
    "resolved": "resolved by a fact",
    "gone": "the post was deleted",
}
EXPIRED = "the words have expired"


def incident(desk: Desk, client: str) -> Reply:
    """Put together what happened with a client, newest first."""
    row = desk.client(client)
    found = [
        (check, finding)
        for check in reversed(checks.of_clients(desk.tenant, clients.ids(desk.tenant, row)))
        for finding in checks.findings_of(desk.tenant, check.id)
        if finding.level != Level.INFO
    ]
    if not found:
        return answer(f"Nothing was found with {row.name}")
    named = {member.id: member for member in people.members(desk.tenant)}
    blocks: list[Block] = [Footnote(bound_line(clients.relationship_of(row), desk.judging_day))]
    for check, finding in found[:SHOWN]:
        blocks += _entry(desk, check, finding, named)
    if len(found) > SHOWN:
        blocks.append(Paragraph(f"and {len(found) - SHOWN} older ones"))
    blocks += [Footnote(cited(desk.policy, code)) for code in dict.fromkeys(f.rule for _, f in found[:SHOWN])]
    asks = sum(finding.by != Speaker.US for _, finding in found)
    return answer(
        f"{row.name}: {counted(asks, 'ask')} of theirs, {counted(len(found) - asks, 'step')} of ours", *blocks
    )


def _entry(desk: Desk, check: CheckRow, finding: FindingRow, named: dict[int, MemberRow]) -> Iterator[Block]:
    member = named.get(check.member_id)
    who = "ours" if finding.by == Speaker.US else "client"
    when = day(local_day(finding.found_at, desk.zone))
    state = STATES[finding.state]
    if finding.state_by == checks.BY_TIME:
        state = "nobody answered"
    elif finding.state_by and finding.state != State.OPEN:
        state += f" by {finding.state_by}"
    title = desk.policy.rules[finding.rule].title
    yield Paragraph(
        f"{when} · {who}: {title} ({finding.rule}) · {state}"
        + (f" · pasted by {member.name}" if member else "")
    )
    yield Quote(_words(desk, check, finding) or EXPIRED)


def _words(desk: Desk, check: CheckRow, finding: FindingRow) -> str:
    sealed = checks.reading_of(desk.tenant, check)
    if sealed is None:
        return ""
    _, kept = unseal(sealed)
    return " ".join(excerpt.words for excerpt in kept if _holds(excerpt, finding.start)).strip()


def _holds(excerpt: Excerpt, start: int) -> bool:
    return excerpt.start <= start < excerpt.end


COMMANDS = (
    Command(
        "incident CLIENT",
        "one page on a client: what was asked, what we answered, which rule",
        "incident Acme",
        incident,
    ),
)
