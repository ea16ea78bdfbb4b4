"""A small neural network that says what a message means: subwords and clues -> the odds of each question.

Each subword is a row of numbers in which words of like meaning lie close together, in all languages alike. Three
convolutions let every word see its neighbours, up to seven words to each side; the words that deserve heed and what
stands out anywhere are then weighed together with the clues, which say what the finders and phrases found.
training/fit.py makes the numbers; this file only multiplies them.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

# The products here are small: threads cost more than they bring, and a bot has better uses for the other cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

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

Row = NDArray[Any]  # of float32, which numpy's own types lose track of
Layer = tuple[Row, Row]  # weights of left, middle and right; bias


@dataclass(frozen=True)
class Network:
    """All numbers of the network."""

    pieces: NDArray[np.int8]
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

    def summary(self, subwords: Sequence[int], speaker: int) -> Row:
        """Return what the words of a message come to, before the clues are weighed in."""
        x = (self.pieces[np.asarray(subwords, dtype=np.intp)] * self.scale) @ self.entry
        x += self.entry_bias + self.speakers[speaker]
        for layer, reach in zip(self.layers, REACHES, strict=True):
            x += _convolved(x, layer, reach)
        heed = np.exp(np.minimum(x @ self.heeded, MOST_HEED))
        heed /= heed.sum(axis=0)
        pooled = np.concatenate([(heed.T @ x).ravel(), x.max(axis=0)])
        found: Row = pooled @ self.middle + self.middle_bias
        return found

    def odds(self, summary: Row, clues: Iterable[str]) -> dict[str, float]:
        """Return the log odds of each question for a summary and what else was seen."""
        numbers = clue_numbers()
        known = sorted(numbers[clue] for clue in clues if clue in numbers)
        total = summary + self.clue_rows[np.asarray(known, dtype=np.intp)].sum(axis=0) if known else summary
        return dict(zip(QUESTIONS, (_swish(total) @ self.exit + self.exit_bias).tolist(), strict=True))


def chance(odds: float) -> float:
    """Return log odds as a chance."""
    return 1 / (1 + exp(-max(odds, LEAST_ODDS)))


def _convolved(x: Row, layer: Layer, reach: int) -> Row:
    """Return each row with its neighbours weighed in, gated by itself (Dauphin and others, 2017).

    Rows are made equally long first (Zhang and Sennrich, 2019).
    """
    weights, bias = layer
    count, width = x.shape
    even = x / np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] / width + SMALL)
    around = np.zeros((count, 3 * width), dtype=np.float32)
    around[:, width : 2 * width] = even
    around[reach:, :width] = even[:-reach]
    around[:-reach, 2 * width :] = even[reach:]
    both = around @ weights
    both += bias
    gate: Row = np.tanh(both[:, width:])
    gate += 1
    gate *= both[:, :width]
    return gate


def _swish(x: Row) -> Row:
    swished: Row = x / (1 + np.exp(-np.clip(x, -60, 60)))
    return swished


@cache
def network() -> Network:
    """Return the network of the files beside this one."""
    with np.load(FOLDER / "network.npz") as file:
        numbers = {name: np.ascontiguousarray(file[name], dtype=np.float32) for name in file.files}
    layers = tuple((numbers[f"weights{n}"], numbers[f"bias{n}"]) for n in range(len(REACHES)))
    rest = {name: rows for name, rows in numbers.items() if not name[-1].isdigit()}
    # Only the rows that are used are ever read from the file.
    pieces = np.load(FOLDER / "pieces.npy", mmap_mode="r").view(np.ndarray)
    return Network(pieces=pieces, layers=layers, **rest)


@cache
def clue_numbers() -> dict[str, int]:
    """Return the number of each clue that the network knows."""
    lines = (FOLDER / "clues.txt").read_text(encoding="utf-8").splitlines()
    return {clue: number for number, clue in enumerate(lines)}
