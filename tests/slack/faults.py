"""What can go wrong at Slack, to be set per method."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RateLimited:
    """Refuse with 429 and the seconds to wait."""

    retry_after: int = 1


@dataclass(frozen=True)
class ErrorCode:
    """Refuse with a code of Slack's."""

    code: str


@dataclass(frozen=True)
class ServerError:
    """Answer with a page of something in between; the call may have been done or not."""

    status: int = 500
    accepted: bool = False


@dataclass(frozen=True)
class Slow:
    """Do what is asked and answer late."""

    seconds: float


@dataclass(frozen=True)
class DropAfterAccept:
    """Do what is asked and cut the connection without an answer."""


@dataclass(frozen=True)
class DropBeforeAccept:
    """Cut the connection without doing anything."""


Fault = RateLimited | ErrorCode | ServerError | Slow | DropAfterAccept | DropBeforeAccept
