"""Two replicas of the whole bot, in Slack and in Discord at once: killed, paused and left dead while people post."""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from random import SystemRandom

from core.store.crypto import new_key
from tests.crash.bot import LEASE, Flaw, Job, work
from tests.crash.discord import MESSAGES, let_discord_fail
from tests.crash.gate import GIVE_UP, SURELY_STUCK, Outcome, processes, wait_for
from tests.crash.server import DiscordTeam
from tests.crash.slack import LATE, let_slack_fail
from tests.crash.slack import Run as SlackRun
from tests.crash.team import Team, left_over
from tests.crash.telling import Http
from tests.discord.wire import WiredDiscord
from tests.discord.words import words_of
from tests.discord.world import DANA, DIRECT
from tests.postgres import fresh_database
from tests.slack.wire import WiredSlack

REPLICAS = 2
BETWEEN_PAUSES = 8  # kills
# What has just happened when a process is killed.
MOMENTS = ("heard", "told", "sent", "said")
_dice = SystemRandom()


@dataclass
class Pair:
    """An agency in Slack and in Discord, and the replicas of its bot."""

    slack: SlackRun
    discord: DiscordTeam
    flaw: Flaw
    bots: list[ForkServerProcess] = field(default_factory=list)
    alive: list[ForkServerProcess] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # names in what people have told the bot directly
    kills: int = 0

    def start(self, number: int) -> ForkServerProcess:
        """Start a replica."""
        settings = {
            **self.slack.team.settings,
            **self.slack.way.settings(number),
            **self.discord.settings,
        }
        job = Job(settings, self.flaw, self.discord.discord.port)
        bot = processes.Process(target=work, args=(job,), name=f"bot {len(self.bots)}", daemon=True)
        bot.start()
        self.bots.append(bot)
        return bot

    def begin(self) -> None:
        """Start all replicas; the first of them listens to Discord."""
        self.alive = [self.start(0)]
        assert wait_for(self.discord.is_heard, GIVE_UP), "no bot comes to Discord"
        self.alive += [self.start(number) for number in range(1, REPLICAS)]

    def revive(self) -> None:
        """Start anew what has ended by itself, as a process does whose connection to the database was cut."""
        for number, bot in enumerate(self.alive):
            if not bot.is_alive() and bot.exitcode != -signal.SIGKILL:
                self.alive[number] = self.start(number)

    def post(self) -> None:
        """Let people post on both platforms, and ask something directly, which is answered at once or never."""
        self.slack.post()
        paste = self.discord.post()
        if len(self.discord.pastes) % 5 == 2:
            self.discord.edit(paste)
        self.asked.append(f"Number {len(self.asked)} Ltd")
        self.discord.discord.post(DIRECT, f"client add {self.asked[-1]}", DANA)

    @property
    def counted(self) -> dict[str, int]:
        """Count what has happened until now, by the names of the moments."""
        discord = self.discord.discord
        return {
            "heard": self.slack.heard,
            "sent": self.slack.sent,
            "told": discord.gateway.told,
            "said": len(discord.called(*MESSAGES)),
        }

    def catch(self) -> None:
        """Return a moment after something has happened once more that people's posts bring about."""
        moment, until = MOMENTS[self.kills % len(MOMENTS)], time.monotonic() + GIVE_UP
        before = self.counted[moment]
        self.post()
        while not wait_for(lambda: self.counted[moment] > before, 2):
            assert time.monotonic() < until, "the bot does nothing"
            self.post()
        time.sleep(_dice.uniform(0, LATE / 4))

    def kill(self, number: int) -> None:
        """Kill a replica."""
        self.catch()
        self.alive[number].kill()
        self.alive[number].join()
        self.kills += 1

    def pause(self, number: int) -> None:
        """Pause a replica until another may have taken over, then let it go on."""
        self.catch()
        self.revive()  # One may have ended by itself meanwhile.
        os.kill(self.alive[number].pid or 0, signal.SIGSTOP)
        until = time.monotonic() + 1.5 * LEASE.total_seconds()
        while time.monotonic() < until:
            self.post()
            time.sleep(LEASE.total_seconds() / 4)
        os.kill(self.alive[number].pid or 0, signal.SIGCONT)

    def wait_until_done(self) -> None:
        """Post once more, and wait until all is answered, or for so long that it never will be."""
        self.post()
        for telling in self.slack.told:
            telling.result()
        longest = SURELY_STUCK if self.flaw is Flaw.NEVER_LETS_GO else GIVE_UP
        wait_for(self._is_done, longest)

    def _is_done(self) -> bool:
        self.revive()
        return not self.discord.unfinished() and not self.discord.lost()

    def lost(self) -> int:
        """Count the posts that are not answered as they stand."""
        return self.slack.team.lost() + self.discord.lost()

    def missing(self) -> list[str]:
        """Say what is lost, and what is left over, a line each."""
        lost = (*self.slack.team.unanswered(), *self.discord.unanswered())
        return [f"{one}\n" for one in (*lost, *left_over(self.discord.commands.store))]

    def duplicated(self) -> int:
        """Count what was answered or said more than once, whichever way it was asked."""
        discord = self.discord.discord
        said: list[str] = discord.look(lambda: list(map(words_of, discord.ours(DIRECT, DANA))))
        answers = Counter(name for name in self.asked for words in said if f"{name} is" in words)
        twice = sum(number > 1 for number in answers.values())
        return twice + self.slack.team.duplicated() + self.discord.duplicated()


Deed = Callable[[Pair], None]


def killing(kills: int) -> Deed:
    """Return the deed of killing the replicas in turn, each of which is started anew, and pausing one now and then."""

    def deed(pair: Pair) -> None:
        for number in range(kills):
            victim = number % REPLICAS
            pair.revive()
            pair.kill(victim)
            pair.alive[victim] = pair.start(victim)
            if number % BETWEEN_PAUSES == 1:
                pair.pause(1 - victim)

    return deed


def talking(pair: Pair) -> None:
    """Kill nobody, and let people talk where both replicas listen, if they do."""
    wait_for(lambda: pair.discord.discord.gateway.identified == REPLICAS, SURELY_STUCK)
    for _ in range(4):
        pair.post()
        time.sleep(LATE)


def killing_who_listens_for_good(pair: Pair) -> None:
    """Kill the replica that listens to Discord, and never start it again."""
    pair.kill(0)


@dataclass(frozen=True)
class ReplicaScenario:
    """Two replicas on PostgreSQL, and what is done to them; Discord may forget what it was sent under which nonce."""

    name: str
    server: str
    deed: Deed
    flaw: Flaw = Flaw.NONE

    def run(self) -> Outcome:
        """Try it."""
        forgets = self.flaw is Flaw.RESENDS_BLINDLY
        with (
            WiredSlack() as slack,
            WiredDiscord(forgets=forgets) as discord,
            fresh_database(self.server) as url,
        ):
            key = new_key()
            team, server = Team(slack, url, key), DiscordTeam(discord, url, key)
            try:
                return self._tried(Pair(SlackRun(team, Http(slack, REPLICAS), self.flaw), server, self.flaw))
            finally:
                server.close()
                team.close()

    @property
    def is_control(self) -> bool:
        """Return whether its bot has a flaw, which the gate has to find."""
        return bool(self.flaw)

    def is_met(self, outcome: Outcome) -> bool:
        """Return whether the outcome is as it must be: a control in which nothing goes wrong would prove nothing."""
        if self.flaw is Flaw.NONE:
            return (outcome.lost, outcome.duplicated, outcome.unfinished) == (0, 0, 0)
        return (outcome.lost if self.flaw is Flaw.NEVER_LETS_GO else outcome.duplicated) > 0

    def _tried(self, pair: Pair) -> Outcome:
        began = time.monotonic()
        let_slack_fail(pair.slack.team.slack, harmless=bool(self.flaw))
        let_discord_fail(pair.discord.discord, harmless=bool(self.flaw))
        try:
            pair.begin()
            self.deed(pair)
            pair.wait_until_done()
            if not pair.flaw:
                print(*pair.missing(), sep="", end="", file=sys.stderr, flush=True)
            return Outcome(
                pair.kills,
                len(pair.slack.team.pastes) + len(pair.discord.pastes),
                pair.lost(),
                pair.duplicated(),
                pair.discord.unfinished(),
                time.monotonic() - began,
            )
        finally:
            for bot in pair.bots:
                bot.kill()
                bot.join()
            pair.slack.slack_tells.shutdown(cancel_futures=True)


def replica_scenarios(kills: int, server: str) -> Sequence[ReplicaScenario]:
    """Return all scenarios; half of so many kills are done to the bot as it is, twice, and a tenth in each control."""
    half, few = max(kills // 2, 2), max(kills // 10, 2)
    return (
        *(
            ReplicaScenario(f"Both, PostgreSQL, 2 replicas, {part}", server, killing(half))
            for part in ("first half", "second half")
        ),
        ReplicaScenario("Both, 1 of 2 replicas never comes back", server, killing_who_listens_for_good),
        ReplicaScenario(
            "Both, 1 of 2 replicas never lets go", server, killing_who_listens_for_good, Flaw.NEVER_LETS_GO
        ),
        ReplicaScenario("Both, 2 replicas, none is killed", server, talking),
        ReplicaScenario("Both, 2 replicas, none is killed, no lease", server, talking, Flaw.HOLDS_NO_LEASE),
        ReplicaScenario("Both, 2 replicas, resend blindly", server, killing(few), Flaw.RESENDS_BLINDLY),
    )
