"""News on its way into the inbox, stored in batches."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from bots.inbox import Inbox, News

Waiting = list[tuple[News, asyncio.Future[None]]]


@dataclass
class Intake:
    """Stores news in batches: whoever comes while one is being written joins the next."""

    inbox: Inbox
    _waiting: Waiting = field(default_factory=list)
    _writer: asyncio.Task[None] | None = None

    async def keep(self, news: News) -> None:
        """Return once some news is stored; raises what the database raises."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((news, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(self.inbox.keep, [news for news, _ in batch])
            except Exception as error:  # noqa: BLE001  # Each of those who wait is told.
                for done in _still_waiting(batch):
                    done.set_exception(error)
            else:
                for done in _still_waiting(batch):
                    done.set_result(None)


def _still_waiting(batch: Waiting) -> Iterator[asyncio.Future[None]]:
    """Yield whom to tell; a connection that was closed meanwhile waits no more, and must not stop the others."""
    return (done for _, done in batch if not done.done())
