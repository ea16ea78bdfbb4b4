"""Discord's markdown and plain text: what people see of a post, and words of theirs that mean nothing in ours."""

import re
from datetime import UTC, datetime, timedelta

_PIECE = re.compile(
    r"""
    (?P<escaped>\\[^0-9A-Za-z\s])
    |(?P<ticks>`+)
    |\[(?P<label>[^\[\]\n]+)\]
     \(<?(?P<target>(?:https?://|mailto:|tel:)(?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:[ ]+"[^"\n]*")?\)
    |<(?P<address>https?://[^\s<>]+)>
    |<(?P<mention>@[!&]?|\#)[0-9]{1,20}>
    |<(?P<command>/[^<>:\n]{1,100}):[0-9]{1,20}>
    |<a?(?P<emoji>:\w{1,40}:)[0-9]{1,20}>
    |<t:(?P<second>[0-9]{1,11})(?::[A-Za-z])?>
    |(?P<url>https?://[^\s<>|*`\\]*[^\s<>|*`\\_~])
    |(?P<line>[*]{4,}|_{4,}|~{3,}|[|]{3,})
    |(?P<mark>[|][|]|~~|[*]{1,2}|_{1,2})
    |^(?P<quote>[ ]*>>>[ ])
    |^(?P<heading>[ ]{0,3}(?:\#{1,3}|-\#)[ ]+)(?=\S)
    """,
    re.MULTILINE | re.VERBOSE,
)
_TICKS = re.compile("`+")
_FENCE = 3
_LANGUAGE = re.compile(r"[a-z][a-z0-9+#-]{0,15}\n")
# An id would read as somebody's handle, and so would many a name that people have in Discord.
_NAMELESS = {"@": "@someone", "@!": "@someone", "@&": "@group", "#": "#channel"}
# How Discord points at its own posts; to the engine it would be an address on another messenger.
_POST = re.compile(
    r"https://(?:(?:ptb|canary)\.)?discord(?:app)?\.com/channels/(?:[0-9]{1,20}|@me)(?:/[0-9]{1,20}){1,2}/?"
)
_SCHEME = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_ANYWHERE = ("||", "~~")  # Other marks stand in the middle of words and handles as characters.
_NO_OPENING = frozenset("@/.")  # What follows these is part of a name or an address, as in @_ann_.
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# What Discord gives a meaning to: anywhere, and at the beginning of a line.
_MEANT = re.compile(r"[\\*_~|`<>@#\[/]|^[ \t]*[-+]|^[ \t]*[0-9]+[.)]", re.MULTILINE)
_TWO_TICKS = re.compile("``(?=`)")
_ZERO_WIDTH = "\u200b"


def plain(text: str) -> str:
    """Return what a text in Discord's markdown reads as, in time that grows with its length only.

    What a spoiler or the label of a link hides is shown, quotes begin with ">", and nobody is named.
    """
    pieces: list[str] = []
    opened: dict[str, int] = {}
    quoted = at = 0
    closing = _closing_ticks(text)
    while match := _PIECE.search(text, at):
        start, at = match.start(), match.end()
        pieces.append(text[match.pos : start])
        if start in closing:
            end, at = closing[start]
            pieces.append(_code(text[match.end() : end], match["ticks"]))
        elif match["mark"]:
            pieces.append(_mark(text, match, pieces, opened))
        elif match["quote"] and not quoted:
            quoted = len(pieces)
        else:
            pieces.append(_shown(match))
    pieces.append(text[at:])
    if not quoted:
        return "".join(pieces)
    lines = "".join(pieces[quoted:]).split("\n")
    return "".join(pieces[:quoted]) + "\n".join(f"> {line}" for line in lines)


def escape(text: str) -> str:
    """Return a text that Discord shows as it stands.

    Nothing in it formats, hides, lists or quotes, names or calls somebody, or becomes a link, an invitation, a picture
    or a time.
    """
    return _MEANT.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", text)


def fenced(text: str) -> str:
    """Return a text as a block of code, which is copied as a whole and which nothing in the text ends."""
    return f"```\n{_TWO_TICKS.sub(f'``{_ZERO_WIDTH}', text)}\n```"


def _closing_ticks(text: str) -> dict[int, tuple[int, int]]:
    """Return where the ticks stand that end what ticks at a place begin, if these begin anything."""
    closing: dict[int, tuple[int, int]] = {}
    following: dict[int, tuple[int, int]] = {}
    for ticks in reversed(list(_TICKS.finditer(text))):
        number = min(len(ticks[0]), _FENCE)
        if number in following:
            closing[ticks.start()] = following[number]
        following[number] = ticks.span()
    return closing


def _code(words: str, ticks: str) -> str:
    """Return what code shows; a block may begin with the name of its language, which nobody sees."""
    language = _LANGUAGE.match(words) if len(ticks) >= _FENCE else None
    return words[language.end() :] if language else words


def _mark(text: str, match: re.Match[str], pieces: list[str], opened: dict[str, int]) -> str:
    """Return what a mark shows: nothing where it is the second of a pair, and the first is taken out then."""
    mark = match["mark"]
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    is_anywhere = mark in _ANYWHERE
    if mark not in opened:
        if is_anywhere or (after.strip() and not before.isalnum() and before not in _NO_OPENING):
            opened[mark] = len(pieces)
        return mark
    if not (is_anywhere or (before.strip() and not after.isalnum())):
        return mark
    pieces[opened.pop(mark)] = ""
    return ""


def _shown(match: re.Match[str]) -> str:
    """Return what a token reads as, in which other tokens have no meaning."""
    kind = match.lastgroup
    match kind:
        case "escaped":
            return match[0][1:]
        case "target":
            return _link(match["target"], plain(match["label"]))
        case "address" | "url":
            return _link(match[kind])
        case "mention":
            return _NAMELESS[match[kind]]
        case "command" | "emoji":
            return match[kind]
        case "second":
            moment = _BEGINNING + timedelta(seconds=int(match[kind]))
            return f"{moment.day} {moment:%B %Y %H:%M} UTC"
        case "heading":
            return ""
        case _:
            return match[0]


def _link(target: str, label: str = "") -> str:
    """Return how a link reads: as its label, and its target too where that is another one."""
    if _POST.fullmatch(target):
        return label
    address = target if target.startswith("http") else target.partition(":")[2]
    if not label.strip():
        return address
    typed, meant = (_SCHEME.sub("", side.strip(), count=1).rstrip("/").casefold() for side in (label, target))
    return label if typed == meant else f"{label} ({address})"
