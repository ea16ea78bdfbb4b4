"""What is being done right now, so that a bot that stops can finish it first."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any


class Busy:
    """Counts what is being done in one loop."""

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._number = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._tasks: set[asyncio.Task[None]] = set()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Count something until it is done."""
        self._number += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._number -= 1
            if not self._number:
                self._idle.set()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside what is going on; the loop itself keeps no hold on its tasks."""
        task = asyncio.create_task(self._count(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait for what is being done."""
        while self._tasks or self._number:
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._idle.wait()

    async def _count(self, work: Coroutine[Any, Any, None]) -> None:
        with self.at_work():
            await work
