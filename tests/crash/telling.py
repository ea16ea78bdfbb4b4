"""How Slack tells a bot of what happens: again and again until it hears that it was heard."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPException
from itertools import count, cycle
from random import SystemRandom
from socket import socket
from typing import Protocol
from urllib.request import Request, urlopen

from bots.slack.manifest import EVENTS_PATH
from tests.crash.gate import GIVE_UP
from tests.slack.bolt import SECRET, signed
from tests.slack.state import Thing
from tests.slack.wire import NotAcknowledgedError, WiredSlack

LONGEST_ANSWER = 3.0  # Seconds, at Slack as here.
PAUSE = 0.2  # Slack waits a minute, and then five.
# Above them are the ports that connections are given, by which a bot that is away could lose its own.
_PORTS = range(20_000, 32_000)
_dice = SystemRandom()


class Way(Protocol):
    """One of the two ways to a bot, which may be several processes."""

    def settings(self, process: int) -> dict[str, str]:
        """Return what a process is told of this way."""

    def tell(self, event: Thing) -> None:
        """Return once the bot says that it has an event; raises TimeoutError where it never does."""


class Http:
    """Requests that are signed; each process has an address, and what stands before them asks one after the other."""

    def __init__(self, slack: WiredSlack, processes: int = 1) -> None:
        """Take the workspace, and how many processes there are."""
        self._slack = slack
        self._ports = free_ports(processes)
        self._next = cycle(self._ports)

    def settings(self, process: int) -> dict[str, str]:
        """Return the secret, and the address of a process."""
        address = f"127.0.0.1:{self._ports[process]}"
        return {"CHECKMSG_SLACK_SIGNING_SECRET": SECRET, "CHECKMSG_SLACK_LISTEN": address}

    def tell(self, event: Thing) -> None:
        """Ask until there is a 200."""
        body = json.dumps(self._slack.event_payload(event)).encode()
        for number in _tries():
            again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"}
            if self._is_taken(body, again if number else {}):
                return
            if number:
                time.sleep(PAUSE)  # The first retry comes at once.

    def _is_taken(self, body: bytes, again: dict[str, str]) -> bool:
        address = f"http://127.0.0.1:{next(self._next)}{EVENTS_PATH}"
        request = Request(address, body, {**signed(body), **again})  # Our own address.
        with suppress(OSError, HTTPException), urlopen(request, timeout=LONGEST_ANSWER) as answer:  # noqa: S310
            return bool(answer.status == HTTPStatus.OK)
        return False


class SocketMode:
    """Envelopes over the connection that the bot has opened."""

    def __init__(self, slack: WiredSlack) -> None:
        """Take the workspace."""
        self._slack = slack

    def settings(self, process: int) -> dict[str, str]:  # noqa: ARG002  # Each of them opens its own connection.
        """Return the token that opens connections."""
        return {"CHECKMSG_SLACK_APP_TOKEN": self._slack.app_token}

    def tell(self, event: Thing) -> None:
        """Send an envelope until it is acknowledged."""
        payload = self._slack.event_payload(event)
        for _ in _tries():
            with suppress(NotAcknowledgedError):
                self._slack.run(self._slack.wire.deliver("events_api", payload, seconds=LONGEST_ANSWER))
                return


def free_ports(number: int) -> list[int]:
    """Return ports at which nobody listens."""
    found: set[int] = set()
    while len(found) < number:
        port = _dice.choice(_PORTS)
        with socket() as taken, suppress(OSError):
            taken.bind(("127.0.0.1", port))
            found.add(port)
    return list(found)


def _tries() -> Iterator[int]:
    until = time.monotonic() + GIVE_UP
    for number in count():
        if time.monotonic() > until:
            raise TimeoutError("the bot does not answer")
        yield number
