"""The whole bot in Slack is killed while people post: every post is answered, and none of them twice."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from random import SystemRandom
from tempfile import TemporaryDirectory
from typing import Any

from tests.crash.bot import Flaw, Job, work
from tests.crash.gate import GIVE_UP, SURELY_STUCK, Outcome, processes, wait_for
from tests.crash.team import Paste, Team
from tests.crash.telling import Http, SocketMode, Way
from tests.slack.faults import DropAfterAccept, DropBeforeAccept, Fault, RateLimited, ServerError, Slow
from tests.slack.state import Thing
from tests.slack.wire import WiredSlack

LATE = 0.4  # Seconds between accepting and answering.
POSTED_AT_ONCE = 2
EDITED_WITHIN = 3.0  # Seconds.
DELETED_WITHIN = 15.0
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
# What has just happened when a process is killed, and how many seconds ago at most.
MOMENTS = (("heard", LATE / 4), ("sent", LATE / 4), ("heard", 1.0))
_dice = SystemRandom()


@dataclass
class Run:
    """A team in which people post, and the processes of its bot."""

    team: Team
    way: Way
    flaw: Flaw
    bots: list[ForkServerProcess] = field(default_factory=list)
    told: list[Future[None]] = field(default_factory=list)
    heard: int = 0  # how much of what was told the bot has acknowledged
    kills: int = 0
    slack_tells: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(TOLD_AT_ONCE))

    def start(self) -> ForkServerProcess:
        """Start a process."""
        job = Job({**self.team.settings, **self.way.settings(0)}, self.flaw)
        bot = processes.Process(target=work, args=(job,), name=f"bot {len(self.bots)}", daemon=True)
        bot.start()
        self.bots.append(bot)
        return bot

    def post(self) -> None:
        """Let people post, and some of them think better of it."""
        for _ in range(POSTED_AT_ONCE):
            number, event = len(self.team.pastes), self.team.post()
            self._in_background(self._tell, event)
            if number % 5 == 2:
                self._in_background(self._edit, self.team.pastes[number])
            elif number % 7 == 3:
                self._in_background(self._delete, self.team.pastes[number])

    def _in_background(self, work: Callable[[Any], None], what: Any) -> None:
        self.told.append(self.slack_tells.submit(work, what))

    def _tell(self, event: Thing) -> None:
        self.way.tell(event)
        self.heard += 1

    def _edit(self, paste: Paste) -> None:
        time.sleep(_dice.uniform(0, EDITED_WITHIN))
        self._tell(self.team.edit(paste))

    def _delete(self, paste: Paste) -> None:
        # In a thread that is gone Slack takes no reply, and the fake one does not know that.
        if wait_for(lambda: self.team.is_answered(paste), DELETED_WITHIN):
            self._tell(self.team.delete(paste))

    @property
    def sent(self) -> int:
        """Count the messages that have reached Slack."""
        return sum(call.method in SENDS for call in tuple(self.team.slack.calls))

    def catch(self, counted: str) -> None:
        """Return as soon as something has happened once more; post something where it does not."""
        before, until = getattr(self, counted), time.monotonic() + GIVE_UP
        while not wait_for(lambda: getattr(self, counted) > before, 2):
            assert time.monotonic() < until, "the bot does nothing"
            self.post()

    def kill(self, bot: ForkServerProcess) -> None:
        """Kill a process at one of the moments, each in its turn."""
        counted, longest = MOMENTS[self.kills % len(MOMENTS)]
        self.catch(counted)
        time.sleep(_dice.uniform(0, longest))
        bot.kill()
        bot.join()
        self.kills += 1

    def wait_until_done(self) -> None:
        """Wait until all is told and answered, or for so long that it never will be."""
        for telling in self.told:
            telling.result()
        # What a bot has acknowledged and not stored yet is unfinished nowhere: it is lost if it does not come now.
        wait_for(lambda: not self.team.lost(), SURELY_STUCK)
        wait_for(lambda: not self.team.unfinished(), GIVE_UP)


@dataclass(frozen=True)
class SlackScenario:
    """A bot on a SQLite file, which is killed again and again."""

    name: str
    kills: int
    way: Callable[[WiredSlack], Way] = Http
    flaw: Flaw = Flaw.NONE

    def run(self) -> Outcome:
        """Try it."""
        with WiredSlack() as slack, TemporaryDirectory() as folder:
            team = Team(slack, f"sqlite:///{folder}/checkmsg.db")
            try:
                return self._tried(Run(team, self.way(slack), self.flaw))
            finally:
                team.close()

    @property
    def is_control(self) -> bool:
        """Return whether its bot has a flaw, which the gate has to find."""
        return bool(self.flaw)

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
        let_slack_fail(run.team.slack, harmless=bool(self.flaw))
        try:
            bot = run.start()
            for _ in range(self.kills):
                run.post()
                run.kill(bot)
                bot = run.start()
            run.wait_until_done()
            team = run.team
            return Outcome(
                run.kills,
                len(team.pastes),
                team.lost(),
                team.duplicated(),
                team.unfinished(),
                time.monotonic() - began,
            )
        finally:
            for bot in run.bots:
                bot.kill()
                bot.join()
            run.slack_tells.shutdown(cancel_futures=True)


def let_slack_fail(slack: WiredSlack, *, harmless: bool) -> None:
    """Let Slack be slow to answer what is sent, and now and then fail, unless it is to be harmless."""
    for method in SENDS:
        for fault in () if harmless else FAULTS:
            slack.fault(method, Slow(LATE), BETWEEN_FAULTS)
            slack.fault(method, fault)
        slack.fault(method, Slow(LATE), None)


def slack_scenarios(kills: int) -> Sequence[SlackScenario]:
    """Return all scenarios; one in five of so many kills is done to the bot over Socket Mode."""
    many, few = max(2 * kills // 5, 2), max(kills // 5, 2)
    return (
        SlackScenario("Slack by HTTP, SQLite", many),
        SlackScenario("Slack by Socket Mode, SQLite", few, SocketMode),
        SlackScenario("Slack by HTTP, acknowledges first", few, flaw=Flaw.ACKNOWLEDGES_FIRST),
        SlackScenario("Slack by HTTP, resends blindly", few, flaw=Flaw.RESENDS_BLINDLY),
    )
