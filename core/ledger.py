"""Read what stands beside the heads of the rules: sources, facts, scripts and examples.

Judging needs none of it, so all but the sources is read when somebody asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from core.forms import PolicyError, build, parse, text_of
from core.model import Example, Fact, Place, Relationship, Source, Speaker

Entry = TypeVar("Entry", Source, Fact)

SITUATIONS = frozenset(
    {
        "continue-here",
        "contact-received",
        "call-here",
        "book-here",
        "restate-here",
        "pay-here",
        "pay-here-firm",
        "pay-nothing",
        "small-milestone",
        "everyone-does-it",
        "access-only",
        "start-after-contract",
        "convert-first",
        "badge-first",
        "no-unknown-files",
        "work-sample",
    }
)

# The day on which an example is judged unless it names another.
EXAMPLE_DAY = date(2026, 11, 22)

# The language that must have a text for every situation: the others fall back on it.
COMPLETE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Situation:
    """What to send when the client asked, and what to put in place of our own words."""

    declines: str
    rewrites: str


@dataclass(frozen=True, slots=True)
class Script:
    """What to send to a client in one language, by situation."""

    language: str
    name: str
    reviewed: bool
    situations: Mapping[str, Situation]


@dataclass(frozen=True, slots=True)
class _Heading:
    language: str
    name: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class _Text:
    """The part of an example that is not its relationship."""

    text: str
    today: date = EXAMPLE_DAY
    speaker: Speaker | None = None
    place: Place = Place.MESSAGE
    draft: bool = False
    evidence: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


def read_sources(path: Path) -> dict[str, Source]:
    """Return the cited documents by id."""
    return _dated_entries(path, Source)


@cache
def read_facts(path: Path, sources: frozenset[str]) -> Mapping[str, Fact]:
    """Return the ledger of facts by id."""
    facts = _dated_entries(path, Fact)
    for fact in facts.values():
        for source in fact.sources:
            if source not in sources:
                raise PolicyError(f"{path.name}: {fact.id}: sources: no source {source!r} in sources.toml")
    return facts


@cache
def read_scripts(folder: Path) -> Mapping[str, Script]:
    """Return the scripts by language."""
    found = (read_script(path.parent, path.stem) for path in sorted(folder.glob("*.toml")))
    return {script.language: script for script in found if script}


@cache
def read_script(folder: Path, language: str) -> Script | None:
    """Return the script in a language, None where we have none in it."""
    path = folder / f"{language}.toml"
    return _script(path) if path.exists() else None


@cache
def read_examples(path: Path, facts: frozenset[str]) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Return the examples that break a rule and those that do not."""
    table = parse(text_of(path), path.name)
    found = {
        key: tuple(
            _example(entry, facts, f"{path.name}: {key} {n}")
            for n, entry in enumerate(_tables(table, key, path.name), 1)
        )
        for key in ("breaks", "allowed")
    }
    return found["breaks"], found["allowed"]


def _tables(table: Mapping[str, Any], key: str, file: str) -> list[dict[str, Any]]:
    entries = table.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise PolicyError(f"{file}: {key}: must be a list of tables")
    return entries


def _dated_entries(path: Path, form: type[Entry]) -> dict[str, Entry]:
    table = parse(text_of(path), path.name)
    # One date at the top stands for all entries that carry none of their own.
    dated = {"checked_on": table.pop("checked_on")} if "checked_on" in table else {}
    for name, entry in table.items():
        if not isinstance(entry, dict):
            raise PolicyError(f"{path.name}: {name}: must be a table")
    return {
        name: build(form, {"id": name, **dated, **entry}, f"{path.name}: {name}")
        for name, entry in table.items()
    }


def _script(path: Path) -> Script:
    table = parse(text_of(path), path.name)
    situations = {key: table.pop(key) for key in list(table) if isinstance(table[key], dict)}
    heading = build(_Heading, table, path.name)
    if heading.language != path.stem:
        raise PolicyError(f"{path.name}: language: {heading.language!r} is not the name of the file")
    for situation in situations:
        if situation not in SITUATIONS:
            raise PolicyError(f"{path.name}: {situation}: no known situation")
    missing = SITUATIONS - set(situations) if heading.language == COMPLETE_LANGUAGE else ()
    for situation in sorted(missing):
        raise PolicyError(f"{path.name}: {situation}: missing")
    texts = {key: build(Situation, entry, f"{path.name}: {key}") for key, entry in situations.items()}
    return Script(heading.language, heading.name, heading.reviewed, texts)


def _example(entry: Mapping[str, Any], facts: frozenset[str], where: str) -> Example:
    about = {field.name for field in fields(Relationship)}
    relationship = build(Relationship, {key: entry[key] for key in entry if key in about}, where)
    text = build(_Text, {key: entry[key] for key in entry if key not in about}, where)
    for fact in text.facts:
        if fact not in facts:
            raise PolicyError(f"{where}: facts: no fact {fact!r} in facts.toml")
    for words in text.evidence:
        if words not in text.text:
            raise PolicyError(f"{where}: evidence: {words!r} does not stand in the text")
    return Example(
        relationship=relationship, **{field.name: getattr(text, field.name) for field in fields(text)}
    )
