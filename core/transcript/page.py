"""A pasted text as lines, and the lines that are nobody's words: times, dates, interface."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from unicodedata import category

from core.transcript.words import (
    DATE_WORDS,
    HEADINGS,
    INTERFACE,
    REMARKS,
    is_name_of_a_month,
    is_proper_name,
    load,
    role_of,
)

MAX_CHARACTERS = 40_000
MAX_MESSAGES = 1_000
MOSTLY = 0.75  # The share of lines that are names where a line of Upwork may stand among them.
_LONGEST_SIGN = 40
_LONGEST_STAMP = 60  # Characters of a time below a system line, with a title beside it.

# Hours and minutes as chat programs print them, also with seconds, a.m. or 午後.
TIME = (
    r"(?:(?:上午|下午|午前|午後|오전|오후)[ ]?)?(?:[01]?\d|2[0-3])(?::[0-5]\d(?::[0-5]\d)?|h[0-5]\d)"
    r"(?:[ \u00a0\u202f]?(?:[AaPp]\.?[ \u00a0\u202f]?[Mm]\b\.?|[صم]\b|SA\b|CH\b|Ö[ÖS]\b|पूर्वाह्न|अपराह्न))?"
)
_LINE = re.compile(r"\S[^\r\n]*")
_TAIL = re.compile(rf"^[ \t]*([^\r\n]{{0,60}}?)(?<!\d)({TIME})(?: ?Uhr| ?uur)?[\])]?[ \t]*$", re.MULTILINE)
_DOTTED_TAIL = re.compile(
    r"^[ \t]*([^\r\n\d]{0,60}?)(?<![\d.,])((?:[01]?\d|2[0-3])\.[0-5]\d)[ \t]*$", re.MULTILINE
)
_IS_TIME = re.compile(TIME)
_BREAKS = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_OTHER_FIGURES = re.compile("[٠-٩۰-۹०-९০-৯]")
_PLAIN = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n") | {
    zero + figure: str(figure) for zero in map(ord, "٠۰०০") for figure in range(10)
}
_CLOCK = re.compile(r"\d[:h]\d\d")
_NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th|er|º|ª|[日月年일월년])?")
_FULL_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?")
_CODE = re.compile(r":[a-z][a-z0-9_+-]{1,38}:")
_CJK_DATE = re.compile(r"(?:\d{2,4}[年년] ?)?\d{1,2}[月월] ?\d{1,2}[日일]")
_FILE = re.compile(r"[^\r\n/\\:]{1,100}\.([A-Za-z0-9]{2,8})")
_SIZE = re.compile(r"\(?\d{1,4}(?:[.,]\d{1,2})? ?(?:bytes|[KkMmGg]i?[Bb]|ko|Mo|кб|мб|КБ|МБ)\)?")
_INITIALS = re.compile(r"[^\W_]{1,3}")
_RULE = re.compile(r"[-_=*~─—–]{3,120}(?P<day>[^\r\n]{0,40}?)[-_=*~─—– ]{0,120}")
# What Upwork prints around a message that it sends by mail: its own sender, and its own address at the foot.
_UPWORK_OFFICE = r"(?:475 brannan st(?:reet|\.)?|530 lytton ave(?:nue|\.)?),? suite \d{3}[ ,•·|]{1,3}(?:san francisco|palo alto),? ca \d{5}"
_UPWORK_MAIL = re.compile(
    r"(?:from: ?)?upwork[^@<\d]{0,40}<[a-z.-]{1,40}@(?:[a-z-]{1,20}\.)?upwork\.com>"
    r"|to reply,? (?:go to|visit) your message cent(?:er|re)\.?"
    rf"|©[ \d–-]{{4,14}}upwork®? ?(?:global )?(?:inc\.?|llc)?(?: [•·|] {_UPWORK_OFFICE})?"
    rf"|(?:upwork®?(?: global)?(?:,? inc\.?|,? llc)? ?[•·|,–—-] ?)?{_UPWORK_OFFICE}"
)
_LONG_DATA = re.compile(r"\d{5,}|@|https?:|www\.|\d[\d .()-]{6,}\d")
# A document's name is interface; that of something that runs, unpacks or is not known is evidence and stays.
_DOCUMENTS = frozenset(" ".join(load("files.toml")["documents"]).split())


class Page:
    """The read part of a pasted text with its lines."""

    def __init__(self, text: str) -> None:
        read = text if len(text) <= MAX_CHARACTERS else text[:MAX_CHARACTERS]
        # Line breaks and figures take their plain form, of the same length, so that offsets stay those of the paste.
        if _BREAKS.search(read) or _OTHER_FIGURES.search(read):
            read = read.replace("\r\n", " \n").translate(_PLAIN)
        self.text = read
        self.lines = [match.span() for match in _LINE.finditer(self.text)]
        self._starts = [start for start, _ in self.lines]

    def line_at(self, offset: int) -> int:
        """Return the index of the line that an offset lies in."""
        return bisect_right(self._starts, offset) - 1

    def words(self, index: int) -> str:
        """Return one line without the space around it."""
        start, end = self.lines[index]
        return self.text[start:end].strip()

    def slice_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the same slice without the space around it."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        return start, start + len(words.strip())

    def blank_before(self, index: int) -> bool:
        """Tell whether an empty line, or the start of the text, stands before a line."""
        if index == 0:
            return True
        begin, end = self.lines[index - 1][1], self.lines[index][0]
        if end - begin < 2:
            return False
        return self.text.count("\n", begin, end) > 1

    def timed_lines(self) -> list[tuple[int, str, str]]:
        """List the lines that end in a time: line index, what precedes the time, the time."""
        found: list[tuple[int, str, str]] = []
        if _CLOCK.search(self.text) is None:
            return self._dotted_lines()
        for match in _TAIL.finditer(self.text):
            found.append((self.line_at(match.start(2)), match.group(1).strip(), match.group(2).strip()))
            if len(found) > 2 * MAX_MESSAGES:
                break
        return found

    def _dotted_lines(self) -> list[tuple[int, str, str]]:
        """List the lines that end in a time like 09.40, where the names before, above or below them come back."""
        found = [
            (self.line_at(match.start(2)), match.group(1).strip(), match.group(2))
            for match in islice(_DOTTED_TAIL.finditer(self.text), 2 * MAX_MESSAGES)
        ]
        times = [tuple(map(int, time.split("."))) for _, _, time in found]
        falls = sum(later < earlier for earlier, later in pairwise(times))
        if falls > len(found) / 8:  # Prices stand in no order, and times fall back but once a day.
            return []
        above = [before or (self.words(line - 1) if line else "") for line, before, _ in found]
        bare = not any(before for _, before, _ in found)
        below = [
            self.words(line) for line in (0, *(line + 1 for line, *_ in found)) if line < len(self.lines)
        ]
        return found if _are_people(above, 1.0) or (bare and _are_people(below, MOSTLY)) else []

    def is_clutter(self, index: int) -> bool:
        """Tell whether a line is printed by the page and by nobody in the conversation."""
        start, end = self.lines[index]
        if end - start > 120:
            return False
        words = self.words(index)
        if words.casefold() in INTERFACE or _SIZE.fullmatch(words) or (words[:4].casefold() == "job:"):
            return True
        if _UPWORK_MAIL.fullmatch(words.casefold()):
            return True
        return (
            self.is_file(index)
            and index + 1 < len(self.lines)
            and bool(_SIZE.fullmatch(self.words(index + 1)))
        )

    def is_stamp(self, index: int, events: Collection[int]) -> bool:
        """Tell whether a line is the time, or the date, of a system line above it."""
        if index == 0 or index - 1 not in events:
            return False
        words = self.words(index)
        if (dotted := _DOTTED_TAIL.fullmatch(words)) and not dotted[1]:
            return True
        time = _IS_TIME.search(words)
        dated = time is not None and not split_stamp(words[: time.start()].strip())[0]
        return is_date(words) or (time is not None and dated and len(words) <= _LONGEST_STAMP)

    def is_rule(self, index: int) -> bool:
        """Tell whether a line only parts what stands above it from what stands below."""
        rule = _RULE.fullmatch(self.words(index))
        return rule is not None and (not rule["day"].strip() or is_date(rule["day"].strip()))

    def is_furniture(self, index: int) -> bool:
        """Tell whether a line is a date, a rule or printed by the page."""
        return is_date(self.words(index)) or self.is_clutter(index) or self.is_rule(index)

    def is_file(self, index: int) -> bool:
        """Tell whether a line is the bare name of a document."""
        match = _FILE.fullmatch(self.words(index))
        return match is not None and match.group(1).casefold() in _DOCUMENTS

    def is_initials(self, index: int, name: str) -> bool:
        """Tell whether a line is the avatar letters of the name below it."""
        letters = self.words(index)
        if not _INITIALS.fullmatch(letters):
            return False
        heads = "".join(word[0] for word in name.split() if word[0].isalnum()).casefold()
        folded = letters.casefold()
        if heads.startswith(folded) or folded in heads or name.casefold().startswith(folded):
            return True
        # Those of a longer name than the one shown, or of one in another script, come back.
        alone = index > 0 and _IS_TIME.fullmatch(self.words(index - 1)) is not None
        return len(letters) == 2 and letters.isupper() and not alone and self._counted[letters] > 1

    @cached_property
    def _counted(self) -> Counter[str]:
        """Count the lines of two signs."""
        return Counter(words for start, end in self.lines if len(words := self.text[start:end].strip()) == 2)

    def is_heading(self, first: int, last: int) -> bool:
        """Tell whether lines are what a colleague writes above a forwarded conversation."""
        words = self.text[self.lines[first][0] : self.lines[last - 1][1]]
        if len(words) > 240 or _LONG_DATA.search(words):
            return False
        folded = words.casefold()
        return any(word in folded for word in HEADINGS)

    def is_remark(self, start: int, end: int) -> bool:
        """Tell whether a slice is a question to the team below the pasted words."""
        if end - start > 160:
            return False
        words = self.text[start:end].casefold()
        return not _LONG_DATA.search(words) and any(remark in words for remark in REMARKS)


def _are_people(lines: Sequence[str], share: float) -> bool:
    """Tell whether so many lines, at least, are names, and these come back."""
    count = Counter(lines)
    names = [line for line in lines if role_of(line) or is_proper_name(line) or count[line] > 1]
    return len(names) >= share * len(lines) and 1 < len(set(names)) <= len(lines) / 2


def _opens_as_date(words: str) -> bool:
    return words.split(None, 1)[0].strip(",.").casefold().replace("-feira", "") in DATE_WORDS


def is_date(words: str) -> bool:
    """Tell whether a line holds a date or a weekday and nothing else."""
    if not 2 < len(words) <= 40 or is_name_of_a_month(words):
        return False
    if not (words[0].isdigit() or words[-1].isdigit()) and not _opens_as_date(words):
        return False
    tokens = words.casefold().replace(",", " ").replace("—", " ").replace("-feira", "").split()
    if not tokens or len(tokens) > 7:
        return False
    dated = False
    for token in tokens:
        bare = token.strip(".()")
        if bare in DATE_WORDS:
            dated = dated or len(bare) > 2
        elif _FULL_DATE.fullmatch(token) or _CJK_DATE.fullmatch(token):
            dated = True
        elif not _NUMBER.fullmatch(bare):
            return False
    return dated


@lru_cache(maxsize=512)
def split_stamp(before: str) -> tuple[str, str]:
    """Split what precedes a time into a name and date words, as in 'Mia — Today at'; the sign of a status is neither."""
    tokens = before.split()
    # "May — Today at" begins with a name, "May 3 at" does not.
    named = is_name_of_a_month(before.partition(" ")[0]) and not "".join(tokens[1:2]).strip("—–-·|•")
    kept = len(tokens)
    while kept > named:
        bare = tokens[kept - 1].strip("[](),.").casefold()
        separator = not bare.strip("—–-·|•")
        known = bare in DATE_WORDS or bool(_FULL_DATE.fullmatch(bare)) or bool(_NUMBER.fullmatch(bare))
        if not (separator or known or _CJK_DATE.fullmatch(bare)):
            break
        kept -= 1
    # A number or a short word alone is part of a name rather than a date.
    if kept < len(tokens) and not any(_says_date(token) for token in tokens[kept:]):
        while kept < len(tokens) and tokens[kept].strip("[](),—–-·|•"):
            kept += 1
    name = " ".join(token for token in tokens[:kept] if not is_sign(token)).strip(" \t[](,—–-·|•")
    return name, " ".join(tokens[kept:]).strip(" \t[](,—–-·|•")


def is_sign(words: str) -> bool:
    """Tell whether words are an emoji, or its name between colons, as stands beside a name for what its owner is at."""
    if len(words) > _LONGEST_SIGN:
        return False
    return _CODE.fullmatch(words) is not None or (
        any(category(char) == "So" for char in words) and not any(map(str.isalnum, words))
    )


def _says_date(token: str) -> bool:
    bare = token.strip("[](),.").casefold()
    return bare in DATE_WORDS or bool(_FULL_DATE.fullmatch(bare)) or bool(_CJK_DATE.fullmatch(bare))
