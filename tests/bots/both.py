"""The bot in a process of its own, on the Slack and the Discord of the tests at once, and what it says of itself."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.crash.server import DiscordTeam
from tests.crash.team import Team
from tests.crash.telling import Http, free_ports
from tests.discord.wire import WiredDiscord
from tests.slack.wire import WiredSlack

ROOT = Path(__file__).parents[2]
SECONDS = 30
REFUSED = 0  # the status where nobody listens
SILENT = -1  # Of a page that was not answered in time, as by a bot that is about to end.


@dataclass
class Both:
    """Two platforms with one database, and the addresses of a bot that is on both."""

    folder: Path  # It holds no .env.
    slack: Team
    discord: DiscordTeam
    way: Http
    ports: list[int] = field(default_factory=lambda: free_ports(2))

    @property
    def settings(self) -> dict[str, str]:
        """Return what the bot is told."""
        health, metrics = (f"127.0.0.1:{port}" for port in self.ports)
        return {
            **self.discord.settings,
            **self.slack.settings,
            **self.way.settings(0),
            "CHECKMSG_HEALTH_LISTEN": health,
            "CHECKMSG_METRICS_LISTEN": metrics,
        }

    @contextmanager
    def bot(self, **settings: str) -> Iterator[subprocess.Popen[str]]:
        """Run the bot."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("CHECKMSG_")}
        with subprocess.Popen(
            [sys.executable, "-m", "tests.discord.process", str(self.discord.discord.port), "run"],
            cwd=self.folder,
            env={**ours, "PYTHONPATH": str(ROOT), **self.settings, **settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as bot:
            try:
                yield bot
            finally:
                bot.kill()

    @contextmanager
    def ready(self, **settings: str) -> Iterator[subprocess.Popen[str]]:
        """Run the bot, and wait until it is ready and has told each channel that it reads there."""
        with self.bot(**settings) as bot:
            wait_for(
                lambda: self.probe("/readyz")[0] == 200 and self.discord.is_heard() and not self.unfinished()
            )
            yield bot

    def probe(self, path: str) -> tuple[int, str]:
        """Return the status and the words of a page of health."""
        return asked(self.ports[0], path)

    def door(self) -> int:
        """Return the status of the door at which Slack calls."""
        address = self.way.settings(0)["CHECKMSG_SLACK_LISTEN"]
        return asked(int(address.rpartition(":")[2]), "/healthz")[0]

    def scrape(self) -> str:
        """Return all numbers."""
        return asked(self.ports[1], "/metrics")[1]

    def unfinished(self) -> int:
        """Count what is not read, and the posts that are due and not sent."""
        return self.slack.unfinished()

    def tally(self) -> tuple[int, int]:
        """Count the posts of people that are not answered, and what was said twice."""
        teams = (self.slack, self.discord)
        return sum(team.lost() for team in teams), sum(team.duplicated() for team in teams)


@contextmanager
def both(folder: Path) -> Iterator[Both]:
    """Give the two platforms with a database in a file."""
    url = f"sqlite:///{folder}/checkmsg.db"
    with WiredSlack() as slack, WiredDiscord() as discord:
        team = Team(slack, url)
        other = DiscordTeam(discord, url, key=team.settings["CHECKMSG_KEYS"])
        try:
            yield Both(folder, team, other, Http(slack, 1))
        finally:
            team.close()
            other.close()


def asked(port: int, path: str) -> tuple[int, str]:
    """Return the status and the words of a page on loopback."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as page:
        try:
            page.request("GET", path)
            answer = page.getresponse()
            return answer.status, answer.read().decode()
        except TimeoutError:
            return SILENT, ""
        except (OSError, HTTPException):  # Nobody listens, or not to the end of the answer.
            return REFUSED, ""


def wait_for(happened: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Wait until something has happened."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)
