"""What happens to the bot meanwhile: it is killed, restarted, and the platforms fail it now and then."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from random import Random
from threading import Event

from tests.slack.faults import DropAfterAccept, DropBeforeAccept, Fault, RateLimited, ServerError, Slow
from tests.soak.place import Place
from tests.soak.replicas import End, Replica

FAULTS: Sequence[Fault] = (
    DropAfterAccept(),
    DropBeforeAccept(),
    RateLimited(),
    ServerError(),
    ServerError(accepted=True),
    Slow(3),
)
BETWEEN_FAULTS = 3.0  # seconds, more or less
CUTS = 0.05  # of the faults; the gateway's connection is dropped then
AWAY = 2.0  # seconds at most, from an end to the next start


class Upsets:
    """Ends and faults at random moments, in threads of their own."""

    def __init__(
        self, replicas: Sequence[Replica], places: Sequence[Place], seed: str, events: Callable[[], int]
    ) -> None:
        """Take to whom they happen, what decides when, and what counts the events."""
        self._replicas = replicas
        self._places = places
        self._seed = seed
        self._events = events
        self._over = Event()
        self.faults = 0
        self._pool = ThreadPoolExecutor(2, "upsets")
        self._begun: list[Future[None]] = []

    def begin(self, seconds: float, kills: int, restarts: int) -> None:
        """Let so many ends happen within a time, and faults until it is over."""
        self._begun.append(self._pool.submit(self._end_now_and_then, seconds, kills, restarts))
        self._begun.append(self._pool.submit(self._fail_now_and_then))

    def finish(self) -> None:
        """Let no more happen, once every bot has been started again."""
        self._over.set()
        self._pool.shutdown()
        for begun in self._begun:
            begun.result()

    def look(self) -> None:
        """Note how the bots are."""
        for replica in self._replicas:
            replica.look(self._events())

    def _end_now_and_then(self, seconds: float, kills: int, restarts: int) -> None:
        dice = Random(f"{self._seed}:ends")  # noqa: S311  # It is no secret, and can be repeated.
        ends = [End.KILLED] * kills + [End.STOPPED] * restarts
        dice.shuffle(ends)
        began = time.monotonic()
        for number, moment in enumerate(sorted(dice.uniform(0.05, 0.95) for _ in ends)):
            if self._over.wait(max(0.0, began + moment * seconds - time.monotonic())):
                return
            replica = self._replicas[number % len(self._replicas)]
            (replica.kill if ends[number] is End.KILLED else replica.stop)()
            time.sleep(dice.uniform(0, AWAY))
            replica.start(self._events())

    def _fail_now_and_then(self) -> None:
        dice = Random(f"{self._seed}:faults")  # noqa: S311  # As above.
        while not self._over.wait(dice.uniform(0, 2 * BETWEEN_FAULTS)):
            place = dice.choice(self._places)
            if dice.random() < CUTS:
                place.cut()
            else:
                place.fail(dice.choice(FAULTS), dice.randrange(100))
            self.faults += 1
