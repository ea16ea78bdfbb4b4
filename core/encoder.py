"""A larger network that is asked where the small one is in doubt: subwords and clues -> the odds of each question.

It is the lower layers of multilingual-e5-small, which know 100 languages, moved by what our own corpus teaches. Every
word looks at all others of a text in each layer (Vaswani and others, 2017; Devlin and others, 2018), and at what was
said before it: "WhatsApp only" means one thing after a question about the shop and another after one about ourselves.
It is fifty times as dear as core/network.py, so it is asked about few texts. training/fit.py makes the numbers; this
file only multiplies them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.network import FOLDER, Head, Row, Text, answered, clue_numbers
from core.rows import StoredRows

HEADS = 12
SMALL = 1e-12
BLOCK = 32  # Numbers of a word that share a scale.
SQUARE = 384  # Columns and rows of weights that are made full numbers at once.
LIFTED = 4  # The layer from which on it counts who speaks.
HEARD_BELOW = 6  # Layers behind which its further heads listen in, as they do at the end.
MOST_TOGETHER = (
    512  # Subwords of several texts that are multiplied in one go; more of them only take more memory.
)
MOST_BEFORE = 56  # Subwords of what was said before, the last of them.
SAID_BEFORE = 3  # What is added to a speaker's number for words said before.
# What is read of the file of a network beside its layers: below the lifted layers, and from them on.
BELOW = ("around", "places", "even")
ABOVE = ("speakers", "clue_rows", "middle", "middle_bias", "exit", "exit_bias")
BY_ROW = ("places", "clue_rows")


class Asked(NamedTuple):
    """A text, and what was said before it, the latest last."""

    text: Text
    before: Sequence[Text] = ()

    @property
    def words_before(self) -> list[tuple[int, int]]:
        """Return the subwords of what was said before that are read, each with the number of its speaker."""
        said = [(word, SAID_BEFORE + one.speaker) for one in self.before for word in one.subwords]
        return said[-MOST_BEFORE:]


@dataclass(frozen=True)
class Matrix:
    """Weights in 8 bits, a scale for each column, and what is added."""

    weights: NDArray[np.int8]
    scale: Row
    bias: Row

    def times(self, x: Row) -> Row:
        """Return rows multiplied by the weights.

        Full numbers are made of these each time, a square at once: kept, they would take four times the memory.
        """
        count, width = self.weights.shape
        found: Row = np.zeros((len(x), width), dtype=np.float32)
        for right in range(0, width, SQUARE):
            columns = slice(right, right + SQUARE)
            for down in range(0, count, SQUARE):
                rows = slice(down, down + SQUARE)
                found[:, columns] += x[:, rows] @ self.weights[rows, columns].astype(np.float32)
        found *= self.scale
        found += self.bias
        return found


@dataclass(frozen=True)
class Layer:
    """What one layer multiplies."""

    asked: Matrix
    answered: Matrix
    wide: Matrix
    narrow: Matrix
    evens: Row  # gain and bias after the attention, gain and bias at the end

    def read(self, x: Row, ends: Sequence[int]) -> Row:
        """Return the words of texts that end at `ends`, with all others of their own text weighed in."""
        heeded = np.empty_like(x)
        asked = self.asked.times(x)
        for start, end in zip((0, *ends), ends, strict=False):
            heeded[start:end] = _attended(asked[start:end])
        x = _evened(x + self.answered.times(heeded), self.evens[0], self.evens[1])
        inner = self.narrow.times(_gelu(self.wide.times(x)))
        return _evened(x + inner, self.evens[2], self.evens[3])


@dataclass(frozen=True)
class Encoder:
    """All numbers of the network."""

    pieces: StoredRows  # two numbers in 4 bits each, first halves of blocks before second ones
    scales: StoredRows  # in 16 bits, of the blocks of each piece
    around: Row  # what stands before each text, and behind it in the last row
    places: Row  # in 16 bits
    even: Row
    speakers: Row
    layers: tuple[Layer, ...]
    clue_rows: Row  # in 16 bits
    middle: Row
    middle_bias: Row
    exit: Row
    exit_bias: Row

    def odds(self, asked: Sequence[Asked], *heads: Head) -> list[dict[str, float]]:
        """Return the log odds of each question, and of those of further heads, for each text."""
        return answered(self.numbers(asked), self.exit, self.exit_bias, heads) if asked else []

    def numbers(self, asked: Sequence[Asked]) -> Row:
        """Return a row for each text: its words below the last layers, its words after all, the numbers of the last layer."""
        numbers = clue_numbers()
        found = []
        for together in _batches(asked):
            summed = np.stack(self._summed(together))
            totals = summed[:, -len(self.middle) :] @ self.middle + self.middle_bias
            for number, one in enumerate(together):
                if known := sorted(numbers[clue] for clue in one.text.clues if clue in numbers):
                    totals[number] += self.clue_rows[known].sum(axis=0, dtype=np.float32)
            swished = totals / (1 + np.exp(np.minimum(-totals, 60)))
            found.append(np.concatenate([summed, swished], axis=1))
        return np.concatenate(found)

    def _summed(self, together: Sequence[Asked]) -> list[Row]:
        """Return the mean of each text's words, and what stands out in them, below the last layers and after all."""
        begin, end = self.around[:-1], self.around[-1:]
        rows, speakers = [], []
        for one in together:
            before, speaker = one.words_before, one.text.speaker
            earlier = [self._words([word for word, _ in before]), end] if before else []
            rows.append(np.concatenate([begin, *earlier, self._words(one.text.subwords), end]))
            own = [speaker] * (len(rows[-1]) - len(begin) - len(before))
            speakers.extend([speaker] * len(begin) + [who for _, who in before] + own)
        ends = list(accumulate(map(len, rows)))
        x = np.concatenate(rows) + np.concatenate([self.places[: len(one)] for one in rows])
        x = _evened(x, self.even[0], self.even[1])
        heard = []
        for number, layer in enumerate(self.layers, 1):
            if number == LIFTED + 1:
                x += self.speakers[speakers]
            x = layer.read(x, ends)
            if number in (HEARD_BELOW, len(self.layers)):
                heard.append(x)
        found = []
        for first, last, one in zip((0, *ends), ends, together, strict=False):
            behind = first + len(begin) + (len(one.words_before) + 1 if one.words_before else 0)
            kept = (np.concatenate([x[first : first + len(begin)], x[behind:last]]) for x in heard)
            found.append(np.concatenate([part for x in kept for part in (x.mean(axis=0), x.max(axis=0))]))
        return found

    def _words(self, subwords: Sequence[int]) -> Row:
        """Return the rows of subwords."""
        packed = self.pieces[subwords].reshape(len(subwords), -1, BLOCK // 2)
        values = np.concatenate([packed & 15, packed >> 4], axis=2).astype(np.float32) - 8
        values *= self.scales[subwords][:, :, None]
        return values.reshape(len(subwords), -1)


def _attended(asked: Row) -> Row:
    """Return for each word of one text what it takes from all of them."""
    count, width = len(asked), asked.shape[1] // 3
    query, key, value = asked.reshape(count, 3, HEADS, -1).transpose(1, 2, 0, 3)
    heed = query @ key.transpose(0, 2, 1) / np.float32((width // HEADS) ** 0.5)
    heed -= heed.max(axis=2, keepdims=True)
    np.exp(heed, out=heed)
    heed /= heed.sum(axis=2, keepdims=True)
    found: Row = (heed @ value).transpose(1, 0, 2).reshape(count, width)
    return found


def _evened(x: Row, gain: Row, bias: Row) -> Row:
    x = x - x.mean(axis=1, keepdims=True)
    x /= np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] / x.shape[1] + SMALL)
    x *= gain
    x += bias
    return x


def _gelu(x: Row) -> Row:
    """Return the gated values (Hendrycks and Gimpel, 2016), by the formula with tanh."""
    inner = x * x
    inner *= 0.044715
    inner += 1
    inner *= x
    inner *= np.float32((2 / np.pi) ** 0.5)
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= 0.5
    return inner


def _batches(asked: Sequence[Asked]) -> Iterator[list[Asked]]:
    """Yield the texts in order, as many at once as are multiplied together."""
    together: list[Asked] = []
    room = MOST_TOGETHER
    for one in asked:
        length = len(one.text.subwords) + len(one.words_before)
        room -= length
        if together and room < 0:
            yield together
            together, room = [], MOST_TOGETHER - length
        together.append(one)
    if together:
        yield together


@cache
def encoder() -> Encoder:
    """Return the larger network of the files in core/network/."""
    numbers, full = _numbers("encoder.npz")
    pieces, scales = StoredRows(FOLDER / "encoder_pieces.npy"), StoredRows(FOLDER / "encoder_scales.npy")
    below = {name: full[name] for name in BELOW}
    above = {name: full[name] for name in ABOVE}
    return Encoder(pieces=pieces, scales=scales, layers=_layers(numbers, full), **below, **above)


@cache
def posts_encoder() -> Encoder:
    """Return the same network with upper layers that have learnt posts in channels alone; they answer for the gate."""
    numbers, full = _numbers("encoder_posts.npz")
    whole = encoder()
    layers = (*whole.layers[:LIFTED], *_layers(numbers, full))
    above: dict[str, Any] = {name: full[name] for name in ABOVE}
    return replace(whole, layers=layers, **above)


def _numbers(file_name: str) -> tuple[dict[str, Row], dict[str, Row]]:
    """Return the numbers of a file, and those that came in 16 bits in full but for tables of which few rows are read."""
    with np.load(FOLDER / file_name) as file:
        numbers = {name: file[name] for name in file.files}
    short = {name: rows for name, rows in numbers.items() if rows.dtype == np.float16}
    full = {name: rows if name in BY_ROW else rows.astype(np.float32) for name, rows in short.items()}
    return numbers, full


def _layers(numbers: Mapping[str, Row], full: Mapping[str, Row]) -> tuple[Layer, ...]:
    """Return the layers that a file holds, in order."""

    def matrix(name: str) -> Matrix:
        return Matrix(numbers[f"{name}.weights"], full[f"{name}.scale"], full[f"{name}.bias"])

    held = sorted(int(name.removeprefix("evens")) for name in numbers if name.startswith("evens"))
    return tuple(
        Layer(
            asked=matrix(f"asked{n}"),
            answered=matrix(f"answered{n}"),
            wide=matrix(f"wide{n}"),
            narrow=matrix(f"narrow{n}"),
            evens=full[f"evens{n}"],
        )
        for n in held
    )
