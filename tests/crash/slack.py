"""The whole bot in Slack is killed while people post: every post is answered, and none of them twice."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from tests.crash.bot import Flaw, Job, work
from tests.crash.gate import GIVE_UP, Outcome
from tests.crash.office import Fate, Office, Paste
from tests.crash.telling import Http, SocketMode, Way
from tests.postgres import fresh_database
from tests.slack.faults import DropAfterAccept, DropBeforeAccept, Fault, RateLimited, ServerError, Slow
from tests.slack.state import Thing
from tests.slack.wire import WiredSlack

LATE = 0.4  # Seconds between accepting and answering.
POSTED_AT_ONCE = 2
LONGEST_SECOND_THOUGHT = 3.0  # Seconds until a post is edited or deleted.
TOLD_AT_ONCE = 32
SENDS = ("chat.postMessage", "chat.update")
FAULTS: Sequence[Fault] = (
    DropAfterAccept(),
    RateLimited(),
    ServerError(accepted=True),
    DropBeforeAccept(),
    ServerError(),
)
BETWEEN_FAULTS = 4

# Bots are forked from a process that has imported everything, so that a restart takes no second.
_processes = get_context("forkserver")
_processes.set_forkserver_preload(["tests.crash.worker", "tests.crash.bot"])
_dice = SystemRandom()


@dataclass
class Run:
    """An office in which people post, and the processes of its bot."""

    office: Office
    way: Way
    flaw: Flaw
    bots: list[ForkServerProcess] = field(default_factory=list)
    told: list[Future[None]] = field(default_factory=list)
    heard: int = 0
    kills: int = 0
    slack_tells: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(TOLD_AT_ONCE))

    def start(self, number: int) -> ForkServerProcess:
        """Start a process."""
        job = Job({**self.office.settings, **self.way.settings(number)}, self.flaw)
        bot = _processes.Process(target=work, args=(job,), name=f"bot {len(self.bots)}", daemon=True)
        bot.start()
        self.bots.append(bot)
        return bot

    def post(self) -> None:
        """Let people post, and some of them think better of it."""
        for _ in range(POSTED_AT_ONCE):
            event = self.office.post()
            self.told.append(self.slack_tells.submit(self._tell, event))
            paste = self.office.pastes[-1]
            if paste.fate is not Fate.STAYS:
                self.told.append(self.slack_tells.submit(self._tell_later, paste))

    def _tell(self, event: Thing) -> None:
        self.way.tell(event)
        self.heard += 1

    def _tell_later(self, paste: Paste) -> None:
        time.sleep(_dice.uniform(0, LONGEST_SECOND_THOUGHT))
        # In a thread that is gone Slack takes no reply. The fake one does, and does not find it there.
        while paste.fate is Fate.IS_DELETED and not self.office.is_answered(paste):
            time.sleep(0.1)
        self._tell(self.office.change(paste))

    def sent(self) -> int:
        """Count the messages that have reached Slack."""
        return sum(call.method in SENDS for call in tuple(self.office.slack.calls))

    def catch(self, count: Callable[[], int]) -> None:
        """Return as soon as something has happened once more; post something where it does not."""
        before, until = count(), time.monotonic() + GIVE_UP
        while count() == before:
            assert time.monotonic() < until, "the bot does nothing"
            patience = time.monotonic() + 2
            while count() == before and time.monotonic() < patience:
                time.sleep(0.005)
            if count() == before:
                self.post()

    def kill(self, bot: ForkServerProcess) -> None:
        """Kill a process: when it has just acknowledged something, within a send, or at any time."""
        count, longest = (
            (lambda: self.heard, LATE / 4),
            (self.sent, LATE / 4),
            (lambda: self.heard, 1.0),
        )[self.kills % 3]
        self.catch(count)
        time.sleep(_dice.uniform(0, longest))
        bot.kill()
        bot.join()
        self.kills += 1

    def wait_until_done(self) -> None:
        """Wait until all is told and answered, or for so long that it never will be."""
        for telling in self.told:
            telling.result()
        until = time.monotonic() + GIVE_UP
        while self.office.unfinished() and time.monotonic() < until:
            time.sleep(0.1)


@dataclass(frozen=True)
class SlackScenario:
    """A number of processes on a database, which are killed in turn; without a server it is SQLite."""

    name: str
    kills: int
    way: Callable[[WiredSlack, int], Way] = Http
    server: str = ""
    processes: int = 1
    flaw: Flaw = Flaw.NONE

    def run(self) -> Outcome:
        """Try it."""
        with WiredSlack() as slack, self._database() as url:
            office = Office(slack, url)
            try:
                return self._tried(Run(office, self.way(slack, self.processes), self.flaw))
            finally:
                office.close()

    def is_met(self, outcome: Outcome) -> bool:
        """Return whether the outcome is as it must be: a control in which nothing goes wrong would prove nothing."""
        if outcome.unfinished:
            return False
        return (outcome.lost > 0, outcome.duplicated > 0) == (
            self.flaw is Flaw.ACKNOWLEDGES_FIRST,
            self.flaw is Flaw.RESENDS_BLINDLY,
        )

    def _tried(self, run: Run) -> Outcome:
        began = time.monotonic()
        self._let_slack_fail(run.office.slack)
        try:
            alive = [run.start(number) for number in range(self.processes)]
            for number in range(self.kills):
                run.post()
                run.kill(alive[number % self.processes])
                alive[number % self.processes] = run.start(number % self.processes)
            run.wait_until_done()
            office = run.office
            return Outcome(
                run.kills,
                len(office.pastes),
                office.lost(),
                office.duplicated(),
                office.unfinished(),
                time.monotonic() - began,
            )
        finally:
            for bot in run.bots:
                bot.kill()
                bot.join()
            run.slack_tells.shutdown(cancel_futures=True)

    def _let_slack_fail(self, slack: WiredSlack) -> None:
        for method in SENDS:
            for fault in () if self.flaw else FAULTS:
                slack.fault(method, Slow(LATE), BETWEEN_FAULTS)
                slack.fault(method, fault)
            slack.fault(method, Slow(LATE), None)

    @contextmanager
    def _database(self) -> Iterator[str]:
        if self.server:
            with fresh_database(self.server) as url:
                yield url
        else:
            with TemporaryDirectory() as folder:
                yield f"sqlite:///{Path(folder)}/checkmsg.db"


def slack_scenarios(kills: int, server: str) -> Sequence[SlackScenario]:
    """Return all scenarios; one in five of so many kills is done to the bot over Socket Mode, and on PostgreSQL."""
    many, few = max(2 * kills // 5, 2), max(kills // 5, 2)
    return (
        SlackScenario("Slack by HTTP, SQLite", many),
        SlackScenario("Slack by HTTP, PostgreSQL, 2 processes", few, server=server, processes=2),
        SlackScenario("Slack by Socket Mode, SQLite", few, lambda slack, _: SocketMode(slack)),
        SlackScenario("Slack by HTTP, acknowledges first", few, flaw=Flaw.ACKNOWLEDGES_FIRST),
        SlackScenario("Slack by HTTP, resends blindly", few, flaw=Flaw.RESENDS_BLINDLY),
    )
