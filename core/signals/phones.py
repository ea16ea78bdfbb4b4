"""Find telephone numbers, written, spelled out or disguised.

A run of digits of plausible length is weighed by its shape, by the words beside it and, last because it costs most,
by the numbering plans.
"""

import re
from bisect import bisect_left
from functools import cache

import tomli

from core.fold import Folded, fold
from core.signals.digit_runs import LEAST_DIGITS, MOST_DIGITS, Run, candidates, runs
from core.signals.digit_words import FOLDER, Numbers, load_numbers, packed
from core.signals.entities import Entity
from core.tokens import SENTENCE_GAP, Tokens, tokenize

MOST = 32  # Candidates that are compared with the numbering plans in one text.
MOST_WEIGHED = 300  # Candidates whose form and neighbours are looked at.
REGIONS = ("US", "GB", "IN", "PK", "BD", "PH", "UA")

_CODE_BEFORE = re.compile(
    r"e\.g\. ?\+?$|(?:[a-z_]=|values ?\(|: ?)[\"']\+?$|[a-z_\])]=\+?$|[\"'], ?[\"']\+?$"
)
_FIGURES = re.compile(r"(?:\d|(?<![^\W\d_])[oо]\d)[\d .()\-/+*|~_'\"oоlizзsb]{6,}")
_DATE = re.compile(r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,4})[ .()\-/\"']*")
_COUNTING = ("1234567", "7654321")
_PRETTY = {
    (3, 3, 4), (1, 3, 3, 4), (3, 4), (4, 3, 4), (4, 3, 3), (4, 4, 3), (3, 4, 4), (5, 6), (5, 3, 3), (5, 5), (4, 7), (3, 7),
    (2, 4, 4), (3, 8), (4, 6), (2, 8), (2, 2, 2, 2, 2), (1, 2, 2, 2, 2), (3, 3, 2, 2), (3, 2, 2), (1, 3, 3, 2, 2),
    (3, 3, 3), (4, 3, 2, 2), (3, 3, 5), (3, 2, 2, 2), (2, 3, 2, 2), (2, 3, 4), (3, 3, 2, 3), (2, 5, 4), (2, 4, 5),
}  # fmt: skip


def find(folded: Folded, tokens: Tokens, regions: tuple[str, ...] = REGIONS) -> tuple[list[Entity], bool]:
    """Return the telephone numbers of a text, and whether there were more candidates than were checked."""
    text = folded.text
    numbers = load_numbers()
    if not _written(text) and not _spoken(text, tokens, numbers):
        return [], False
    found: list[Entity] = []
    checked = weighed = 0
    for run in runs(text, tokens, numbers):
        for value, start, end, spoken in candidates(run, text):
            weighed += 1
            if checked >= MOST or weighed > MOST_WEIGHED:
                return found, True
            entity, cost = _weigh(folded, tokens, value, start, end, run, spoken, regions)
            checked += cost
            if entity:
                found.append(entity)
    return found, False


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


def _spoken(text: str, tokens: Tokens, numbers: Numbers) -> bool:
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
    return not text.isascii() and any(len(word) > 2 and packed(word) for word in words)


def _weigh(
    folded: Folded,
    tokens: Tokens,
    value: str,
    start: int,
    end: int,
    run: Run,
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
