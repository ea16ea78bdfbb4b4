"""The calls that one post takes: within the time that it is held, at Slack's pace, their errors as delivery knows them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from threading import Lock
from typing import TypeVar

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bots.delivery import DeliveryError, Gone, Refused, Unclear
from bots.slack.errors import FAILURES, delivery_error

MOST_SECONDS = 25.0  # All calls of a post together: less than half of what delivery holds it for.
LONGEST_CALL = 10.0
SHORTEST_CALL = 1.0
FIRST_WAIT = 1.5
Answer = TypeVar("Answer")


class Pacer:
    """One post a second in each channel: Slack may swallow what comes faster. It may be asked from any thread."""

    def __init__(self, seconds: float = 1.0) -> None:
        """Take how many seconds there are from post to post."""
        self._seconds = seconds
        self._lock = Lock()
        self._next: dict[str, float] = {}  # the first free moment of each channel that was written to lately

    def wait(self, channel: str, longest: float) -> None:
        """Sleep until it is our turn; raises Refused where that is further away than the longest wait, in seconds."""
        with self._lock:
            now = time.monotonic()
            self._next = {busy: free for busy, free in self._next.items() if free > now}
            turn = self._next.get(channel, now)
            if turn - now > longest:
                raise Refused("paced", retry_after=timedelta(seconds=turn - now))
            self._next[channel] = turn + self._seconds
        time.sleep(turn - now)


class Calls:
    """A client for one post. Once some of it has arrived, nothing that is refused later says that it has not."""

    def __init__(self, web: WebClient, pacer: Pacer) -> None:
        """Take the workspace's client, whose own timeout is left alone."""
        self._web = copy(web)
        self._pacer = pacer
        self._until = time.monotonic() + MOST_SECONDS
        self._has_arrived = False

    def ask(self, call: Callable[[WebClient], Answer]) -> Answer:
        """Make a call that brings nothing of the post to Slack, or nothing that could be there twice."""
        try:
            return self._timed(call, 1)
        except FAILURES as error:
            failed = delivery_error(error)
            raise self._told(Gone if isinstance(failed, Gone) else Refused, failed) from None

    def post(self, channel: str, call: Callable[[WebClient], SlackResponse], steps: int = 1) -> SlackResponse:
        """Post something, in as many steps, when it is the channel's turn."""
        try:
            self._pacer.wait(channel, self._left() if self._has_arrived else FIRST_WAIT)
        except Refused as error:
            raise self._told(Refused, error) from None
        return self.change(call, steps)

    def change(self, call: Callable[[WebClient], SlackResponse], steps: int = 1) -> SlackResponse:
        """Change what stands in Slack, in as many steps."""
        try:
            answer = self._timed(call, steps)
        except FAILURES as error:
            failed = delivery_error(error)
            raise self._told(type(failed), failed) from None
        self._has_arrived = True
        return answer

    def _timed(self, call: Callable[[WebClient], Answer], steps: int) -> Answer:
        left = self._left() / steps
        if left < SHORTEST_CALL:
            raise self._told(Refused, Refused("out_of_time"))
        self._web.timeout = int(min(LONGEST_CALL, left))
        return call(self._web)

    def _left(self) -> float:
        return self._until - time.monotonic()

    def _told(self, kind: type[DeliveryError], error: DeliveryError) -> DeliveryError:
        kind = Unclear if self._has_arrived else kind
        return kind(error.status, retry_after=error.retry_after, forever=error.forever)


@contextmanager
def passing(*codes: str) -> Iterator[None]:
    """Let these codes of Slack's pass: what was wanted is so already."""
    try:
        yield
    except DeliveryError as error:
        if error.status not in codes:
            raise
