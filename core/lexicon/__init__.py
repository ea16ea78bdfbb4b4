"""Words as data: one text file a language, channels.toml for tools by name and host, frames.txt for all.

A language file has sections of word lists and of phrase patterns (the notation is in core/phrases.py):

    language: es Spanish
    common: que los por ...        frequent words that tell the language
    [words give]                   a list that patterns call <give>
    [frame move]                   patterns that say so even in a sentence about a product
    [weak move]                    patterns that a product or a customer in the sentence overrules

Entries stand one a line or between commas. `also: en` lends a language the lists of another, for people who mix
the two. Patterns in frames.txt hold for every language that has the lists they name.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import tomli

from core.fold import fold
from core.lexicon import prepared
from core.phrases import PatternError, Phrase, PhraseBook, mark, phrases_of, words_of
from core.tokens import tokenize

_NAMED = re.compile(r"<([a-z0-9-]+)>")
FOLDER = Path(__file__).parent
ENTITIES = ("phone", "email", "handle", "link", "site", "amount", "file", "name")
EVERYWHERE = "any"  # The language file whose words are looked for in every text.
CJK_REACH = 2  # A Chinese or Japanese word is about two characters, and each is a token.


class LexiconError(ValueError):
    """A lexicon file that cannot be used; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A tool by which people meet or pay."""

    name: str
    kind: str
    names: tuple[str, ...]
    weak: tuple[str, ...]
    hosts: tuple[str, ...]
    called: tuple[
        tuple[str, tuple[str, ...]], ...
    ] = ()  # What it stands for: each name shown, and its spellings.


@dataclass(slots=True)
class Language:
    """One language file as it stands."""

    code: str = ""
    name: str = ""
    also: tuple[str, ...] = ()
    common: frozenset[str] = frozenset()
    lists: dict[str, list[Phrase]] = field(default_factory=dict)
    frames: list[tuple[str, bool, str, str]] = field(default_factory=list)  # frame, weak, pattern, where


@cache
def headings() -> dict[str, Language]:
    """Return all languages with their frequent words, their lists and patterns not read yet."""
    paths = (path for path in sorted(FOLDER.glob("*.txt")) if path.stem != "frames")
    return {path.stem: _read(path, heading_only=True) for path in paths}


def language(code: str) -> Language:
    """Return a language as its file stands; raises LexiconError naming the line that cannot be read."""
    return _read(FOLDER / f"{code}.txt")


@cache
def book(code: str) -> PhraseBook:
    """Return the compiled patterns of a language."""
    return prepared.read(code) or compiled(code)


def compiled(code: str) -> PhraseBook:
    """Compile the patterns of a language.

    The tools are looked for once, in the book of EVERYWHERE; in the others a mark stands for each.
    """
    spoken = language(code)
    tools = _tool_lists()
    if code != EVERYWHERE:
        tools = {name: [mark(name)] for name in tools}
    lists = _merged(spoken, tools)
    found = PhraseBook()
    reach = CJK_REACH if code in ("zh", "ja") else 1
    for frame, weak, text, where in (*_frames().frames, *spoken.frames):
        if code != EVERYWHERE and where.startswith("frames") and tools.keys() >= set(_NAMED.findall(text)):
            continue  # It names tools alone, and the book of EVERYWHERE looks for it.
        try:
            found.add(frame, weak, code, text, lists, reach)
        except PatternError as error:
            raise LexiconError(f"{where}: {error}") from error
    for name, phrases in (tools if code == EVERYWHERE else _merged(spoken, {})).items():
        found.watch(name, phrases)
    found.seal()
    return found


def known_word(word: str) -> bool:
    """Tell whether a word is in a list of the tools or of English, and so needs no guess at its spelling."""
    return book(EVERYWHERE).knows(word) or book("en").knows(word)


@cache
def _unread() -> dict[str, str | dict[str, str]]:
    with (FOLDER / "unread.toml").open("rb") as file:
        return tomli.load(file)


@cache
def unread_words() -> dict[str, tuple[str, ...]]:
    """Return the languages that are not read of each of their frequent words."""
    table: defaultdict[str, list[str]] = defaultdict(list)
    for name, words in _unread().items():
        if isinstance(words, str):
            for word in frozenset(word for word in tokenize(fold(words)).words if len(word) > 1):
                table[word].append(name.replace("-", " "))
    return {word: tuple(names) for word, names in table.items()}


@cache
def unread_letters() -> dict[str, frozenset[str]]:
    """Return the languages that are not read of each of the letters, or rows of letters, that no other has."""
    table: defaultdict[str, set[str]] = defaultdict(set)
    letters = _unread()["letters"]
    for name, spellings in letters.items() if isinstance(letters, dict) else ():
        for spelling in spellings.split():
            table[spelling].add(name.replace("-", " "))
    return {spelling: frozenset(names) for spelling, names in table.items()}


@cache
def han() -> tuple[frozenset[str], frozenset[str]]:
    """Return the Chinese characters that Traditional alone has, and those that Simplified alone has."""
    with (FOLDER / "han.toml").open("rb") as file:
        table = tomli.load(file)
    return frozenset(table["traditional"]), frozenset(table["simplified"])


@cache
def _frames() -> Language:
    return _read(FOLDER / "frames.txt")


@cache
def load_channels() -> dict[str, Channel]:
    """Return the tools of channels.toml by name."""
    with (FOLDER / "channels.toml").open("rb") as file:
        table = tomli.load(file)
    return {
        name: Channel(
            name,
            entry["kind"],
            tuple(entry["names"]),
            tuple(entry.get("weak", ())),
            tuple(entry["hosts"]),
            tuple((shown, (shown, *spellings)) for shown, spellings in entry.get("called", {}).items()),
        )
        for name, entry in table.items()
    }


@cache
def weak_names() -> dict[tuple[str, ...], str]:
    """Return the tools of which a name is an ordinary word too, as "signal", by the words of that name."""
    return {
        tuple(tokenize(fold(name)).words): channel.name
        for channel in load_channels().values()
        for name in channel.weak
    }


@cache
def _tool_lists() -> dict[str, list[Phrase]]:
    """Return the lists that tools and entities give: by tool, by kind, and by kind with the weak names."""
    lists: dict[str, list[Phrase]] = {name: [mark(name)] for name in ENTITIES}
    for channel in load_channels().values():
        names = [words_of(name) for name in channel.names]
        weak = [words_of(name) for name in channel.weak]
        lists.setdefault(f"tool-{channel.name}", []).extend(names)
        lists.setdefault(channel.kind, []).extend(names)
        lists.setdefault(f"any-{channel.kind}", []).extend(names + weak)
        if channel.kind in ("chat", "social"):
            lists.setdefault("channel", []).extend(names)
            lists.setdefault("any-channel", []).extend(names + weak)
    return lists


def _merged(spoken: Language, shared: dict[str, list[Phrase]]) -> dict[str, list[Phrase]]:
    """Return a language's lists with those it borrows and those all languages share."""
    merged = {name: list(phrases) for name, phrases in shared.items()}
    for source in (*(language(code) for code in spoken.also), spoken):
        for name, phrases in source.lists.items():
            merged.setdefault(name, []).extend(phrases)
    return merged


def _read(path: Path, *, heading_only: bool = False) -> Language:
    """Read one language file, or no more than its heading."""
    found = Language()
    kind = name = ""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            where = f"{path.name}:{number}"
            text = line.split("#", 1)[0].strip()
            if not text:
                continue
            if text.startswith("["):
                if heading_only:
                    break
                kind, _, name = text.strip("[]").partition(" ")
                if kind not in ("words", "frame", "weak") or not name:
                    raise LexiconError(f"{where}: [{kind} {name}] is none of [words …], [frame …], [weak …]")
            elif not kind:
                _read_heading(found, text, where)
            elif kind == "words":
                try:
                    for entry in _entries(text):
                        found.lists.setdefault(name, []).extend(phrases_of(entry))
                except PatternError as error:
                    raise LexiconError(f"{where}: {error}") from error
            else:
                found.frames.extend((name, kind == "weak", entry, where) for entry in _entries(text))
    return found


def _read_heading(found: Language, text: str, where: str) -> None:
    key, colon, value = text.partition(":")
    if not colon or key not in ("language", "also", "common"):
        raise LexiconError(f"{where}: expected language:, also:, common: or a [section]")
    if key == "language":
        found.code, _, found.name = value.strip().partition(" ")
    elif key == "also":
        found.also = tuple(value.split())
    else:
        found.common |= frozenset(tokenize(fold(value)).words)


def _entries(line: str) -> Iterator[str]:
    return (entry.strip() for entry in line.split(",") if entry.strip())
