"""A small neural network that says what a message means: subwords and clues -> the odds of each question.

Each subword is a row of numbers in which words of like meaning lie close together, in all languages alike. Three
convolutions let every word see its neighbours, up to seven words to each side; the words that deserve heed and what
stands out anywhere are then weighed together with the clues, which say what the finders and phrases found.
training/fit.py makes the numbers; this file only multiplies them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, starmap
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.rows import StoredRows

FOLDER = Path(__file__).parent / "network"
QUESTIONS = (
    "talk",
    "pay",
    "exception",
    "unpaid",
    "file",
    "access",
    "pressure",
    "fees",
    "contact_share",
    "contact_request",
    "move",
    "call",
    "client_text",
)
CLIENT, US, POST = 0, 1, 2  # Who speaks; a post in a channel may hold anybody's words.
LEAST_ODDS = -20.0
SMALL = 1e-5
MOST_HEED = 30.0
REACHES = (1, 2, 4)  # How far each convolution looks to both sides.
MOST_TOGETHER = (
    512  # Subwords of several texts that are multiplied in one go; more of them leave the near caches.
)

Row = NDArray[Any]  # of float32, which numpy's own types lose track of
Layer = tuple[Row, Row]  # weights of left, middle and right; bias


class Text(NamedTuple):
    """What is read in one go: its subwords, who speaks, and what the finders and phrases saw in it."""

    subwords: Sequence[int]
    speaker: int
    clues: Collection[str] = ()


class Head(NamedTuple):
    """Further questions that stand on the numbers a network has at the end: their names, weights and bias."""

    names: Sequence[str]
    weights: Row
    bias: Row

    def odds(self, numbers: Row) -> list[dict[str, float]]:
        """Return the log odds of each of its questions for each row of numbers."""
        answers = numbers @ self.weights + self.bias
        return [dict(zip(self.names, answer, strict=True)) for answer in answers.tolist()]


@dataclass(frozen=True)
class Network:
    """All numbers of the network."""

    pieces: StoredRows | NDArray[np.int8]
    scale: Row
    entry: Row
    entry_bias: Row
    speakers: Row
    layers: tuple[Layer, ...]
    clue_rows: Row
    heeded: Row
    middle: Row
    middle_bias: Row
    exit: Row
    exit_bias: Row

    def odds(self, texts: Sequence[Text], *heads: Head) -> list[dict[str, float]]:
        """Return the log odds of each question, and of those of further heads, for each text."""
        return answered(self.numbers(texts), self.exit, self.exit_bias, heads)

    def numbers(self, texts: Sequence[Text]) -> Row:
        """Return the numbers of the last layer, a row for each text."""
        numbers = clue_numbers()
        totals = self.summaries(texts)
        for number, text in enumerate(texts):
            if known := sorted(numbers[clue] for clue in text.clues if clue in numbers):
                totals[number] += self.clue_rows[known].sum(axis=0, dtype=np.float32)
        return _swish(totals)

    def summaries(self, texts: Sequence[Text]) -> Row:
        """Return what the words of each text come to, a row each, before the clues are weighed in."""
        # What is said again is read once: it is quicker, and the same words come to the very same numbers.
        places: dict[tuple[tuple[int, ...], int], int] = {}
        which = [places.setdefault((tuple(text.subwords), text.speaker), len(places)) for text in texts]
        rows = [self._summed(together) for together in _batches(starmap(Text, places))]
        found: Row = np.concatenate(rows)[which] if rows else np.zeros((0, len(self.middle_bias)))
        return found

    def _summed(self, texts: Sequence[Text]) -> Row:
        """Return the rows of texts whose words are multiplied in one go; none of them sees another."""
        counts = [len(text.subwords) for text in texts]
        words = list(chain.from_iterable(text.subwords for text in texts))
        ends = list(accumulate(counts))
        x = (self.pieces[words] * self.scale) @ self.entry
        entering = self.speakers + self.entry_bias
        for end, text in zip(ends, texts, strict=True):
            x[end - len(text.subwords) : end] += entering[text.speaker]
        for layer, reach in zip(self.layers, REACHES, strict=True):
            x += _convolved(x, layer, reach, ends)
        heed = np.exp(np.minimum(x @ self.heeded, MOST_HEED))
        pooled = []
        for end, count in zip(ends, counts, strict=True):
            own, heeded = x[end - count : end], heed[end - count : end]
            pooled.append(np.concatenate([((heeded / heeded.sum(axis=0)).T @ own).ravel(), own.max(axis=0)]))
        found: Row = np.stack(pooled) @ self.middle + self.middle_bias
        return found


def answered(numbers: Row, exit_: Row, exit_bias: Row, heads: Sequence[Head]) -> list[dict[str, float]]:
    """Return what all questions come to in each row of numbers; our own questions stand on the last of these."""
    said = Head(QUESTIONS, exit_, exit_bias).odds(numbers[:, -len(exit_) :])
    for head in heads:
        said = [one | more for one, more in zip(said, head.odds(numbers), strict=True)]
    return said


def chance(odds: float) -> float:
    """Return log odds as a chance."""
    return 1 / (1 + exp(-max(odds, LEAST_ODDS)))


def _batches(texts: Iterable[Text]) -> Iterator[list[Text]]:
    """Yield the texts in order, as many at once as are quickly multiplied together."""
    together: list[Text] = []
    room = MOST_TOGETHER
    for text in texts:
        room -= len(text.subwords)
        if together and room < 0:
            yield together
            together, room = [], MOST_TOGETHER - len(text.subwords)
        together.append(text)
    if together:
        yield together


def _convolved(x: Row, layer: Layer, reach: int, ends: Sequence[int]) -> Row:
    """Return each row with its neighbours weighed in, gated by itself (Dauphin and others, 2017).

    Rows are made equally long first (Zhang and Sennrich, 2019). `ends` are the places behind the last row of each
    text: no neighbour is taken from across them.
    """
    weights, bias = layer
    count, width = x.shape
    around = np.empty((count, 3 * width), dtype=np.float32)
    left, even, right = around[:, :width], around[:, width : 2 * width], around[:, 2 * width :]
    np.divide(x, np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] / width + SMALL), out=even)
    left[:reach] = 0
    left[reach:] = even[:-reach]
    right[:-reach] = even[reach:]
    for end in ends:
        left[end : end + reach] = 0
        right[max(end - reach, 0) : end] = 0
    both = around @ weights
    both += bias
    gate: Row = np.tanh(both[:, width:])
    gate += 1
    gate *= both[:, :width]
    return gate


def _swish(x: Row) -> Row:
    swished: Row = x / (1 + np.exp(np.minimum(-x, 60)))
    return swished


@cache
def network() -> Network:
    """Return the network of the files beside this one."""
    with np.load(FOLDER / "network.npz") as file:
        numbers = {name: np.ascontiguousarray(file[name], dtype=np.float32) for name in file.files}
        numbers["clue_rows"] = file["clue_rows"]  # Few rows are read of it, so they stay in 16 bits.
    layers = tuple((numbers[f"weights{n}"], numbers[f"bias{n}"]) for n in range(len(REACHES)))
    rest = {name: rows for name, rows in numbers.items() if not name[-1].isdigit()}
    return Network(pieces=StoredRows(FOLDER / "pieces.npy"), layers=layers, **rest)


@cache
def clue_numbers() -> dict[str, int]:
    """Return the number of each clue that the network knows."""
    lines = (FOLDER / "clues.txt").read_text(encoding="utf-8").splitlines()
    return {clue: number for number, clue in enumerate(lines)}
