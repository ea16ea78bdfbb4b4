"""What comes in from the platforms: stored before they are told that we have it, then read in its turn.

A crash loses nothing: what was stored and not read is read at the next start, by this process or by another.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Event, Thread
from typing import Protocol
from uuid import uuid4

from bots import metrics
from bots.metrics import Read, Told
from core.commands.arriving import Opened, arrive, give_up, keep
from core.commands.commands import Asker, Commands
from core.errors import trace
from core.ids import bound, note
from core.records import Arrival, Platform
from core.store import inbox, linking, people
from core.store.inbox import Claim

logger = logging.getLogger(__name__)
FIRST_WAIT = timedelta(seconds=5)  # It doubles with each attempt.
READINGS = 3  # Attempts at what is ours to do: a mistake of ours is said within half a minute,
OPENINGS = 8  # and at what the platform has to tell: it may be out of reach for ten minutes.
DEATHS = 16  # What ended its process so often is not tried again.
_BATCH = 100
_LONGEST_OPENING = inbox.LEASE / 4  # One that has begun may take as long again, and then all are judged.
_IDLE_SECONDS = 1.0
_READERS = 2  # Reading is the engine's work; more of them would only wait for each other.


class Door(Protocol):
    """A platform, asked for what its news leave out. It may raise anything; then the news is read again later."""

    @property
    def is_open(self) -> bool:
        """Return whether it can be asked; else its news is left to another replica, or to a later moment."""

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

    def keep(self, news: Sequence[News]) -> None:
        """Store what is wanted of some news, in one transaction."""
        store = self._commands.store
        told: list[tuple[Platform, Told, int]] = []
        by_workspace: dict[tuple[Platform, str], list[Arrival]] = defaultdict(list)
        for one in news:
            by_workspace[one.platform, one.workspace].append(one.arrival)
        with store.database.write() as session:
            linking.keep_in_place(session)
            for (platform, workspace), arrivals in by_workspace.items():
                place = people.workspace(session, platform, workspace)
                if place is None:
                    logger.warning("news from a %s workspace that is not installed was dropped", platform)
                    told.append((platform, Told.STRANGE, len(arrivals)))
                    continue
                tenant = store.tenant(session, place.agency_id)
                kept = keep(tenant, place.workspace_id, arrivals, self._now())
                told.append((platform, Told.STORED, kept.new))
                told.append((platform, Told.DUPLICATE, kept.wanted - kept.new))
                told.append((platform, Told.UNWANTED, len(arrivals) - kept.wanted))
        for platform, outcome, number in told:
            metrics.EVENTS.labels(platform, outcome).inc(number)
        if any(number for _, outcome, number in told if outcome is Told.STORED):
            self._news.set()

    def start(self) -> None:
        """Begin to read, first of all what was left unread."""
        for reader in self._readers:
            reader.start()

    @property
    def is_at_work(self) -> bool:
        """Return whether all that read are alive; before the start there are none."""
        return all(reader.is_alive() or reader.ident is None for reader in self._readers)

    def stop(self) -> None:
        """Read what has been opened to its end, and nothing more."""
        self._stopping.set()
        self._news.set()
        for reader in self._readers:
            if reader.is_alive():
                reader.join()

    def read_all(self) -> None:
        """Read what is due until nothing is."""
        while not self._stopping.is_set():
            of = [platform for platform, door in self._doors.items() if door.is_open]
            claims = inbox.claim(self._commands.store, self._now(), uuid4().hex, _BATCH, of)
            if not claims:
                return
            with metrics.at_work(metrics.READING, len(claims)), bound(agency=claims[0].agency_id):
                self._read(claims)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._news.wait(_IDLE_SECONDS)
            self._news.clear()
            try:
                self.read_all()
            except Exception as error:  # noqa: BLE001  # It is logged, and the next round tries again.
                logger.error("the inbox could not be read: %s", trace(error))  # noqa: TRY400  # Without its message.

    def _read(self, claims: Sequence[Claim]) -> None:
        """Read what is held: together, or one by one where that fails, so that one failure does not stop the rest."""
        opened: dict[int, Opened] = {}
        begun_at = self._now()
        for number, claim in enumerate(claims):
            # Files and names may take a while; nobody else may take up meanwhile what is held here.
            if self._stopping.is_set() or self._now() - begun_at > _LONGEST_OPENING:
                self._let_go(claims[number:])
                break
            if claim.attempts > DEATHS:
                self._give_up(claim, None, token_hex(2))
                continue
            with bound(news=claim.row_id), self._failing(claim, opened, OPENINGS):
                opened[claim.row_id] = self._doors[claim.platform].open(claim.workspace, claim.arrival)
        if not opened:
            return
        try:
            self._arrive(claims, opened)
        except Exception as error:  # noqa: BLE001  # Whatever it is, it is met again below, and told there.
            logger.warning("%s posts could not be read together: %s", len(opened), type(error).__name__)
            for claim in claims:
                if claim.row_id in opened:
                    with bound(news=claim.row_id), self._failing(claim, opened, READINGS):
                        self._arrive([claim], {claim.row_id: opened[claim.row_id]})

    def _arrive(self, claims: Sequence[Claim], opened: Mapping[int, Opened]) -> None:
        metrics.count_checks(arrive(self._commands, opened, self._now()))
        now = self._now()
        for claim in claims:
            if claim.row_id in opened:
                metrics.READINGS.labels(claim.platform, Read.READ).inc()
                metrics.CHECK_SECONDS.observe((now - claim.received_at).total_seconds())

    def _let_go(self, claims: Sequence[Claim]) -> None:
        """Let others take up what is held, at once."""
        for claim in claims:
            inbox.put_off(self._commands.store, claim.row_id, self._now())

    @contextmanager
    def _failing(self, claim: Claim, opened: Mapping[int, Opened], most: int) -> Iterator[None]:
        """Put off what fails; after so many attempts, say that it was not checked."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  # It is logged and said, whatever it is.
            reference = token_hex(2)
            note(request=reference)
            logger.error("news %s could not be read (ref %s): %s", claim.row_id, reference, trace(error))  # noqa: TRY400  # Without its message.
            if claim.attempts < most:
                metrics.READINGS.labels(claim.platform, Read.PUT_OFF).inc()
                wait = FIRST_WAIT * (1 << (claim.attempts - 1))
                inbox.put_off(self._commands.store, claim.row_id, self._now() + wait)
            else:
                self._give_up(claim, opened.get(claim.row_id), reference)

    def _give_up(self, claim: Claim, opened: Opened | None, reference: str) -> None:
        metrics.READINGS.labels(claim.platform, Read.GIVEN_UP).inc()
        door = self._doors[claim.platform]
        asker = opened.asker if opened else door.stranger(claim.workspace, claim.arrival)
        in_thread = opened is not None and not opened.outsiders
        give_up(self._commands, claim.row_id, asker, reference, self._now(), in_thread=in_thread)
