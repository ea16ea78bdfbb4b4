"""Nothing that people wrote reaches a log, whatever goes wrong, and what went wrong does."""

import asyncio
import gc
import logging
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import apscheduler.schedulers.background
import procrastinate.worker
import pytest
import sqlalchemy.log
import urllib3.connectionpool
from aiohttp import ClientSession, web
from alembic.runtime import migration
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from bots import inbox
from bots.quiet import quiet_logs
from bots.slack.http import HttpDoor, make_web_app
from bots.slack.socket import Socket
from tests.slack.bolt import COMMAND, MESSAGE, SECRET, bolt_app, event_body, signed
from tests.slack.wire import NotAcknowledgedError, WiredSlack

MARKER = "Kestrel-7731"


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Hear everything, and nothing that people wrote."""
    caplog.set_level(logging.DEBUG)
    before = logging.getLogRecordFactory()
    quiet_logs()
    yield
    logging.setLogRecordFactory(before)
    for record in caplog.get_records("call"):
        everything = [record.getMessage(), caplog.handler.format(record), *map(repr, vars(record).values())]
        assert MARKER not in "".join(everything), f"{record.pathname}, line {record.lineno}"


async def nobody() -> None:
    return None


def event(kind: str) -> dict[str, str]:
    return {**MESSAGE, "type": kind, "text": MARKER}


def made_in(module: ModuleType, words: str, *args: object) -> logging.LogRecord:
    """Return the record that is made of a line in a module."""
    make = logging.getLogRecordFactory()
    record: logging.LogRecord = make(
        "slack_bolt.AsyncApp", logging.INFO, module.__file__, 7, words, args, None, "there"
    )
    return record


def said(caplog: pytest.LogCaptureFixture, words: str) -> list[str]:
    return [record.getMessage() for record in caplog.records if words in record.getMessage()]


def test_a_round_by_socket_mode(caplog: pytest.LogCaptureFixture) -> None:
    async def test() -> None:
        with WiredSlack() as slack:
            app = bolt_app(slack.url)

            @app.event("message")
            async def _(event: dict[str, Any]) -> None:
                raise ValueError(event["text"])

            @app.command("/checkmsg")
            async def _(ack: Any, body: dict[str, Any]) -> None:
                await ack(body["text"])

            async def send(kind: str, payload: dict[str, Any], seconds: float = 3) -> Any:
                return await slack.there(slack.wire.send(kind, payload, seconds=seconds))

            socket = Socket(app, slack.app_token)
            await socket.start()
            await send("events_api", slack.event_payload(event("message")))
            assert await send("slash_commands", {**COMMAND, "text": MARKER}) == {"text": MARKER}
            for payload in (slack.event_payload(event("unheard_of")), {"type": MARKER}):
                with pytest.raises(NotAcknowledgedError):
                    await send("events_api", payload, seconds=0.2)
            await socket.stop()

    asyncio.run(test())
    assert said(caplog, "Unhandled request")
    assert "ValueError" in said(caplog, "Failed to run listener function")[0]


def test_a_round_by_http(caplog: pytest.LogCaptureFixture) -> None:
    async def test() -> None:
        app = bolt_app()

        @app.event("message")
        async def _(event: dict[str, Any]) -> None:
            raise ValueError(event["text"])

        door = HttpDoor(make_web_app(app, signing_secret=SECRET, health=lambda: {"ok": int(MARKER)}))
        await door.start("127.0.0.1", 0)
        async with ClientSession() as session:
            address = f"http://127.0.0.1:{door.port}"
            for kind, status in (("message", 200), ("unheard_of", 404)):
                body = event_body(event(kind))
                for headers, wanted in ((signed(body), status), (signed("another"), 401)):
                    async with session.post(f"{address}/slack/events", data=body, headers=headers) as answer:
                        assert answer.status == wanted
            async with session.get(f"{address}/healthz?code={MARKER}") as answer:
                assert answer.status == 500
        await door.stop()

    asyncio.run(test())
    assert said(caplog, "not signed by Slack")
    assert "ValueError" in said(caplog, "Error handling request")[0]


@pytest.mark.parametrize(
    "how, words",
    [
        ({}, "Invalid request signature detected"),
        (
            {"request_verification_enabled": False, "authorize": nobody},
            "should be installed into this workspace",
        ),
    ],
)
def test_what_bolt_turns_away_by_itself(
    how: dict[str, Any], words: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def test() -> None:
        request = AsyncBoltRequest(body=event_body(event("message")), headers={**signed("another")})
        await bolt_app(**how).async_dispatch(request)

    asyncio.run(test())
    assert said(caplog, words)


def test_a_middleware_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    async def test() -> None:
        app = bolt_app(request_verification_enabled=False)

        @app.middleware
        async def _() -> None:
            raise OSError(MARKER)

        await app.async_dispatch(AsyncBoltRequest(body=event_body(event("message"))))

    asyncio.run(test())
    assert "OSError" in said(caplog, "Failed to run a middleware function")[0]


def test_calls_of_the_api_and_what_they_answer(caplog: pytest.LogCaptureFixture) -> None:
    async def test() -> None:
        async def echo(request: web.Request) -> web.Response:
            return web.json_response({"ok": True, "text": (await request.read()).decode()})

        application = web.Application()
        application.router.add_post("/api/chat.postMessage", echo)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        await AsyncWebClient("xoxb-1", address).chat_postMessage(channel="C1", text=MARKER)
        await asyncio.to_thread(WebClient("xoxb-1", address).chat_postMessage, channel="C1", text=MARKER)
        await runner.cleanup()

    asyncio.run(test())
    assert {record.module for record in caplog.records} >= {"async_internal_utils", "base_client"}


def test_a_task_whose_failure_nobody_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise ValueError(MARKER)

    async def test() -> None:
        task = asyncio.create_task(fail())
        await asyncio.sleep(0)
        del task
        gc.collect()

    asyncio.run(test())
    assert "ValueError" in said(caplog, "Task exception was never retrieved")[0]


@pytest.mark.parametrize(
    "library",
    [
        apscheduler.schedulers.background,
        migration,
        procrastinate.worker,
        sqlalchemy.log,
        urllib3.connectionpool,
    ],
)
def test_of_any_other_library_only_the_place_is_kept(library: ModuleType) -> None:
    record = made_in(library, "a row: %s", MARKER)
    assert record.getMessage() == f"Something [{record.module}.there, line 7]"


def test_our_own_lines_are_left_as_they_are() -> None:
    assert made_in(inbox, "%s of %s", 1, 2).getMessage() == "1 of 2"


def test_it_may_be_asked_for_twice() -> None:
    first = logging.getLogRecordFactory()
    quiet_logs()
    assert logging.getLogRecordFactory() is first
