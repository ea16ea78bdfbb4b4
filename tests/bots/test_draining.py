import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.store.crypto import new_key
from tests.bots.both import REFUSED, ROOT, asked, both, wait_for
from tests.bots.hanging import BUSY
from tests.crash.telling import free_ports
from tests.slack.faults import Slow

LONGEST = 20.0
SOON = 10.0
MESSAGES = ("POST", "/channels/*/messages")


def test_a_stop_under_load_loses_nothing_says_nothing_twice_and_is_soon_over(tmp_path: Path) -> None:
    with both(tmp_path) as place:
        is_enough = threading.Event()
        shut_while_ready = []

        def post(one: Callable[[], object]) -> None:
            while not is_enough.is_set():
                one()
                time.sleep(0.2)

        def look() -> None:
            while not is_enough.is_set():
                if place.door() == REFUSED and place.probe("/readyz")[0] == 200:
                    shut_while_ready.append(time.monotonic())

        with place.ready() as bot:
            place.slack.slack.fault("chat.postMessage", Slow(0.5), None)
            place.discord.discord.fault(*MESSAGES, Slow(0.5), None)
            # Slack tells again what it was refused, until the next start; Discord's channels are read then.
            work = (
                lambda: post(lambda: place.way.tell(place.slack.post())),
                lambda: post(place.discord.post),
                look,
            )
            threads = [threading.Thread(target=one) for one in work]
            for thread in threads:
                thread.start()
            wait_for(lambda: "checkmsg_sending 4.0" in place.scrape())
            bot.send_signal(signal.SIGTERM)
            began = time.monotonic()
            _, said = bot.communicate(timeout=LONGEST)
            assert time.monotonic() - began < LONGEST
        is_enough.set()
        assert (bot.returncode, "Traceback" in said) == (0, False)
        assert shut_while_ready == []
        with place.bot():
            for thread in threads:
                thread.join()
            wait_for(lambda: place.tally() == (0, 0) and not place.unfinished(), 60)
        assert min(len(place.slack.pastes), len(place.discord.pastes)) > 3


def test_what_hangs_is_counted_and_left_for_the_next_start(tmp_path: Path) -> None:
    with both(tmp_path) as place:
        with place.ready() as bot:
            place.slack.slack.fault("chat.postMessage", Slow(20))
            place.discord.discord.fault(*MESSAGES, Slow(20))
            place.way.tell(place.slack.post())
            place.discord.post()
            wait_for(lambda: "checkmsg_sending 2.0" in place.scrape())
            bot.send_signal(signal.SIGTERM)
            began = time.monotonic()
            wait_for(lambda: place.probe("/readyz")[0] == 503)
            assert place.probe("/healthz")[0] == 200
            _, said = bot.communicate(timeout=LONGEST)
            assert time.monotonic() - began < LONGEST
        assert bot.returncode == 0
        # Slack's own patience with one call is shorter than ours.
        assert "stopped after 16 s with 1 posts being sent and 0 news being read" in said
        with place.bot():
            wait_for(lambda: place.tally() == (0, 0) and not place.unfinished(), 60)


@contextmanager
def hanging(where: str, seconds: float, folder: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Run a bot on one platform that hangs, with so many seconds for its end, until it says that it runs."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bots.hanging", where, str(seconds)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as bot:
        try:
            assert bot.stdout is not None
            assert bot.stdout.readline() == "runs\n"
            yield bot
        finally:
            bot.kill()


@pytest.mark.parametrize(
    "where, status, says",
    [
        ("run", 0, "stopped after 1 s"),
        ("close", 0, "stopped after 1 s"),
        ("thread", 0, "stopped after 1 s"),
        ("nowhere", 0, ""),
        ("after an error", 1, "stopped after 1 s"),
    ],
)
def test_a_bot_ends_in_time_wherever_it_hangs(where: str, status: int, says: str, tmp_path: Path) -> None:
    with hanging(where, 1, tmp_path) as bot:
        if where != "after an error":
            bot.send_signal(signal.SIGTERM)
        began = time.monotonic()
        _, said = bot.communicate(timeout=LONGEST)
        assert time.monotonic() - began < SOON
    assert bot.returncode == status
    assert said.count("\n") == bool(says)
    assert says in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_it_at_once(number: signal.Signals, tmp_path: Path) -> None:
    with hanging("run", 60, tmp_path) as bot:
        bot.send_signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):
            bot.wait(1)
        bot.send_signal(number)
        assert bot.wait(1) == -number


def test_a_platform_is_told_once_nobody_takes_the_bot_for_ready_any_more(tmp_path: Path) -> None:
    with hanging("nowhere", 60, tmp_path) as bot:
        bot.send_signal(signal.SIGTERM)
        said, _ = bot.communicate(timeout=LONGEST)
    assert said == "not ready\n"


def test_one_of_several_replicas_takes_requests_until_the_others_are_sent_them(
    tmp_path: Path, empty_postgres: str
) -> None:
    (port,) = free_ports(1)
    settings = {
        "CHECKMSG_DATABASE_URL": empty_postgres,
        "CHECKMSG_KEYS": new_key(),
        "CHECKMSG_HEALTH_LISTEN": f"127.0.0.1:{port}",
    }
    with hanging("nowhere", 60, tmp_path, **settings) as bot:
        wait_for(lambda: asked(port, "/readyz")[0] == 200)
        bot.send_signal(signal.SIGTERM)
        began = time.monotonic()
        wait_for(lambda: asked(port, "/readyz")[0] == 503)
        assert bot.stdout is not None
        assert bot.stdout.readline() == "not ready\n"
        assert 2.5 < time.monotonic() - began < LONGEST
        assert bot.wait(LONGEST) == 0


def test_a_loop_that_is_busy_keeps_nobody_from_being_told_how_the_bot_is(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    with hanging("busy", 60, tmp_path, CHECKMSG_HEALTH_LISTEN=f"127.0.0.1:{port}"):
        said: list[float] = []
        while not said or said[-1] < BUSY - 1:
            status, page = asked(port, "/healthz")
            assert status == 200
            said.append(float(re.findall(r"moved ([\d.]+) s ago", page)[0]))
            time.sleep(0.1)
        assert asked(port, "/readyz")[1].startswith("ready\n")
