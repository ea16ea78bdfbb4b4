"""A paste is judged for the client it is about, recorded without its words, and answered through the outbox."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from core import dates
from core.alerts import calls_a_lead
from core.commands.again import PAYMENT, without_allowed
from core.commands.desk import Desk, ambiguous, answer
from core.commands.facts import note
from core.judge import judge
from core.model import (
    Conversation,
    Level,
    Place,
    Reading,
    Relationship,
    Speaker,
    Stance,
    State,
    Verdict,
)
from core.planner import plan_alerts
from core.question import Answer, Question, check
from core.recognition import FEWEST_KNOWN, fingerprint, message_marks, new_tail, tail_verdict
from core.records import About, ContractStep, PostKind, Statement, Via
from core.relationships import step_of
from core.reply import Reply, Rung
from core.sealing import seal
from core.store import allowances, checks, clients, people, posts
from core.store.checks import Seen
from core.store.tables import CheckRow, ClientRow
from core.transcript.words import plain, role_of
from core.wording.verdict import rung_of

ONCE_A_MONTH = frozenset({"UPW110", "UPW113"})
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Paste:
    """What came in: a text, the platform's id of the post it stood in, and where the answer goes."""

    text: str
    source: str = ""
    workspace_id: int = 0
    destination: str = ""
    thread: str = ""
    speaker: Speaker | None = None
    place: Place = Place.MESSAGE


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a paste; `notes` are for the person who pasted, and nobody else."""

    judged: bool
    rung: Rung
    check_id: int | None = None
    notes: tuple[Reply, ...] = ()


def check_paste(desk: Desk, paste: Paste) -> Checked:
    """Judge a paste, record what was found and plan the answer; talk among colleagues is left alone."""
    purpose = desk.channel.purpose if desk.channel else None
    question = Question(paste.text, place=paste.place, speaker=paste.speaker, us=desk.us, purpose=purpose)
    first_look = check(question, desk.policy, desk.judging_day)
    if not first_look.judged:
        return Checked(judged=False, rung=Rung.SILENCE)
    client, notes = _client(desk, first_look.conversation)
    known = clients.relationship_of(client) if client else Relationship()
    answered = replace(
        first_look,
        question=replace(question, relationship=known),
        verdict=_verdict(desk, first_look, known, client),
    )
    seen, verdict = _new_part(desk, answered, paste, client)
    rung = _rung(desk, verdict, client, paste)
    record = checks.record(desk.tenant, seen, verdict, rung)
    if client is not None:
        _close_answered(desk, client, answered, record)
        _grow(desk, client, answered.conversation)
    _call_leads(desk, record, verdict, answered.reading)
    if rung is not Rung.SILENCE and paste.destination:
        posts.plan(
            desk.tenant,
            kind=PostKind.REPLY,
            workspace_id=paste.workspace_id,
            destination=paste.destination,
            thread=paste.thread,
            subject={"check": record.id},
            dedupe_key=f"reply:{record.id}:0",
            not_before=desk.now,
            now=desk.now,
        )
    return Checked(judged=True, rung=rung, check_id=record.id, notes=notes)


def _client(desk: Desk, conversation: Conversation) -> tuple[ClientRow | None, tuple[Reply, ...]]:
    """Return the client a conversation is with: the channel's, or the one who is named; a new name is a new client."""
    if desk.channel and desk.channel.client_id:
        return clients.current(desk.tenant, desk.channel.client_id), ()
    names = dict.fromkeys(
        message.name
        for message in conversation.messages
        if message.speaker in (Speaker.CLIENT, Speaker.UNKNOWN) and _is_a_name(message.name)
    )
    asked: tuple[Reply, ...] = ()
    for name in names:
        found = clients.named(desk.tenant, name)
        if len(found) == 1:
            return found[0], ()
        if found and not asked:
            asked = (answer(ambiguous(name, found)),)
    if asked or not names:
        return None, asked
    return clients.add(desk.tenant, next(iter(names)), desk.now, desk.today, confirmed=False), ()


def _is_a_name(name: str) -> bool:
    return bool(plain(name)) and role_of(name) is None


def _verdict(desk: Desk, look: Answer, known: Relationship, client: ClientRow | None) -> Verdict:
    verdict = judge(look.reading, known, desk.policy, desk.judging_day)
    return without_allowed(verdict, allowances.allowed(desk.tenant, client.id if client else None))


def _new_part(desk: Desk, answered: Answer, paste: Paste, client: ClientRow | None) -> tuple[Seen, Verdict]:
    """Return the record of a paste and the verdict on what in it is new."""
    key = people.recognition_key(desk.tenant)
    marks = message_marks(answered.conversation, key)
    channel_id = desk.channel.id if desk.channel else None
    known = checks.known_marks(desk.tenant, client.id if client else None, channel_id)
    first = new_tail(marks, known)
    # A lone message of nobody we know may be another client's with the same words.
    if first is None or (client is None and first < FEWEST_KNOWN):
        first = 0
    verdict = answered.verdict
    if first:
        verdict, _ = tail_verdict(verdict, answered.reading.messages, first)
    seen = Seen(
        member_id=desk.member.id,
        channel_id=channel_id,
        client_id=client.id if client else None,
        source=paste.source,
        asked_at=desk.now,
        fingerprint=fingerprint(paste.text, key),
        marks=marks,
        first_new=first,
        reading=seal(answered.reading, answered.excerpts),
        expires_at=desk.now + timedelta(days=int(desk.preferences["evidence-days"])),
    )
    return seen, verdict


def _rung(desk: Desk, verdict: Verdict, client: ClientRow | None, paste: Paste) -> Rung:
    """Return how loudly a verdict is answered here: mutes, and what was said lately, make it quieter."""
    open_ones = tuple(finding for finding in verdict.findings if finding.state is not State.DISMISSED)
    for mute in allowances.mutes(desk.tenant, desk.today):
        if mute.rule:
            open_ones = tuple(finding for finding in open_ones if finding.rule != mute.rule)
        elif mute.thread == paste.thread and mute.channel_id == (desk.channel.id if desk.channel else None):
            return Rung.SILENCE
    rung = rung_of(replace(verdict, findings=open_ones))
    told = {finding.rule for finding in open_ones if finding.level is not Level.INFO}
    if client and told and told <= ONCE_A_MONTH:
        since = desk.now - MONTH
        if all(checks.said_since(desk.tenant, client.id, rule, since) for rule in told):
            return Rung.SILENCE
    loudness = desk.preferences["loudness"]
    if loudness == "quiet" and rung is Rung.REACTION:
        return Rung.SILENCE
    return Rung.LINE if loudness == "strict" and rung is Rung.SILENCE else rung


def _close_answered(desk: Desk, client: ClientRow, answered: Answer, record: CheckRow) -> None:
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


def _grow(desk: Desk, client: ClientRow, conversation: Conversation) -> None:
    """Let a client's records grow out of a paste: its owner, an estimated day of meeting, a proposed stage."""
    client.owner_id = desk.member.id
    client.last_active_on = max(client.last_active_on, desk.today)
    desk.tenant.add(client)
    met = dates.first_day((message.sent_at for message in conversation.messages), desk.today) or desk.today
    if client.met_on is None or (client.met_on_estimated and met < client.met_on):
        note(desk, client, _read(desk, About.MET, "", met=met))
    stages = [message.stage for message in conversation.messages if message.stage]
    if stages and stages[-1] != client.stage:
        note(desk, client, _read(desk, About.CONTRACT, step_of(stages[-1])))


def _read(desk: Desk, about: About, value: ContractStep | str, met: date | None = None) -> Statement:
    return Statement(
        id=0, about=about, value=value, said_by=desk.member.name, said_at=desk.now, on=met, via=Via.PASTE
    )


def _call_leads(desk: Desk, record: CheckRow, verdict: Verdict, reading: Reading) -> None:
    """Mark what a lead hears of at once, and plan the alerts."""
    called = {
        (finding.rule, finding.evidence[0].start)
        for finding in verdict.findings
        if finding.state is State.OPEN and calls_a_lead(finding, reading)
    }
    if called:
        checks.call_leads(desk.tenant, record.id, called)
        plan_alerts(desk.tenant, desk.preferences, desk.now)
