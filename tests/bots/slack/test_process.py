import os
import signal
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
from tests.crash.office import Office
from tests.slack.faults import Slow
from tests.slack.wire import WiredSlack

SECONDS = 20


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with WiredSlack() as slack:
        made = Office(slack, f"sqlite:///{tmp_path}/checkmsg.db")
        yield made
        made.close()


@contextmanager
def running(office: Office, folder: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Run the bot as somebody does who has read the README, in a folder that holds no .env."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CHECKMSG_")}
    app_token = {"CHECKMSG_SLACK_APP_TOKEN": office.slack.app_token}
    with subprocess.Popen(
        [sys.executable, "-m", "bots", "run"],
        cwd=folder,
        env={**ours, **office.settings, **app_token, **settings},
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
    office: Office, tmp_path: Path
) -> None:
    slack = office.slack
    with running(office, tmp_path) as bot:
        slack.run(slack.wire.connected(seconds=SECONDS))
        wait_for(lambda: office.unfinished() == 0)  # It has told each channel that it reads there.
        slack.fault("chat.postMessage", Slow(1))
        before = len(slack.called("chat.postMessage"))
        slack.event(office.post())
        wait_for(lambda: len(slack.called("chat.postMessage")) > before)
        bot.send_signal(signal.SIGTERM)
        _, said = bot.communicate(timeout=SECONDS)
    assert (bot.returncode, office.unfinished(), office.lost(), office.duplicated()) == (0, 0, 0, 0)
    assert "Traceback" not in said


def test_a_bot_reads_at_its_start_what_was_left_unread(office: Office, tmp_path: Path) -> None:
    arrival = arrival_of(office.post(), office.slack.me)
    assert arrival is not None
    inbox = Inbox(office.commands, {}, lambda: datetime.now(UTC))
    assert inbox.keep([News(Platform.SLACK, office.slack.team["id"], arrival)]) == 1
    with running(office, tmp_path):
        wait_for(lambda: office.unfinished() == 0)
    assert (office.lost(), office.duplicated()) == (0, 0)


@pytest.mark.parametrize("token", ["CHECKMSG_SLACK_BOT_TOKEN", "CHECKMSG_SLACK_APP_TOKEN"])
def test_a_token_that_opens_nothing_ends_the_bot_in_one_sentence(
    office: Office, tmp_path: Path, token: str
) -> None:
    with running(office, tmp_path, **{token: "xoxb-of-another-app"}) as bot:
        _, said = bot.communicate(timeout=SECONDS)
    assert bot.returncode == 2
    assert said.count("\n") == 1
    assert said.startswith("checkmsg: Slack refuses")
    assert token in said
