"""What a client's records take from a paste: who looks after it, a likely day of meeting, asks that were answered.

Nothing that is pasted changes what somebody has said: it estimates, proposes, and closes what our side has declined.
"""

from datetime import date

from core import dates
from core.commands.desk import Desk
from core.commands.facts import note
from core.judge import answers, declined
from core.model import Conversation, State
from core.question import Answer
from core.records import About, ContractStep, Statement, Via
from core.relationships import step_of
from core.store import checks, clients
from core.store.tables import CheckRow, ClientRow
from core.transcript.page import Page, is_date


def close_answered(desk: Desk, client: ClientRow, answered: Answer, record: CheckRow) -> None:
    """Close the client's earlier asks where this paste shows that our side has declined, or has sent the script."""
    no_longer = declined(answered.reading.signals)
    closed = [
        row
        for row in checks.open_asks(desk.tenant, clients.ids(desk.tenant, client))
        if row.check_id != record.id and answers(desk.policy.rules[row.rule]) & no_longer
    ]
    checks.close(desk.tenant, closed, State.ANSWERED, "a later paste", desk.now)


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
