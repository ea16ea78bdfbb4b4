"""Text of ours as Slack's rich text and small print, in which nothing is a link, a mention or markup but what we make one.

Only the elements of rich text and plain text objects are taken as they stand; Slack reads everything else for markup.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from bots.citing import pieces
from bots.fitting import blank, clean
from bots.slack.limits import CONTEXT, PAGE, Size, fitting, length, packed, size
from bots.slack.markup import escape

STYLED = 40  # What a style costs in keys, in its own element and in the one after it.
_CODE = re.compile(r"`([^`\n]+)`")


class Run(NamedTuple):
    """Words in one style: bold, strike, code or none."""

    text: str
    style: str = ""

    @property
    def cost(self) -> int:
        """Return how many characters its style takes."""
        return STYLED if self.style and self.text else 0


Line = Sequence[Run]


def lines(text: str, style: str = "", ahead: str = "") -> list[Line]:
    """Return the lines of a text as they stand, each with something ahead of it."""
    return [(Run(ahead), Run(line, style)) for line in clean(text).strip("\n").split("\n")]


def told(text: str, style: str = "") -> list[Line]:
    """Return the lines of a sentence of ours, in which backticks set a command apart."""
    return [
        [Run(words, "code" if odd % 2 else style) for odd, words in enumerate(_CODE.split(line))]
        for line in clean(text).strip("\n").split("\n")
    ]


def words_of(page: Iterable[Line]) -> str:
    """Return what stands in some lines."""
    return "\n".join("".join(run.text for run in line) for line in page)


def pages(text: Iterable[Line], most: int = PAGE) -> Iterator[list[Line]]:
    """Yield lines, as many at a time as are at most so long together; what is blank is left out."""
    folded = (piece for line in text for piece in _folded(line, most))
    for page in packed(folded, _size_of_line, Size(most, most)):
        if not blank(words_of(page)):
            yield page


def rich(page: Sequence[Line], kind: str = "section") -> dict[str, Any]:
    """Return some lines as a block of rich text: a section, a quote or a preformatted text."""
    runs = [run for line in page for run in (*line, Run("\n")) if run.text][:-1]
    elements: list[dict[str, Any]] = []
    for style, group in groupby(runs, key=lambda run: run.style):
        element: dict[str, Any] = {"type": "text", "text": "".join(run.text for run in group)}
        elements.append(element | ({"style": {style: True}} if style else {}))
    return {"type": "rich_text", "elements": [{"type": f"rich_text_{kind}", "elements": elements}]}


def plain(text: str) -> dict[str, Any]:
    """Return a plain text object."""
    return {"type": "plain_text", "text": text, "emoji": False}


def small(page: Iterable[Line]) -> Iterator[dict[str, Any]]:
    """Yield some lines as blocks of small print, in which a citation of ours leads to its source."""
    for elements in packed(_cited(words_of(page)), lambda one: Size(size(one), 1), CONTEXT):
        yield {"type": "context", "elements": elements}


def _size_of_line(line: Line) -> Size:
    return Size(sum(length(run.text) + run.cost for run in line) + 1, 1)


def _folded(line: Line, most: int) -> Iterator[Line]:
    """Yield a line whole, or in pieces that are at most so long, cut between words where there are any."""
    piece: list[Run] = []
    room = most
    for run in line:
        rest = run.text
        while length(rest[: room + 1]) + run.cost > room:
            end = fitting(rest, room - run.cost)
            end = rest.rfind(" ", end // 2, end) + 1 or end
            yield [*piece, Run(rest[:end], run.style)]
            piece, room, rest = [], most, rest[end:]
        piece.append(Run(rest, run.style))
        room -= length(rest) + run.cost
    yield piece


def _cited(text: str) -> Iterator[dict[str, Any]]:
    for words, address in pieces(text):
        if address:
            yield {"type": "mrkdwn", "text": f"<{address}|{escape(words)}>", "verbatim": True}
        elif not blank(between := words.strip(" ·")):
            yield plain(between)
