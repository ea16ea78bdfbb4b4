"""The log: lines of JSON, or text in a terminal, on standard error."""

import logging
import sys
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any

from bots.quiet import quiet_logs, trace_in
from bots.redaction import redaction
from bots.uncaught import log_uncaught
from core.errors import Trace, trace
from core.ids import bound, bound_ids
from core.settings import LogFormat, Settings

__all__ = ["bound", "open_logs", "open_logs_aside", "quiet_logs"]

Line = MutableMapping[str, Any]  # What is known of a line, by name; structlog hands it from step to step.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}


def open_logs(settings: Settings) -> None:
    """Write the log to standard error from now on, in the form that the settings name; it may be called again."""
    quiet_logs()
    log_uncaught()
    # A line that cannot be written would be printed beside the log, words and all.
    logging.raiseExceptions = False
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _Log)]:
        root.removeHandler(handler)
    root.addHandler(_Log(settings))
    root.setLevel(logging.INFO)


def open_logs_aside(settings: Settings) -> None:
    """Keep the log out of the terminal of somebody who types there: it is written where standard error goes elsewhere."""
    if sys.stderr.isatty():
        logging.getLogger().addHandler(logging.NullHandler())
    else:
        open_logs(settings)


class _Log(logging.StreamHandler[Any]):
    """Writes lines to standard error."""

    def __init__(self, settings: Settings) -> None:
        from structlog.processors import JSONRenderer
        from structlog.stdlib import ProcessorFormatter

        super().__init__(sys.stderr)
        is_read_here = settings.log_format is LogFormat.AUTO and sys.stderr.isatty()
        form = _text if is_read_here or settings.log_format is LogFormat.TEXT else JSONRenderer()
        steps = (_told, _redacted(redaction(settings)), form)
        self.setFormatter(ProcessorFormatter(processors=steps))

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line; where it cannot be told, that there was one."""
        record.trace = trace_in(record)  # The formatter takes its arguments away before its first step.
        try:
            return super().format(record)
        except Exception as error:  # noqa: BLE001  # What is logged must not stop what logs it.
            said = ("a line of %s could not be written: %s", (record.name, trace(error)))
            return self.format(logging.LogRecord(__name__, logging.ERROR, __file__, 0, *said, None))


def _told(_: Any, __: str, line: Line) -> Line:
    """Return what a record tells: when, how grave, of which part, what, with which ids, and where an error happened."""
    record: logging.LogRecord = line["_record"]
    where: Trace | None = record.__dict__["trace"]
    event = line["event"].replace(where, where.kind) if where else line["event"]
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    told = {
        "timestamp": at.replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": event,
    }
    return {**told, **bound_ids(), **told, **({"exception": str(where)} if where else {})}


def _redacted(redact: Callable[[str], str]) -> Callable[[Any, str, Line], Line]:
    def step(_: Any, __: str, line: Line) -> Line:
        return {
            name: value if name == "timestamp" or isinstance(value, int) else redact(str(value))
            for name, value in line.items()
        }

    return step


def _text(_: Any, __: str, line: Line) -> str:
    told = [line.pop(name).translate(_CONTROLS) for name in ("timestamp", "level", "logger", "event")]
    places = line.pop("exception", "")
    ids = "".join(f" {name}={value}".translate(_CONTROLS) for name, value in line.items())
    at, level, logger, event = told
    return f"{at} {level} {logger}: {event}{ids}" + (f"\n{places.rstrip()}" if places else "")
