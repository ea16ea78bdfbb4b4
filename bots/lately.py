"""What somebody slow said last: asked in a thread of its own, so that nobody waits longer than they want to."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from time import monotonic
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Lately(Generic[Answer]):
    """An answer that may be a moment old. However many want it, and however long it takes, one asks at a time."""

    def __init__(self, ask: Callable[[], Answer], *, fresh: float, patience: float) -> None:
        """Take what asks, for how many seconds an answer is good, and how many are waited for one."""
        self._ask = ask
        self._fresh = fresh
        self._patience = patience
        self._lock = Lock()
        self._asked_at = 0.0
        self._answer: Future[Answer] | None = None

    def get(self) -> Answer:
        """Return the answer; raises what asking raised, and TimeoutError where it takes too long."""
        return self._asked().result(self._patience)

    def _asked(self) -> Future[Answer]:
        with self._lock:
            answer, now = self._answer, monotonic()
            if answer is None or (answer.done() and now - self._asked_at > self._fresh):
                answer = self._answer = Future()
                self._asked_at = now
                # It must not keep a process alive whose database has gone.
                Thread(target=self._fill, args=(answer,), name="lately", daemon=True).start()
            return answer

    def _fill(self, answer: Future[Answer]) -> None:
        try:
            answer.set_result(self._ask())
        except Exception as error:  # noqa: BLE001  # Whoever wants the answer is told.
            answer.set_exception(error)
