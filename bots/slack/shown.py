"""What the blocks of a message show, as plain text."""

from collections.abc import Iterator

from bots.slack.markup import NAMELESS, link, plain, unescape
from bots.slack.payload import Payload, inner_of, items_of, number_of, text_of

_NO_WORDS = frozenset(["actions", "context_actions", "divider", "file", "image"])


def lines(*parts: str) -> str:
    """Return what there is of these, each in a line of its own."""
    return "\n".join(filter(None, parts))


def shown_by(holder: Payload, me: str) -> tuple[str, bool]:
    """Return what the blocks of a message show, and whether every one of them is known."""
    shown = [_block(block, me) for block in items_of(holder, "blocks")]
    return lines(*filter(None, shown)), None not in shown


def _block(block: Payload, me: str) -> str | None:
    """Return what a block shows; None for a kind that is not known."""
    kind = text_of(block, "type")
    match kind:
        case "rich_text":
            return _rich_text(block, me)
        case "section" | "header":
            return lines(_object(inner_of(block, "text")), *map(_object, items_of(block, "fields")))
        case "context":
            return lines(*map(_object, items_of(block, "elements")))
        case "markdown":
            return text_of(block, "text")
        case _:
            return "" if kind in _NO_WORDS else None


def _object(value: Payload) -> str:
    """Return the text of a text object."""
    text = text_of(value, "text")
    return plain(text).text if text_of(value, "type") == "mrkdwn" else unescape(text)


def _rich_text(block: Payload, me: str) -> str:
    pieces: list[str] = []
    for part in items_of(block, "elements"):
        if pieces and pieces[-1] and not pieces[-1].endswith("\n"):
            pieces.append("\n")
        pieces.append(_part(part, me))
    return "".join(pieces)


def _part(part: Payload, me: str) -> str:
    """Return a section, a list, a quote or a code block as lines."""
    kind = text_of(part, "type")
    if kind == "rich_text_list":
        shown = "\n".join(_list(part, me))
    else:
        shown = "".join(_element(element, me) for element in items_of(part, "elements"))
    # Within a quote, lists and code blocks have a border of one.
    if kind == "rich_text_quote" or part.get("border") == 1:
        return "\n".join(f"> {line}" for line in shown.strip("\n").split("\n"))
    return shown


def _list(part: Payload, me: str) -> Iterator[str]:
    is_ordered = text_of(part, "style") == "ordered"
    first = 1 + number_of(part, "offset")
    space = "  " * min(number_of(part, "indent"), 8)
    for number, item in enumerate(items_of(part, "elements"), first):
        words = "".join(_element(element, me) for element in items_of(item, "elements"))
        yield f"{space}{f'{number}.' if is_ordered else '•'} {words}"


def _element(element: Payload, me: str) -> str:
    match text_of(element, "type"):
        case "link":
            return link(text_of(element, "url"), text_of(element, "text"))
        case "emoji":
            return _emoji(element)
        case "user":
            # We are named as in Slack's markup, so that our name is found and taken out in one way.
            return f"<@{me}>" if me and text_of(element, "user_id") == me else NAMELESS["@"]
        case "channel":
            return NAMELESS["#"]
        case "usergroup":
            return NAMELESS["!"]
        case "broadcast":
            return f"@{text_of(element, 'range')}"
        case "date":
            return link(text_of(element, "url"), text_of(element, "fallback"))
        case "color":
            return text_of(element, "value")
        case _:
            return text_of(element, "text") or text_of(element, "fallback")


def _emoji(element: Payload) -> str:
    codes = text_of(element, "unicode").split("-")
    try:
        return "".join(chr(int(code, 16)) for code in codes).encode().decode()
    except (ValueError, OverflowError):
        return f":{text_of(element, 'name')}:"
