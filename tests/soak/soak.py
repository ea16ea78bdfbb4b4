"""One soak: the fakes here, the bot in processes of its own, people who write, and ends at random."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import col, func, select

from bots.opening import open_commands
from core.records import PostKind, PostStatus
from core.settings import Settings
from core.store.crypto import new_key
from core.store.tables import CheckRow, InboxRow, PostRow
from core.store.tenant import Store
from tests.crash.bot import POLICY
from tests.crash.gate import wait_for
from tests.crash.team import unfinished
from tests.discord.wire import WiredDiscord
from tests.postgres import fresh_database, server_url
from tests.slack.wire import WiredSlack
from tests.soak.crowd import Crowd
from tests.soak.discord import DiscordPlace
from tests.soak.place import Place
from tests.soak.replicas import Replica
from tests.soak.slack import SlackPlace
from tests.soak.upsets import Upsets

SETTLING = 90.0  # Seconds in which something of what is left in the end is done, or Discord is read again;
SETTLING_REPLICAS = 200.0  # what a killed replica held is free after two minutes.
PROGRESS = 10.0
LOOKS = 1.0
FULL = 200  # so much may wait where events come as fast as they are taken


@dataclass(frozen=True)
class Plan:
    """What is asked for."""

    seconds: float
    rate: float  # events a second, 0 for as fast as they are taken
    events: int  # after which it is over, where it is not the time that says so
    kills: int
    restarts: int
    replicas: int
    seed: str
    is_control: bool = False  # The bot resends blindly.


@dataclass
class Soak:
    """A bot with all that is around it."""

    plan: Plan
    store: Store
    places: Sequence[Place]
    replicas: Sequence[Replica]
    crowd: Crowd
    began_at: float = field(default_factory=time.time)
    faults: int = 0
    wrong: Sequence[BaseException] = ()  # what people could not do
    _looked_at: float = 0.0
    _told_at: float = 0.0

    def run(self) -> None:
        """Let everything happen, and wait for what is left."""
        plan, crowd = self.plan, self.crowd
        for replica in self.replicas:
            replica.start(0)
            replica.wait_until_ready()
        assert wait_for(self.is_at_rest, SETTLING), "the bot does not say that it is there"
        self.began_at = time.time()
        upsets = Upsets(self.replicas, self.places, plan.seed, lambda: crowd.events)
        upsets.begin(plan.seconds, plan.kills, plan.restarts)
        for moment in self._moments():
            self._look(upsets, moment)
            crowd.act()
        upsets.finish()
        self.faults = upsets.faults
        self.wrong = crowd.wait()
        self._settle(upsets)
        for replica in self.replicas:
            replica.stop()

    def _settle(self, upsets: Upsets) -> None:
        """Wait for what is left, or until it has not become less for so long that it never will."""
        longest = SETTLING if self.plan.replicas == 1 else SETTLING_REPLICAS
        least, until = self.unfinished(), time.time() + longest
        while not self.is_at_rest() and time.time() < until:
            left = self.unfinished()
            if left < least:
                least, until = left, time.time() + longest
            self._look(upsets, time.time() - self.began_at)
            time.sleep(0.1)
        self._told_at = 0.0
        self._look(upsets, time.time() - self.began_at)

    def _look(self, upsets: Upsets, passed: float) -> None:
        """Look at the bots every second, and tell of them every ten."""
        if passed - self._looked_at >= LOOKS:
            self._looked_at = passed
            upsets.look()
        if passed - self._told_at >= PROGRESS:
            self._told_at = passed
            self.tell_progress(passed)

    def _moments(self) -> Iterator[float]:
        """Yield, in seconds since the beginning, when somebody does something."""
        plan, acts = self.plan, 0
        while True:
            now = time.time() - self.began_at
            if self.crowd.events >= plan.events if plan.events else now >= plan.seconds:
                return
            if plan.rate and acts >= now * plan.rate:
                time.sleep(acts / plan.rate - now)
            elif not plan.rate and acts % 50 == 0:
                while self.crowd.unfinished + self.unfinished() > FULL:
                    time.sleep(0.1)
            acts += 1
            yield now

    def is_at_rest(self) -> bool:
        """Return whether all is read, also what was posted while no bot was there, and all is sent."""
        since = max(replica.life.began_at for replica in self.replicas)
        return not self.unfinished() and all(place.is_heard(since) for place in self.places)

    def unfinished(self) -> int:
        """Count the news that is not read, and the posts that are due and not sent."""
        return unfinished(self.store)

    def counted(self) -> tuple[int, int]:
        """Count what was checked, and the replies that were sent."""
        with self.store.database.read() as session:
            checks = session.exec(select(func.count()).select_from(CheckRow)).one()
            is_reply = (col(PostRow.kind) == PostKind.REPLY, col(PostRow.status) == PostStatus.SENT)
            return checks, session.exec(select(func.count()).select_from(PostRow).where(*is_reply)).one()

    def remembered(self, ids: Sequence[str]) -> str:
        """Return what the bot remembers of posts, for whoever looks for the cause of a loss."""
        with self.store.database.read() as session:
            read = session.exec(select(InboxRow).where(col(InboxRow.message).in_(ids))).all()
            sent = session.exec(select(PostRow).where(col(PostRow.thread).in_(ids))).all()
        return " ".join(
            (
                *(f"[{row.kind} {row.status} check {row.check_id}]" for row in read),
                *(f"[{row.dedupe_key} {row.status} {row.external_id} {row.last_error}]" for row in sent),
            )
        )

    def tell_progress(self, passed: float) -> None:
        """Print a line, and forget what would fill the memory."""
        checks, replies = self.counted()
        lives = [life for replica in self.replicas for life in replica.lives]
        sizes = " + ".join(f"{one.life.sizes[-1][1]:.0f}" for one in self.replicas if one.life.sizes)
        print(
            f"{datetime.now().astimezone():%H:%M:%S} {passed:6.0f} s  events {self.crowd.events}  checks {checks}  "
            f"replies {replies}  waiting {self.unfinished()}  lives {len(lives)}  MB {sizes or '-'}",
            flush=True,
        )
        for place in self.places:
            place.forget_calls()


@contextmanager
def soaking(plan: Plan) -> Iterator[Soak]:
    """Give a soak that can be run; the logs of the bots are gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        slack = stack.enter_context(WiredSlack())
        server = stack.enter_context(WiredDiscord(forgets=plan.is_control))
        url = f"sqlite:///{folder}/checkmsg.db"
        if plan.replicas > 1:
            url = stack.enter_context(fresh_database(server_url()))
        key = new_key()
        commands = open_commands(Settings(_env_file=None, database_url=url, keys=(key,)), POLICY)  # type: ignore[call-arg]  # pydantic's own
        stack.callback(commands.store.database.engine.dispose)
        discord = DiscordPlace(server, commands)
        places = (SlackPlace(slack, commands, plan.replicas), discord)
        replicas = []
        for number in range(plan.replicas):
            settings = {"CHECKMSG_DATABASE_URL": url, "CHECKMSG_KEYS": key}
            for place in places:
                settings |= place.settings(number)
            replicas.append(Replica(folder, number, discord.port, settings, plan.is_control))
            stack.callback(replicas[-1].end)
        yield Soak(plan, commands.store, places, replicas, Crowd(places, plan.seed))
