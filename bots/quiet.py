"""What may be in a log record: of our own code its words, of all others only where they logged and what kind of error.

The libraries under us put whole payloads into their messages, and errors quote what they stumbled over.
"""

import logging
from pathlib import Path
from typing import Any

import bots
import core
from core.errors import Trace, trace

_OURS = tuple(f"{Path(folder).resolve()}/" for package in (bots, core) for folder in package.__path__)
# How messages begin that are worth reading. What follows these words is left out, so nothing else is let through.
_KNOWN = (
    "Although the app should be installed into this workspace",
    "Attempting a reconnect",
    "Can't keep up",
    "Error handling request",
    "Failed to run a middleware function",
    "Failed to run listener function",
    "Ignoring exception in",
    "Invalid request signature detected",
    "Job",
    "Main coroutine error",
    "Retrying",
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


def trace_in(record: logging.LogRecord) -> Trace | None:
    """Return the trace of the error that a record tells of, if it does."""
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        return trace(error)
    return next((one for one in record.args or () if isinstance(one, Trace)), None)


class _Quiet:
    """Makes log records. A filter would not do, because it does not hold for the loggers below its own."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._make(*args, **kwargs)
        if not record.pathname.startswith(_OURS):
            _keep_place(record)
        return record


def _keep_place(record: logging.LogRecord) -> None:
    words = next((known for known in _KNOWN if str(record.msg).startswith(known)), "Something")
    where = f"{words} [{record.module}.{record.funcName}, line {record.lineno}]"
    found = trace_in(record)
    record.msg, record.args = ("%s", (where,)) if found is None else ("%s: %s", (where, found))
    record.exc_info = record.exc_text = record.stack_info = None
