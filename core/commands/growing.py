"""What a client's records take from a paste: who looks after it, a likely day of meeting, asks that were answered.

Nothing that is pasted changes what somebody has said: it estimates, proposes, and closes what our side has declined.
"""

from datetime import date

from core import dates
from core.commands.desk import Desk
from core.commands.facts import note
from core.model import Conversation, Speaker, Stance, State
from core.question import Answer
from core.records import About, ContractStep, Statement, Via
from core.rejudge import PAYMENT
from core.relationships import step_of
from core.store import checks, clients
from core.store.tables import CheckRow, ClientRow
from core.transcript.page import Page, is_date
from core.transcript.words import plain


def close_answered(desk: Desk, client: ClientRow, answered: Answer, record: CheckRow) -> None:
    """Close the client's earlier asks where this paste shows that our side has declined, or has sent the script."""
    asks = [
        row
        for row in checks.open_asks(desk.tenant, clients.ids(desk.tenant, client))
        if row.check_id != record.id
    ]
    if not asks:
        return
    declined = {
        _family(signal_rule)
        for finding in answered.verdict.findings
        if finding.state is State.ANSWERED
        for signal_rule in (finding.rule, *finding.related)
    }
    refused = any(
        signal.stance is Stance.REFUSED and answered.reading.messages[signal.message].speaker is Speaker.US
        for signal in answered.reading.signals
    )
    ours = " ".join(
        plain(answered.conversation.text[message.start : message.end])
        for message in answered.conversation.messages
        if message.speaker is Speaker.US
    )
    closed = [
        row
        for row in asks
        if _family(row.rule) in declined
        or (refused and not row.rule.startswith(PAYMENT))
        or _script_sent(desk, row.rule, ours)
    ]
    checks.close(desk.tenant, closed, State.ANSWERED, "a later paste", desk.now)


def _family(rule: str) -> str:
    return "pay" if rule.startswith(PAYMENT) else "talk"


def _script_sent(desk: Desk, rule: str, ours: str) -> bool:
    situation = desk.policy.rules[rule].script
    return bool(situation) and any(
        plain(script.situations[situation].declines) in ours
        for script in desk.policy.scripts.values()
        if situation in script.situations
    )


def grow(desk: Desk, client: ClientRow, conversation: Conversation) -> None:
    """Let a client's records grow out of a paste: its owner, an estimated day of meeting, a proposed stage."""
    client.owner_id = desk.member.id
    client.last_active_on = max(client.last_active_on, desk.today)
    desk.tenant.add(client)
    met = dates.first_day(_stamps(conversation), desk.today) or desk.today
    if client.met_on is None or (client.met_on_estimated and met < client.met_on):
        note(desk, client, _read(desk, About.MET, "", met=met))
    stages = [message.stage for message in conversation.messages if message.stage]
    if stages and stages[-1] != client.stage:
        note(desk, client, _read(desk, About.CONTRACT, step_of(stages[-1])))


def _stamps(conversation: Conversation) -> list[str]:
    """Return what in a paste may be a date: the times of the messages, and the lines that divide days."""
    page = Page(conversation.text)
    lines = [page.text[start:end].strip() for start, end in page.lines]
    return [
        *(message.sent_at for message in conversation.messages),
        *(line for line in lines if is_date(line)),
    ]


def _read(desk: Desk, about: About, value: ContractStep | str, met: date | None = None) -> Statement:
    return Statement(
        id=0, about=about, value=value, said_by=desk.member.name, said_at=desk.now, on=met, via=Via.PASTE
    )
