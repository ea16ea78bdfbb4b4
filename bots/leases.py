"""One lease in a running process: what it is for is done while it is held, and ended before anybody else can have it."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from core.errors import trace
from core.store import leases
from core.store.database import Database
from core.store.errors import DatabaseError

logger = logging.getLogger(__name__)
LENGTH = timedelta(seconds=15)
_PARTS = 3  # It is renewed after the first of them; in the last one it counts as lost, whatever is going on.
_TRY_SECONDS = 1.0
_GOODBYE_SECONDS = 2.0
Answer = TypeVar("Answer")


class Lease:
    """A lease that this process holds from time to time; used in one loop, `is_held` from any thread."""

    def __init__(
        self, database: Database, name: str, now: Callable[[], datetime], length: timedelta = LENGTH
    ) -> None:
        """Take where leases are kept, and the name of this one."""
        self._database = database
        self._name = name
        self._holder = uuid4().hex
        self._now = now
        self._length = length
        self._part = length.total_seconds() / _PARTS
        self._until = 0.0
        # A renewal must not wait for whatever else waits for a thread of the loop's.
        self._thread = ThreadPoolExecutor(1, "lease")

    @property
    def is_held(self) -> bool:
        """Return whether nobody else can have it; a process that was paused is told the truth, too."""
        return time.monotonic() < self._until

    async def hold(self, work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        """Wait until the lease is ours and do some work; returns whether that has ended by itself.

        Where it has not, the lease was lost and the work cancelled. Raises what the work raises.
        """
        while not await self._take():  # noqa: ASYNC110  # The database can only be asked.
            await asyncio.sleep(_TRY_SECONDS)
        working, keeping = asyncio.create_task(work()), asyncio.create_task(self._keep())
        try:
            await asyncio.wait({working, keeping}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
            return working.done()
        finally:
            keeping.cancel()
            working.cancel()
            await asyncio.wait({working, keeping})
            await self._let_go()

    async def _take(self) -> bool:
        try:
            self._until = await self._ask(leases.take)
        except DatabaseError as error:
            logger.warning("the lease %s cannot be asked for: %s", self._name, trace(error))
            return False
        return self._until > 0

    async def _keep(self) -> None:
        """Renew the lease until it is lost, or could be before the next renewal."""
        pause = self._part
        while self.is_held:
            await asyncio.sleep(min(pause, self._until - time.monotonic()))
            try:
                async with asyncio.timeout_at(self._until):
                    until = await self._ask(leases.renew)
            except (DatabaseError, TimeoutError) as error:
                logger.warning("the lease %s could not be renewed: %s", self._name, trace(error))
                pause = min(_TRY_SECONDS, self._part)
            else:
                pause = self._part
                # On a busy machine the answer may come late. What came while nothing was ours was turned away, and only
                # who takes the lease anew looks back for it.
                self._until = until if self.is_held else 0.0
        logger.warning("the lease %s is lost", self._name)

    async def _let_go(self) -> None:
        """Let others have it at once; without the database it ends by itself."""
        self._until = 0.0
        with suppress(DatabaseError, TimeoutError):
            async with asyncio.timeout(_GOODBYE_SECONDS):
                await self._in_thread(leases.let_go, self._database, self._name, self._holder)

    async def _ask(self, statement: Callable[..., bool]) -> float:
        """Return until when a statement makes the lease ours, 0 if it does not; it counts from before it was asked for."""
        asked_at = time.monotonic()
        given = (self._database, self._name, self._holder, self._length, self._now())
        is_ours = await self._in_thread(statement, *given)
        return asked_at + (_PARTS - 1) * self._part if is_ours else 0.0

    async def _in_thread(self, work: Callable[..., Answer], *given: object) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *given)
