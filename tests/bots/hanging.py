"""Run a bot whose one platform does not end as it should: `python -m tests.bots.hanging WHERE SECONDS`."""

import asyncio
import sys
import time
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from bots import draining, metrics, serving
from bots.inbox import Inbox
from bots.opening import open_commands
from core.errors import PlainError
from core.policy import load
from core.records import Platform
from core.settings import load as load_settings

LONG = 60
BUSY = 4


class Hanging:
    """A platform that hangs in one place, or nowhere."""

    platform = Platform.SLACK
    sender: Any = None
    door: Any = None
    shown = "nowhere"
    is_connected = True

    def __init__(self, where: str) -> None:
        self._where = where

    async def ready(self) -> None:
        """Wait for nothing."""

    async def run(self, inbox: Inbox, stop: asyncio.Event) -> None:  # noqa: ARG002
        print("runs", flush=True)
        if self._where == "after an error":
            raise PlainError("it fails")
        if self._where == "busy":
            time.sleep(BUSY)  # noqa: ASYNC251  # It keeps the loop from moving.
        await stop.wait()
        print("ready" if metrics.REGISTRY.get_sample_value("checkmsg_ready") else "not ready", flush=True)
        await self._hang("run")
        if self._where == "thread":
            asyncio.get_running_loop().run_in_executor(None, time.sleep, LONG)

    async def close(self) -> None:
        await self._hang("close", "after an error")

    async def _hang(self, *places: str) -> None:
        if self._where in places:
            await asyncio.sleep(LONG)


if __name__ == "__main__":
    draining.LONGEST_SECONDS = float(sys.argv[2])
    setattr(serving, "platforms", lambda *_: [Hanging(sys.argv[1])])  # noqa: B010  # mypy knows that it is none of ours.
    settings = load_settings()
    serving.serve(settings, open_commands(settings, load()), lambda: datetime.now(UTC), Console(quiet=True))
