"""The form of the log's lines, and whose they are."""

import asyncio
import json
import os
import pty
import subprocess
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from pathlib import Path

import pytest

from bots.logs import bound
from core.errors import trace
from core.ids import bound_ids, note
from core.settings import LogFormat
from tests.bots.logged import caught, lines, say, written

ROOT = Path(__file__).parents[2]
MARKER = "Kestrel-7731"


class Full(StringIO):
    """A file on a disk that is full."""

    def write(self, _: str) -> int:
        raise OSError(MARKER)


def test_a_line_of_json_says_when_how_grave_where_what_and_whose() -> None:
    def work() -> None:
        with bound(agency=3, news=12):
            say("%s of %s", 1, 2)

    (line,) = lines(work)
    at = datetime.fromisoformat(line.pop("timestamp"))
    assert at.tzinfo == UTC
    assert abs((datetime.now(UTC) - at).total_seconds()) < 60
    assert line == {"level": "info", "logger": "bots.inbox", "event": "1 of 2", "agency": 3, "news": 12}


def test_text_says_the_same_in_one_line() -> None:
    def work() -> None:
        with bound(agency=3, news=12):
            say("two\nlines \x1b[31m")

    line = written(work, log_format=LogFormat.TEXT)
    assert line.partition(" ")[2] == "info bots.inbox: two\\x0alines \\x1b[31m agency=3 news=12\n"


def test_where_an_error_happened_stands_apart_and_its_message_nowhere() -> None:
    error = caught(ValueError(MARKER))
    for work in (partial(say, "not read: %s", trace(error)), partial(say, "not read", error=error)):
        (line,) = lines(work)
        assert line["event"].startswith("not read")
        assert line["exception"].startswith("ValueError\n  File ")
        assert "in caught" in line["exception"]
    text = written(partial(say, "not read: %s", trace(error)), log_format=LogFormat.TEXT)
    assert text.splitlines()[0].endswith("not read: ValueError")
    assert "in caught" in text
    assert MARKER not in text


@pytest.mark.parametrize(
    "words, args", [("%d", (MARKER,)), ("%s %s", (MARKER,)), ("%s", ({1: MARKER}, MARKER))]
)
def test_a_line_that_makes_no_sense_is_told_without_its_words(words: str, args: tuple[object, ...]) -> None:
    text = written(partial(say, words, *args))
    assert "a line of bots.inbox could not be written: TypeError" in text
    assert MARKER not in text


def test_a_log_that_cannot_be_written_stops_nobody() -> None:
    beside = StringIO()

    def work() -> None:
        with redirect_stderr(beside):
            say(MARKER)

    assert written(work, page=Full()) == ""
    assert beside.getvalue() == ""


def test_an_id_never_stands_in_for_what_a_line_says() -> None:
    def work() -> None:
        with bound(event=7, level="none"):
            say("said")

    (line,) = lines(work)
    assert (line["event"], line["level"]) == ("said", "info")


def test_ids_are_bound_for_as_long_as_they_hold() -> None:
    with bound(agency=1):
        with bound(post=2):
            assert bound_ids() == {"agency": 1, "post": 2}
        assert bound_ids() == {"agency": 1}
    assert bound_ids() == {}


def test_what_becomes_known_later_is_noted_for_as_long_as_the_rest() -> None:
    note(agency=9)
    assert bound_ids() == {}
    with bound(request="4f2a"):
        with bound(post=2):
            note(agency=9)
            assert bound_ids() == {"request": "4f2a", "post": 2, "agency": 9}
        assert bound_ids() == {"request": "4f2a"}


def test_threads_and_tasks_do_not_mix_their_ids() -> None:
    async def request(name: str) -> None:
        with bound(request=name):
            await asyncio.to_thread(note, agency=len(name))
            await asyncio.sleep(0)
            say(name)

    def lane(post: int) -> None:
        with bound(post=post):
            say("lane")

    async def work() -> None:
        await asyncio.gather(request("a"), request("bb"))
        with ThreadPoolExecutor(2) as lanes:
            list(lanes.map(lane, (1, 2)))

    told = lines(lambda: asyncio.run(work()))
    assert [(line["request"], line["agency"]) for line in told[:2]] == [("a", 1), ("bb", 2)]
    assert {line["post"] for line in told[2:]} == {1, 2}
    assert all("request" not in line for line in told[2:])


def test_what_nobody_catches_is_logged_like_everything_else() -> None:
    class Falls:
        def __del__(self) -> None:
            raise OSError(MARKER)

    def fail() -> None:
        raise KeyError(MARKER)

    def work() -> None:
        thread = threading.Thread(target=fail, name="lane-1")
        thread.start()
        thread.join()
        Falls()
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            # As catch_warnings keeps it from pytest.
            warnings.warn(MARKER, UserWarning, stacklevel=1)
        sys.excepthook(ValueError, caught(ValueError(MARKER)), None)

    told = lines(work)
    assert [(line["level"], line["event"].partition(" at ")[0]) for line in told] == [
        ("critical", "the thread lane-1 has ended: KeyError"),
        ("error", "an error could not be raised: OSError"),
        ("warning", "UserWarning"),
        ("critical", "checkmsg has ended: ValueError"),
    ]
    assert MARKER not in json.dumps(told)


PROGRAM = """
import sys
from bots.logs import open_logs_aside
from core.settings import Settings
open_logs_aside(Settings(_env_file=None, database_url=""))
import logging
logging.getLogger("bots").error("a text could not be answered")
"""


def test_who_types_in_a_terminal_is_not_shown_the_log() -> None:
    ours, theirs = pty.openpty()
    program = [sys.executable, "-c", PROGRAM]
    in_terminal = subprocess.run(program, stderr=theirs, cwd=ROOT, check=True)
    os.write(theirs, b"end")
    elsewhere = subprocess.run(program, stderr=subprocess.PIPE, cwd=ROOT, check=True)
    assert in_terminal.returncode == 0
    assert os.read(ours, 100) == b"end"
    assert elsewhere.stderr.count(b"\n") == 1
    os.close(ours)
    os.close(theirs)
