from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack.fake import FakeSlack
from tests.slack.workplace import Workplace, at_work


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """A workspace with our bot, which has learned, and three watched channels."""
    with FakeSlack() as slack, at_work(slack, tmp_path) as workplace:
        yield workplace
