"""Rows of numbers in a file, of which a text needs few."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class StoredRows:
    """The rows of an .npy file, each read when it is asked for.

    They are read and not mapped: a mapped file brings in the fifteen pages around each row too, which came to six
    megabytes for one conversation.
    """

    def __init__(self, path: Path) -> None:
        """Open a file for as long as the process lives."""
        rows: NDArray[Any] = np.load(path, mmap_mode="r")
        self._count, self._type, self._shape = len(rows), rows.dtype, rows.shape[1:]
        self._width = rows.strides[0]
        self._begin = path.stat().st_size - rows.nbytes
        self._file = os.open(path, os.O_RDONLY)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._count

    def __getitem__(self, numbers: Sequence[int]) -> NDArray[Any]:
        """Return some of the rows, in the order asked for."""
        read = [os.pread(self._file, self._width, self._begin + self._width * number) for number in numbers]
        return np.frombuffer(b"".join(read), self._type).reshape(len(numbers), *self._shape)
