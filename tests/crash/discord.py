"""The whole bot in Discord is killed while people post, also while it is away: every post is answered, and none twice."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from random import SystemRandom
from tempfile import TemporaryDirectory

from tests.crash.bot import Flaw, Job, work
from tests.crash.gate import GIVE_UP, Outcome, processes, wait_for
from tests.crash.server import DiscordTeam
from tests.crash.slack import LATE
from tests.discord.wire import WiredDiscord
from tests.slack.faults import DropAfterAccept, DropBeforeAccept, Fault, RateLimited, ServerError, Slow

POSTED_AT_ONCE = 2
MESSAGES = ("POST", "/channels/*/messages")
SENDS = (
    MESSAGES,
    ("POST", "/channels/*/threads"),
    ("PATCH", "/channels/*/messages/*"),
)
# Discord has taken the message and its answer is lost, or it has not, in each of the ways in which this happens.
FAULTS: Sequence[Fault] = (
    DropAfterAccept(),
    RateLimited(),
    ServerError(accepted=True),
    DropBeforeAccept(),
    ServerError(),
)
BETWEEN_FAULTS = 4
# What has just happened when a process is killed, and how many seconds ago at most. One that was only started may be
# on its way to Discord, or at what it missed.
MOMENTS = (("told", LATE / 4), ("sent", LATE / 4), ("started", 2.0))
_dice = SystemRandom()


@dataclass
class Run:
    """A team in which people post, and the processes of its bot."""

    team: DiscordTeam
    flaw: Flaw
    bots: list[ForkServerProcess] = field(default_factory=list)
    kills: int = 0
    identified: int = 0  # how often a bot had come to Discord when the last process was started

    def start(self) -> ForkServerProcess:
        """Start a process."""
        self.identified = self.team.discord.gateway.identified
        job = Job(self.team.settings, self.flaw, self.team.discord.port)
        bot = processes.Process(target=work, args=(job,), name=f"bot {len(self.bots)}", daemon=True)
        bot.start()
        self.bots.append(bot)
        return bot

    def post(self) -> None:
        """Let people post, and some of them think better of it."""
        for _ in range(POSTED_AT_ONCE):
            paste = self.team.post()
            if len(self.team.pastes) % 5 == 2:
                self.team.edit(paste)

    @property
    def told(self) -> int:
        """Count the posts that Discord has told the bot of, and whoever is killed then may not have stored."""
        return self.team.discord.gateway.told

    @property
    def sent(self) -> int:
        """Count the messages that have reached Discord."""
        return len(self.team.discord.called(*MESSAGES))

    def kill(self, bot: ForkServerProcess) -> None:
        """Kill a process at one of the moments, each in its turn."""
        counted, longest = MOMENTS[self.kills % len(MOMENTS)]
        if counted == "started":
            self.post()
        else:
            self.catch(counted)
        time.sleep(_dice.uniform(0, longest))
        bot.kill()
        bot.join()
        self.kills += 1

    def catch(self, counted: str) -> None:
        """Return as soon as something has happened once more that people's posts bring about."""
        self.wait_until_there()
        before, until = getattr(self, counted), time.monotonic() + GIVE_UP
        self.post()
        while not wait_for(lambda: getattr(self, counted) > before, 2):
            assert time.monotonic() < until, "the bot does nothing"
            self.post()

    def wait_until_there(self) -> None:
        """Wait until the process that was started last is told what is posted."""
        gateway, before = self.team.discord.gateway, self.identified
        assert wait_for(lambda: gateway.identified > before, GIVE_UP), "the bot does not come"

    def wait_until_done(self) -> None:
        """Post once more, and wait until all is answered, or for so long that it never will be."""
        self.wait_until_there()
        last = self.team.post()
        wait_for(lambda: self.team.is_answered(last) and not self.team.unfinished(), GIVE_UP)
        wait_for(lambda: bool(self.flaw) or not self.team.lost(), GIVE_UP)


@dataclass(frozen=True)
class DiscordScenario:
    """A bot on a SQLite file, which is killed again and again.

    Discord knows for some minutes what it was sent under which nonce. One that forgets it shows that the bot looks.
    """

    name: str
    kills: int
    flaw: Flaw = Flaw.NONE
    forgets: bool = False

    def run(self) -> Outcome:
        """Try it."""
        with WiredDiscord(forgets=self.forgets) as discord, TemporaryDirectory() as folder:
            team = DiscordTeam(discord, f"sqlite:///{folder}/checkmsg.db")
            try:
                return self._tried(Run(team, self.flaw))
            finally:
                team.close()

    @property
    def is_control(self) -> bool:
        """Return whether its bot has a flaw, which the gate has to find."""
        return bool(self.flaw)

    def is_met(self, outcome: Outcome) -> bool:
        """Return whether the outcome is as it must be: a control in which nothing goes wrong would prove nothing."""
        if outcome.unfinished or outcome.lost == outcome.posts:
            return False
        return (outcome.lost > 0, outcome.duplicated > 0) == (
            self.flaw is Flaw.NEVER_LOOKS_BACK,
            self.flaw is Flaw.RESENDS_BLINDLY,
        )

    def _tried(self, run: Run) -> Outcome:
        began, team = time.monotonic(), run.team
        try:
            bot = run.start()
            assert wait_for(team.is_heard, GIVE_UP), "the bot does not come"
            # What was taken and not answered discord.py sends again by itself, which only the nonce makes harmless.
            let_discord_fail(team.discord, harmless=bool(self.flaw) or self.forgets)
            for _ in range(self.kills):
                run.kill(bot)
                team.post()  # Nobody tells the bot of this one.
                bot = run.start()
            run.wait_until_done()
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


def let_discord_fail(discord: WiredDiscord, *, harmless: bool) -> None:
    """Let Discord be slow to answer what is sent, and now and then fail, unless it is to be harmless."""
    for send in SENDS:
        for fault in () if harmless else FAULTS:
            discord.fault(*send, Slow(LATE), BETWEEN_FAULTS)
            discord.fault(*send, fault)
        discord.fault(*send, Slow(LATE), None)


def discord_scenarios(kills: int) -> Sequence[DiscordScenario]:
    """Return all scenarios; three in ten of so many kills are done to the bot as it is."""
    many, few = max(3 * kills // 10, 2), max(kills // 10, 2)
    return (
        DiscordScenario("Discord, SQLite", many),
        DiscordScenario("Discord that forgets nonces, SQLite", few, forgets=True),
        DiscordScenario("Discord, never looks back", few, flaw=Flaw.NEVER_LOOKS_BACK),
        DiscordScenario("Discord, resends blindly", few, flaw=Flaw.RESENDS_BLINDLY, forgets=True),
    )
