"""What nobody catches is logged like everything else: what kind of error or warning, and where, without its words."""

import logging
import sys
import threading
import warnings
from types import TracebackType
from typing import TextIO

from core.errors import trace

logger = logging.getLogger(__name__)


def log_uncaught() -> None:
    """Log what ends the program or one of its threads, what cannot be raised, and warnings, in place of printing them."""
    sys.excepthook = _ended
    threading.excepthook = _thread_ended
    sys.unraisablehook = _not_raised
    warnings.showwarning = _warned


def _ended(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, where)
        return
    logger.critical("checkmsg has ended: %s", trace(error))


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        name = args.thread.name if args.thread else ""
        logger.critical("the thread %s has ended: %s", name, trace(args.exc_value))


def _not_raised(args: "sys.UnraisableHookArgs") -> None:
    if args.exc_value is not None:
        logger.error("an error could not be raised: %s", trace(args.exc_value))


def _warned(
    message: Warning | str,  # noqa: ARG001  # It may quote anything.
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001
    line: str | None = None,  # noqa: ARG001
) -> None:
    logger.warning("%s at %s, line %s", category.__name__, filename, lineno)
