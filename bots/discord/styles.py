"""How lines look in Discord: bold, small, quoted, or to be copied; nothing in them is markup but what we make of it."""

import re
from collections.abc import Callable

from bots.citing import pieces
from bots.discord.markup import escape, fenced
from bots.fitting import blank

Hint = Callable[[str], str]
_CODE = re.compile(r"`([^`\n]+)`")


def hinted(text: str, hint: Hint) -> str:
    """Return a sentence of ours with its commands, which stand in backticks, as people type them here."""
    return _CODE.sub(lambda found: f"`{hint(found[1]).replace('`', '')}`", text)


def told(line: str) -> str:
    """Return a line of ours, in which backticks set a command apart."""
    return "".join(f"`{words}`" if odd % 2 else escape(words) for odd, words in enumerate(_CODE.split(line)))


def bold(line: str) -> str:
    """Return a line of ours in bold."""
    return "" if blank(line) else f"**{told(line)}**"


def titled(line: str, end: int) -> str:
    """Return a line of ours of which so many characters are bold."""
    return bold(line[:end]) + told(line[end:])


def small(line: str) -> str:
    """Return a line of ours in small print, in which a citation leads to its source."""
    shown = (f"[{escape(words)}](<{address}>)" if address else told(words) for words, address in pieces(line))
    return f"-# {''.join(shown)}"


def quoted(line: str) -> str:
    """Return a line of theirs."""
    return f"> {escape(line)}"


def struck(text: str) -> str:
    """Return a text that is to go: red, with a minus before each line."""
    lines = "\n".join(f"- {line}" for line in text.split("\n"))
    return fenced(lines).replace("```", "```diff", 1)
