"""Rows that are read one by one are those of the file."""

from pathlib import Path

import numpy as np
import pytest

from core.rows import StoredRows


@pytest.mark.parametrize("kind", ["int8", "uint8", "float16"])
def test_rows_come_in_the_order_asked_for(tmp_path: Path, kind: str) -> None:
    whole = np.arange(70).reshape(10, 7).astype(kind)
    np.save(tmp_path / "rows.npy", whole)
    rows = StoredRows(tmp_path / "rows.npy")
    assert len(rows) == 10
    for numbers in ([9, 0, 0, 4], [3]):
        found = rows[numbers]
        assert found.dtype == whole.dtype
        assert np.array_equal(found, whole[numbers])
