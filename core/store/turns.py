"""Writers of one process take turns, first come, first served.

SQLite has one writer. Left to themselves, those who wait look again every fifty milliseconds or so and one that writes
without a pause can keep them waiting until they give up.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, get_ident


class Turns:
    """A lock that goes to whoever has waited longest."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Lock] = deque()
        self._owner: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn and keep it; raises RuntimeError for a turn within one's own, which would never come."""
        self._take()
        try:
            yield
        finally:
            self._pass_on()

    def _take(self) -> None:
        me = get_ident()
        with self._lock:
            if self._owner == me:
                raise RuntimeError("a transaction is begun within another one")
            if self._owner is None:
                self._owner = me
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # It is let go by whoever was before.
        with self._lock:
            self._owner = me

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._owner = 0  # Of no thread: it is on its way.
                self._waiting.popleft().release()
            else:
                self._owner = None
