"""What the libraries under us may log: where and what kind, never what people wrote.

They put whole payloads into their messages, and errors quote what they stumbled over.
"""

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.errors import trace

_LIBRARIES = ("aiohttp", "asyncio", "discord", "slack_bolt", "slack_sdk")
_FOLDERS = tuple(
    f"{Path(spec.origin).parent}/" for name in _LIBRARIES if (spec := find_spec(name)) and spec.origin
)
# How messages begin that are worth reading. What follows these words is left out, so nothing else is let through.
_KNOWN = (
    "Although the app should be installed into this workspace",
    "Attempting a reconnect",
    "Error handling request",
    "Can't keep up",
    "Failed to run a middleware function",
    "Failed to run listener function",
    "Ignoring exception in",
    "Invalid request signature detected",
    "Shard ID",
    "Task exception was never retrieved",
    "Unclosed",
    "Unhandled request",
    "We are being rate limited",
    "WebSocket closed",
)


def quiet_logs() -> None:
    """Keep what people wrote out of the libraries' log records, whichever logger they use and at every level."""
    make = logging.getLogRecordFactory()
    if not isinstance(make, _Quiet):
        logging.setLogRecordFactory(_Quiet(make))


class _Quiet:
    """Makes log records. A filter would not do, because it does not hold for the loggers below its own."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._make(*args, **kwargs)
        if record.pathname.startswith(_FOLDERS):
            record.msg, record.args = _said(record), ()
            record.exc_info = record.stack_info = None
        return record


def _said(record: logging.LogRecord) -> str:
    words = next((known for known in _KNOWN if str(record.msg).startswith(known)), "Something")
    where = f"{words} [{record.module}.{record.funcName}, line {record.lineno}]"
    error = record.exc_info[1] if record.exc_info else None
    return where if error is None else f"{where}: {trace(error)}"
