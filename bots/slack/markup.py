"""Slack's markup and plain text: tokens are parsed first and unescaped after, and what we send is escaped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PIECE = re.compile(
    r"<(?P<token>[^<>]*)>|&(?P<entity>amp|lt|gt);|(?P<newline>\n)"
    r"|(?P<mark>```|(?<!\*)\*(?!\*)|(?<!_)_(?!_)|(?<!~)~(?!~)|(?<!`)`(?!`))"
)
_ENTITY = re.compile("&(amp|lt|gt);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">"}
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_FENCE = "```"
_CODE = (_FENCE, "`")
_NO_OPENING = frozenset("@/\\.")  # What follows these is part of a name or an address, as in @_ann_.
NAMELESS = {"@": "@someone", "#": "#channel", "!": "@group"}  # An id would read as somebody's handle.
_PHONE, _MAIL = "tel:", "mailto:"
_SCHEME = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_NO_DIGIT = re.compile(r"\D")
# How Slack points at one of its own posts; to the engine it would be an address on another messenger.
_POST = re.compile(
    r"https://[a-z0-9.-]{1,80}\.slack\.com/archives/[A-Z0-9]{5,20}/p\d{16}(?:\?\S{0,200})?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain text and where it came from.

    The spans (start and end in the plain text, start and end in Slack's) follow one another without a gap. Where both
    sides are of one length they are the same character by character, else the one stands for the other as a whole.
    """

    text: str
    spans: tuple[tuple[int, int, int, int], ...]


def plain(text: str) -> Plain:
    """Turn Slack's markup into plain text, in time that grows with its length only."""
    pieces: list[str] = []
    spans: list[tuple[int, int, int, int]] = []
    length = done = 0
    for shown, start, end in (*_replaced(text), ("", len(text), len(text))):
        for piece, begin, stop in ((text[done:start], done, start), (shown, start, end)):
            if piece:
                pieces.append(piece)
                spans.append((length, length + len(piece), begin, stop))
                length += len(piece)
        done = end
    return Plain("".join(pieces), tuple(spans))


def unescape(text: str) -> str:
    """Return the characters that Slack writes as entities, in a text that holds no other markup."""
    return _ENTITY.sub(lambda match: _CHARACTERS[match[1]], text)


def escape(text: str) -> str:
    """Return a text that Slack reads as characters, so that nothing in it mentions, calls or links by a token.

    A bare address still becomes a link where a field takes markup: words that are quoted go into fields that take none.
    """
    return text.translate(_ENTITIES)


def link(target: str, label: str = "") -> str:
    """Return how a link reads: as the person typed it, and its target too where that is another one."""
    if _POST.fullmatch(target):
        return "" if _POST.fullmatch(label) else label
    scheme = next((scheme for scheme in (_PHONE, _MAIL) if target.casefold().startswith(scheme)), "")
    address = target[len(scheme) :]
    if not (address and label.strip()):
        return address or label
    return label if _is_same(target, label, scheme) else f"{label} ({address})"


def _is_same(target: str, label: str, scheme: str) -> bool:
    if scheme == _PHONE and _NO_DIGIT.sub("", target) == _NO_DIGIT.sub("", label):
        return True
    # Slack makes a link of whatever looks like one: what was typed has no scheme, and perhaps no last slash.
    typed, meant = (_SCHEME.sub("", side.strip(), count=1).rstrip("/").casefold() for side in (label, target))
    return typed == meant


def _replaced(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what stands for something else, in order: what is shown, and the part of the text it stands for."""
    found = list(_PIECE.finditer(text))
    marks = _formatting(text, found)
    for match in found:
        start, end = match.span()
        if match["token"] is not None:
            yield _shown(match["token"]), start, end
        elif match["entity"]:
            yield _CHARACTERS[match["entity"]], start, end
        elif start in marks:
            yield "", start, end


def _formatting(text: str, found: Sequence[re.Match[str]]) -> set[int]:
    """Return where the marks stand that make something bold, italic, struck or code; others are characters."""
    opened: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for match in found:
        start, end = match.span()
        mark = match["mark"]
        if match["newline"]:
            opened = {sign: at for sign, at in opened.items() if sign == _FENCE}
        elif mark and mark in opened:
            if mark != _FENCE and (text[start - 1].isspace() or text[end : end + 1].isalnum()):
                continue
            begin = opened.pop(mark)
            if mark in _CODE:  # What looks like a mark within code is none.
                while pairs and pairs[-1][1] > begin:
                    pairs.pop()
                opened = {sign: at for sign, at in opened.items() if at < begin}
            pairs.append((begin, start))
        elif mark and (mark == _FENCE or _may_open(text, start, end)):
            opened[mark] = start
    return {at for pair in pairs for at in pair}


def _may_open(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return bool(after) and not after.isspace() and not before.isalnum() and before not in _NO_OPENING


def _shown(token: str) -> str:
    """Return what a token between angle brackets reads as."""
    target, _, label = (unescape(part) for part in token.partition("|"))
    sign = target[:1]
    if sign not in NAMELESS:
        return link(target, label)
    if sign == "!":
        return _called(target[1:], label)
    return f"{sign}{label}" if label else NAMELESS[sign]


def _called(target: str, label: str) -> str:
    """Return what <!here>, <!subteam^S1|@team> and <!date^0^{date}^https://example.com|1 May> read as."""
    what, *details = target.split("^")
    if what == "date":
        return link(details[2], label) if len(details) > 2 else label
    return label or (NAMELESS["!"] if details or not what else f"@{what}")
