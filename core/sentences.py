"""Where a sentence ends, and which of the next ones say nothing without it."""

import re
from functools import cache
from pathlib import Path

import tomli

from core.transcript.cues import has_no_spaces

POINTING = Path(__file__).parent / "lexicon" / "pointing.toml"
MOST_WORDS = 12  # A longer sentence says something by itself.
_END = re.compile(
    r"[!\n。！？।۔؟]|\?(?=\s|$)|(?<!\b[Tt]el)(?<!\b[Mm]ob)(?<!\b[Тт]ел)(?<!\b[Tt]él)\. "
)  # The mark in the middle of a link ends none.
_SPACE = re.compile(r"\s*")


def sentence(text: str, start: int, end: int, bounds: tuple[int, int]) -> tuple[int, int]:
    """Return where the sentence round a place begins and ends, within bounds."""
    low, high = bounds
    begin = max((found.end() for found in _END.finditer(text, low, start)), default=low)
    stop = _END.search(text, end, high)
    return begin, stop.start() + 1 if stop else high


def leaning_until(text: str, end: int, high: int) -> int:
    """Return where the last of the sentences ends that lean on the one in front of them, as "Reach me there".

    `end` is where that one ends; nothing behind `high` is looked at.
    """
    while end < high:
        begin = _SPACE.match(text, end, high).end()  # type: ignore[union-attr]
        _, stop = sentence(text, begin, begin, (begin, high))
        if not _leans(text[begin:stop]):
            break
        end = stop
    return end


def _leans(said: str) -> bool:
    """Tell whether a sentence is short and points to a place or a thing that stood before it."""
    folded = said.casefold()
    words = len(folded) // 2 if has_no_spaces(folded) else len(folded.split())
    points, does_not = _pointing()
    return words <= MOST_WORDS and points.search(does_not.sub(" ", folded)) is not None


@cache
def _pointing() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of what points back, and of what only looks like it."""
    with POINTING.open("rb") as file:
        table = tomli.load(file)
    points = [_word(word) for word in table["points"]["words"]]
    points += [_word(word) + r"(?=[^\w]*$)" for word in table["points_at_the_end"]["words"]]
    return re.compile("|".join(points)), re.compile("|".join(map(_word, table["does_not"]["words"])))


def _word(word: str) -> str:
    said = re.escape(word.casefold())
    return said if has_no_spaces(word) else rf"(?<!\w){said}(?!\w)"
