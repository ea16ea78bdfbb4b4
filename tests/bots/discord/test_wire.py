"""The bot in a process of its own, over real HTTP and sockets."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import discord
import pytest
from PIL import Image

from tests.crash.server import ASKS, CHANNELS, DiscordTeam
from tests.discord.wire import WiredDiscord
from tests.discord.words import words_of
from tests.discord.world import DANA
from tests.slack.faults import RateLimited, Slow

ROOT = Path(__file__).parents[3]
SECONDS = 20
COMMANDS = ("PUT", "/applications/*/commands")
THREADS = ("POST", "/channels/*/messages/*/threads")
MESSAGES = ("POST", "/channels/*/messages")


@contextmanager
def team_in(folder: Path) -> Iterator[DiscordTeam]:
    with WiredDiscord() as server:
        made = DiscordTeam(server, f"sqlite:///{folder}/checkmsg.db")
        yield made
        made.close()


@pytest.fixture
def team(tmp_path: Path) -> Iterator[DiscordTeam]:
    """A server without a bot."""
    with team_in(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiscordTeam]:
    """A server with a bot that several tests share, since it takes some seconds to come."""
    folder = tmp_path_factory.mktemp("served")
    with team_in(folder) as made, at_work(made, folder):
        yield made


@contextmanager
def running(team: DiscordTeam, folder: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Run the bot as somebody does who has read the README, in a folder that holds no .env."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CHECKMSG_")}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.discord.process", str(team.discord.port), "run"],
        cwd=folder,
        env={**ours, "PYTHONPATH": str(ROOT), **team.settings, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as bot:
        try:
            yield bot
        finally:
            bot.kill()


@contextmanager
def at_work(team: DiscordTeam, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the bot, and wait until it is there and has told each channel that it reads there."""
    before = team.discord.gateway.identified
    with running(team, folder) as bot:
        wait_for(
            lambda: team.discord.gateway.identified > before and team.is_heard() and not team.unfinished()
        )
        yield bot


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.02)


def is_answered(team: DiscordTeam) -> bool:
    """Return whether all is read, and answered once."""
    return (team.unfinished(), team.lost(), team.duplicated()) == (0, 0, 0)


@pytest.mark.parametrize("way", ["closed with 4000", "dropped"])
def test_what_is_posted_while_the_connection_is_down_is_told_again(served: DiscordTeam, way: str) -> None:
    gateway = served.discord.gateway
    before = (gateway.identified, gateway.resumed)
    link = gateway.links[-1]
    served.discord.do(link.kill() if way == "dropped" else link.close(4000))
    served.post()
    wait_for(lambda: is_answered(served))
    assert (gateway.identified, gateway.resumed) == (before[0], before[1] + 1)


def test_what_is_posted_while_there_is_no_session_is_read_from_the_channel(served: DiscordTeam) -> None:
    gateway = served.discord.gateway
    before = (gateway.identified, gateway.resumed)
    served.discord.do(gateway.end_session())
    served.post()
    wait_for(lambda: is_answered(served))
    assert (gateway.identified, gateway.resumed) == (before[0] + 1, before[1])


def test_a_limit_on_new_threads_is_waited_out(served: DiscordTeam) -> None:
    before = len(served.discord.called(*THREADS))
    served.discord.fault(*THREADS, RateLimited(1))
    message = served.post().message
    wait_for(lambda: is_answered(served))
    assert len(served.discord.called(*THREADS)) == before + 2
    assert served.discord.has_thread(message)


def test_a_text_file_is_fetched_and_checked(served: DiscordTeam) -> None:
    server = served.discord
    text = b"Bakumi: can we move to WhatsApp? It is easier for me."
    message = server.post(CHANNELS[0], files=[("message.txt", text)])
    server.wait_for(lambda: server.replies(message))
    assert len(server.cdn.given) == 1
    assert ASKS in words_of(server.replies(message)[0])


def test_the_chart_of_a_digest_arrives_whole(served: DiscordTeam) -> None:
    server = served.discord
    served.ask(CHANNELS[0], "digest now")
    server.wait_for(lambda: server.direct(DANA))
    (call,) = (call for call in server.called(*MESSAGES) if call.files)
    (chart,) = (file for file in server.direct(DANA)[0].attachments if file.filename.endswith(".png"))
    content = server.cdn.get(chart.url)
    assert content is not None
    with Image.open(BytesIO(content)) as picture:
        picture.load()  # It fails where the file ends early.
    assert chart.description
    assert chart.description in [told["description"] for told in call.body["attachments"]]


def test_a_paste_is_answered_in_its_thread_and_what_was_begun_is_finished_at_the_end(
    team: DiscordTeam, tmp_path: Path
) -> None:
    server = team.discord
    with at_work(team, tmp_path) as bot:
        server.fault(*MESSAGES, Slow(1))
        before = len(server.called(*MESSAGES))
        message = team.post().message
        wait_for(lambda: len(server.called(*MESSAGES)) > before)
        bot.send_signal(signal.SIGTERM)
        _, said = bot.communicate(timeout=SECONDS)
    assert (bot.returncode, "Traceback" in said) == (0, False)
    assert is_answered(team)
    assert [ASKS in words_of(reply) for reply in server.ours(server.thread(message))] == [True]
    assert message.content not in said


def test_commands_are_published_once_and_not_again_at_the_next_start(
    team: DiscordTeam, tmp_path: Path
) -> None:
    for _ in range(2):
        with at_work(team, tmp_path):
            pass
    assert len(team.discord.called(*COMMANDS)) == 1


def test_a_token_that_opens_nothing_ends_the_bot_in_one_sentence(team: DiscordTeam, tmp_path: Path) -> None:
    wrong = {"CHECKMSG_DISCORD_TOKEN": "a.token.of-another-app"}
    with running(team, tmp_path, **wrong) as bot:
        _, said = bot.communicate(timeout=SECONDS)
    *_, told = said.splitlines()  # Posts that were due by then have been told of before.
    assert (bot.returncode, "Traceback" in said) == (2, False)
    assert told.startswith("checkmsg: Discord refuses CHECKMSG_DISCORD_TOKEN")


def test_an_intent_that_is_not_switched_on_ends_the_bot_in_one_sentence(
    team: DiscordTeam, tmp_path: Path
) -> None:
    team.discord.gateway.allowed = discord.Intents(message_content=False)
    with running(team, tmp_path) as bot:
        _, said = bot.communicate(timeout=SECONDS)
    *_, told = said.splitlines()  # Posts that were due by then have been told of before.
    assert (bot.returncode, "Traceback" in said) == (2, False)
    assert told.startswith(
        "checkmsg: Discord does not let the bot read posts. Switch on Message Content Intent"
    )
