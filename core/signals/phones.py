"""Find telephone numbers, written, spelled out or disguised.

Digits, digit words and look-alike letters are read as runs of atoms; a run of plausible length is weighed by
its shape, by the words beside it and, last because it costs most, by the numbering plans.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import tomli

from core.fold import Folded, fold
from core.signals.entities import Entity
from core.tokens import SENTENCE_GAP, Tokens, tokenize

MOST = 32  # Candidates that are compared with the numbering plans in one text.
MOST_WEIGHED = 300  # Candidates whose form and neighbours are looked at.
REGIONS = ("US", "GB", "IN", "PK", "BD", "PH", "UA")
LEAST_DIGITS, MOST_DIGITS = 7, 17
MOST_ATOMS = 60  # A longer run is no number.
FOLDER = Path(__file__).parent.parent / "lexicon"

Atom = tuple[str, int]  # digit, number, hundred, repeat, zeros, times, plus, and, then
Span = tuple[int, int]

_KEYS = {
    "hundred": ("hundred", 100),
    "double": ("repeat", 2),
    "triple": ("repeat", 3),
    "fourfold": ("repeat", 4),
}
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
_CODE_BEFORE = re.compile(
    r"e\.g\. ?\+?$|(?:[a-z_]=|values ?\(|: ?)[\"']\+?$|[a-z_\])]=\+?$|[\"'], ?[\"']\+?$"
)
_FIGURES = re.compile(r"(?:\d|(?<![^\W\d_])[oо]\d)[\d .()\-/+*|~_'\"oоlizзsb]{6,}")
_SIGNS = re.compile(r"[./:,$€£¥₹₽₴₩₺₱฿₫₪%\-]")
_DATE = re.compile(r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,4})[ .()\-/\"']*")
_ZEROS = frozenset("oо")
_LOOK_ALIKES = {"o": "0", "о": "0", "l": "1", "i": "1", "з": "3", "s": "5", "b": "8"}
_COUNTING = ("1234567", "7654321")
_PRETTY = {
    (3, 3, 4), (1, 3, 3, 4), (3, 4), (4, 3, 4), (4, 3, 3), (4, 4, 3), (3, 4, 4), (5, 6), (5, 3, 3), (5, 5), (4, 7), (3, 7),
    (2, 4, 4), (3, 8), (4, 6), (2, 8), (2, 2, 2, 2, 2), (1, 2, 2, 2, 2), (3, 3, 2, 2), (3, 2, 2), (1, 3, 3, 2, 2),
    (3, 3, 3), (4, 3, 2, 2), (3, 3, 5), (3, 2, 2, 2), (2, 3, 2, 2), (2, 3, 4), (3, 3, 2, 3), (2, 5, 4), (2, 4, 5),
}  # fmt: skip


@dataclass(slots=True)
class _Numbers:
    """The digit words of all languages: what a word means in each, and the phrases of several words."""

    words: dict[str, dict[str, Atom]]
    phrases: dict[str, list[tuple[tuple[str, ...], str, Atom]]]
    prefixes: frozenset[str]


@dataclass(slots=True)
class _Run:
    """Atoms that follow one another: token range, atom by language or a literal digit string, place."""

    items: list[tuple[str | dict[str, Atom], int, int]]
    plus: bool
    odd: bool  # a letter stood in for a digit


def find(folded: Folded, tokens: Tokens, regions: tuple[str, ...] = REGIONS) -> tuple[list[Entity], bool]:
    """Return the telephone numbers of a text, and whether there were more candidates than were checked."""
    text = folded.text
    numbers = load_numbers()
    if not _written(text) and not _spoken(text, tokens, numbers):
        return [], False
    found: list[Entity] = []
    checked = weighed = 0
    for run in (part for whole in _runs(text, tokens, numbers) for part in _parts(whole, text)):
        for value, start, end, spoken in _candidates(run, text):
            weighed += 1
            if checked >= MOST or weighed > MOST_WEIGHED:
                return found, True
            entity, cost = _weigh(folded, tokens, value, start, end, run, spoken, regions)
            checked += cost
            if entity:
                found.append(entity)
    return found, False


@cache
def load_numbers() -> _Numbers:
    """Return the digit words of numbers.toml, folded."""
    with (FOLDER / "numbers.toml").open("rb") as file:
        table = tomli.load(file)
    words: dict[str, dict[str, Atom]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str, Atom]]] = {}
    for language, entries in table.items():
        for entry, atom in [*_listed(entries), *_built(entries)]:
            parts = tuple(tokenize(fold(entry)).words)
            if len(parts) == 1:
                words.setdefault(parts[0], {}).setdefault(language, atom)
            elif parts:
                phrases.setdefault(parts[0], []).append((parts[1:], language, atom))
    for options in phrases.values():
        options.sort(key=lambda option: -len(option[0]))
    return _Numbers(words, phrases, frozenset(word[:1] for word in words if not word.isascii()))


def _listed(entries: dict[str, str | bool]) -> list[tuple[str, Atom]]:
    pairs = []
    for key, text in entries.items():
        if key in ("joined", "fused") or not isinstance(text, str):
            continue
        value = int(key) if key.isdigit() else 0
        atom = (("digit" if value < 10 else "number"), value) if key.isdigit() else _KEYS.get(key, (key, 0))
        pairs += [(entry.strip(), atom) for entry in text.split(",")]
    return pairs


def _built(entries: dict[str, str | bool]) -> list[tuple[str, Atom]]:
    """Return the numbers that a language writes as one word: vierunddreißig, trentaquattro."""

    def forms(value: int) -> list[str]:
        return [form.strip() for form in str(entries.get(str(value), "")).split(",") if form.strip()]

    pairs: list[tuple[str, Atom]] = []
    for ten in range(20, 100, 10):
        for unit in range(1, 10):
            for high in forms(ten):
                for low in forms(unit):
                    if joined := entries.get("joined"):
                        pairs.append((f"{low}{joined}{high}", ("number", ten + unit)))
                    elif entries.get("fused"):
                        stem = high[:-1] if low[0] in "uo" else high
                        pairs.append((stem + low, ("number", ten + unit)))
    return pairs


def _written(text: str) -> bool:
    """Tell whether enough figures stand together."""
    digits = sum(map(text.count, "0123456789"))
    if digits < LEAST_DIGITS - 2:
        return False
    for match in _FIGURES.finditer(text):
        stretch = match.group()
        if _DATE.fullmatch(stretch):
            continue
        if len(stretch) > 200 or sum(map(str.isalnum, stretch)) >= LEAST_DIGITS:
            return True
    return False


def _spoken(text: str, tokens: Tokens, numbers: _Numbers) -> bool:
    """Tell whether enough digit words stand together."""
    words, known = tokens.words, numbers.words
    if not known.keys().isdisjoint(words):
        room = spoken = 0
        for word in words:
            said = word in known
            if not said and not word[0].isdigit():
                room = spoken = 0
                continue
            room, spoken = room + 3, spoken + said
            if room >= LEAST_DIGITS and spoken > 1:
                return True
    return not text.isascii() and any(len(word) > 2 and _packed(word) for word in words)


@lru_cache(maxsize=4096)
def _packed(word: str) -> str:
    """Return the digits of a word that is several digit words without a space, as in 공일공 or ゼロハチ."""
    numbers = load_numbers()
    if word.isascii() or word[:1] not in numbers.prefixes or len(word) > 60:
        return ""
    for tail in ("입니다", "이에요", "이요", "예요", "으로", "번", "에", "의", "로", "요", ""):
        rest = word.removesuffix(tail) if tail else word
        digits = ""
        while rest and (tail == "" or word.endswith(tail)):
            size = next((n for n in range(min(6, len(rest)), 0, -1) if _single(rest[:n], numbers)), 0)
            if not size:
                break
            digits += _single(rest[:size], numbers)
            rest = rest[size:]
        if digits and not rest:
            return digits
    return ""


def _single(word: str, numbers: _Numbers) -> str:
    for kind, value in numbers.words.get(word, {}).values():
        if kind == "digit":
            return str(value)
    return ""


def _runs(text: str, tokens: Tokens, numbers: _Numbers) -> Iterator[_Run]:
    """Cut the tokens into runs of atoms that only separators part, and yield those that are long enough."""
    run = _Run([], False, False)
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
                    run = _Run([], False, False)
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
    text: str, tokens: Tokens, index: int, numbers: _Numbers, run: _Run
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
    if packed := _packed(word):
        return {"": ("packed", int("1" + packed))}, 1, False
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


def _candidates(run: _Run, text: str) -> list[tuple[str, int, int, int]]:
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


def _parts(run: _Run, text: str) -> list[_Run]:
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


def _without(run: _Run, taken: list[Span]) -> Iterator[_Run]:
    """Yield what is left of a run when dates, prices and the like are taken out."""
    part = _Run([], run.plus, run.odd)
    for item in run.items:
        if not any(start <= item[1] < end for start, end in taken):
            part.items.append(item)
        else:
            if part.items:
                yield part
            part = _Run([], False, run.odd)
    if part.items:
        yield part


def _parts_of_words(run: _Run) -> list[_Run]:
    """Return a run without the words that belong to the sentence around it."""
    words = [item for item, _, _ in run.items if isinstance(item, dict) and _opens(item) and "" not in item]
    literal = sum(len(item) for item, _, _ in run.items if isinstance(item, str))
    votes = Counter(language for item in words for language in item)
    if words and len(words) > 2 and votes.most_common(1)[0][1] >= 0.7 * len(words):
        return [run]
    if not words or (literal < LEAST_DIGITS and len(words) < 3):
        return [run]
    parts, part = [], _Run([], run.plus, run.odd)
    for item in run.items:
        kinds = {kind for kind, _ in item[0].values()} if isinstance(item[0], dict) else set()
        if isinstance(item[0], str) or kinds & {"packed", "plus", "repeat", "then"}:
            part.items.append(item)
        elif part.items:
            parts.append(part)
            part = _Run([], False, run.odd)
    return [*parts, part] if part.items else parts


def _read(run: _Run, text: str) -> tuple[str, int, bool, int]:  # noqa: PLR0915 - One walk over the atoms reads best in one piece.
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


def _weigh(
    folded: Folded,
    tokens: Tokens,
    value: str,
    start: int,
    end: int,
    run: _Run,
    spoken: int,
    regions: tuple[str, ...],
) -> tuple[Entity | None, int]:
    """Return the entity a candidate is, if any, and 1 if numbering plans had to be asked."""
    text = folded.text
    raw = text[start:end]
    groups = tuple(len(group) for group in re.findall(r"\d+", raw)) if not spoken and not run.odd else ()
    plus = run.plus
    if plus and "+" in text[max(0, start - 4) : start]:
        start = text.rindex("+", 0, start)
    elif text[start - 1 : start] == "(" and ")" in raw:
        start -= 1
    plus |= value.startswith("00") and 11 <= len(value) <= MOST_DIGITS and value[2] != "0"
    backwards = text.startswith("+", end) and not text[end + 1 : end + 2].isdigit()
    if backwards and not plus:
        value, plus, end = value[::-1], True, end + 1
    if len(set(value)) < 2 + (len(value) > 10) or (spoken and any(part in value[:8] for part in _COUNTING)):
        return None, 0
    if not spoken and not plus and _misshapen(text, value, start, end, groups):
        return None, 0
    verdict, sample = _beside(tokens, start, end, plus)
    if verdict:
        return None, 0
    sample |= bool(_CODE_BEFORE.search(text, max(0, start - 24), start)) or value in (
        "1234567890",
        "0123456789",
    )
    gaps = folded.origin is not None and not spoken and _hidden(folded, start, end)
    singles = len(groups) >= LEAST_DIGITS and groups.count(1) >= len(groups) - 2
    disguised = spoken >= 4 or run.odd or singles or backwards or gaps or (spoken > 0 and len(value) >= 9)
    sure = _known(value, plus, regions)
    if not sure and not plus and len(value) > 13 and not spoken and not run.odd:
        return None, 1
    if spoken:
        sure = len(value) >= 9 or ((plus or value[0] == "0") and len(value) > 8)
    elif plus:
        sure = True if 8 <= len(value) <= 15 else sure
    elif sure:
        sure = len(groups) < 2 or groups in _PRETTY or value[0] == "0" or disguised
    elif len(value) > 8:
        sure = (groups in _PRETTY and len(groups) > 2) or (value[0] == "0" and len(groups) > 1) or disguised
    if len(value) < 9 and not plus:
        sure = False
    if len(value) > 15 and not value.startswith("00"):
        return None, 1
    if not sure and not plus and not spoken and len(groups) > 3 and groups not in _PRETTY and not disguised:
        return None, 1
    text_value = "+" + value.removeprefix("00") if plus else value
    return Entity("phone", start, end, "", text_value, disguised, sure and not sample), 1


def _misshapen(text: str, value: str, start: int, end: int, groups: tuple[int, ...]) -> bool:
    """Tell digits that their own form or what touches them gives away as something else."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == "=" and _last_word(text, start - 1) in _beside_words()["phone"]:
        before = ""
    if before == "(":
        before = text[start - 2 : start - 1] if text[start - 2 : start - 1] == "#" else ""
    if (
        before.isascii() and (before.isalpha() or before in ("#", "_", "@", "$", "=", "&", "?", "%", "\\"))
    ) and before:
        return True
    if (after.isascii() and (after.isalpha() or after in ("_", "@", "%", "="))) and after:
        return not re.match(r"(?:ext|x)\d?", text[end : end + 4])
    if before in ("-", "/", ".", ":") and _attached(text, start):
        return True
    if after in ("-", "/") and text[end + 1 : end + 2].isalpha() and text[end + 1 : end + 2].isascii():
        return True
    if re.match(r"[.,]\d", text[end : end + 2]) or re.search(
        r"\d(?:[.,:]| ?[*+=^] ?)$", text[max(0, start - 4) : start]
    ):
        return True
    if groups in ((4, 4, 4, 4), (4, 6, 5), (3, 2, 4), (2, 7), (5, 3), (3, 1, 2, 6, 1), (1, 3, 5, 3, 1)):
        return True
    if (
        groups in ((14,), (16,))
        or (groups == (8,) and _is_date(value))
        or (groups == (13,) and _is_article(value))
    ):
        return not value.startswith("00")
    if re.match(r" ?[+*^=] ?\d", text[end : end + 4]):
        return True
    if set(groups) == {4} and all(value[at : at + 2] in ("19", "20") for at in range(0, len(value), 4)):
        return True
    if len(groups) > 1 and groups[-1] == 2 and groups[0] == 4 and value[:2] in ("19", "20"):
        return True
    return len(value) == 13 and value[:3] in ("978", "979")


def _is_article(value: str) -> bool:
    """Tell whether the last of thirteen digits checks the others, as in an article number."""
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(value)) % 10 == 0


def _is_date(value: str) -> bool:
    year_first = value[:2] in ("19", "20") and value[4:6] <= "12" and value[6:] <= "31"
    return year_first or (value[4:6] in ("19", "20") and value[:2] <= "31" and value[2:4] <= "31")


def _attached(text: str, start: int) -> bool:
    """Tell whether a number is the tail of an identifier, a path or a URL."""
    head = text[max(0, start - 60) : start]
    word = re.split(r"[\s(,\"']", head)[-1].rstrip("-./:")
    return bool(re.search(r"[a-z]", word)) and word not in _beside_words()["phone"]


def _last_word(text: str, end: int) -> str:
    words = re.findall(r"[^\W\d_]+", text[max(0, end - 24) : end])
    return words[-1] if words else ""


def _hidden(folded: Folded, start: int, end: int) -> bool:
    """Tell whether invisible characters stood between the digits."""
    return folded.end(end) - folded.start(start) > end - start


@cache
def _beside_words() -> dict[str, frozenset[str]]:
    """Return the words of not_phones.toml by section."""
    with (FOLDER / "not_phones.toml").open("rb") as file:
        table = tomli.load(file)
    return {
        section: frozenset(
            " ".join(tokenize(fold(word)).words) for line in lines.values() for word in line.split(",")
        )
        for section, lines in table.items()
    }


def _beside(tokens: Tokens, start: int, end: int, plus: bool) -> tuple[bool, bool]:
    """Return whether the words beside a number speak against it, and whether they call it a sample."""
    lists = _beside_words()
    first, behind = bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)
    follows = behind < len(tokens.words) and tokens.starts[behind] - end <= 2
    if follows and not plus and tokens.words[behind] in lists["after"]:
        return True, False
    sample = against = decided = False
    short = 0
    for index in range(first - 1, max(first - 7, -1), -1):
        word = tokens.words[index]
        distance = tokens.at[min(first, len(tokens.at) - 1)] - tokens.at[index]
        if index == first - 1 and len(word) <= 4 and distance > SENTENCE_GAP:
            short = SENTENCE_GAP  # An abbreviation ("ref.", "no.") ends no sentence.
        distance -= short
        if distance > 6:
            break
        near = distance <= 3
        cjk = word > "\u2e80"
        pair = word + " " + tokens.words[index + 1] if index + 1 < first else word
        two = tokens.words[index] + tokens.words[index + 1] if cjk and index + 1 < first else pair
        sample |= (near or cjk) and (word in lists["sample"])
        if decided or not (near or cjk):
            continue
        spaced = " ".join(two) if cjk else pair
        if word in lists["phone"] or pair in lists["phone"] or spaced in lists["phone"]:
            decided = True
        elif word in lists["before"] or pair in lists["before"] or spaced in lists["before"]:
            against = decided = True
    return against and not plus, sample


def _known(value: str, plus: bool, regions: tuple[str, ...]) -> bool:
    """Tell whether a numbering plan has the number."""
    import phonenumbers

    if not plus and value.startswith("00"):
        value, plus = value[2:], True
    for region in (None,) if plus else regions:
        try:
            number = phonenumbers.parse("+" + value if plus else value, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return True
    return False
