"""From worker threads into the loop on which Discord's client lives, and how people are named outside it."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from typing import Any, TypeVar

import discord

from bots.delivery import Refused, Unclear
from bots.discord.guilds import Guilds

Answer = TypeVar("Answer")
PERSON = "U"
PATIENCE_SECONDS = 25.0  # Less than half of the lease under which a post is sent.


def person_id(user_id: int) -> str:
    """Return how the core knows a person; with a letter, since channels have numbers of the same kind."""
    return f"{PERSON}{user_id}"


def user_id_of(person: str) -> int | None:
    """Return Discord's id of a person, or None where the text names none."""
    number = person.removeprefix(PERSON)
    return int(number) if person.startswith(PERSON) and number.isascii() and number.isdecimal() else None


class Bridge:
    """Discord's client, as threads use it."""

    def __init__(self) -> None:
        """Begin without a client."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: discord.Client | None = None
        self.guilds = Guilds()

    @property
    def is_open(self) -> bool:
        """Return whether there is a client to ask."""
        return self._loop is not None

    @property
    def client(self) -> discord.Client:
        """Return the client; raises Refused before it is there."""
        if self._client is None:
            raise Refused("closed")
        return self._client

    def open(self, loop: asyncio.AbstractEventLoop, client: discord.Client) -> None:
        """Take the client, and the loop that it runs on; where there was another, it stands in its place."""
        self._loop, self._client, self.guilds = loop, client, Guilds()

    def close(self) -> None:
        """Let nothing more be asked."""
        self._loop = None

    def wait(self, work: Coroutine[Any, Any, Answer], seconds: float = PATIENCE_SECONDS) -> Answer:
        """Return what some work comes to. Raises Unclear where it takes too long, and Refused where nobody can do it."""
        loop = self._loop
        if loop is None or not loop.is_running():
            work.close()
            raise Refused("closed")
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result(seconds)
        except CancelledError:
            raise Unclear("closed") from None
        except TimeoutError:
            if future.done():
                raise  # It is what the work itself met.
            future.cancel()
            raise Unclear("timeout") from None
