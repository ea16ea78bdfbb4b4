import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp

from bots.slack.connection import Pace
from bots.slack.socket import Socket, SocketError
from tests.slack.bolt import COMMAND, MESSAGE, SUBMISSION, Ack, bolt_app
from tests.slack.fake import OPENS_SOCKET
from tests.slack.faults import DropBeforeAccept, RateLimited, ServerError
from tests.slack.wire import NotAcknowledgedError, WiredSlack

QUICK = Pace(ping=0.05, silence=0.25, quiet=60, farewell=0.3, first_wait=0.02, longest_wait=0.1)


@pytest.fixture
def slack() -> Iterator[WiredSlack]:
    with WiredSlack() as slack:
        yield slack


def opened(slack: WiredSlack) -> int:
    """How often a connection was asked for."""
    return len(slack.called(OPENS_SOCKET))


@asynccontextmanager
async def listening(slack: WiredSlack, pace: Pace = QUICK) -> AsyncIterator[tuple[Socket, AsyncApp]]:
    app = bolt_app(slack.url)
    socket = Socket(app, slack.app_token, pace)
    await socket.start()
    try:
        yield socket, app
    finally:
        await socket.stop()


def heard_by(app: AsyncApp) -> list[str]:
    heard: list[str] = []

    @app.event("message")
    async def _(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    return heard


async def deliver(slack: WiredSlack, seconds: float = 3) -> None:
    await slack.there(slack.wire.deliver("events_api", slack.event_payload(MESSAGE), seconds=seconds))


async def command(slack: WiredSlack, **how: Any) -> Any:
    return await slack.there(slack.wire.send("slash_commands", COMMAND, **how))


async def until(true: Callable[[], bool], seconds: float = 3) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  # What is waited for has no event.
            await asyncio.sleep(0.01)


def test_an_event_is_heard_and_acknowledged(slack: WiredSlack) -> None:
    async def test() -> None:
        async with listening(slack) as (socket, app):
            heard = heard_by(app)
            assert socket.state.connected
            assert socket.state.last_envelope_at is None
            await deliver(slack)
            await until(lambda: heard == ["hello"])
            assert socket.state.last_envelope_at is not None
            assert socket.state.rebuilt == 0

    asyncio.run(test())


def test_a_command_and_a_form_get_their_answers_with_the_acknowledgement(slack: WiredSlack) -> None:
    async def test() -> None:
        async with listening(slack) as (_, app):

            @app.command("/checkmsg")
            async def _(ack: Ack) -> None:
                await ack("nothing to do")

            @app.view("check")
            async def _(ack: Ack) -> None:
                await ack(response_action="clear")

            assert await command(slack) == {"text": "nothing to do"}
            assert await slack.there(slack.wire.send("interactive", SUBMISSION)) == {
                "response_action": "clear"
            }

    asyncio.run(test())


def test_what_could_not_be_stored_is_sent_again_and_says_so(slack: WiredSlack) -> None:
    async def test() -> None:
        async with listening(slack) as (_, app):
            heard = heard_by(app)
            attempts: list[object] = []

            @app.middleware
            async def _(request: Any, next: Ack) -> None:  # noqa: A002  # Bolt's word.
                attempts.append(request.headers.get("x-slack-retry-num"))
                if len(attempts) == 1:
                    raise OSError("the disk is full")
                await next()

            await deliver(slack, seconds=0.3)
            await until(lambda: heard == ["hello"])
            assert attempts == [None, ["1"]]

    asyncio.run(test())


def test_frames_that_mean_nothing_are_passed_over(slack: WiredSlack) -> None:
    async def test() -> None:
        async with listening(slack) as (socket, app):
            heard = heard_by(app)
            link = await slack.there(slack.wire.connected())
            for text in (
                "",
                "[]",
                "{}",
                '{"type": "unheard of"}',
                '{"type": "x", "envelope_id": "e", "payload": null}',
            ):
                await slack.there(link.send_text(text))
            await deliver(slack)
            await until(lambda: heard == ["hello"])
            assert socket.state.rebuilt == 0

    asyncio.run(test())


@pytest.mark.parametrize("end", ["kill", "hang_up", "deafen"])
def test_a_connection_that_ends_or_goes_deaf_is_replaced(end: str, slack: WiredSlack) -> None:
    async def test() -> None:
        async with listening(slack) as (socket, app):
            heard = heard_by(app)
            link = await slack.there(slack.wire.connected())
            await slack.there(getattr(link, end)())
            await slack.there(slack.wire.connected(2))
            await deliver(slack)
            await until(lambda: heard == ["hello"])
            assert socket.state.connected
            assert socket.state.rebuilt == 1

    asyncio.run(test())


def test_a_connection_on_which_nothing_comes_is_replaced_though_it_answers_pings(slack: WiredSlack) -> None:
    async def test() -> None:
        async with listening(slack, replace(QUICK, quiet=0.3)) as (socket, _):
            since = socket.state.since
            await slack.there(slack.wire.connected(2))
            await until(lambda: socket.state.rebuilt >= 1)
            assert socket.state.connected
            assert socket.state.since == since

    asyncio.run(test())


def test_a_live_connection_is_kept(slack: WiredSlack) -> None:
    async def test() -> None:
        async with listening(slack) as (socket, _):
            await asyncio.sleep(3 * QUICK.silence)
            assert socket.state.connected
            assert opened(slack) == 1

    asyncio.run(test())


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
def test_what_comes_while_a_connection_is_renewed_is_answered_where_it_came(
    reason: str, slack: WiredSlack
) -> None:
    async def test() -> None:
        async with listening(slack) as (socket, app):
            is_released = asyncio.Event()

            @app.command("/checkmsg")
            async def _(ack: Ack) -> None:
                await is_released.wait()
                await ack("late")

            old = await slack.there(slack.wire.connected())
            before = asyncio.create_task(command(slack, link=old))
            await asyncio.sleep(0.05)
            await slack.there(old.disconnect(reason))
            await slack.there(slack.wire.connected(2))
            after = asyncio.create_task(command(slack, link=old))
            await asyncio.sleep(0.05)
            is_released.set()
            assert [await before, await after] == [{"text": "late"}] * 2
            assert socket.state.connected
            await until(lambda: not old.is_open)

    asyncio.run(test())


def test_it_comes_back_however_long_slack_was_away(slack: WiredSlack) -> None:
    for fault in (DropBeforeAccept(), ServerError(502)):
        slack.fault(OPENS_SOCKET, fault, times=3)
    slack.wire.is_mute = True

    async def test() -> None:
        async with listening(slack) as (socket, app):
            heard = heard_by(app)
            await until(lambda: opened(slack) >= 8)
            assert not socket.state.connected
            before = datetime.now(UTC)
            slack.wire.is_mute = False
            await deliver(slack)
            await until(lambda: heard == ["hello"])
            assert socket.state.connected
            assert before <= socket.state.since

    asyncio.run(test())


@pytest.mark.parametrize("is_away", [True, False])
def test_a_slack_that_fails_again_and_again_is_asked_less_and_less(is_away: bool, slack: WiredSlack) -> None:
    if is_away:
        slack.fault(OPENS_SOCKET, DropBeforeAccept(), None)

    async def test() -> None:
        async with listening(slack, replace(QUICK, first_wait=0.1, longest_wait=10)):
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    for connections in count(1):
                        link = await slack.there(slack.wire.connected(connections))
                        await slack.there(link.kill())
            assert opened(slack) < 20

    asyncio.run(test())


def test_while_slack_is_away_the_state_says_since_when(slack: WiredSlack) -> None:
    async def test() -> None:
        async with listening(slack) as (socket, _):
            link = await slack.there(slack.wire.connected())
            slack.fault(OPENS_SOCKET, DropBeforeAccept(), None)
            before = datetime.now(UTC)
            await slack.there(link.kill())
            await until(lambda: not socket.state.connected)
            assert before <= socket.state.since <= datetime.now(UTC)

    asyncio.run(test())


def test_slack_is_asked_no_earlier_than_it_wants(slack: WiredSlack) -> None:
    slack.fault(OPENS_SOCKET, RateLimited(1))

    async def test() -> None:
        async with listening(slack):
            await asyncio.sleep(0.5)
            assert opened(slack) == 1
            await until(lambda: opened(slack) == 2)

    asyncio.run(test())


@pytest.mark.parametrize(
    "code, mend",
    [
        ("invalid_auth", "CHECKMSG_SLACK_APP_TOKEN"),
        ("token_revoked", "CHECKMSG_SLACK_APP_TOKEN"),
        ("account_inactive", "CHECKMSG_SLACK_APP_TOKEN"),
        ("not_authed", "CHECKMSG_SLACK_APP_TOKEN"),
        ("missing_scope", "connections:write"),
    ],
)
def test_a_token_that_is_refused_ends_it_with_what_to_do(code: str, mend: str, slack: WiredSlack) -> None:
    async def run() -> None:
        await Socket(bolt_app(slack.url), slack.app_token, QUICK).run_until(asyncio.Event())

    async def test() -> None:
        running = asyncio.create_task(run())
        link = await slack.there(slack.wire.connected())
        slack.dead_tokens[slack.app_token] = code
        await slack.there(link.kill())
        with pytest.raises(SocketError, match=mend):
            await running
        asked = opened(slack)
        with pytest.raises(SocketError, match=code):
            await run()
        assert opened(slack) == asked + 1

    asyncio.run(test())


def test_socket_mode_that_is_switched_off_ends_it_with_what_to_do(slack: WiredSlack) -> None:
    async def test() -> None:
        running = asyncio.create_task(
            Socket(bolt_app(slack.url), slack.app_token, QUICK).run_until(asyncio.Event())
        )
        link = await slack.there(slack.wire.connected())
        await slack.there(link.disconnect("link_disabled"))
        with pytest.raises(SocketError, match="Socket Mode is off"):
            await running
        assert opened(slack) == 1

    asyncio.run(test())


def test_stopping_finishes_the_answer_that_is_being_made_and_leaves_nothing_behind(slack: WiredSlack) -> None:
    async def test() -> None:
        stop = asyncio.Event()
        app = bolt_app(slack.url)

        @app.command("/checkmsg")
        async def _(ack: Ack) -> None:
            stop.set()
            await asyncio.sleep(0.2)
            await ack("done")

        before = asyncio.all_tasks()
        running = asyncio.create_task(Socket(app, slack.app_token, QUICK).run_until(stop))
        link = await slack.there(slack.wire.connected())
        assert await command(slack) == {"text": "done"}
        await running
        await until(lambda: not link.is_open)
        assert asyncio.all_tasks() <= before

    asyncio.run(test())


def test_an_answer_that_takes_too_long_does_not_hold_up_the_stop(slack: WiredSlack) -> None:
    async def test() -> None:
        async with listening(slack) as (socket, app):

            @app.command("/checkmsg")
            async def _() -> None:
                await asyncio.Event().wait()

            asked = asyncio.create_task(command(slack, seconds=0.6))
            await until(lambda: socket.state.last_envelope_at is not None)
            async with asyncio.timeout(2 * QUICK.farewell):
                await socket.stop()
            assert "Connection._answer" not in repr(asyncio.all_tasks())
            with pytest.raises(NotAcknowledgedError):
                await asked

    asyncio.run(test())


def test_it_stops_at_once_while_slack_is_away(slack: WiredSlack) -> None:
    slack.fault(OPENS_SOCKET, DropBeforeAccept(), None)

    async def test() -> None:
        socket = Socket(bolt_app(slack.url), slack.app_token, replace(QUICK, first_wait=60, longest_wait=60))
        await socket.start()
        async with asyncio.timeout(1):
            await socket.stop()

    asyncio.run(test())


@pytest.mark.parametrize("strangers", [0, 1])
def test_another_process_with_the_same_token_is_told_of(
    strangers: int, slack: WiredSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.wire.strangers = strangers

    async def test() -> None:
        async with listening(slack):
            await slack.there(slack.wire.connected())

    asyncio.run(test())
    assert ("a second process" in caplog.text) is bool(strangers)


@given(failures=st.integers(1, 10_000))
def test_waits_grow_up_to_a_minute(failures: int) -> None:
    pace = Pace()
    bound = min(60, 2 ** min(failures - 1, 10))
    waits = [pace.wait(failures) for _ in range(200)]
    assert 0 <= min(waits) < bound * 0.2
    assert bound * 0.8 < max(waits) <= bound


def test_the_first_try_does_not_wait() -> None:
    assert Pace().wait(0) == 0
