"""A log of the tests' own: the real one, whose lines are read again."""

import json
import logging
import sys
from collections.abc import Callable
from contextlib import redirect_stderr
from io import StringIO
from typing import Any

from bots import inbox
from bots.logs import open_logs
from core.settings import LogFormat, Settings


def settings(**given: Any) -> Settings:
    """Return settings that nothing but a test gives."""
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]  # pydantic's own


def written(work: Callable[[], None], page: StringIO | None = None, **given: Any) -> str:
    """Return what is written to standard error while something is done with the log open."""
    page = page or StringIO()
    with redirect_stderr(page):
        open_logs(settings(**given))
        work()
    return page.getvalue()


def lines(work: Callable[[], None], **given: Any) -> list[dict[str, Any]]:
    """Return the lines in the form of JSON."""
    return [json.loads(line) for line in written(work, log_format=LogFormat.JSON, **given).splitlines()]


def say(words: str, *args: object, level: int = logging.INFO, error: BaseException | None = None) -> None:
    """Log something as our own code does."""
    logger = logging.getLogger(inbox.__name__)
    about = (type(error), error, error.__traceback__) if error else None
    logger.handle(logger.makeRecord(logger.name, level, inbox.__file__, 7, words, args, about, "read"))


def caught(error: BaseException) -> BaseException:
    """Return an error that was raised and caught."""
    try:
        raise error
    except type(error):
        found = sys.exc_info()[1]
    assert found is not None
    return found
