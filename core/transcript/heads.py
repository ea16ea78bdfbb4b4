"""Where a message begins, and whose it is."""

from dataclasses import dataclass

from core.model import Speaker
from core.transcript.page import Page


@dataclass(slots=True)
class Head:
    """The start of one message: its first line, and where its words begin."""

    first: int  # the line its name stands in
    line: int  # the line its words begin in
    body: int  # the offset of its words in that line
    name: str = ""
    sent_at: str = ""
    role: Speaker | None = None
    unnamed: bool = False  # a time line alone
    draft: bool = False
    until: int = -1  # the line with the time below its words
    loose: bool = False  # nothing but a space parts its time from its name, as in a programme of the day


def head_above(page: Page, first: int, last: int, name: str, sent_at: str = "") -> Head:
    """Build a head that fills whole lines, so that its words begin in the line below."""
    line = last + 1
    body = page.lines[line][0] if line < len(page.lines) else len(page.text)
    return Head(first, line, body, name, sent_at)


def one_a_line(heads: list[Head]) -> list[Head]:
    """Order heads and keep the first of those that begin the same line of words."""
    best: dict[int, Head] = {}
    for head in heads:
        best.setdefault(head.line, head)
    return [best[line] for line in sorted(best)]
