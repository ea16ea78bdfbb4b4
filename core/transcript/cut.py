"""Cut a page into pieces: each one somebody's words, or a system line."""

from collections.abc import Collection
from dataclasses import dataclass

from core.model import Speaker
from core.transcript.heads import Head
from core.transcript.page import MAX_MESSAGES, Page, is_date
from core.transcript.system_lines import Event, read_event
from core.transcript.words import plain


@dataclass(slots=True)
class Piece:
    """A message before its speaker is settled."""

    start: int
    end: int
    name: str = ""
    sent_at: str = ""
    role: Speaker | None = None
    event: Event | None = None
    unnamed: bool = False
    draft: bool = False


def cut_at_heads(page: Page, heads: list[Head], events: dict[int, Event], *, strict: bool) -> list[Piece]:
    """Cut a page at its heads; `strict` when a line below a head belongs to its author unless proven otherwise."""
    pieces = lead_in(page, heads[0].first, events)
    offered_by = ""
    for number, head in enumerate(heads):
        following = heads[number + 1].first if number + 1 < len(heads) else len(page.lines)
        for piece in _read_block(page, head, following, events, strict=strict, offered_by=offered_by):
            if piece.event is not None and piece.event.kind == "offer":
                offered_by = piece.event.who or offered_by
            pieces.append(piece)
        if len(pieces) > MAX_MESSAGES:
            break
    return pieces


def lead_in(page: Page, first_head: int, events: dict[int, Event]) -> list[Piece]:
    """Read what stands above the first head: system lines, a heading, or words of somebody unknown."""
    pieces: list[Piece] = []
    line = 0
    while line < first_head:
        if line in events:
            start, end = page.slice_of(*page.lines[line])
            pieces.append(Piece(start, end, events[line].who, role=Speaker.SYSTEM, event=events[line]))
            line += 1
            continue
        last = line + 1
        while last < first_head and last not in events:
            last += 1
        kept = [
            index
            for index in range(line, last)
            if not page.is_furniture(index) and not page.is_stamp(index, events)
        ]
        if kept and not page.is_heading(kept[0], kept[-1] + 1) and not _is_title(page, kept):
            start, end = page.slice_of(page.lines[kept[0]][0], page.lines[kept[-1]][1])
            pieces.append(Piece(start, end))
        line = last
    return pieces


def _is_title(page: Page, kept: list[int]) -> bool:
    """Tell whether the lines above the first head are only the room's name, as a copied page begins."""
    if len(kept) > 3:
        return False
    lines = [page.words(index) for index in kept]
    return all(
        len(line) <= 48 and not any(char in line for char in "?!.@+:") and line[:1].isupper()
        for line in lines
    )


def _read_block(
    page: Page, head: Head, following: int, events: dict[int, Event], *, strict: bool, offered_by: str
) -> list[Piece]:
    last = following
    sure = _sure_until(page, head, following)
    stamps = {index for index in range(head.line, following) if page.is_stamp(index, events)}
    while last > max(head.line, sure + 1):
        if last - 1 not in stamps and not page.is_furniture(last - 1):
            break
        last -= 1
    first = head.line
    while sure < first < last and page.is_clutter(first):
        first += 1
    pieces: list[Piece] = []
    opened: int | None = None
    closed = False
    furniture_from = last
    while furniture_from > first and (
        furniture_from - 1 in events or furniture_from - 1 in stamps or page.is_furniture(furniture_from - 1)
    ):
        furniture_from -= 1
    printed = _printed_below(page, range(max(furniture_from, first + 1), following), events, stamps)
    for index in range(first, last):
        if index in stamps or (index > head.until >= 0 and page.is_furniture(index)):
            continue
        if index == head.until:
            if opened is not None:
                pieces.append(_words(page, head, opened, index))
                opened = None
            closed = True
            continue
        event = events.get(index) if index > sure else None
        if event is not None and (
            closed
            or not strict
            or index in printed
            or _is_genuine(head, event, offered_by, alone=last - first == 1)
        ):
            if opened is not None:
                pieces.append(_words(page, head, opened, index))
                opened = None
            start, end = page.slice_of(*page.lines[index])
            pieces.append(Piece(start, end, event.who or head.name, head.sent_at, Speaker.SYSTEM, event))
            closed = True
        elif index > sure and index + 1 >= furniture_from and is_date(page.words(index)):
            if opened is not None:
                pieces.append(_words(page, head, opened, index))
                opened = None
            closed = True
        else:
            opened = index if opened is None else opened
            closed = False
    if opened is not None:
        pieces.append(_words(page, head, opened, last))
    return [piece for piece in pieces if piece.start < piece.end]


def _printed_below(
    page: Page, lines: range, events: dict[int, Event], stamps: Collection[int]
) -> frozenset[int]:
    """Return the lines of Upwork among the last ones below somebody's words.

    They say what a person did, or stand apart: after an empty line, above a time or a button, or beside one that says so.
    """
    found = [index for index in lines if index in events]
    apart = any(
        events[index].who
        or page.blank_before(index)
        or (index + 1 in lines and (index + 1 in stamps or page.is_clutter(index + 1)))
        for index in found
    )
    return frozenset(found) if apart else frozenset()


def _sure_until(page: Page, head: Head, following: int) -> int:
    """Return the last line that is somebody's words whatever it reads like, or -1.

    That is the one beside the name, or a date right below name and time: "On Monday" is an answer there. The date of
    the next messages stands apart.
    """
    if head.line >= following:
        return -1
    start, end = page.lines[head.line]
    beside = head.body > start
    if beside and page.text[head.body : end].strip():
        return head.line
    first = head.line + 1 if beside else head.line
    above = first - 1
    # Where an empty line parts the name from the time as well, all lines stand apart.
    spaced = head.first < above and page.blank_before(above)
    if first < following and is_date(page.words(first)) and (spaced or not page.blank_before(first)):
        return first
    return head.line if beside else -1


def _words(page: Page, head: Head, first: int, last: int) -> Piece:
    begin = max(head.body, page.lines[first][0]) if first == head.line else page.lines[first][0]
    end = page.lines[last - 1][1]
    while last - 1 > max(first, _sure_until(page, head, last)) and page.is_furniture(last - 1):
        last -= 1
        end = page.lines[last - 1][1]
    start, end = page.slice_of(begin, max(begin, end))
    event = read_event(page.text[start:end]) if head.role is Speaker.SYSTEM else None
    name = event.who if event is not None else head.name
    return Piece(start, end, name, head.sent_at, head.role, event, unnamed=head.unnamed, draft=head.draft)


def _is_genuine(head: Head, event: Event, offered_by: str, *, alone: bool) -> bool:
    """Tell a line of Upwork under a person's name from that person's own words.

    A client can type "Contract started"; what Upwork prints names its person in the third person.
    """
    own = bool(event.who) and _same(event.who, head.name)
    if event.kind == "event":
        return own or alone
    if own:
        return event.kind == "offer" or not _same(event.who, offered_by)
    by_the_other = bool(offered_by) and bool(head.name) and not _same(head.name, offered_by)
    return alone and by_the_other and event.kind in ("accepted", "started") and not event.who


def _same(one: str, other: str) -> bool:
    left, right = plain(one), plain(other)
    return bool(left) and bool(right) and (left == right or left.split()[0] == right.split()[0])
