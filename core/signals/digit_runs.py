"""Read digits, digit words and look-alike letters as runs of atoms, and each run as the digits it says."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.signals.digit_words import Atom, Numbers, packed
from core.tokens import Tokens

LEAST_DIGITS, MOST_DIGITS = 7, 17
MOST_ATOMS = 60  # A longer run is no number.

Span = tuple[int, int]

_GAP = re.compile(r"[ .\-()/'\"_|~*]{0,5}|[ \"']?[,:][ \"']?| - ?")
_WORD_GAP = re.compile(r"[ .\-()/'\"_|,:…]{0,5}")
_NO_NUMBER = re.compile(
    r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]|-\d)"  # an IP address
    r"|(?<!\d)(?<!\d[./-])(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])\1(?:\d{4}|\d{2})(?![\d]|[./-]\d)"
    r"|(?<!\d)(?:19|20)\d\d([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|[$€£¥₹₽₴₩₺₱฿₫₪]\s?\d[\d .,']{0,16}|\d[\d .,']{0,16}\s?[$€£¥₹₽₴₩₺₱฿₫₪%]"
    r"|(?<![\d,])\d{1,3}(?:,\d{3}){1,4}(?![\d,])"
    r"|-?\d{1,3}\.\d{4,8}, ?-?\d{1,3}\.\d{4,8}"
    r"|(?<!\d)[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?!\d)"
    r"|(?<![\d-])[01]\d[0-5]\d ?- ?[0-2]\d[0-5]\d(?![\d-])|(?<![\d-])(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d(?![\d-])"
)
_SIGNS = re.compile(r"[./:,$€£¥₹₽₴₩₺₱฿₫₪%\-]")
_ZEROS = frozenset("oо")
_LOOK_ALIKES = {"o": "0", "о": "0", "l": "1", "i": "1", "з": "3", "s": "5", "b": "8"}


@dataclass(slots=True)
class Run:
    """Atoms that follow one another: token range, atom by language or a literal digit string, place."""

    items: list[tuple[str | dict[str, Atom], int, int]]
    plus: bool
    odd: bool  # a letter stood in for a digit


def runs(text: str, tokens: Tokens, numbers: Numbers) -> Iterator[Run]:
    """Yield the runs of a text that may be numbers, without the dates, prices and words that stand beside them."""
    for stretch in _stretches(text, tokens, numbers):
        yield from _parts(stretch, text)


def _stretches(text: str, tokens: Tokens, numbers: Numbers) -> Iterator[Run]:
    """Cut the tokens into runs of atoms that only separators part, and yield those that are long enough."""
    run = Run([], False, False)
    words, starts, ends = tokens.words, tokens.starts, tokens.ends
    known, phrases, prefixes = numbers.words, numbers.phrases, numbers.prefixes
    index, count, room, before = 0, len(words), 0, 0
    literal = False  # whether the last atom was figures
    while index < count:
        word, start, step, odd = words[index], starts[index], 1, False
        atom: str | dict[str, Atom] | None = None
        if word[0] in "0123456789":
            atom = word if len(word) <= MOST_DIGITS else None
        elif word in known and word not in phrases and word[0] not in _LOOK_ALIKES:
            atom = known[word]
        elif word in known or word in phrases or word[0] in _LOOK_ALIKES or word[0] in prefixes:
            atom, step, odd = _word_atom(text, tokens, index, numbers, run)
        if run.items:
            glued = start == before and not (literal and isinstance(atom, str)) and not odd
            if (
                atom is None
                or start - before > 5
                or (glued and text[start].isascii() and text[start - 1].isascii())
                or not _joins(text[before:start], literal and isinstance(atom, str))
            ):
                if room >= LEAST_DIGITS and len(run.items) <= MOST_ATOMS:
                    yield run
                    run = Run([], False, False)
                else:
                    run.items.clear()
                    run.odd = False
                room = 0
        if atom is not None and (run.items or _opens(atom)):
            literal = isinstance(atom, str)
            if not run.items:
                run.plus = _plus_before(text, start)
            before = ends[index + step - 1]
            if len(run.items) <= MOST_ATOMS:
                run.items.append((atom, start, before))
            room += len(word) if literal else 20 if "" in atom else 3
            run.odd |= odd
        index += step
    if room >= LEAST_DIGITS and len(run.items) <= MOST_ATOMS:
        yield run


@lru_cache(maxsize=2048)
def _joins(gap: str, figures: bool) -> bool:
    """Tell whether a gap between two atoms leaves them in one number."""
    if figures:
        return "," not in gap and ":" not in gap and " /" not in gap and bool(_GAP.fullmatch(gap))
    return bool(_WORD_GAP.fullmatch(gap))


def _word_atom(
    text: str, tokens: Tokens, index: int, numbers: Numbers, run: Run
) -> tuple[str | dict[str, Atom] | None, int, bool]:
    """Return what a word stands for in a number, how many tokens it takes, and whether it is a look-alike."""
    word, start, end = tokens.words[index], tokens.starts[index], tokens.ends[index]
    for rest, language, atom in numbers.phrases.get(word, ()):
        if tuple(tokens.words[index + 1 : index + 1 + len(rest)]) == rest:
            return {language: atom}, 1 + len(rest), False
    if len(word) <= 4 and all(char in _LOOK_ALIKES for char in word):
        near = (start > 0 and text[start - 1].isdigit()) or (end < len(text) and text[end].isdigit())
        joined = (
            bool(run.items)
            and start - run.items[-1][2] == 1
            and text[start - 1] in "-. "
            and _ZEROS.issuperset(word)
        )
        inside = end + 1 < len(text) and (text[end + 1].isdigit() or text[end + 1] in _ZEROS)
        literal = bool(run.items) and isinstance(run.items[-1][0], str)
        if near or (joined and inside and literal):
            return "".join(_LOOK_ALIKES[char] for char in word), 1, True
    if options := numbers.words.get(word):
        return options, 1, False
    if digits := packed(word):
        return {"": ("packed", int("1" + digits))}, 1, False
    return None, 1, False


def _opens(atom: str | dict[str, Atom]) -> bool:
    """Tell whether a number can begin with this."""
    return isinstance(atom, str) or any(
        kind not in ("and", "then", "times", "zeros") for kind, _ in atom.values()
    )


def _plus_before(text: str, start: int) -> bool:
    """Tell whether a plus, not a sum, stands before a number."""
    at = start - 1
    while at >= 0 and start - at < 4 and text[at] in " (":
        at -= 1
    if at < 0 or text[at] != "+" or text[max(0, at - 1) : at].isalnum():
        return False
    return text[at + 1] != " " or not text[max(0, at - 2) : at].strip().isdigit()


def candidates(run: Run, text: str) -> list[tuple[str, int, int, int]]:
    """Return digits, place and number of spoken digits of what a run may be."""
    value, spoken, plus, last = _read(run, text)
    run.plus |= plus
    if LEAST_DIGITS <= len(value) <= MOST_DIGITS:
        return [(value, run.items[0][1], last, spoken)]
    if len(value) > MOST_DIGITS and not spoken:
        return [
            (item, start, end, 0)
            for item, start, end in run.items
            if isinstance(item, str) and 9 <= len(item) <= 15
        ]
    return []


def _parts(run: Run, text: str) -> list[Run]:
    """Return a run without dates and prices, and without stray words ("214 on 020 7946 0331")."""
    start, end = max(0, run.items[0][1] - 3), run.items[-1][2] + 3
    if "." in text[start : end - 3]:
        start, end = max(0, start - 16), end + 16  # Coordinates come in pairs.
    taken = (
        [match.span() for match in _NO_NUMBER.finditer(text, start, end)]
        if _SIGNS.search(text, start, end)
        else []
    )
    if taken:
        return [part for piece in _without(run, taken) for part in _parts_of_words(piece)]
    return _parts_of_words(run)


def _without(run: Run, taken: list[Span]) -> Iterator[Run]:
    """Yield what is left of a run when dates, prices and the like are taken out."""
    part = Run([], run.plus, run.odd)
    for item in run.items:
        if not any(start <= item[1] < end for start, end in taken):
            part.items.append(item)
        else:
            if part.items:
                yield part
            part = Run([], False, run.odd)
    if part.items:
        yield part


def _parts_of_words(run: Run) -> list[Run]:
    """Return a run without the words that belong to the sentence around it."""
    words = [item for item, _, _ in run.items if isinstance(item, dict) and _opens(item) and "" not in item]
    literal = sum(len(item) for item, _, _ in run.items if isinstance(item, str))
    votes = Counter(language for item in words for language in item)
    if words and len(words) > 2 and votes.most_common(1)[0][1] >= 0.7 * len(words):
        return [run]
    if not words or (literal < LEAST_DIGITS and len(words) < 3):
        return [run]
    parts, part = [], Run([], run.plus, run.odd)
    for item in run.items:
        kinds = {kind for kind, _ in item[0].values()} if isinstance(item[0], dict) else set()
        if isinstance(item[0], str) or kinds & {"packed", "plus", "repeat", "then"}:
            part.items.append(item)
        elif part.items:
            parts.append(part)
            part = Run([], False, run.odd)
    return [*parts, part] if part.items else parts


def _read(run: Run, text: str) -> tuple[str, int, bool, int]:  # noqa: PLR0915 - One walk over the atoms reads best in one piece.
    """Return the digits a run says, how many of them in words, whether it says plus, and where it ends."""
    votes = Counter(language for item, _, _ in run.items if isinstance(item, dict) for language in item)
    digits: list[str] = []
    spoken = repeat = 0
    plus = False
    last = run.items[-1][2]
    pending = 0  # The value of the last spoken number, while a smaller one may still add to it.
    behind = run.items[0][1]
    for item, start, end in run.items:
        if "," in text[behind:start]:
            pending = 0
        behind = end
        if isinstance(item, str):
            digits.append(item * max(repeat, 1) if len(item) == 1 else item)
            repeat = pending = 0
            last = end
            continue
        language = max(item, key=lambda name: votes[name])
        kind, value = item[language]
        if kind == "packed":
            digits.append(str(value)[1:])
            spoken += len(str(value)) - 1
        elif kind == "plus":
            plus |= not digits
            continue
        elif kind == "repeat":
            repeat, pending = value, 0
            continue
        elif kind in ("and", "then"):
            continue
        elif kind in ("zeros", "times"):
            if digits and digits[-1] in ("2", "3", "4", "5"):
                repeat = int(digits.pop())
            if kind == "zeros" and repeat:
                digits.append("0" * repeat)
                spoken += repeat
                repeat = 0
            pending = 0
            last = end
            continue
        elif kind == "hundred":
            if digits and len(digits[-1]) == 1:
                digits[-1] += "00"
                spoken += 2
            pending = 0
        elif pending > value > 0 and len(str(value)) < len(str(pending)) and _adds(pending, value, language):
            pending += value
            digits[-1] = str(pending)
        else:
            digits.append(str(value) * max(repeat, 1))
            spoken += len(str(value)) * max(repeat, 1)
            pending, repeat = (value if value >= 20 else 0), 0
        last = end
    return "".join(digits), spoken, plus, last


def _adds(pending: int, value: int, language: str) -> bool:
    """Tell whether a number word goes on from the one before: twenty + one, девятьсот + двенадцать."""
    zeros = len(str(pending)) - len(str(pending).rstrip("0"))
    return len(str(value)) <= zeros and not (language == "en" and pending >= 100)
