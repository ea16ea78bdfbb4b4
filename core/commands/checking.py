"""A paste is judged for the client it is about, recorded without its words, and answered through the outbox."""

from dataclasses import dataclass, replace
from datetime import timedelta

from core.alerts import calls_a_lead
from core.commands.again import plan_reply
from core.commands.desk import Desk, ambiguous, answer
from core.commands.growing import close_answered, grow
from core.judge import judge
from core.model import (
    Conversation,
    Level,
    Place,
    Reading,
    Relationship,
    Speaker,
    State,
    Verdict,
)
from core.planner import plan_alerts
from core.question import Answer
from core.recognition import FEWEST_KNOWN, fingerprint, message_marks, new_tail, tail_verdict
from core.rejudge import without_allowed
from core.reply import Reply, Rung
from core.sealing import seal
from core.store import alerts, allowances, checks, clients, people
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
    destination: str = ""
    thread: str = ""
    speaker: Speaker | None = None
    place: Place = Place.MESSAGE
    asked: bool = False  # a person wants an answer to this very text, however little there is to say


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a paste; `notes` are for the person who pasted, and nobody else."""

    judged: bool
    rung: Rung
    check_id: int | None = None
    notes: tuple[Reply, ...] = ()


def withdraw(desk: Desk, source: str) -> CheckRow | None:
    """Close what was found in a post that is gone, and erase its words; returns its check, if there was one."""
    check = checks.by_source(desk.tenant, source)
    if check is not None:
        checks.withdraw(desk.tenant, check, desk.now)
    return check


def check_paste(desk: Desk, paste: Paste, look: Answer) -> Checked:
    """Judge what was read in a paste for the client it is about, record what was found and plan the answer.

    `look` is the paste read without knowing whose it is. Talk among colleagues is left alone; a post that was edited
    is judged anew, and its reply is written again.
    """
    edited = withdraw(desk, paste.source) if paste.source else None
    if not look.judged:
        return Checked(judged=False, rung=Rung.SILENCE)
    client, notes = _client(desk, look.conversation)
    known = clients.relationship_of(client) if client else Relationship()
    answered = replace(
        look,
        question=replace(look.question, relationship=known),
        verdict=_verdict(desk, look, known, client),
    )
    seen, verdict = _new_part(desk, answered, paste, client)
    if paste.asked and seen.first_new == len(seen.marks):
        before = checks.same_text(desk.tenant, seen.fingerprint, seen.client_id)
        if before is not None and before.sealed is not None:
            _answer(desk, paste, before, f"reply:{before.id}:again:{desk.now.isoformat()}")
            return Checked(judged=True, rung=Rung(before.rung), check_id=before.id, notes=notes)
        seen, verdict = replace(seen, first_new=0), answered.verdict
    rung = _rung(desk, verdict, client, paste)
    record = checks.record(desk.tenant, seen, verdict, rung)
    if client is not None:
        close_answered(desk, client, answered, record)
        grow(desk, client, answered.conversation)
    _call_leads(desk, record, verdict, answered.reading)
    if paste.destination and (paste.asked or rung is not Rung.SILENCE):
        _answer(desk, paste, record, f"reply:{record.id}:0", edited)
    return Checked(judged=True, rung=rung, check_id=record.id, notes=notes)


def _answer(desk: Desk, paste: Paste, check: CheckRow, key: str, edited: CheckRow | None = None) -> None:
    replaces = edited.reply_key if edited else ""
    plan_reply(desk, check, key, paste.destination, paste.thread, desk.member.workspace_id, replaces=replaces)


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
        elif mute.thread in ("", paste.thread) and mute.channel_id == (
            desk.channel.id if desk.channel else None
        ):
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


def _call_leads(desk: Desk, record: CheckRow, verdict: Verdict, reading: Reading) -> None:
    """Mark what a lead hears of at once, and plan the alerts."""
    called = {
        (finding.rule, finding.evidence[0].start)
        for finding in verdict.findings
        if finding.state is State.OPEN and calls_a_lead(finding, reading)
    }
    if called:
        alerts.call(desk.tenant, record.id, called)
        plan_alerts(desk.tenant, desk.preferences, desk.now)
