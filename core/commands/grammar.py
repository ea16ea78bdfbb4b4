"""How a command is written. Its usage line is its grammar and its help.

Lower-case words of a usage line are keywords, upper-case words are arguments, brackets hold what may be left out:
`contract start CLIENT [on WHEN] [called TITLE]`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

MOST_NESTED = 2
NEAR_ENOUGH = 75  # In hundredths of likeness; below it a suggestion looks like a joke.
MOST_SUGGESTED = 3
LONGEST_SHOWN = 40

# A quote closes only where a word ends, so that an apostrophe inside it does not.
_CLOSES = {opening: re.compile(rf"{closing}(?!\S)") for opening, closing in ('""', "''", "“”", "‘’", "„“")}
_WORD = re.compile(r"\S+")
_PIECE = re.compile(r"[][]|[^][\s]+")
_KEYWORD = re.compile(r"[a-z][a-z0-9-]*")
_ARGUMENT = re.compile(r"[A-Z][A-Z0-9]*")


class UsageError(ValueError):
    """A command that is not understood; the message says why, then how to write it."""


class Quoted(str):
    """A word that stood in quotes: it is never a keyword."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Argument:
    """What a person fills in: one of the choices, or any words where there are none."""

    name: str
    required: bool
    choices: tuple[str, ...] = ()

    def spelt(self, word: str) -> str:
        """Return the choice that a word is, or nothing."""
        said = word.strip().casefold()
        return next((choice for choice in self.choices if choice.casefold() == said), "")


@dataclass(frozen=True, slots=True)
class Keyword:
    """Words that stand as they are."""

    words: tuple[str, ...]

    def stands(self, words: Sequence[str], at: int) -> bool:
        """Return whether the keyword is what stands at this place."""
        there = words[at : at + len(self.words)]
        return tuple(word.casefold() for word in there if not isinstance(word, Quoted)) == self.words


@dataclass(frozen=True, slots=True)
class Bracket:
    """Parts that may be left out together."""

    parts: "tuple[Part, ...]"


Part = Keyword | Argument | Bracket


@dataclass(frozen=True, slots=True)
class Usage:
    """A command as its usage line describes it; a form asks for the arguments in their order."""

    line: str
    name: str
    arguments: tuple[Argument, ...]
    parts: tuple[Part, ...]

    @classmethod
    def parse(cls, line: str, choices: Mapping[str, tuple[str, ...]]) -> "Usage":
        """Read a usage line; `choices` are those of the arguments with that name.

        Raises ValueError for a line that is malformed or could be understood in two ways.
        """
        pieces = _PIECE.findall(line)
        parts = _parts(pieces, choices, 0)
        if pieces or not parts or not isinstance(parts[0], Keyword):
            raise ValueError(f"a usage line begins with a keyword and closes only what it opens: {line}")
        arguments = tuple(_arguments(parts))
        if len({argument.name for argument in arguments}) < len(arguments):
            raise ValueError(f"two arguments have one name: {line}")
        return cls(line, " ".join(parts[0].words), arguments, parts)

    def match(self, words: Sequence[str]) -> dict[str, str]:
        """Return what was given, by the argument's name; raises UsageError where the words do not fit.

        An argument ends at the first keyword that may follow it. Blank quotes are as good as nothing.
        """
        matching = _Matching(self.line, words)
        matching.take(self.parts, ())
        if matching.at < len(words):
            raise matching.error(f"{_shown(words[matching.at])} is not understood.")
        return matching.given


def split(text: str) -> list[str]:
    """Return the words of a text; what stands in quotes is one word, and Quoted.

    Quotes open where a word begins and close where one ends; any other is a character like the rest.
    """
    words: list[str] = []
    unclosed: set[str] = set()  # To look for the same closing quote at every word would take forever.
    at = 0
    while word := _WORD.search(text, at):
        start, at = word.span()
        opening = text[start]
        closes = None if opening in unclosed else _CLOSES.get(opening)
        if closes and (closing := closes.search(text, start + 1)):
            words.append(Quoted(text[start + 1 : closing.start()]))
            at = closing.end()
        else:
            words.append(word.group())
            unclosed.add(opening)
    return words


def find(words: Sequence[str], usages: Iterable[Usage]) -> Usage:
    """Return the usage with the longest name that the words begin with; raises UsageError where none is."""
    named = {usage.name: usage for usage in usages}
    begun = [name for name in named if Keyword(tuple(name.split())).stands(words, 0)]
    if begun:
        return named[max(begun, key=len)]
    asked = " ".join(words[:2])
    near = _near(asked, named) or [name for name in named if Keyword((name.split()[0],)).stands(words, 0)]
    said = f"{_shown(asked)} is no command." if words else "A command is missing."
    first_words = list(dict.fromkeys(name.split()[0] for name in named))
    raise UsageError(
        f"{said} Did you mean {_either(near)}?" if near else f"{said} It begins with {_either(first_words)}."
    )


def resembles(words: Sequence[str], usages: Iterable[Usage]) -> bool:
    """Return whether words that name no command are probably meant for one."""
    return bool(_near(" ".join(words[:2]), [usage.name for usage in usages]))


@dataclass(slots=True)
class _Matching:
    """The words of a command on their way into the arguments of its usage."""

    line: str
    words: Sequence[str]
    at: int = 0
    given: dict[str, str] = field(default_factory=dict)

    def take(self, parts: Sequence[Part], after: Iterable[Keyword]) -> None:
        """Take the words of these parts; `after` are the keywords that may come when the parts are through."""
        for number, part in enumerate(parts, 1):
            rest = parts[number:]
            following = tuple(_following(rest, after))
            if isinstance(part, Keyword):
                if not part.stands(self.words, self.at):
                    raise self.error(f"“{' '.join(part.words)}” is missing.")
                self.at += len(part.words)
            elif isinstance(part, Bracket):
                if self._opens(part.parts[0], following):
                    self.take(part.parts, following)
            elif part.choices:
                self._take_choice(part)
            else:
                self._take_words(part, rest, following)

    def error(self, sentence: str) -> UsageError:
        """Return why the words do not fit."""
        return UsageError(f"{sentence}\n{self.line}")

    def _opens(self, first: Part, following: Iterable[Keyword]) -> bool:
        """Return whether the word that comes belongs into the bracket with this first part."""
        if isinstance(first, Keyword):
            return first.stands(self.words, self.at)
        return self.at < len(self.words) and not self._any_stands(following, self.at)

    def _any_stands(self, keywords: Iterable[Keyword], at: int) -> bool:
        return any(keyword.stands(self.words, at) for keyword in keywords)

    def _take_choice(self, argument: Argument) -> None:
        word = "".join(self.words[self.at : self.at + 1]).strip()
        if not word:
            raise self._missing(argument)
        spelt = argument.spelt(word)
        if not spelt:
            near = _near(word, argument.choices)[:1]
            hint = f"; did you mean {near[0]}?" if near else "."
            name = argument.name.upper()
            raise self.error(f"{_shown(word)} is no {name}{hint} {name} is {_either(argument.choices)}.")
        self.given[argument.name] = spelt
        self.at += 1

    def _take_words(self, argument: Argument, rest: Iterable[Part], following: Iterable[Keyword]) -> None:
        end = self.at
        while end < len(self.words) and not self._any_stands(following, end):
            end += 1
        # Each choice right behind the argument takes one word from the end.
        choices = list(_arguments_first(rest))
        own = self.words[self.at : max(end - len(choices), self.at)]
        value = " ".join(own).strip()
        if not value:
            only_this = self.at < end <= self.at + len(choices) and not choices[0].spelt(self.words[self.at])
            raise self._missing(choices[0] if only_this else argument)
        self.given[argument.name] = value
        self.at += len(own)

    def _missing(self, argument: Argument) -> UsageError:
        choices = f": {_either(argument.choices)}" if argument.choices else ""
        return self.error(f"{argument.name.upper()} is missing{choices}.")


def _following(parts: Iterable[Part], after: Iterable[Keyword]) -> Iterator[Keyword]:
    """Yield the keywords that may come next."""
    for part in parts:
        if isinstance(part, Keyword):
            yield part
            return
        if isinstance(part, Bracket):
            yield from _following(part.parts, ())
    yield from after


def _arguments_first(parts: Iterable[Part]) -> Iterator[Argument]:
    """Yield the arguments before the first part of another kind."""
    for part in parts:
        if not isinstance(part, Argument):
            return
        yield part


def _near(word: str, known: Iterable[str]) -> list[str]:
    """Return the few known words that are most like one."""
    from rapidfuzz import process

    asked = word[:LONGEST_SHOWN].casefold()
    found = process.extract(asked, list(known), limit=MOST_SUGGESTED, score_cutoff=NEAR_ENOUGH)
    return [near for near, _, _ in found]


def _either(known: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(known[:-1]), known[-1])))


def _shown(word: str) -> str:
    line = " ".join(word.split())
    return f"“{line if len(line) <= LONGEST_SHOWN else line[:LONGEST_SHOWN] + '…'}”"


def _parts(pieces: list[str], choices: Mapping[str, tuple[str, ...]], depth: int) -> tuple[Part, ...]:
    """Take the parts up to a closing bracket or the end off the pieces of a usage line."""
    parts: list[Part] = []
    while pieces and pieces[0] != "]":
        piece = pieces.pop(0)
        last = parts[-1] if parts else None
        if piece == "[":
            inside = _parts(pieces, choices, depth + 1)
            if not pieces or not inside or isinstance(inside[0], Bracket) or depth == MOST_NESTED:
                raise ValueError("a bracket begins with a word, is closed, and lies in at most one other")
            parts.append(Bracket(inside))
            pieces.pop(0)
        elif _ARGUMENT.fullmatch(piece):
            name = piece.lower()
            parts.append(Argument(name, depth == 0, choices.get(name, ())))
        elif not _KEYWORD.fullmatch(piece):
            raise ValueError(f"neither a keyword nor an argument: {piece}")
        elif isinstance(last, Keyword):
            parts[-1] = Keyword((*last.words, piece))
        else:
            parts.append(Keyword((piece,)))
    _refuse_doubt(parts)
    return tuple(parts)


def _refuse_doubt(parts: Iterable[Part]) -> None:
    """Raise ValueError where nothing tells the end of one argument from the beginning of the next."""
    free = bracket = False  # whether there was one since the last keyword
    for part in parts:
        if isinstance(part, Keyword):
            free = bracket = False
            continue
        first = part.parts[0] if isinstance(part, Bracket) else part
        certain = first is part and isinstance(first, Argument) and bool(first.choices)
        if isinstance(first, Argument) and (bracket or (free and not certain)):
            raise ValueError(f"{first.name.upper()} needs a keyword before it")
        bracket = bracket or isinstance(part, Bracket)
        free = free or not certain


def _arguments(parts: Iterable[Part]) -> Iterator[Argument]:
    for part in parts:
        if isinstance(part, Argument):
            yield part
        elif isinstance(part, Bracket):
            yield from _arguments(part.parts)
