import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest

from tests.bots.stand import Stand, serving


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """Whoever opens the log opens it for the whole process; afterwards it is as it was."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    factory, is_loud = logging.getLogRecordFactory(), logging.raiseExceptions
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning)
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning = hooks
    logging.setLogRecordFactory(factory)
    logging.raiseExceptions = is_loud
    root.setLevel(level)
    for handler in [one for one in root.handlers if one not in handlers]:
        root.removeHandler(handler)


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    """A host of files."""
    monkeypatch.setenv("no_proxy", "*")
    with serving() as server:
        yield server
