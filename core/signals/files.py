"""Find file names, and mark those that can carry a program or hide what they hold."""

# ruff: noqa: SIM905 - Long lists of words read best as text.

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import tomli

from core.fold import Folded
from core.signals.entities import Entity

MOST = 200
ENDINGS = Path(__file__).parent.parent / "lexicon" / "files.toml"
_FILE = re.compile(
    r"(?<![\w./\\@:-])([^\W_][\w\-]{0,60}(?:[.][\w\-]{1,30}){0,3})\.([a-z][a-z0-9]{0,9}|7z)(?![\w@/-]|\.\w)"
)
_ANY = re.compile(r"\w\.[a-z7]")
_PRODUCTS = frozenset(
    "node next vue nuxt react three express ember alpine chart moment backbone d3 p5 angular nest asp ado".split()
)
_HOST_ENDINGS = frozenset("com ai md py rs sh ts so pl cs go io key pages numbers r c h".split())
# What kind of file an ending stands for, as entities call it.
_CHANNELS = {"risky": "risky", "archives": "archive", "documents": "", "code": ""}


def find(folded: Folded) -> list[Entity]:
    """Return the file names of a text."""
    text = folded.text
    if "." not in text or not _ANY.search(text):
        return []
    found: list[Entity] = []
    for match in _FILE.finditer(text):
        name, ending = match.group(1), match.group(2)
        channel = _channels().get(ending)
        if channel is None or (channel and ending in _HOST_ENDINGS):
            continue
        if (name in _PRODUCTS and ending in ("js", "net")) or (ending in ("r", "c", "h") and len(name) < 2):
            continue
        found.append(
            Entity("file", match.start(), match.end(), channel, ending, sure=ending not in _HOST_ENDINGS)
        )
        if len(found) >= MOST:
            break
    return found


@cache
def _channels() -> Mapping[str, str]:
    """Return what each ending of a file's name stands for."""
    with ENDINGS.open("rb") as file:
        table = tomli.load(file)
    return {
        ending: channel
        for kind, channel in _CHANNELS.items()
        for line in table[kind]
        for ending in line.split()
    }
