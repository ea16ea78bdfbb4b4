import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.inbox import Inbox, News
from bots.slack.events import arrival_of
from core.records import Platform
from core.store.inbox import claim
from tests.crash.team import Team
from tests.slack.faults import Slow
from tests.slack.wire import WiredSlack

SECONDS = 20


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with WiredSlack() as slack:
        made = Team(slack, f"sqlite:///{tmp_path}/checkmsg.db")
        yield made
        made.close()


@contextmanager
def running(team: Team, folder: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Run the bot as somebody does who has read the README, in a folder that holds no .env."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CHECKMSG_")}
    app_token = {"CHECKMSG_SLACK_APP_TOKEN": team.slack.app_token}
    with subprocess.Popen(
        [sys.executable, "-m", "bots", "run"],
        cwd=folder,
        env={**ours, **team.settings, **app_token, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as bot:
        try:
            yield bot
        finally:
            bot.kill()


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_bot_with_two_tokens_answers_and_finishes_what_it_has_begun_when_it_is_stopped(
    team: Team, tmp_path: Path
) -> None:
    slack = team.slack
    with running(team, tmp_path) as bot:
        slack.run(slack.wire.connected(seconds=SECONDS))
        wait_for(lambda: team.unfinished() == 0)  # It has told each channel that it reads there.
        slack.fault("chat.postMessage", Slow(1))
        before = len(slack.called("chat.postMessage"))
        slack.event(team.post())
        wait_for(lambda: len(slack.called("chat.postMessage")) > before)
        bot.send_signal(signal.SIGTERM)
        _, said = bot.communicate(timeout=SECONDS)
    assert (bot.returncode, team.unfinished(), team.lost(), team.duplicated()) == (0, 0, 0, 0)
    assert "Traceback" not in said


def test_a_bot_reads_at_its_start_what_was_left_unread(team: Team, tmp_path: Path) -> None:
    arrival = arrival_of(team.post(), team.slack.me)
    assert arrival is not None
    inbox = Inbox(team.commands, {}, lambda: datetime.now(UTC))
    inbox.keep([News(Platform.SLACK, team.slack.team["id"], arrival)])
    # A process had begun to read it and died; on a file nobody else can be at it.
    assert claim(team.commands.store, datetime.now(UTC), "a process that died", 1, [Platform.SLACK])
    with running(team, tmp_path):
        wait_for(lambda: team.is_answered(team.pastes[0]) and team.unfinished() == 0)
    assert (team.lost(), team.duplicated()) == (0, 0)


def test_an_address_that_is_taken_is_said_in_one_sentence(team: Team, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        http = {"CHECKMSG_SLACK_APP_TOKEN": "", "CHECKMSG_SLACK_SIGNING_SECRET": "0" * 32}
        with running(team, tmp_path, CHECKMSG_SLACK_LISTEN=address, **http) as bot:
            _, said = bot.communicate(timeout=SECONDS)
    assert bot.returncode == 2
    assert said.startswith(f"checkmsg: CHECKMSG_SLACK_LISTEN: {address} cannot be opened")
    assert said.count("\n") == 1


@pytest.mark.parametrize("token", ["CHECKMSG_SLACK_BOT_TOKEN", "CHECKMSG_SLACK_APP_TOKEN"])
def test_a_token_that_opens_nothing_ends_the_bot_in_one_sentence(
    team: Team, tmp_path: Path, token: str
) -> None:
    with running(team, tmp_path, **{token: "xoxb-of-another-app"}) as bot:
        _, said = bot.communicate(timeout=SECONDS)
    assert bot.returncode == 2
    assert said.count("\n") == 1
    assert said.startswith("checkmsg: Slack refuses")
    assert token in said
