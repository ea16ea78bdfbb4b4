"""A paste is judged for the client it is about, recorded without its words, and answered through the outbox."""

from dataclasses import dataclass, replace
from datetime import timedelta

from core.circumstances import is_draft
from core.commands.again import plan_again, plan_update
from core.commands.answering import Where, call_leads, plan_answer, rung_here
from core.commands.desk import Desk, answer
from core.commands.growing import close_answered, grow
from core.judge import judge
from core.model import (
    Conversation,
    Place,
    Relationship,
    Speaker,
    Verdict,
)
from core.question import Answer
from core.recognition import FEWEST_KNOWN, fingerprint, message_marks, new_tail, tail_verdict
from core.rejudge import declined_before
from core.reply import Reply, Rung
from core.sealing import seal
from core.store import allowances, checks, clients, people, posts
from core.store.checks import Seen
from core.store.tables import CheckRow, ClientRow
from core.transcript.words import plain, role_of
from core.wording.again import GONE, TALK
from core.wording.clients import which_one


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
    instead_of: tuple[int, ...] | None = (
        None  # checks that this text takes in; None is that of the same source
    )
    grown: bool = False  # it takes in what was answered already, and nobody has edited that
    client: str = ""  # whose it is, where somebody has said so
    aside: bool = False  # the answer goes to the person who pasted, away from the post
    past: bool = False  # it was posted long ago: it is recorded, and nobody is told


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a paste; `notes` are for the person who pasted, and nobody else.

    `verdict` is the one on what is new in it, or None where nothing is or where it is no conversation.
    """

    judged: bool
    rung: Rung
    check_id: int | None = None
    notes: tuple[Reply, ...] = ()
    ambiguous: str = ""  # a name in the paste that several clients go by
    verdict: Verdict | None = None


def withdraw(desk: Desk, check: CheckRow, left: str = GONE) -> None:
    """Close what was found in a post, erase its words, and have a reply that stands say what is left of it.

    A mark goes with its post, however loudly the post was judged later.
    """
    checks.withdraw(desk.tenant, check, desk.now)
    if check.reply_key and not posts.is_mark(desk.tenant, check.reply_key):
        plan_update(desk, check, left, left=left)


def check_paste(desk: Desk, paste: Paste, look: Answer) -> Checked:
    """Judge what was read in a paste for the client it is about, record what was found and plan the answer.

    `look` is the paste read without knowing whose it is. Talk among colleagues is left alone; a post that was edited
    is judged anew, and its reply is written again.
    """
    earlier = _take_in(desk, paste)
    if not look.judged:
        if earlier is not None:
            withdraw(desk, earlier, TALK)
        return Checked(judged=False, rung=Rung.SILENCE)
    client, several = _client(desk, look.conversation, paste.client)
    notes = (answer(_question(desk, several)),) if several else ()
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
            plan_again(desk, before, paste.destination, paste.thread)
            return Checked(True, Rung(before.rung), before.id, notes, several)
        seen, verdict = replace(seen, first_new=0), answered.verdict
    where = Where(
        paste.destination,
        paste.thread,
        asked=paste.asked,
        aside=paste.aside,
        past=paste.past,
        grown=paste.grown,
    )
    has_news = seen.first_new < len(seen.marks)
    # What was answered before is left alone; a mark would say that there was nothing to answer.
    rung = rung_here(desk, verdict, client, where) if has_news else Rung.SILENCE
    record = checks.record(desk.tenant, seen, verdict, rung, caught=is_draft(answered.reading))
    if client is not None:
        close_answered(desk, client, answered, record)
        grow(desk, client, answered.conversation)
    if not paste.past:
        call_leads(desk, record, verdict, answered.reading, earlier)
    plan_answer(desk, record, verdict, where, earlier)
    return Checked(True, rung, record.id, notes, several, verdict)


def _take_in(desk: Desk, paste: Paste) -> CheckRow | None:
    """Withdraw the checks whose text a paste holds now; returns the one whose reply is written again."""
    if paste.instead_of is not None:
        rows = [checks.find(desk.tenant, check_id) for check_id in sorted(paste.instead_of)]
    else:
        rows = [checks.by_source(desk.tenant, paste.source)] if paste.source else []
    found = [row for row in rows if row is not None]
    earlier = [row for row in found if not row.withdrawn]
    for check in earlier[:-1]:
        withdraw(desk, check)
    if not earlier:
        # What was said of it may still stand, as that it had become talk.
        return found[-1] if found else None
    checks.withdraw(desk.tenant, earlier[-1], desk.now)
    return earlier[-1]


def _client(desk: Desk, conversation: Conversation, said: str) -> tuple[ClientRow | None, str]:
    """Return the client a conversation is with: the channel's, or the one who is named; a new name is a new client.

    Where a name may be several clients', it is returned and nobody is chosen.
    """
    if desk.channel and desk.channel.client_id and not said:
        return clients.current(desk.tenant, desk.channel.client_id), ""
    names = dict.fromkeys([said] if said else []) or dict.fromkeys(
        message.name
        for message in conversation.messages
        if message.speaker in (Speaker.CLIENT, Speaker.UNKNOWN) and _is_a_name(message.name)
    )
    several = ""
    for name in names:
        found = clients.named(desk.tenant, name)
        if len(found) == 1:
            return found[0], ""
        if found:
            several = several or name
    if several or not names:
        return None, several
    return clients.add(desk.tenant, next(iter(names)), desk.now, desk.today, confirmed=False), ""


def _question(desk: Desk, name: str) -> str:
    return which_one(name, (client.name for client in clients.named(desk.tenant, name)))


def _is_a_name(name: str) -> bool:
    return bool(plain(name)) and role_of(name) is None


def _verdict(desk: Desk, look: Answer, known: Relationship, client: ClientRow | None) -> Verdict:
    before = declined_before(desk.tenant, desk.policy, client, desk.now)
    allowed = frozenset(allowances.allowed(desk.tenant, client.id if client else None))
    return judge(look.reading, known, desk.policy, desk.judging_day, before, allowed)


def _new_part(desk: Desk, answered: Answer, paste: Paste, client: ClientRow | None) -> tuple[Seen, Verdict]:
    """Return the record of a paste and the verdict on what in it is new."""
    key = people.recognition_key(desk.tenant)
    marks = message_marks(answered.conversation, key)
    # What somebody asks for their own eyes was answered to nobody else in the channel.
    is_public = bool(paste.destination) or paste.past
    channel_id = desk.channel.id if desk.channel and is_public else None
    first = 0
    # A lone message of nobody we know may be another client's with the same words.
    if client is not None or len(marks) >= FEWEST_KNOWN:
        known = checks.known_marks(desk.tenant, client.id if client else None, channel_id)
        first = new_tail(marks, known) or 0
        if client is None and first < FEWEST_KNOWN:
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
