"""Sentry is told what kind of error happened where, and not a word that somebody wrote."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sentry_sdk
from sentry_sdk import logger as sentry_logger

from bots.logs import bound
from bots.reports import open_reports
from core.errors import trace
from core.settings import SettingsError
from tests.bots.collector import Collector, collecting
from tests.bots.logged import caught, say, settings

ROOT = Path(__file__).parents[2]
MARKER = "Kestrel-7731 schreibt über Geld"


@pytest.fixture(name="collector")
def _collector() -> Iterator[Collector]:
    with collecting() as collector:
        open_reports(settings(sentry_dsn=collector.dsn))
        yield collector
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)
        sentry_sdk.get_isolation_scope().clear()


def judge(text: str) -> None:
    words = text.split()
    raise ValueError(text, words)


def failure(text: str) -> Exception:
    try:
        judge(text)
    except ValueError as error:
        error.add_note(text)
        return error
    raise AssertionError


def test_an_error_that_is_logged_is_told_with_its_places_and_ids(collector: Collector) -> None:
    with bound(request="4f2a", agency=3, client=MARKER):
        say("%s could not be read: %s", MARKER, trace(failure(MARKER)), level=logging.ERROR)
    sentry_sdk.flush()
    (event,) = collector.events
    (told,) = event.pop("exception")["values"]
    assert told["type"] == "ValueError"
    assert [(frame["module"], frame["function"]) for frame in told["stacktrace"]["frames"]] == [
        (__name__, "failure"),
        (__name__, "judge"),
    ]
    assert {name for frame in told["stacktrace"]["frames"] for name in frame} == {
        "module",
        "function",
        "lineno",
        "in_app",
    }
    assert event["tags"] == {"request": "4f2a", "agency": "3"}
    assert set(event) == {"event_id", "timestamp", "platform", "level", "logger", "release", "tags"}
    assert not collector.has(MARKER)


def test_an_error_without_a_trace_is_told_by_the_place_that_logged_it(collector: Collector) -> None:
    say("Slack keeps events back: %s", MARKER, level=logging.ERROR)
    sentry_sdk.flush()
    (event,) = collector.events
    (told,) = event["exception"]["values"]
    (frame,) = told["stacktrace"]["frames"]
    assert frame == {"module": "bots.inbox", "function": "read", "lineno": 7, "in_app": True}
    assert not collector.has(MARKER)


def test_what_is_no_error_is_not_told(collector: Collector) -> None:
    say(MARKER, level=logging.WARNING)
    sentry_sdk.flush()
    assert collector.taken == []


def test_nothing_that_was_written_arrives_whoever_tells_sentry(collector: Collector) -> None:
    scope = sentry_sdk.get_isolation_scope()
    scope.set_tag(MARKER, MARKER)
    scope.set_tag("request", "4f2a")
    scope.set_user({"id": MARKER, "email": MARKER, "ip_address": "127.0.0.1"})
    scope.set_extra("text", MARKER)
    scope.set_context("paste", {"text": MARKER})
    scope.set_transaction_name(MARKER)
    sentry_sdk.add_breadcrumb(message=MARKER, data={"text": MARKER})
    error = failure(MARKER)
    error.__cause__ = caught(KeyError(MARKER))
    sentry_sdk.capture_exception(error)
    sentry_sdk.capture_message(MARKER)
    sentry_sdk.capture_event({"message": MARKER, "request": {"data": MARKER}, "server_name": MARKER})
    with sentry_sdk.start_transaction(name=MARKER):
        pass
    logging.getLogger("of a library").error(MARKER, exc_info=error)
    sentry_logger.error(MARKER)
    sentry_sdk.flush()
    kinds = [[one["type"] for one in event["exception"]["values"]] for event in collector.events]
    assert kinds == [["KeyError", "ValueError"], [], [], ["ValueError"]]
    assert {event["tags"].get("request") for event in collector.events} == {"4f2a"}
    for words in (MARKER, "Kestrel-7731", "schreibt über", os.uname().nodename):
        assert not collector.has(words), words


def test_it_would_be_seen_if_something_arrived() -> None:
    with collecting() as collector:
        client = sentry_sdk.Client(dsn=collector.dsn, default_integrations=False)
        client.capture_event({"message": MARKER})
        client.close()
        assert collector.has("Kestrel-7731")


def test_an_address_that_is_none_is_told_without_it() -> None:
    with pytest.raises(SettingsError, match="CHECKMSG_SENTRY_DSN") as error:
        open_reports(settings(sentry_dsn="a-key-of-the-tests"))
    assert "a-key-of-the-tests" not in str(error.value)


PROGRAM = """
import sys
from bots.logs import open_logs
from bots.reports import open_reports
from core.settings import Settings
settings = Settings(_env_file=None, database_url="")
open_logs(settings)
open_reports(settings)
print("sentry_sdk" in sys.modules)
raise ValueError("Kestrel-7731")
"""


@pytest.mark.parametrize("is_wanted", [True, False])
def test_what_ends_the_program_is_told_and_without_an_address_sentry_is_not_even_there(
    is_wanted: bool,
) -> None:
    with collecting() as collector:
        collector.answers_after = 0.5  # Sentry's own words at the end come when it has to wait.
        dsn = {"CHECKMSG_SENTRY_DSN": collector.dsn} if is_wanted else {}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            check=False,
            cwd=ROOT,
            env={**os.environ, **dsn},
            text=True,
        )
        told = [event["exception"]["values"][0]["type"] for event in collector.events]
        levels = [event["level"] for event in collector.events]
    assert done.stdout.strip() == str(is_wanted)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Kestrel" not in done.stderr
    assert (told, levels) == ((["ValueError"], ["fatal"]) if is_wanted else ([], []))
