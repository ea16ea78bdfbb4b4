"""Text -> subwords: the most likely way to cut each word into known pieces.

The pieces and their likelihoods are those of the vocabulary that multilingual-e5-small was trained with, thinned
to what our languages need (training/pieces.py). The cut is the unigram one of Kudo (2018): dynamic programming
over the places of a word, linear in its length since no piece is long.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

PIECES = Path(__file__).parent / "network" / "pieces.tsv"
UNKNOWN = 0  # The subword that stands for a character no piece holds.
WORD_START = "\u2581"
MOST_LETTERS = 48  # Of one word; a longer one is cut here first.
DEAR = 10.0  # How much less likely than the rarest piece an unknown character is, in log units.
_LINK = re.compile(r"\bhttps?://([^/\s]{1,80}(?:/[^/?#\s]{0,24})?)[^\s]*")
_INVISIBLE = dict.fromkeys(
    (0x00AD, 0x061C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF)
)


Pieces = Mapping[str, tuple[int, float]]  # number and log likelihood of each


def subwords(text: str) -> list[int]:
    """Return the numbers of the pieces that a text consists of, from 1; 0 stands for an unknown character."""
    found: list[int] = []
    for word in words_of(text):
        for start in range(0, len(word), MOST_LETTERS):
            part = word[start : start + MOST_LETTERS]
            found.extend(_cut(part if start else WORD_START + part))
    return found


def words_of(text: str) -> list[str]:
    """Return what stands between spaces, in compatibility form, without invisible characters.

    Of a link only the host and the first step of its path are kept: the rest is noise that drowns out the words.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    if "//" in plain:
        plain = _LINK.sub(r"\1", plain)
    return plain.split()


def likeliest_cut(word: str, pieces: Pieces, longest: int, unknown: float) -> tuple[int, ...]:
    """Return the numbers of the likeliest pieces of a word; `unknown` is what a character without one costs.

    A word that is a piece itself stays whole.
    """
    if word in pieces:
        return (pieces[word][0],)
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
                number, score = pieces[part]
                if so_far + score > best[end]:
                    best[end], steps[end] = so_far + score, (start, number)
    found = []
    place = count
    while place:
        place, number = steps[place]
        found.append(number)
    return tuple(reversed(found))


@lru_cache(maxsize=16_384)
def _cut(word: str) -> tuple[int, ...]:
    return likeliest_cut(word, *_vocabulary())


@cache
def _vocabulary() -> tuple[dict[str, tuple[int, float]], int, float]:
    """Return number and log likelihood of each piece, the longest piece's length, an unknown character's cost."""
    pieces: dict[str, tuple[int, float]] = {}
    longest, rarest = 1, 0.0
    for number, line in enumerate(PIECES.read_text(encoding="utf-8").split("\n")[:-1], start=1):
        piece, _, likelihood = line.rpartition("\t")
        score = float(likelihood)
        pieces[piece] = (number, score)
        longest, rarest = max(longest, len(piece)), min(rarest, score)
    return pieces, longest, rarest - DEAR
