"""Errors, told to Sentry: what kind, and where in the code; never what people wrote.

Errors are logged as traces, without the error itself, and what nobody catches is logged as well. So a report is made of
a line in the log, and none of Sentry's own ways of finding errors is needed.
"""

import logging
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, cast

from bots.quiet import quiet_logs, trace_in
from core.errors import Frame
from core.ids import bound_ids
from core.settings import Settings, SettingsError

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

_OURS = ("bots.", "core.")
_MOST_FRAMES = 100
# What is sent.
_OF_EVENT = ("event_id", "timestamp", "platform", "level", "logger", "release")
_OF_FRAME = ("module", "function", "lineno", "in_app")
_IDS = ("request", "agency", "workspace", "news", "post")


def open_reports(settings: Settings) -> None:
    """Report the errors that are logged from now on, where the settings name a Sentry; raises SettingsError."""
    if not settings.sentry_dsn:
        return
    import sentry_sdk
    from sentry_sdk.integrations.atexit import AtexitIntegration
    from sentry_sdk.utils import BadDsn

    quiet_logs()
    try:
        sentry_sdk.init(
            dsn=settings.sentry_dsn,
            release=f"checkmsg@{version('checkmsg')}",
            before_send=_rebuilt,
            before_send_log=_nothing,
            before_send_metric=_nothing,
            before_breadcrumb=_nothing,
            max_breadcrumbs=0,
            include_local_variables=False,
            include_source_context=False,
            max_request_body_size="never",
            server_name="",
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[AtexitIntegration(callback=_wait_quietly)],
            auto_session_tracking=False,
            send_client_reports=False,
            debug=False,  # Else variables of the environment could switch on what prints or sends more.
            spotlight=False,
        )
    except BadDsn:
        raise SettingsError(
            "settings: CHECKMSG_SENTRY_DSN: copy it whole from your project's page Client Keys (DSN)."
        ) from None
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _Reports)]:
        root.removeHandler(handler)
    root.addHandler(_Reports(logging.ERROR))


class _Reports(logging.Handler):
    """Reports what is logged as an error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Report a record: the error it tells of, or else the place that logged it."""
        import sentry_sdk

        found = trace_in(record)
        kind = "Logged" if found is None else found.kind
        here = (Frame(record.name, record.funcName or "", record.lineno),)
        sentry_sdk.capture_event(
            {
                "level": "fatal" if record.levelno >= logging.CRITICAL else "error",
                "logger": record.name,
                "tags": {name: str(value) for name, value in bound_ids().items()},
                "exception": {"values": [_exception(kind, here if found is None else found.frames)]},
            }
        )


def _exception(kind: str, frames: Sequence[Frame]) -> dict[str, Any]:
    told = [
        {
            "module": frame.module,
            "function": frame.function,
            "lineno": frame.line,
            "in_app": frame.module.startswith(_OURS),
        }
        for frame in frames[-_MOST_FRAMES:]
    ]
    return {"type": kind, "stacktrace": {"frames": told}}


def _rebuilt(event: "Event", _: "Hint") -> "Event":
    """Return what is sent of an event: what is named here, and nothing that somebody else may have put there."""
    exceptions = event.get("exception", {}).get("values", [])
    sent: Any = {
        **_only(_OF_EVENT, event),
        "tags": _only(_IDS, event.get("tags", {})),
        "exception": {
            "values": [
                {"type": exception.get("type"), "stacktrace": {"frames": _frames(exception)}}
                for exception in exceptions
            ]
        },
    }
    return cast("Event", sent)


def _frames(exception: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [_only(_OF_FRAME, frame) for frame in (exception.get("stacktrace") or {}).get("frames", [])]


def _only(names: Sequence[str], given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}


def _nothing(*_: Any) -> None:
    """Let nothing of the kind be kept or sent."""


def _wait_quietly(pending: int, timeout: float) -> None:
    """Say nothing while the last reports are sent at the end; Sentry would print that it waits."""
