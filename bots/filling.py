"""What a form or a platform's own command asks for, and the words of our commands that the answers stand for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.commands.desk import Command
from core.commands.grammar import Argument, Bracket, Keyword, Part, Usage, split
from core.commands.people import HERE, LEADS

TEXT = "text"  # what a command takes beside its arguments
NEEDED = "This is needed too."


class Kind(StrEnum):
    """From what something is chosen; words are typed."""

    CHOICE = "choice"
    CHANNEL = "channel"
    MEMBER = "member"
    CLIENT = "client"
    RULE = "rule"
    WEEK = "week"
    ZONE = "zone"
    WORDS = "words"


# By the name of an argument, or by the keyword before it and its name where the keyword changes what is meant.
_LABELS = {
    "also alias": "Also called",
    "by member": "Who of us met them",
    "by who": "Who saw the badge",
    "called title": "Title of the contract",
    "code": "Code from the other workspace or server",
    "confirm name": "The name once more, to confirm",
    "confirm which": "All, or one client",
    "into target": "The client it becomes part of",
    "met when": "When you first met",
    "mode": "What to do with the list",
    "notice": "Number of the notice",
    "origin": "Where you first met",
    "purpose": "What the channel is for",
    "rule": "Code of the rule",
    "rules code": "Code of the rule",
    "settings name": "Setting",
    "settings value": "New value",
    "switch": "On or off",
    "to name": "New name",
    "to where": "Private channel",
    "unmute which": "A rule, a channel or a number of the list",
    "until number": "Up to which number",
    "until when": "Until when",
    "what": "What to erase",
}
_HINTS = {
    "when": "A day, a month or a year: 14 March 2026, May 2025 or 2025.",
    "until when": "A day ahead: 2026-12-24, 10 days or 3 weeks.",
    "week": "As in 2026-W47.",
}
_KINDS = {
    # Whoever met a client may be on no platform, so their name is typed.
    "by member": Kind.WORDS,
    "channel": Kind.CHANNEL,
    "client": Kind.CLIENT,
    "confirm which": Kind.CLIENT,
    "erase what": Kind.CLIENT,
    "into target": Kind.CLIENT,
    "member": Kind.MEMBER,
    "rule": Kind.RULE,
    "rules code": Kind.RULE,
    "settings value": Kind.ZONE,
    "to where": Kind.CHANNEL,
    "unmute which": Kind.RULE,
    "week": Kind.WEEK,
}
_OTHERWISE = {"channel": HERE, "to where": LEADS}


class Incomplete(ValueError):  # noqa: N818
    """Something is missing in what was filled in; `errors` says it by the name of what is missing."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Take a sentence for each thing that is missing."""
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class Blank:
    """An argument to be filled in, as it is put to a person."""

    argument: Argument
    label: str
    hint: str
    example: str
    kind: Kind
    otherwise: str  # what may stand for an answer that is left out

    @property
    def name(self) -> str:
        """Return the argument's name."""
        return self.argument.name


def blanks(command: Command, usage: Usage) -> list[Blank]:
    """Return what a command asks for, in the order of its usage line."""
    example = usage.match(split(command.example))
    return [_blank(key, argument, example.get(argument.name, "")) for key, argument in _keyed(usage.parts)]


def needs_form(command: Command, usage: Usage, words: Sequence[str]) -> bool:
    """Return whether a command that stands there with nothing behind its name is asked for in a form."""
    bare = [word.casefold() for word in words] == usage.name.split()
    return bare and (command.takes_text or any(argument.required for argument in usage.arguments))


def words_of(command: Command, usage: Usage, values: Mapping[str, str], text: str = "") -> str:
    """Return the words of the command that values stand for.

    A value is one line in them, and never taken for a keyword. Raises Incomplete where something is missing.
    """
    lines = {name: " ".join(value.split()) for name, value in values.items()}
    given = {name: value for name, value in lines.items() if value}
    missing = list(_missing(usage.parts, given))
    if command.takes_text and not text.strip():
        missing.append(TEXT)
    if missing:
        raise Incomplete(dict.fromkeys(missing, NEEDED))
    return " ".join(_words(usage.parts, given))


def sentence(words: str) -> str:
    """Return words as a sentence begins."""
    return words[:1].upper() + words[1:]


def _blank(key: str, argument: Argument, example: str) -> Blank:
    def known(table: Mapping[str, str]) -> str:
        return table.get(key) or table.get(argument.name, "")

    return Blank(
        argument,
        known(_LABELS) or sentence(argument.name),
        known(_HINTS),
        example,
        Kind.CHOICE if argument.choices else Kind(known(_KINDS) or Kind.WORDS),
        known(_OTHERWISE),
    )


def _keyed(parts: Sequence[Part], keyword: str = "") -> Iterator[tuple[str, Argument]]:
    """Yield the arguments, each with its name behind the last keyword before it."""
    for part in parts:
        if isinstance(part, Keyword):
            keyword = part.words[-1]
        elif isinstance(part, Bracket):
            yield from _keyed(part.parts, keyword)
        else:
            yield f"{keyword} {part.name}", part


def _missing(parts: Sequence[Part], given: Mapping[str, str]) -> Iterator[str]:
    """Yield the arguments without which what was given is no command."""
    for part in parts:
        if isinstance(part, Argument) and part.name not in given:
            yield part.name
        elif isinstance(part, Bracket) and _stands(part, given):
            yield from _missing(part.parts, given)


def _words(parts: Sequence[Part], given: Mapping[str, str]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Keyword):
            yield from part.words
        elif isinstance(part, Argument):
            # A quote closes where a word ends, so a value with such a quote inside is written as two that are quoted:
            # matching joins them with the space that stood between them.
            value = given[part.name].replace('" ', '"" "')
            yield f'"{value}"'
        elif _stands(part, given):
            yield from _words(part.parts, given)


def _stands(bracket: Bracket, given: Mapping[str, str]) -> bool:
    return any(argument.name in given for _, argument in _keyed(bracket.parts))
