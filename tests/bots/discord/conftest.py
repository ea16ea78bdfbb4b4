from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.discord.server import Server, at_work


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Server]:
    """A server with our bot, which has learned, and four watched channels."""
    with at_work(tmp_path) as server:
        yield server
