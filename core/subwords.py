"""Text -> subwords: the most likely way to cut each word into known pieces.

The pieces and their likelihoods are those of the vocabulary that multilingual-e5-small was trained with, thinned
to what our languages need (training/pieces.py). The cut is the unigram one of Kudo (2018): dynamic programming
over the places of a word, linear in its length since no piece is long.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np

PIECES = Path(__file__).parent / "network" / "pieces.tsv"
UNKNOWN = 0  # The subword that stands for a character no piece holds.
WORD_START = "\u2581"
MOST_LETTERS = 48  # Of one word; a longer one is cut here first.
DEAR = 10.0  # How much less likely than the rarest piece an unknown character is, in log units.
_LINK = re.compile(r"\bhttps?://([^/\s]{1,80}(?:/[^/?#\s]{0,24})?)[^\s]*")
_NUMBER = re.compile(r"\d{3,}")
ANY_DIGIT = "5"
_INVISIBLE = dict.fromkeys(
    (0x00AD, 0x061C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF)
)


class Vocabulary(NamedTuple):
    """Known pieces by number, their log likelihoods by number, the longest's length, what an unknown character costs."""

    pieces: Mapping[str, int]
    scores: Sequence[float]
    longest: int
    unknown: float


def subwords(text: str) -> list[int]:
    """Return the numbers of the pieces that a text consists of, from 1; 0 stands for an unknown character."""
    whole = _vocabulary().pieces
    found: list[int] = []
    for part in parts_of(text):
        if part in whole:
            found.append(whole[part])
        else:
            found.extend(_cut(part))
    return found


def parts_of(text: str) -> Iterator[str]:
    """Yield the words of a text with their beginning marked, those that are too long in several parts."""
    for word in words_of(text):
        for start in range(0, len(word), MOST_LETTERS):
            part = word[start : start + MOST_LETTERS]
            yield part if start else WORD_START + part


def words_of(text: str) -> list[str]:
    """Return what stands between spaces, in compatibility form, without invisible characters.

    Of a link only the host and the first step of its path are kept: the rest is noise that drowns out the words. And
    all longer numbers are alike: which order somebody writes about must not change what they want.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    if "//" in plain:
        plain = _LINK.sub(r"\1", plain)
    return _NUMBER.sub(lambda found: ANY_DIGIT * len(found[0]), plain).split()


def likeliest_cut(word: str, vocabulary: Vocabulary) -> tuple[int, ...]:
    """Return the numbers of the likeliest pieces of a word.

    A word that is a piece itself stays whole.
    """
    pieces, scores, longest, unknown = vocabulary
    if word in pieces:
        return (pieces[word],)
    count = len(word)
    best = [0.0] + [float("-inf")] * count
    steps = [(0, UNKNOWN)] * (count + 1)  # To each place: from where, by which piece.
    for start in range(count):
        so_far = best[start]
        if so_far + unknown > best[start + 1]:
            best[start + 1], steps[start + 1] = so_far + unknown, (start, UNKNOWN)
        for end in range(start + 1, min(count, start + longest) + 1):
            part = word[start:end]
            if part in pieces:
                number = pieces[part]
                if so_far + scores[number] > best[end]:
                    best[end], steps[end] = so_far + scores[number], (start, number)
    found = []
    place = count
    while place:
        place, number = steps[place]
        found.append(number)
    return tuple(reversed(found))


@lru_cache(maxsize=8_192)
def _cut(word: str) -> tuple[int, ...]:
    return likeliest_cut(word, _vocabulary())


@cache
def _vocabulary() -> Vocabulary:
    with PIECES.open(encoding="utf-8", newline="\n") as file:
        fields = file.read().replace("\n", "\t").split("\t")
    pieces = dict(zip(fields[:-1:2], count(1), strict=False))
    scores = array("f", [0.0])
    scores.frombytes(np.fromstring(" ".join(fields[1::2]), np.float32, sep=" ").tobytes())
    return Vocabulary(pieces, scores, max(map(len, pieces)), min(scores) - DEAR)
