"""Which words of a draft have to go: each sentence in which a rule is broken, without its greeting and its innocent half.

What only says something together with it goes too, as "Reach me there" behind a number.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import tomli

from core.excerpts import Excerpt, sentence_round
from core.model import Finding, Span
from core.sentences import leaning_until, sentence

OPENINGS = Path(__file__).parent / "lexicon" / "openings.toml"
LONGEST_NAME = 40  # Characters between a greeting and its comma.
FEWEST_OF_A_HALF = 4  # Words of a half that says something by itself.
OF_A_SIGNATURE = (
    "UPW102",
    "UPW20",
    "UPW21",
)  # Who plans a call, or speaks of money, says more than who he is.
MOST_OF_A_PART = 2  # Words between the strokes of a signature, beside contact data.
WORDS_BEFORE = 4  # Words between what joins two halves and what breaks a rule, as in "and my number is".

_PARTS = re.compile(r"\s[|·•–—/-]\s|[,;]\s")
_INNER_DOT = re.compile(r"\w\.\w")


def sentences_of(finding: Finding, kept: Sequence[Excerpt], others: Iterable[Finding] = ()) -> list[str]:
    """Return what is to be struck out of each sentence with words of a finding.

    `others` are findings that are told as well: of a sentence that breaks several rules always the same words go.
    """
    places = [span for one in (finding, *others) for span in one.evidence]
    found = (_struck(span, kept, places) for span in finding.evidence)
    return list(dict.fromkeys(filter(None, found)))


def last_struck(findings: Sequence[Finding], kept: Sequence[Excerpt]) -> int:
    """Return where the last of what has to go ends in the pasted text."""
    places = [span for finding in findings for span in finding.evidence]
    found = filter(None, (_stretch(span, kept, places) for span in places))
    return max((excerpt.start + end for excerpt, _, end in found), default=0)


def is_signature(finding: Finding, kept: Sequence[Excerpt]) -> bool:
    """Tell whether all that goes is lines of a signature, as "Blau | 040 555 0123 | www.blau.example": nothing takes their place."""
    places = (sentence_round(span, kept) for span in finding.evidence)
    return finding.rule.startswith(OF_A_SIGNATURE) and all(
        place is not None and _is_line_of_data(*place) for place in places
    )


def _is_line_of_data(excerpt: Excerpt, begin: int, end: int) -> bool:
    """Tell whether a line below others holds names and data and no sentence."""
    words = excerpt.words
    if begin == 0 or words[begin - 1] != "\n" or words[end - 1] in "?!":
        return False
    parts = _PARTS.split(words[begin:end])
    return all(sum(map(_is_word, part.split())) <= MOST_OF_A_PART for part in parts)


def _is_word(said: str) -> bool:
    """Tell a word from contact data, of which figures, an @ or a dot inside are left, or from what hides it."""
    return not any(char.isdigit() or char in "•@/" for char in said) and not _INNER_DOT.search(said)


def _struck(span: Span, kept: Sequence[Excerpt], places: Sequence[Span]) -> str:
    stretch = _stretch(span, kept, places)
    if stretch is None:
        return ""
    excerpt, begin, end = stretch
    return " ".join(excerpt.words[begin:end].split())


def _stretch(span: Span, kept: Sequence[Excerpt], places: Sequence[Span]) -> tuple[Excerpt, int, int] | None:
    """Return the excerpt that holds a place, and what of it has to go."""
    place = sentence_round(span, kept)
    if place is None:
        return None
    excerpt, begin, end = place
    words = excerpt.words
    marks = [other.start - excerpt.start for other in places if other.message == excerpt.message]
    later = (sentence(words, mark, mark, (0, len(words)))[0] for mark in marks if end <= mark < len(words))
    leaning = leaning_until(words, end, min(later, default=len(words)))
    return (
        excerpt,
        _behind_the_rest(words, begin, min(mark for mark in marks if begin <= mark < end)),
        leaning,
    )


def _behind_the_rest(words: str, begin: int, first: int) -> int:
    """Return where what has to go begins in a sentence: behind a greeting, or a half that says something else."""
    greeting = _patterns()[0].match(words, begin, first)
    begin = greeting.end() if greeting else begin
    _, joint, dependent = _patterns()
    if dependent.match(words, begin):
        return begin
    joints = [match.start("joint") for match in joint.finditer(words, begin, first)]
    last = joints[-1] if joints else begin
    enough = len(words[begin:last].split()) >= FEWEST_OF_A_HALF
    return last if enough and len(words[last:first].split()) <= 1 + WORDS_BEFORE else begin


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a greeting, of what joins two halves, and of what makes the first depend on the second."""
    with OPENINGS.open("rb") as file:
        table = tomli.load(file)
    greeting, joint, dependent = (
        _any_of(table[name]["words"]) for name in ("greeting", "joint", "dependent")
    )
    return (
        re.compile(rf"\s*{greeting}(?!\w)[^,，、\n.!?:;]{{0,{LONGEST_NAME}}}[,，、]\s*", re.IGNORECASE),
        re.compile(rf"(?<=[\s,])(?P<joint>{joint})(?=\s)", re.IGNORECASE),
        re.compile(rf"\s*{dependent}(?!\w)", re.IGNORECASE),
    )


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})"
