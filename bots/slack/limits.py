"""What Slack takes: so many characters at a time, as it counts them."""

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any, NamedTuple, TypeVar

from bots.fitting import count_fitting, shorten

Item = TypeVar("Item")


class Size(NamedTuple):
    """How much there is, or may be: characters, and things that hold them."""

    characters: int
    things: int


# Slack refuses messages somewhere above 11,000 characters; where, and what it counts, is written nowhere.
MESSAGE = Size(9000, 50)
VIEW = Size(30_000, 100)
TEXT = 3000  # of a message's text, and of one element of a context
PAGE = 2800  # Of a long text so much at a time, since three of these and a headline fill a message.
CONTEXT = Size(6000, 10)
ACTIONS = Size(8000, 25)
MENU = Size(6000, 100)
SHORT_MENU = 5
LABEL = 75
BUTTON_VALUE = 2000
OPTION_VALUE = 150
ALT = 2000


def length(text: str) -> int:
    """Return how long a clean text is at most for Slack, which may count its escapes, and an emoji as two."""
    return len(escape(text, quote=False).encode("utf-16-le")) // 2


def size(block: Any) -> int:
    """Return how many characters a block has, its keys among them."""
    if isinstance(block, dict):
        return sum(length(key) + size(value) for key, value in block.items())
    if isinstance(block, list | tuple):
        return sum(map(size, block))
    return length(str(block))


def fitting(text: str, most: int) -> int:
    """Return how many characters of a text fit into a length."""
    return count_fitting(text, most, length)


def shortened(text: str, most: int) -> str:
    """Return a text that is at most so long, with an ellipsis where something is left out."""
    return shorten(text, most, length)


def packed(items: Iterable[Item], weigh: Callable[[Item], Size], most: Size) -> Iterator[list[Item]]:
    """Yield the items in order, as many at a time as fit; one that is too big is alone."""
    group: list[Item] = []
    full = Size(0, 0)
    for item in items:
        more = weigh(item)
        full = Size(full.characters + more.characters, full.things + more.things)
        if group and (full.characters > most.characters or full.things > most.things):
            yield group
            group, full = [], more
        group.append(item)
    if group:
        yield group
