"""What comes in from the platforms: stored before they are told that we have it, then read in its turn.

A crash loses nothing: what was stored and not read is read at the next start, by this process or by another.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Event, Thread
from typing import Protocol
from uuid import uuid4

from core.commands.arriving import Opened, arrive, give_up, is_wanted
from core.commands.commands import Asker, Commands
from core.errors import trace
from core.records import Arrival, Platform
from core.store import inbox, people

logger = logging.getLogger(__name__)
ATTEMPTS = 3
WAIT = timedelta(seconds=5)
_BATCH = 50
_IDLE_SECONDS = 1.0
_READERS = 2  # Reading is the engine's work; more of them would only wait for each other.


class Door(Protocol):
    """A platform, asked for what its news leave out. It may raise anything; then the news is read again later."""

    def open(self, workspace: str, arrival: Arrival) -> Opened:
        """Return an arrival with names, and with the text of its files."""

    def stranger(self, workspace: str, arrival: Arrival) -> Asker:
        """Return who posted it without asking the platform, by ids alone."""


@dataclass(frozen=True, slots=True)
class News:
    """An arrival and the workspace it is from."""

    platform: Platform
    workspace: str
    arrival: Arrival


class Inbox:
    """Stores news at once, and reads it in threads of its own between `start` and `stop`."""

    def __init__(
        self, commands: Commands, doors: Mapping[Platform, Door], now: Callable[[], datetime]
    ) -> None:
        """Take what judges, and each platform's door."""
        self._commands = commands
        self._doors = doors
        self._now = now
        self._news = Event()
        self._stopping = Event()
        self._readers = [Thread(target=self._run, name=f"inbox-{number}") for number in range(_READERS)]

    def keep(self, news: Iterable[News]) -> int:
        """Store what is wanted of some news in one transaction; returns how much was new."""
        now, kept = self._now(), 0
        store = self._commands.store
        with store.database.write() as session:
            for one in news:
                place = people.workspace(session, one.platform, one.workspace)
                if place is None:
                    logger.warning("news from a %s workspace that is not installed was dropped", one.platform)
                    continue
                tenant = store.tenant(session, place.agency_id)
                if is_wanted(tenant, place.workspace_id, one.arrival):
                    kept += inbox.keep(tenant, place.workspace_id, one.arrival, now) is not None
        if kept:
            self._news.set()
        return kept

    def start(self) -> None:
        """Begin to read, first of all what was left unread."""
        for reader in self._readers:
            reader.start()

    def stop(self) -> None:
        """Read what is being read to its end, and nothing more."""
        self._stopping.set()
        self._news.set()
        for reader in self._readers:
            reader.join()

    def read_all(self) -> int:
        """Read what is due until nothing is; returns how much was read."""
        done = 0
        while not self._stopping.is_set():
            found = inbox.due(self._commands.store, self._now(), _BATCH)
            read = sum(map(self._read, found))
            done += read
            if not read:
                break
        return done

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._news.wait(_IDLE_SECONDS)
            self._news.clear()
            try:
                self.read_all()
            except Exception as error:  # noqa: BLE001  # It is logged, and the next round tries again.
                logger.error("the inbox could not be read: %s", trace(error))  # noqa: TRY400  # Without its message.

    def _read(self, row_id: int) -> bool:
        """Read one row, unless somebody else is at it; returns whether it was ours."""
        claim = inbox.claim(self._commands.store, row_id, self._now(), uuid4().hex)
        if claim is None:
            return False
        door = self._doors[claim.platform]
        opened: Opened | None = None
        try:
            opened = door.open(claim.workspace, claim.arrival)
            arrive(self._commands, row_id, opened, self._now())
        except Exception as error:  # noqa: BLE001  # It is logged and said, whatever it is.
            reference = token_hex(2)
            logger.error("news %s could not be read (ref %s): %s", row_id, reference, trace(error))  # noqa: TRY400
            if claim.attempts < ATTEMPTS:
                inbox.put_off(self._commands.store, row_id, self._now() + WAIT * claim.attempts)
            else:
                asker = opened.asker if opened else door.stranger(claim.workspace, claim.arrival)
                in_thread = opened is not None and not opened.outsiders
                give_up(self._commands, row_id, asker, reference, self._now(), in_thread=in_thread)
        return True
