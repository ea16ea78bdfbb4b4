from collections.abc import Iterator

import pytest

from tests.bots.stand import Stand, serving


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    """A host of files."""
    monkeypatch.setenv("no_proxy", "*")
    with serving() as server:
        yield server
