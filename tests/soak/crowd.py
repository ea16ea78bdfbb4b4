"""Everybody who writes to the bot: who does what next, and what they have done."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from random import Random
from threading import Lock
from typing import TypeVar

from tests.soak.people import (
    CHANNELS,
    EXPECTED,
    MEMBERS,
    WHERE,
    Expected,
    Kind,
    Post,
    Question,
    client,
    edited,
    texts,
)
from tests.soak.place import Place, names

AT_ONCE = 64  # Slack waits for an answer to each of its events, also while the bot is away.
LATELY = 40.0  # seconds in which people come back to what they have posted
PAUSE = (0.3, 1.5)  # between the pieces of a conversation
SENT_IT = "Sent it"
Answer = TypeVar("Answer")
ADDS = "client add"
# How often each is done, of a hundred.
SHARES: dict[Kind | str, int] = {
    Kind.ASK: 26,
    Kind.FINE: 18,
    Kind.CHATTER: 18,
    Kind.DRAFT: 8,
    Kind.PIECES: 6,
    Kind.FILE: 4,
    "edit": 7,
    "delete": 3,
    "press": 6,
    "command": 4,
}


class Full(Exception):  # noqa: N818
    """Somebody is at it in each channel."""


@dataclass
class Group:
    """The people on one platform, and what they have done there."""

    place: Place
    posts: list[Post] = field(default_factory=list)
    presses: list[Question] = field(default_factory=list)
    commands: list[Question] = field(default_factory=list)
    lately: deque[Post] = field(default_factory=lambda: deque(maxlen=1000))
    _posted: Counter[str] = field(default_factory=Counter)  # by channel
    _busy: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def channel(self, kind: Kind) -> Iterator[tuple[str, str]]:
        """Give the channel whose turn it is, and whose turn it is there; nobody else posts between pieces."""
        with self._lock:
            free = [name for name in names(kind, CHANNELS[kind][1]) if name not in self._busy]
            if not free:
                raise Full
            channel = min(free, key=self._posted.__getitem__)
            person = MEMBERS[self._posted[channel] % len(MEMBERS)]
            self._posted[channel] += 1
            if kind is Kind.PIECES:
                self._busy.add(channel)
        try:
            yield channel, person
        finally:
            self._busy.discard(channel)

    def target(self, dice: Random) -> Post | None:
        """Return a post of the last moments that asks something, is answered, and that nobody has come back to."""
        with self._lock:
            open_ones = [
                post
                for post in self.lately
                if post.kind is Kind.ASK and not post.is_touched and time.time() - post.posted_at < LATELY
            ]
        dice.shuffle(open_ones)
        for post in open_ones[:5]:
            if self.place.is_answered(post):
                post.is_touched = True
                return post
        return None


class Crowd:
    """People on all platforms, who do something whenever they are told to."""

    def __init__(self, places: Sequence[Place], seed: str) -> None:
        """Take where they are, and what decides what they do."""
        self.groups = [Group(place) for place in places]
        self.done: list[Future[None]] = []
        self.events = 0  # what the platforms had to tell the bot of
        self._dice = Random(f"{seed}:crowd")  # noqa: S311  # It is no secret, and can be repeated.
        self._pool = ThreadPoolExecutor(AT_ONCE, "crowd")
        self._numbers = count(1)
        self._lock = Lock()

    def act(self) -> None:
        """Let somebody do something, in a thread of its own."""
        group = self._dice.choice(self.groups)
        (what,) = self._dice.choices(list(SHARES), list(SHARES.values()))
        dice = Random(self._dice.random())  # noqa: S311  # As above.
        self.done = [future for future in self.done if not future.done() or future.exception()]
        self.done.append(self._pool.submit(self._do, group, what, dice, next(self._numbers)))

    @property
    def unfinished(self) -> int:
        """Count what people are still at."""
        return sum(not future.done() for future in self.done)

    def wait(self) -> list[BaseException]:
        """Wait until all is done, and return what went wrong with it."""
        self._pool.shutdown()
        return [error for future in self.done if (error := future.exception())]

    def _do(self, group: Group, what: Kind | str, dice: Random, number: int) -> None:
        if isinstance(what, Kind):
            with suppress(Full):
                self._post(group, what, dice, number)
        elif what == "command":
            group.commands.append(self._count(lambda: group.place.command(ADDS, client(number))))
        elif post := group.target(dice):
            self._come_back(group, what, post)

    def _post(self, group: Group, kind: Kind, dice: Random, number: int) -> None:
        with group.channel(WHERE[kind]) as (channel, person):
            post = Post(kind, channel, person, number, EXPECTED[kind])
            group.posts.append(post)
            for place, text in enumerate(texts(kind, number)):
                if place:
                    time.sleep(dice.uniform(*PAUSE))
                self._count(partial(group.place.post, post, text, as_file=kind is Kind.FILE))
        group.lately.append(post)

    def _come_back(self, group: Group, what: str, post: Post) -> None:
        match what:
            case "edit":
                post.expected = Expected.PAYS
                self._count(lambda: group.place.edit(post, edited(post.number)))
            case "delete":
                post.expected, post.deleted_at = Expected.GONE, time.time()
                self._count(lambda: group.place.delete(post))
            case "press":
                group.presses.append(self._count(lambda: group.place.press(post, SENT_IT)))

    def _count(self, work: Callable[[], Answer]) -> Answer:
        with self._lock:
            self.events += 1
        return work()
