"""Read a pasted text as a conversation: who said what, and what Upwork printed in between."""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.model import Conversation, Message, Place, Purpose, Speaker, Stage
from core.transcript.blocks import block_heads, mail_heads, name_line_heads, role_line_heads, written_heads
from core.transcript.cut import Piece, cut_at_heads
from core.transcript.exports import exported_from
from core.transcript.formats import cut_paragraphs, cut_quotes, cut_suffixes, cut_table, has_mail_quote
from core.transcript.gate import is_conversation
from core.transcript.headings import without_headings
from core.transcript.page import MAX_CHARACTERS, MAX_MESSAGES, Page
from core.transcript.prefixes import prefix_heads
from core.transcript.speakers import settle
from core.transcript.system_lines import STAGE_OF, Event, find_events
from core.transcript.words import is_draft_label, is_proper_name, plain, role_of

__all__ = ["is_conversation", "parse"]

_PAREN_DRAFT = re.compile(r"\s{0,20}[(\[](?P<label>[^()\[\]\r\n]{3,40})[)\]][ \t]*[:：]?\s*")
_QUOTE_MARK = re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE)
_ROLE_AND_NAME = re.compile(r"(?P<role>[^:：\r\n]{1,24})[:：][ \t]{1,4}(?P<name>[^:：\r\n]{2,48})")
_SPEAKS = r"(?:[ \t]{0,3}[,:：(\[—–·|-]|[ \t]{1,4}\d|[ \t]{0,4}$)"  # What stands behind a name that speaks.
MOST_TITLES = 4
LONGEST_LINE = 2_000
_QUOTED = re.compile(r"\"[^\"]+\"|“[^“”]+”|„[^„“”]+[“”]|«[^«»]+»|「[^「」]+」")
_WHOLE_TEXT = {
    Place.PROPOSAL: Speaker.US,
    Place.PROFILE: Speaker.US,
    Place.JOB_POST: Speaker.CLIENT,
}


def parse(
    text: str,
    *,
    us: Sequence[str] = (),
    clients: Sequence[str] = (),
    speaker: Speaker | None = None,
    place: Place = Place.MESSAGE,
    purpose: Purpose | None = None,
) -> Conversation:
    """Cut a pasted text into messages; with `speaker` given it is one message of theirs.

    `us` and `clients` are names that are known to be ours or theirs. Of a text that is too long the end is read: what
    was said last is what is to be answered.
    """

    def end_from(start: int, missed: str) -> Conversation:
        end = parse(text[start:], us=us, clients=clients, speaker=speaker, place=place, purpose=purpose)
        messages = tuple(replace(one, start=one.start + start, end=one.end + start) for one in end.messages)
        return replace(
            end, text=text, messages=messages, unchecked=tuple(dict.fromkeys((missed, *end.unchecked)))
        )

    if len(text) > MAX_CHARACTERS:
        return end_from(_last_part(text), f"only the last {MAX_CHARACTERS} characters were read")
    draft = purpose is Purpose.DRAFTS
    whose = speaker or _WHOLE_TEXT.get(place)
    if whose is not None:
        return _one_message(text, whose, place, draft)
    page = Page(text)
    mail_quote = has_mail_quote(page)
    page, us, clients = _titled(page, us, clients)
    page, headed, theirs = without_headings(page, us)
    known = (*clients, *headed)
    pieces = _cut_quoted(page, us, known) or _cut(page, us, known, mail_quote=mail_quote)
    pieces = _drop_remarks(page, pieces)
    _leave_quotes(page, pieces)
    draft = draft or any(piece.draft for piece in pieces)
    settle(page.text, pieces, us, (*clients, *theirs))
    if draft and len(pieces) == 1 and pieces[0].role is None:
        pieces[0].role = Speaker.US
    if len(pieces) > MAX_MESSAGES:
        half = text.find("\n", len(text) // 2) + 1 or len(text) // 2
        return end_from(half, f"of more than {MAX_MESSAGES} messages only the last were read")
    # Where Upwork itself has printed lines, it was there that they talked, whatever the copy looks like.
    on_upwork = any(piece.event is not None and piece.event.kind in STAGE_OF for piece in pieces)
    # Somebody's own "He wrote:" above what he copied is no mark of a mail, but a date in it is.
    dated = mail_quote and has_mail_quote(page, dated=True)
    origin = exported_from(page, mail_quote=dated) if len(text) > 20 and not on_upwork else ""
    return Conversation(text, _messages(pieces), place, draft, origin, ())


def _last_part(text: str) -> int:
    """Return where the part of a long text begins that is read: behind a line's end, if one is near."""
    first = len(text) - MAX_CHARACTERS
    return text.find("\n", first, first + LONGEST_LINE) + 1 or first


def _one_message(text: str, speaker: Speaker, place: Place, draft: bool) -> Conversation:
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    messages = (Message(speaker, start, end),) if start < end else ()
    return Conversation(text, messages, place, draft, "", ())


def _titled(
    page: Page, us: Sequence[str], clients: Sequence[str]
) -> tuple[Page, Sequence[str], Sequence[str]]:
    """Read lines on top that say who is who, as "Client: Ann Lee" above a chat of Ann Lee's; they are no messages."""
    titles: list[tuple[int, Speaker, str]] = []
    for index in range(min(len(page.lines) - 1, MOST_TITLES)):
        title = _ROLE_AND_NAME.fullmatch(page.words(index))
        role = role_of(title["role"]) if title else None
        if title is None or role not in (Speaker.US, Speaker.CLIENT) or not is_proper_name(title["name"]):
            break
        titles.append((index, role, title["name"].strip()))
    # Below them stands an empty line, and whoever is named speaks: "Client: WhatsApp" is an answer.
    if not titles or not page.blank_before(len(titles)):
        return page, us, clients
    ours, theirs, text = list(us), list(clients), page.text
    for index, role, name in titles:
        speaks = re.compile(re.escape(name) + _SPEAKS, re.IGNORECASE)
        if not any(speaks.match(page.words(later)) for later in range(len(titles), len(page.lines))):
            return page, us, clients
        (ours if role is Speaker.US else theirs).append(name)
        start, end = page.lines[index]
        text = text[:start] + " " * (end - start) + text[end:]
    return Page(text), ours, theirs


def _cut_quoted(page: Page, us: Sequence[str], clients: Sequence[str]) -> list[Piece]:
    """Cut a chat that was pasted as one quotation: what stands behind its marks names who speaks."""
    if not page.lines or not all(page.text[start] == ">" for start, _ in page.lines):
        return []
    inside = Page(_QUOTE_MARK.sub(lambda mark: " " * len(mark[0]), page.text))
    pieces = _cut(inside, us, clients, mail_quote=False)
    sides = {plain(piece.name) or piece.role for piece in pieces if piece.event is None}
    return pieces if len(sides) > 1 else []


def _cut(page: Page, us: Sequence[str], clients: Sequence[str], *, mail_quote: bool) -> list[Piece]:
    """Choose the format of a page and cut it."""
    if not page.lines:
        return []
    events = find_events(page)
    table = cut_table(page)
    if table:
        return table
    drafted = _bracketed_draft(page)
    if drafted is not None:
        return [drafted]
    ours = frozenset(plain(name) for name in us)
    known = frozenset(
        name
        for event in events.values()
        if event.who
        for name in (plain(event.who), plain(event.who).split()[0])
    ) | {plain(name) for name in clients}
    blocks = block_heads(page, ours, events)
    # A line of Upwork under its name says nothing of how the rest is laid out, and what stands below is not Upwork's.
    prefixes = [
        head
        for head in prefix_heads(page, ours, known)
        if head.role is not Speaker.SYSTEM or head.line not in events
    ]
    if len(blocks) >= len(prefixes) and blocks:
        return cut_at_heads(page, blocks, events, strict=True)
    mails = mail_heads(page)
    written = [] if mails else written_heads(page)
    if len(written) > max(len(prefixes), page.text.count("\n>")):
        return cut_at_heads(page, written, events, strict=True)
    if mails and (len(mails) > 1 or mails[0].line - mails[0].first > 1 or not prefixes):
        return cut_at_heads(page, mails, events, strict=True)
    quoted = ">" in page.text and sum(page.text[start] == ">" for start, _ in page.lines[:400])
    # A quoted conversation names who speaks in its lines; what else is quoted is the other side's.
    named = len({plain(head.name) for head in prefixes}) > 1 and 2 * len(prefixes) >= quoted
    if quoted and quoted >= len(prefixes) and not named:
        return cut_quotes(page, events, our_mail=mail_quote)
    if prefixes:
        return cut_at_heads(page, prefixes, events, strict=False)
    lines = role_line_heads(page) or name_line_heads(page, ours, events)
    if lines:
        return cut_at_heads(page, lines, events, strict=True)
    return cut_suffixes(page, events) or cut_paragraphs(page, events)


def _bracketed_draft(page: Page) -> Piece | None:
    match = _PAREN_DRAFT.match(page.text)
    if match is None or not is_draft_label(match.group("label")):
        return None
    start, end = page.slice_of(match.end(), len(page.text))
    return Piece(start, end, role=Speaker.US, draft=True) if start < end else None


def _drop_remarks(page: Page, pieces: list[Piece]) -> list[Piece]:
    """Leave out a colleague's closing question below a pasted message."""
    if len(pieces) > 1 and not pieces[-1].name and pieces[-1].event is None:
        last = pieces[-1]
        if page.is_remark(last.start, last.end):
            return pieces[:-1]
    return pieces


def _leave_quotes(page: Page, pieces: list[Piece]) -> None:
    """Take off the quotation marks where every message of several stands in its own: nobody is quoted then."""
    spoken = [piece for piece in pieces if piece.event is None]
    if len(spoken) > 1 and all(_QUOTED.fullmatch(page.text, piece.start, piece.end) for piece in spoken):
        for piece in spoken:
            piece.start, piece.end = page.slice_of(piece.start + 1, piece.end - 1)


def _messages(pieces: list[Piece]) -> tuple[Message, ...]:
    messages = []
    stage: Stage | None = None
    for piece in pieces:
        speaker = piece.role or Speaker.UNKNOWN
        messages.append(Message(speaker, piece.start, piece.end, piece.name, piece.sent_at, stage))
        if piece.event is not None:
            stage = _stage_after(stage, piece.event)
    return tuple(messages)


def _stage_after(stage: Stage | None, event: Event) -> Stage | None:
    reported = STAGE_OF.get(event.kind)
    if reported is None:
        return stage
    if reported is Stage.OFFER_SENT and stage in (Stage.ACTIVE_CONTRACT, Stage.EARLIER_CONTRACT):
        return stage
    if reported is Stage.NO_CONTRACT:
        return Stage.NO_CONTRACT if stage is Stage.OFFER_SENT else stage
    return reported
