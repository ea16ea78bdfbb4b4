"""Pastes without name lines: tables, quotes, labels at the end of a line, bare paragraphs."""

import re

from core.model import Speaker
from core.transcript.cut import Piece, lead_in
from core.transcript.page import MAX_MESSAGES, Page, is_date
from core.transcript.system_lines import Event
from core.transcript.words import MAIL_WROTE, MAIL_WROTE_BEFORE, any_of, load, role_of

_QUOTE = re.compile(r"(>(?:[ \t]?>){0,7})[ \t]?")
_WROTE_LINE = re.compile(
    rf"\b[^\r\n]{{0,120}}(?:{any_of(MAIL_WROTE)}|{any_of(MAIL_WROTE_BEFORE)}(?: [^\r\n]{{0,60}})?)[ \t]?[:：]",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r"[ \t]{1,4}[(\[](?P<who>[^()\[\]\r\n]{1,24})[)\]][ \t]*$|[ \t]{1,3}[—–][ \t](?P<dash>[^\s—–]{1,16})[ \t]*$",
    re.MULTILINE,
)
_COLUMNS = load("speakers.toml")["table"]
_WHO_COLUMNS, _TEXT_COLUMNS, _TIME_COLUMNS = (frozenset(_COLUMNS[key]) for key in ("who", "text", "time"))
_ITEM = re.compile(r"(?:[-*•▪]|\d{1,2}[.)])[ \t]")
_CLOSING = re.compile(r"--|best\b|kind regards|regards|thanks|cheers|sincerely|warm", re.IGNORECASE)


def cut_table(page: Page) -> list[Piece]:
    """Cut a CSV export that has a column for who spoke."""
    if len(page.lines) < 2:
        return []
    header = page.words(0).casefold()
    for mark in ";,\t|":
        columns = [column.strip(" \"'") for column in header.split(mark)]
        who = next((at for at, column in enumerate(columns) if column in _WHO_COLUMNS), -1)
        said = next((at for at, column in enumerate(columns) if column in _TEXT_COLUMNS), -1)
        if who < 0 or said <= who or said != len(columns) - 1:
            continue
        at_time = next((at for at, column in enumerate(columns) if column in _TIME_COLUMNS), -1)
        return _rows(page, mark, len(columns), who, at_time)
    return []


def _rows(page: Page, mark: str, width: int, who: int, at_time: int) -> list[Piece]:
    pieces: list[Piece] = []
    for start, end in page.lines[1 : MAX_MESSAGES + 2]:
        cells = page.text[start:end].split(mark, width - 1)
        if len(cells) < width:
            if pieces:
                pieces[-1].end = page.slice_of(start, end)[1]
            continue
        begin, close = page.slice_of(end - len(cells[-1]), end)
        if close - begin > 1 and page.text[begin] == page.text[close - 1] == '"':
            begin, close = begin + 1, close - 1
        name = cells[who].strip(" \"'")
        sent_at = cells[at_time].strip(" \"'") if at_time >= 0 else ""
        if begin < close:
            pieces.append(Piece(begin, close, name, sent_at, role_of(name)))
    return pieces


def cut_quotes(page: Page, events: dict[int, Event], *, our_mail: bool) -> list[Piece]:
    """Cut at changes of quote depth: what is quoted is the other side's, what quotes it is ours."""
    if ">" not in page.text:
        return []
    marks = [_QUOTE.match(page.text, start) for start, _ in page.lines]
    depths = [0 if mark is None else mark.group(1).count(">") for mark in marks]
    nested = max(depths) > 1
    pieces: list[Piece] = []
    current = -1
    for index, (start, end) in enumerate(page.lines):
        depth, mark = depths[index], marks[index]
        begin = start if mark is None else mark.end()
        words = page.text[begin:end].strip()
        if not words or is_date(words) or _is_wrote_line(words) or (depth == 0 and page.is_clutter(index)):
            current = -1
            continue
        if index in events and depth == 0:
            pieces.append(
                Piece(*page.slice_of(start, end), events[index].who, role=Speaker.SYSTEM, event=events[index])
            )
            current = -1
        elif depth == current:
            pieces[-1].end = page.slice_of(begin, end)[1]
        else:
            ours = depth % 2 == (1 if nested and our_mail else 0)
            pieces.append(Piece(*page.slice_of(begin, end), role=Speaker.US if ours else Speaker.CLIENT))
            current = depth
        if len(pieces) > MAX_MESSAGES:
            break
    return pieces


def has_mail_quote(page: Page, *, dated: bool = False) -> bool:
    """Tell whether a line introduces a quoted mail, as in 'On Monday Ann wrote:', or one with figures of a date."""
    lines = (page.words(index).lstrip("> ") for index in range(min(len(page.lines), 60)))
    return any(_is_wrote_line(words) and (not dated or any(map(str.isdigit, words))) for words in lines)


def _is_wrote_line(words: str) -> bool:
    return words[-1:] in (":", "：") and len(words) <= 160 and _WROTE_LINE.fullmatch(words) is not None


def cut_suffixes(page: Page, events: dict[int, Event]) -> list[Piece]:
    """Cut lines that end in who said them, as in 'Do you do tours? (client)'."""
    found: dict[int, tuple[int, Speaker, str]] = {}
    if not any(mark in page.text for mark in ")]—–"):
        return []
    for match in _SUFFIX.finditer(page.text):
        label = match.group("who") or match.group("dash") or ""
        role = role_of(label)
        if role is not None:
            found[page.line_at(match.start())] = (match.start(), role, label)
        if len(found) > MAX_MESSAGES:
            break
    if len({role for _, role, _ in found.values()}) < 2:
        return []
    pieces = []
    opened: int | None = None
    for index in range(max(found) + 1):
        if index not in found:
            opened = index if opened is None and found and index > min(found) else opened
            continue
        end, role, label = found[index]
        first = index if opened is None else opened
        pieces.append(Piece(*page.slice_of(page.lines[first][0], end), label, role=role))
        opened = None
    rest = max(found) + 1
    pieces = lead_in(page, min(found), events) + pieces
    if rest < len(page.lines):
        pieces.append(Piece(*page.slice_of(page.lines[rest][0], page.lines[-1][1])))
    return pieces


def cut_paragraphs(page: Page, events: dict[int, Event]) -> list[Piece]:
    """Cut bare text at empty lines, unless it reads as one letter."""
    pieces: list[Piece] = []
    fresh = True
    letter = _is_letter(page)
    for index, (start, end) in enumerate(page.lines):
        if index in events:
            event = events[index]
            pieces.append(Piece(start, end, event.who, role=Speaker.SYSTEM, event=event))
            fresh = True
            continue
        if not fresh and (letter or not page.blank_before(index)):
            pieces[-1].end = end
            continue
        if end - start <= 40 and len(page.lines) > 1 and _stands_apart(page, index):
            fresh = True
            continue
        pieces.append(Piece(start, end))
        fresh = False
        if len(pieces) > MAX_MESSAGES:
            break
    for piece in pieces:
        piece.start, piece.end = page.slice_of(piece.start, piece.end)
    return pieces


def _stands_apart(page: Page, index: int) -> bool:
    after = index + 1 == len(page.lines) or page.blank_before(index + 1)
    return after and (is_date(page.words(index)) or page.is_clutter(index))


def _is_letter(page: Page) -> bool:
    """Tell one composed text (salutation, list, signature) from a row of short messages."""
    if len(page.lines) < 2:
        return False
    if page.words(0)[-1:] in ",，،:" and page.lines[0][1] - page.lines[0][0] <= 60:
        return True
    heads = [page.lines[index][0] for index in range(min(len(page.lines), 200)) if page.blank_before(index)]
    # A list has more than one item, and a letter is closed at its end: people who chat say thanks in between.
    has_list = sum(_ITEM.match(page.text, start) is not None for start in heads[1:]) > 1
    return has_list or any(_CLOSING.match(page.text, start) for start in heads[1:][-2:])
