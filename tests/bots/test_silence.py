"""A conversation goes through the whole bot with every logger at DEBUG, and not a word of it is written anywhere."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.crash.server import CHANNELS as DISCORD_CHANNELS
from tests.crash.server import DiscordTeam
from tests.crash.team import CHANNELS, LEAD, Team
from tests.discord.wire import WiredDiscord
from tests.slack.faults import ServerError
from tests.slack.wire import WiredSlack

ROOT = Path(__file__).parents[2]
SECONDS = 30
PASTE = "Kestrelina: Hi, for the falconry order can we move to WhatsApp? Mine is +44 7700 900418, or k@example.com"
TELLING = ("kestrel", "falconry", "whatsapp", "900418", "k@example", "xoxb-", "xapp-", "of-the-tests", "oops")


@contextmanager
def loud(port: int, folder: Path, given: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CHECKMSG")}
    with (
        (folder / "out").open("w") as out,
        (folder / "err").open("w") as err,
        subprocess.Popen(
            [sys.executable, "-X", "dev", "-W", "ignore", "-m", "tests.bots.loud", str(port), "run"],
            cwd=folder,
            env={**ours, "PYTHONPATH": str(ROOT), **given},
            stdout=out,
            stderr=err,
            text=True,
        ) as bot,
    ):
        try:
            yield bot
        finally:
            bot.kill()


def wait_for(happened: Callable[[], object]) -> None:
    until = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.05)


def said_by(bot: subprocess.Popen[str], folder: Path) -> list[dict[str, str]]:
    """Stop the bot, and return its log; nothing that it has written tells of the conversation."""
    bot.send_signal(signal.SIGTERM)
    assert bot.wait(SECONDS) == 0
    written = (folder / "err").read_text()
    for word in TELLING:
        assert word not in (written + (folder / "out").read_text()).casefold(), word
    return [json.loads(line) for line in written.splitlines()]


def loggers(log: list[dict[str, str]]) -> set[str]:
    return {line["logger"].partition(".")[0] for line in log}


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_a_conversation_in_slack_leaves_no_word(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = (
        f"sqlite:///{tmp_path}/kept.db" if database == "sqlite" else request.getfixturevalue("empty_postgres")
    )
    with WiredSlack() as slack:
        team = Team(slack, url)
        given = {**team.settings, "CHECKMSG_SLACK_APP_TOKEN": slack.app_token}
        with loud(0, tmp_path, given) as bot:
            slack.run(slack.wire.connected(seconds=SECONDS))
            wait_for(lambda: not team.unfinished())
            slack.fault("chat.postMessage", ServerError())
            slack.fault("users.info", ServerError(), times=3)
            ts = team._in_slack(lambda: slack.say(CHANNELS[0], LEAD, PASTE))
            slack.event({**slack.message(CHANNELS[0], ts), "channel": CHANNELS[0], "channel_type": "channel"})
            command = {"command": "/checkmsg", "team_id": slack.team["id"], "user_id": LEAD}
            for words in ("client add Kestrelina met May 2025", "falconry", "check Kestrelina: on WhatsApp"):
                where = {"channel_id": CHANNELS[0], "response_url": slack.url + "falconry"}
                slack.send("slash_commands", {**command, **where, "text": words})
            wait_for(lambda: slack.ours(CHANNELS[0]) and not team.unfinished())
            log = said_by(bot, tmp_path)
        team.close()
    assert loggers(log) >= {"slack_sdk", "slack_bolt", "sqlalchemy", "asyncio", "bots"}
    assert database == "sqlite" or "procrastinate" in loggers(log)
    for ids in (("request", "workspace", "agency"), ("news", "agency"), ("post", "agency")):
        assert any(line.keys() >= set(ids) for line in log), ids


def test_a_conversation_in_discord_leaves_no_word(tmp_path: Path) -> None:
    with WiredDiscord() as server:
        team = DiscordTeam(server, f"sqlite:///{tmp_path}/kept.db")
        with loud(server.port, tmp_path, team.settings) as bot:
            wait_for(lambda: team.is_heard() and not team.unfinished())
            server.fault("POST", "/channels/*/messages", ServerError())
            message = server.post(DISCORD_CHANNELS[0], PASTE)
            wait_for(lambda: server.look(lambda: server.replies(message)) and not team.unfinished())
            log = said_by(bot, tmp_path)
        team.close()
    assert loggers(log) >= {"discord", "sqlalchemy", "asyncio"}
