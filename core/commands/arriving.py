"""What people post in channels that are read: which posts belong together, what became of them, who is told what.

The platform's door knows names and fetches files; here is decided what is kept and what is answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from core.commands.checking import Checked, Paste, check_paste, withdraw
from core.commands.commands import Asker, Commands
from core.commands.desk import Desk
from core.commands.noticing import explain_once, notice, tell_leads
from core.letters import storable
from core.model import Outcome, Purpose, Speaker
from core.question import Answer
from core.records import Arrival, ArrivalKind, InboxStatus
from core.reply import Rung
from core.store import checks, inbox, people
from core.store.inbox import Nearby
from core.store.tables import ChannelRow, CheckRow, InboxRow
from core.store.tenant import Tenant
from core.transcript import parse
from core.transcript.gate import is_conversation
from core.transcript.words import is_proper_name, plain, role_of
from core.wording.again import EMPTIED, GONE

TOGETHER = timedelta(seconds=90)
OTHER_KIND = "I read text files, not PDF, Word or the like. Paste the conversation as text."
CUT = (2000, 4000)  # Discord takes posts of so many characters; who has more to say goes on in the next.
JOINED = (Purpose.CHATS, Purpose.MIXED)  # A draft that is posted again is a new try.


@dataclass(frozen=True, slots=True)
class Opened:
    """An arrival of which its platform has told the rest: names, the text of its files, who else can read there."""

    arrival: Arrival
    asker: Asker
    outsiders: bool = False
    unread: tuple[str, ...] = ()  # why a file could not be read, a sentence each
    is_ours: bool = True  # written by somebody of the agency, and not by a guest or a client


class Text(NamedTuple):
    """The words of a post, and of what belongs to it."""

    words: str
    rows: frozenset[int]  # of the posts that it was taken from


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of some news was wanted, and how much of that was not stored before."""

    wanted: int
    new: int


def keep(tenant: Tenant, workspace_id: int, arrivals: Sequence[Arrival], now: datetime) -> Kept:
    """Store what is wanted of some news, and count it. What nobody asked us to read is not stored."""
    rows = people.known_channels(tenant, workspace_id, {arrival.channel for arrival in arrivals})
    known = {row.external_id: row for row in rows}
    wanted = [
        arrival
        for arrival in arrivals
        if _is_wanted(tenant, workspace_id, arrival, known.get(arrival.channel))
    ]
    return Kept(len(wanted), inbox.keep(tenant, workspace_id, wanted, now))


def _is_wanted(tenant: Tenant, workspace_id: int, arrival: Arrival, row: ChannelRow | None) -> bool:
    if arrival.private or (arrival.asked and not arrival.by_bot):
        return not arrival.by_bot
    is_news_of_old = arrival.kind is not ArrivalKind.POSTED
    if is_news_of_old and inbox.concerns(tenant, workspace_id, arrival.channel, arrival.message):
        return True
    if row is None:
        return False
    is_read = row.purpose is not None and (row.threads or not arrival.thread)
    return is_read and (row.bots or not arrival.by_bot)


def arrive(commands: Commands, arrived: Mapping[int, Opened], now: datetime) -> list[Checked]:
    """Judge what came in from one workspace with what belongs to it, plan what is said of it, and return what was judged.

    The rows of the inbox are given in their order; all of them are read together, or none.
    """
    texts = _texts(commands, arrived)
    asked = [
        (row_id, Paste(text.words, asked=arrived[row_id].arrival.asked)) for row_id, text in texts.items()
    ]
    # Reading takes the engine's time, so it is done before the transaction.
    looks = commands.looks([(arrived[row_id].asker, paste) for row_id, paste in asked], now) if asked else []
    seen = {
        row_id: (texts[row_id], *_draft(commands, arrived[row_id], paste, look, now))
        for (row_id, paste), look in zip(asked, looks, strict=True)
    }
    first = next(iter(arrived.values()))
    with commands.office(first.asker, now) as office:
        rows = inbox.waiting(office.tenant, arrived)
        nearby = inbox.Nearby(office.tenant, rows.values())
        office.expect([opened.asker for opened in arrived.values()])
        settled = [
            _settle(office.desk(opened.asker), nearby, rows[row_id], opened, seen.get(row_id))
            for row_id, opened in arrived.items()
            if row_id in rows
        ]
    return [checked for checked in settled if checked]


def _draft(
    commands: Commands, opened: Opened, paste: Paste, look: Answer, now: datetime
) -> tuple[Paste, Answer]:
    """Return a bare text that was written to us alone as a draft of its author's; any other as it is."""
    first, *more = look.conversation.messages or (None,)
    is_bare = first is not None and not more and first.speaker is Speaker.UNKNOWN and not first.name
    if not opened.arrival.private or not is_bare:
        return paste, look
    draft = replace(paste, speaker=Speaker.US)
    return draft, commands.look(opened.asker, draft, now)


def _settle(
    desk: Desk, nearby: Nearby, row: InboxRow, opened: Opened, seen: tuple[Text, Paste, Answer] | None
) -> Checked | None:
    """Do what news of a post calls for; returns what was judged, if anything."""
    if opened.arrival.kind is ArrivalKind.DELETED:
        _take_back(desk, nearby, row)
        return None
    post = _post(nearby, row)
    if post is None or not opened.is_ours:
        if row.status != InboxStatus.READ:  # Else it was judged with another, just now.
            inbox.mark(desk.tenant, [row], InboxStatus.READ)
        return None
    inbox.complete(desk.tenant, row, opened.arrival)
    if not opened.arrival.answered:
        _say_what_is_unread(desk, post, opened)
    if seen is None:
        if row.kind == ArrivalKind.EDITED:
            _empty(desk, row, post)
        inbox.mark(desk.tenant, {row.id: row, post.id: post}.values(), InboxStatus.READ, post.check_id)
        return None
    return _judge(desk, nearby, row, post, opened, *seen)


def give_up(
    commands: Commands, row_id: int, asker: Asker, reference: str, now: datetime, *, in_thread: bool
) -> None:
    """Say that a post could not be checked: in its thread or else to its author, and to the leads."""
    with commands.desk(asker, now) as desk:
        row = inbox.waiting(desk.tenant, [row_id]).get(row_id)
        if row is None:
            return
        inbox.mark(desk.tenant, [row], InboxStatus.FAILED)
        where, thread = (row.channel, row.thread or row.message) if in_thread else (row.author, "")
        notice(desk, "unchecked", where, str(row.id), thread=thread, ref=reference)
        tell_leads(desk, "unchecked", f"{row.id}:lead", ref=reference)


def _texts(commands: Commands, arrived: Mapping[int, Opened]) -> dict[int, Text]:
    """Return the texts of posts and their neighbours, as far as there is anything to judge."""
    first = next(iter(arrived.values())).asker
    with commands.store.database.read() as session:
        place = people.workspace(session, first.platform, first.workspace)
        if place is None:
            return {}
        tenant = commands.store.tenant(session, place.agency_id)
        rows = inbox.waiting(tenant, arrived)
        nearby = inbox.Nearby(tenant, rows.values())
        found = {
            row_id: _text(tenant, nearby, rows[row_id], opened)
            for row_id, opened in arrived.items()
            if row_id in rows and opened.is_ours and opened.arrival.kind is not ArrivalKind.DELETED
        }
    return {row_id: text for row_id, text in found.items() if text.words}


def _text(tenant: Tenant, nearby: Nearby, row: InboxRow, opened: Opened) -> Text:
    post = _post(nearby, row)
    rows = _together(tenant, nearby, post, opened) if post else []
    texts = [
        opened.arrival.text if post and other.id == post.id else inbox.opened(tenant, other).text
        for other in rows
    ]
    return Text(storable(_joined(list(filter(str.strip, texts)))), frozenset(other.id for other in rows))


def _joined(texts: Sequence[str]) -> str:
    """Return the texts of posts as one; a post that is as long as one may be was cut within a line."""
    return "".join(f"{text}{'' if len(text) in CUT else chr(10)}" for text in texts[:-1]) + "".join(
        texts[-1:]
    )


def _post(nearby: Nearby, row: InboxRow) -> InboxRow | None:
    """Return the post that news is about, or None where the news changes nothing."""
    earlier = nearby.post_of(row)
    if row.kind == ArrivalKind.EDITED and earlier is not None:
        return None if earlier.fingerprint == row.fingerprint else earlier
    if row.status == InboxStatus.READ:
        return None  # An edit of it was read before it, just now.
    # What was judged already is read again because a post that belonged to it is gone.
    return None if row.check_id is None and nearby.is_overtaken(row) else row


def _together(tenant: Tenant, nearby: Nearby, post: InboxRow, opened: Opened) -> Sequence[InboxRow]:
    """Return the posts that are one conversation with a post, in their order, that one among them."""
    arrival = opened.arrival
    if post.kind != ArrivalKind.POSTED or arrival.asked or arrival.private:
        return [post]
    rows = nearby.together(post, TOGETHER)
    if len(rows) == 1:
        return rows
    channel = people.known_channel(tenant, post.workspace_id, post.channel)
    if channel is None or people.as_channel(channel).purpose not in JOINED:
        return [post]
    here = next(number for number, row in enumerate(rows) if row.id == post.id)
    named = _named(arrival.text)
    first = last = here
    while first > 0 and _go_together(named, _named(inbox.opened(tenant, rows[first - 1]).text)):
        first -= 1
    while last + 1 < len(rows) and _go_together(named, _named(inbox.opened(tenant, rows[last + 1]).text)):
        last += 1
    return rows[first : last + 1]


def _named(text: str) -> frozenset[str]:
    """Return the names under which people speak in a text; one that speaks once may stand before a colon alone."""
    first, colon, _ = text.lstrip().partition(":")
    names = {message.name for message in parse(text).messages if message.name}
    if colon and is_proper_name(first):
        names.add(first)
    return frozenset(plain(name) for name in names if role_of(name) is None)


def _go_together(one: frozenset[str], other: frozenset[str]) -> bool:
    # Chats of two clients that are pasted one after the other have no name in common.
    return not one or not other or bool(one & other)


def _judge(
    desk: Desk,
    nearby: Nearby,
    row: InboxRow,
    post: InboxRow,
    opened: Opened,
    text: Text,
    paste: Paste,
    look: Answer,
) -> Checked | None:
    arrival = opened.arrival
    if arrival.private and _says_nothing(paste, look):
        inbox.mark(desk.tenant, {row.id: row, post.id: post}.values(), InboxStatus.READ)
        notice(desk, "how", arrival.channel, str(row.id))
        return None
    # What has come while the text was read is read in its turn, and then it takes this in.
    rows = [other for other in _together(desk.tenant, nearby, post, opened) if other.id in text.rows]
    last = rows[-1]
    if row.id != post.id:
        inbox.rewrite(desk.tenant, post, row)
    elif row.kind == ArrivalKind.EDITED:
        inbox.stand_in(desk.tenant, row)
    # It was answered in a time that a restore took away: what was found is recorded, and nobody is told again.
    answered = arrival.answered and all(inbox.opened(desk.tenant, other).answered for other in rows)
    in_place = not opened.outsiders and not arrival.private and not answered
    where = arrival.author if opened.outsiders else arrival.channel
    checked = check_paste(
        desk,
        replace(
            paste,
            source=inbox.source_of(last),
            destination="" if answered else where,
            thread=(last.thread or last.message) if in_place else "",
            asked=arrival.asked or arrival.private,
            instead_of=tuple(nearby.checks_of(rows)),
            aside=opened.outsiders,
            past=answered,
            grown=row.kind == ArrivalKind.POSTED,
        ),
        look,
    )
    inbox.mark(
        desk.tenant, {other.id: other for other in (row, *rows)}.values(), InboxStatus.READ, checked.check_id
    )
    if checked.ambiguous and not answered:
        notice(desk, "ambiguous", arrival.author, str(checked.check_id), name=checked.ambiguous)
    if checked.rung is Rung.REACTION and in_place and not arrival.asked and not desk.learns:
        explain_once(desk, "mark", arrival.author)
    return checked


def _says_nothing(paste: Paste, look: Answer) -> bool:
    """Return whether a text is neither a conversation nor a draft: to find nothing in it would read as a yes."""
    return look.verdict.outcome is Outcome.CLEAR and not is_conversation(paste.text, Purpose.DRAFTS)


def _say_what_is_unread(desk: Desk, post: InboxRow, opened: Opened) -> None:
    """Say what of a post cannot be read: pictures with a mark and one explanation, a file by its name."""
    arrival = opened.arrival
    thread = "" if opened.outsiders or arrival.private else post.thread or post.message
    where = arrival.author if opened.outsiders else arrival.channel
    if arrival.pictures:
        if thread:
            on = {"on": post.message} if post.thread else {}
            notice(desk, "picture", where, f"{post.id}", thread=thread, **on)
        explain_once(desk, "pictures", arrival.author)
    unread = opened.unread
    if arrival.other_files and not arrival.text.strip() and (arrival.private or _holds_pastes(desk)):
        unread = (*unread, OTHER_KIND)
    for number, why in enumerate(unread):
        notice(desk, "unread", where, f"{post.id}:{number}", thread=thread, why=why)


def _holds_pastes(desk: Desk) -> bool:
    """Return whether a file in this channel is probably a conversation; elsewhere people exchange files of all kinds."""
    return desk.channel is not None and desk.channel.purpose in (Purpose.CHATS, Purpose.DRAFTS)


def _take_back(desk: Desk, nearby: Nearby, row: InboxRow) -> None:
    """Forget a post that is gone, and what was said of it."""
    post = nearby.post_of(row)
    inbox.mark(desk.tenant, [row], InboxStatus.READ)
    if post is not None:
        _forget(desk, post)
    else:
        for check in checks.of_sources(desk.tenant, [inbox.source_of(row)]):
            _withdraw(desk, check)


def _empty(desk: Desk, row: InboxRow, post: InboxRow) -> None:
    """Forget the words that an edit took out of a post; its words may come back, so the post itself is kept."""
    if row.id != post.id:
        inbox.rewrite(desk.tenant, post, row)
    else:
        inbox.stand_in(desk.tenant, row)
    _forget(desk, post, EMPTIED)


def _forget(desk: Desk, post: InboxRow, left: str = GONE) -> None:
    """Forget a post; what belonged to the same conversation and still stands is judged anew without it."""
    inbox.erase_words(desk.tenant, [post])
    rest = inbox.judged_with(desk.tenant, post)
    if rest:
        inbox.read_again(desk.tenant, rest[-1])
    elif post.check_id:
        _withdraw(desk, checks.find(desk.tenant, post.check_id), left)
    for check in checks.of_sources(desk.tenant, [inbox.source_of(post)]):
        if not rest or check.id != post.check_id:
            _withdraw(desk, check, left)


def _withdraw(desk: Desk, check: CheckRow | None, left: str = GONE) -> None:
    if check is not None and not check.withdrawn:
        withdraw(desk, check, left)


def forget_thread(desk: Desk, channel: str, thread: str, *, whole: bool) -> None:
    """Forget the posts of a thread that is gone; `whole` says that the post it began with is gone as well."""
    for row in inbox.of_thread(desk.tenant, desk.member.workspace_id, channel, thread, whole=whole):
        if row.status == InboxStatus.WAITING:
            inbox.mark(desk.tenant, [row], InboxStatus.READ)
        _forget(desk, row)
