"""Text -> subwords: the most likely way to cut each word into known pieces.

The pieces and their likelihoods are those of the vocabulary that multilingual-e5-small was trained with, thinned
to what our languages need (training/pieces.py). The cut is the unigram one of Kudo (2018): dynamic programming
over the places of a word, linear in its length since no piece is long.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from marisa_trie import Trie

from core.network import FOLDER

UNKNOWN = 0  # The subword that stands for a character no piece holds.
WORD_START = "\u2581"
MOST_LETTERS = 48  # Of one word; a longer one is cut here first.
FEWEST_CAPITALS = 12  # Of what is shouted; a few abbreviations have less.
CAPITALS_TO_SMALL = 1.5  # How many capitals there are then, at least, for each small letter.
DEAR = 10.0  # How much less likely than the rarest piece an unknown character is, in log units.
_LINK = re.compile(r"\bhttps?://([^/\s]{1,80}(?:/[^/?#\s]{0,24})?)[^\s]*")
_UNHELD = re.compile("[\0\ud800-\udfff]")  # What no piece can hold, nor the tree look up.
_NUMBER = re.compile(r"\d{3,}")
ANY_DIGIT = "5"
_INVISIBLE = dict.fromkeys(
    (0x00AD, 0x061C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF)
)


class Vocabulary(NamedTuple):
    """Known pieces in a tree of letters, which gives each a place and takes far less memory than a dictionary."""

    tree: Trie
    numbers: Sequence[int]  # by place
    scores: Sequence[float]  # log likelihoods by place
    unknown: float  # what an unknown character costs

    @classmethod
    def of(cls, pieces: Sequence[str], scores: Sequence[float]) -> "Vocabulary":
        """Take pieces in the order of their numbers, the first of which is 1, and their log likelihoods."""
        tree = Trie(pieces)
        order = sorted(range(len(pieces)), key=lambda number: tree[pieces[number]])
        numbers = array("i", (number + 1 for number in order))
        return cls(tree, numbers, array("f", (scores[number] for number in order)), min(scores) - DEAR)

    @classmethod
    def read(cls, folder: Path) -> "Vocabulary":
        """Return what `write` has written into a folder."""
        tree = Trie()
        tree.mmap(str(folder / "pieces.trie"))
        listed = np.load(folder / "pieces_listed.npy")
        scores = array("f", listed["score"].tobytes())
        return cls(tree, array("i", listed["number"].tobytes()), scores, min(scores) - DEAR)

    def write(self, folder: Path) -> None:
        """Write the tree, and the number and likelihood of each piece in the order of their places."""
        self.tree.save(str(folder / "pieces.trie"))
        listed = np.empty(len(self.numbers), [("number", "<i4"), ("score", "<f4")])
        listed["number"], listed["score"] = self.numbers, self.scores
        np.save(folder / "pieces_listed.npy", listed)

    @property
    def pieces(self) -> list[str]:
        """Return the pieces in the order of their numbers."""
        by_number = sorted((number, place) for place, number in enumerate(self.numbers))
        return [self.tree.restore_key(place) for _, place in by_number]


def subwords(text: str) -> list[int]:
    """Return the numbers of the pieces that a text consists of, from 1; 0 stands for an unknown character."""
    return [number for part in parts_of(text) for number in _cut(part)]


def parts_of(text: str) -> Iterator[str]:
    """Yield the words of a text with their beginning marked, those that are too long in several parts."""
    for word in words_of(text):
        for start in range(0, len(word), MOST_LETTERS):
            part = word[start : start + MOST_LETTERS]
            yield part if start else WORD_START + part


def words_of(text: str) -> list[str]:
    """Return what stands between spaces, in compatibility form, without invisible characters.

    Of a link only the host and the first step of its path are kept: the rest is noise that drowns out the words. And
    all longer numbers are alike: which order somebody writes about must not change what they want. Who shouts is read
    as if he did not, since no piece is known in capitals.
    """
    plain = _UNHELD.sub("\ufffd", unicodedata.normalize("NFKC", text.translate(_INVISIBLE)))
    if _is_shouted(plain):
        plain = plain.lower().replace("i\u0307", "i")  # the small form of a Turkish İ
    if "//" in plain:
        plain = _LINK.sub(r"\1", plain)
    return _NUMBER.sub(lambda found: ANY_DIGIT * len(found[0]), plain).split()


def _is_shouted(text: str) -> bool:
    """Tell whether a text of some length is in capitals, but for an address or a name or two."""
    capitals = sum(map(str.isupper, text))
    return capitals >= FEWEST_CAPITALS and capitals > sum(map(str.islower, text)) * CAPITALS_TO_SMALL


def likeliest_cut(word: str, vocabulary: Vocabulary) -> tuple[int, ...]:
    """Return the numbers of the likeliest pieces of a word.

    A word that is a piece itself stays whole.
    """
    tree, numbers, scores, unknown = vocabulary
    if (whole := tree.get(word)) is not None:
        return (numbers[whole],)
    count = len(word)
    best = [0.0] + [float("-inf")] * count
    steps = [(0, UNKNOWN)] * (count + 1)  # To each place: from where, by which piece.
    for start in range(count):
        so_far = best[start]
        if so_far + unknown > best[start + 1]:
            best[start + 1], steps[start + 1] = so_far + unknown, (start, UNKNOWN)
        for part, place in tree.iter_prefixes_with_ids(word[start:]):
            end = start + len(part)
            if so_far + scores[place] > best[end]:
                best[end], steps[end] = so_far + scores[place], (start, numbers[place])
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
    return Vocabulary.read(FOLDER)
