"""Discord's error codes, in one table: what each says about a post, and whether another try would be in vain."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from enum import Enum
from http import HTTPStatus
from types import MappingProxyType

import aiohttp
import discord

from bots.delivery import DeliveryError, Gone, Refused, Unclear

UNKNOWN_CHANNEL = "10003"
UNKNOWN_MESSAGE = "10008"
NO_ACCESS = "50001"
NO_RIGHT = "50013"
NO_MESSAGES = "50024"
INVALID = "50035"
ARCHIVED = "50083"
NO_HISTORY = "160002"
THREAD_EXISTS = "160004"

FAILURES = (
    discord.HTTPException,
    discord.RateLimited,
    aiohttp.ClientError,
    OSError,
)  # all that a call raises
LEFT_ALONE = timedelta(minutes=1)  # where Discord says that it is too much, and not for how long
_UNREACHED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class Outcome(Enum):
    """What became of a post."""

    NEVER = "never"  # refused, and it will be again until a person changes something
    LATER = "later"  # refused for now
    UNCLEAR = "unclear"
    GONE = "gone"  # what it belongs to is not there any more


# All other codes are told by the status of their answer: each refusal counts towards a ban, so that none is tried twice.
_CODES = {
    Outcome.GONE: "10008",
    # Slow mode and its like, too many edits of an old message, direct messages opened too fast, sending or a feature
    # switched off by Discord for a while, too much of everything.
    Outcome.LATER: "20016 20022 20028 20029 30046 40003 40004 40006 130000",
}
OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {code: outcome for outcome, codes in _CODES.items() for code in codes.split()}
)


def code_of(error: discord.HTTPException) -> str:
    """Return Discord's code, or the status of an answer that has none."""
    return str(error.code) if error.code else f"http_{error.status}"


def delivery_error(error: Exception) -> DeliveryError:
    """Return what a failed call says about what it should have posted; it has the code and none of the words."""
    if isinstance(error, discord.RateLimited):
        return Refused("ratelimited", retry_after=timedelta(seconds=error.retry_after))
    if isinstance(error, discord.HTTPException):
        return _refusal(error)
    return Refused("unreachable") if isinstance(error, _UNREACHED) else Unclear(type(error).__name__)


def _refusal(error: discord.HTTPException) -> DeliveryError:
    code = code_of(error)
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Refused("ratelimited", retry_after=_retry_after(error))
    match OUTCOMES.get(code, _by_status(error.status)):
        case Outcome.NEVER:
            return Refused(code, forever=True)
        case Outcome.LATER:
            return Refused(code)
        case Outcome.GONE:
            return Gone(code)
        case Outcome.UNCLEAR:
            return Unclear(code)


def _retry_after(error: discord.HTTPException) -> timedelta:
    said = str(error.response.headers.get("Retry-After", ""))
    return timedelta(seconds=int(said)) if said.isdecimal() else LEFT_ALONE


def _by_status(status: int) -> Outcome:
    return Outcome.NEVER if status < HTTPStatus.INTERNAL_SERVER_ERROR else Outcome.UNCLEAR


@contextmanager
def posting() -> Iterator[None]:
    """Let what brings something to Discord fail as delivery knows it."""
    try:
        yield
    except FAILURES as error:
        raise delivery_error(error) from None


@contextmanager
def asking() -> Iterator[None]:
    """Let what brings nothing to Discord, or nothing that could be there twice, fail as delivery knows it."""
    try:
        yield
    except FAILURES as error:
        failed = delivery_error(error)
        kind = Gone if isinstance(failed, Gone) else Refused
        raise kind(failed.status, retry_after=failed.retry_after, forever=failed.forever) from None


@contextmanager
def passing(*codes: str) -> Iterator[None]:
    """Let these codes of Discord's pass: what was wanted is so already, or cannot be had."""
    try:
        yield
    except DeliveryError as error:
        if error.status not in codes:
            raise
