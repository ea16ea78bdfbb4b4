import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientConnectionError, ClientSession
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.state_store import FileOAuthStateStore

from bots.slack import http
from bots.slack.http import MOST, HttpDoor, Seen, make_web_app
from tests.slack.bolt import CLICK, COMMAND, MESSAGE, SECRET, Ack, bolt_app, event_body, signed

TYPED = urlencode(COMMAND)
PRESSED = urlencode({"payload": json.dumps(CLICK)})
EVENT = event_body(MESSAGE)
BODIES = st.binary(max_size=50) | st.sampled_from(
    [b"\xff&ssl_check=1", b"ssl_check=1&payload={}", b"a=ssl_check=1", TYPED.encode(), EVENT.encode()]
)
HEADERS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=70) | st.just(
    str(int(time()))
)


async def nobody() -> None:
    return None


def heard_by(app: AsyncApp) -> list[str]:
    heard: list[str] = []

    @app.command("/checkmsg")
    async def _(ack: Ack, body: Mapping[str, Any]) -> None:
        heard.append(body["text"])
        await ack("nothing to do")

    @app.action("press:0")
    async def _(ack: Ack) -> None:
        heard.append("click")
        await ack()

    @app.event("message")
    async def _() -> None:
        heard.append("message")

    return heard


@asynccontextmanager
async def open_door(app: AsyncApp, **how: Any) -> AsyncIterator[str]:
    door = HttpDoor(make_web_app(app, **{"signing_secret": SECRET, **how}))
    await door.start("127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{door.port}"
    finally:
        await door.stop()


async def posted(address: str, body: Any, headers: Mapping[str, str]) -> tuple[int, str]:
    data = BytesIO(body.encode()) if isinstance(body, str) else body
    async with (
        ClientSession() as session,
        session.post(f"{address}/slack/events", data=data, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def got(address: str, path: str) -> tuple[int, str]:
    async with ClientSession() as session, session.get(f"{address}{path}", allow_redirects=False) as answer:
        return answer.status, await answer.text()


def test_signed_requests_reach_bolt_and_its_answer_goes_back() -> None:
    async def test() -> None:
        app = bolt_app()
        heard = heard_by(app)
        async with open_door(app) as address:
            assert await posted(address, TYPED, signed(TYPED)) == (200, "nothing to do")
            assert await posted(address, PRESSED, signed(PRESSED)) == (200, "")
            assert await posted(address, EVENT, signed(EVENT)) == (200, "")
        assert heard == ["hello", "click", "message"]

    asyncio.run(test())


NOW = str(int(time()))


def unsigned() -> dict[str, dict[str, str]]:
    """Return headers that Slack did not send just now; the times in them are as of now."""
    return {
        "nothing at all": {},
        "no time": {"X-Slack-Request-Timestamp": ""},
        "a time in words": signed(TYPED, "yesterday"),
        "digits of another script": {"X-Slack-Request-Timestamp": "١٢٣"},
        "a time of very many digits": signed(TYPED, "9" * 5000),
        "a time with a sign": signed(TYPED, f"+{NOW}"),
        "an old time": signed(TYPED, str(int(time()) - 301)),
        "a time to come": signed(TYPED, str(int(time()) + 360)),
        "no signature": {"X-Slack-Signature": ""},
        "a signature that is no text": {"X-Slack-Signature": "v0=\xe9"},
        "another secret": signed(TYPED, secret="f" * 32),
        "another body": signed(TYPED + "&text=bye"),
    }


@pytest.mark.parametrize("name", unsigned())
def test_what_slack_did_not_sign_just_now_stays_outside(name: str) -> None:
    headers = unsigned()[name]

    async def test() -> None:
        app = bolt_app()
        heard = heard_by(app)
        sent = {**signed(TYPED), **headers} if headers else {}
        async with open_door(app) as address:
            assert await posted(address, TYPED, sent) == (401, "")
        assert heard == []

    asyncio.run(test())


def test_a_body_that_is_no_text_stays_outside() -> None:
    async def test() -> None:
        async with open_door(bolt_app()) as address:
            assert await posted(address, b"\xff\xfe", signed("")) == (401, "")

    asyncio.run(test())


@given(sent=st.lists(st.tuples(BODIES, HEADERS, HEADERS), max_size=10))
@settings(max_examples=20)
def test_nothing_that_is_unsigned_makes_an_error_or_gets_in(sent: list[tuple[bytes, str, str]]) -> None:
    async def test() -> None:
        app = bolt_app()
        heard = heard_by(app)
        async with open_door(app) as address:
            for body, timestamp, signature in sent:
                headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
                is_check = b"ssl_check=1" in body.split(b"&")
                assert (await posted(address, body, headers))[0] == (200 if is_check else 401)
        assert heard == []

    asyncio.run(test())


@pytest.mark.parametrize("body", ["{", "payload={", "{} {}"])
def test_a_signed_body_that_cannot_be_read_is_no_error_of_ours(body: str) -> None:
    async def test() -> None:
        async with open_door(bolt_app()) as address:
            assert (await posted(address, body, signed(body)))[0] == 400

    asyncio.run(test())


def test_a_body_that_is_too_big_is_not_read() -> None:
    async def test() -> None:
        app = bolt_app()
        heard = heard_by(app)
        sent = 0

        async def endless() -> AsyncIterator[bytes]:
            nonlocal sent
            while True:
                sent += 65_536
                yield b"a" * 65_536

        async with open_door(app) as address:
            most = "command=/checkmsg&text=" + "a" * (MOST - 23)
            assert (await posted(address, most, signed(most)))[0] == 200
            assert (await posted(address, most + "a", signed(most + "a")))[0] == 413
            with suppress(ClientConnectionError):  # It may be cut off while it is still sending.
                assert (await posted(address, endless(), signed("")))[0] == 413
        assert sent < 16 * MOST
        assert [len(text) for text in heard] == [MOST - 23]

    asyncio.run(test())


@pytest.mark.parametrize("body", [TYPED, PRESSED])
def test_a_command_or_a_click_is_taken_once_whatever_the_headers_say(body: str) -> None:
    async def test() -> None:
        app = bolt_app()
        heard = heard_by(app)
        once = signed(body)
        async with open_door(app) as address:
            assert (await posted(address, body, once))[0] == 200
            for more in (
                {},
                {"X-Slack-Retry-Num": "1"},
                {"Content-Type": "application/json"},
                {"Content-Type": "text/plain"},
            ):
                assert (await posted(address, body, {**once, **more}))[0] == 401
            assert len(heard) == 1
            again = signed(body, str(int(time()) - 9))
            assert (await posted(address, body, again))[0] == 200
        assert len(heard) == 2

    asyncio.run(test())


def test_an_event_that_slack_sends_again_is_let_in() -> None:
    async def test() -> None:
        app = bolt_app()
        heard = heard_by(app)
        headers = signed(EVENT)
        async with open_door(app) as address:
            assert (await posted(address, EVENT, headers))[0] == 200
            assert (await posted(address, EVENT, {**headers, "X-Slack-Retry-Num": "1"}))[0] == 200
        assert heard == ["message"] * 2

    asyncio.run(test())


def test_slack_may_check_the_certificate_and_the_address() -> None:
    async def test() -> None:
        challenge = json.dumps({"type": "url_verification", "challenge": "c" * 20, "token": "unused"})
        async with open_door(bolt_app()) as address:
            assert await posted(address, "ssl_check=1&token=unused", {}) == (200, "")
            status, answer = await posted(address, challenge, signed(challenge))
            assert (status, json.loads(answer)) == (200, {"challenge": "c" * 20})
            assert (await posted(address, challenge, {}))[0] == 401

    asyncio.run(test())


@pytest.mark.parametrize("body", [TYPED, PRESSED, EVENT])
def test_an_unknown_workspace_is_answered_and_told_of_without_what_it_said(
    body: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def test() -> None:
        app = bolt_app(authorize=nobody)
        heard = heard_by(app)
        async with open_door(app) as address:
            assert (await posted(address, body, signed(body)))[0] == 200
        assert heard == []

    asyncio.run(test())
    assert any(
        record.levelname in ("WARNING", "ERROR") and "workspace" in record.message
        for record in caplog.records
    )
    assert "hello" not in caplog.text


def test_without_a_secret_no_request_is_taken() -> None:
    async def test() -> None:
        async with open_door(bolt_app(), signing_secret="") as address:
            assert (await posted(address, TYPED, signed(TYPED)))[0] == 404

    asyncio.run(test())


@pytest.mark.parametrize("installed, status", [(True, 302), (False, 404)])
def test_workspaces_install_the_bot_where_that_is_wanted(
    tmp_path: Path, installed: bool, status: int
) -> None:
    async def test() -> None:
        asked = AsyncOAuthSettings(
            client_id="1.2",
            client_secret="unused",  # noqa: S106  # It opens nothing.
            scopes=["commands"],
            install_page_rendering_enabled=False,
            authorization_url="https://slack.example.com/authorize",
            # Without one, Bolt keeps what it issues in the home folder of whoever runs the tests.
            state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(tmp_path)),
        )
        app = bolt_app(authorize=None, oauth_settings=asked)
        async with open_door(app, installed=installed) as address:
            assert (await got(address, "/slack/install"))[0] == status
            refused = (await got(address, "/slack/oauth_redirect?error=access_denied"))[0]
            assert (refused == 404) is not installed

    asyncio.run(test())


@pytest.mark.parametrize(
    "facts, status", [({}, 200), ({"ok": True, "rebuilt": 2}, 200), ({"ok": False}, 503)]
)
def test_health_is_told(facts: dict[str, Any], status: int) -> None:
    async def test() -> None:
        async with open_door(bolt_app(), health=lambda: facts) as address:
            code, text = await got(address, "/healthz")
            assert (code, json.loads(text)) == (status, {"ok": True, **facts})

    asyncio.run(test())


def test_closing_waits_for_those_who_are_inside() -> None:
    async def test() -> None:
        app = bolt_app()
        is_inside = asyncio.Event()

        @app.command("/checkmsg")
        async def _(ack: Ack) -> None:
            is_inside.set()
            await asyncio.sleep(0.3)
            await ack("done")

        door = HttpDoor(make_web_app(app, signing_secret=SECRET))
        await door.start("127.0.0.1", 0)
        address = f"http://127.0.0.1:{door.port}"
        asked = asyncio.create_task(posted(address, TYPED, signed(TYPED)))
        await is_inside.wait()
        await door.stop()
        assert await asked == (200, "done")
        with pytest.raises(ClientConnectionError):
            await posted(address, TYPED, signed(TYPED))

    asyncio.run(test())


def test_signatures_are_remembered_for_as_long_as_they_hold_and_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1_760_000_000.0
    monkeypatch.setattr(http, "time", lambda: now)
    seen = Seen()
    assert seen.add("a")
    now += 599
    assert not seen.add("a")
    now += 2
    assert seen.add("b")
    assert len(seen) == 1
    assert seen.add("a")


@given(signatures=st.lists(st.integers(0, 30)))
def test_the_latest_signatures_are_remembered_where_there_are_too_many(signatures: list[int]) -> None:
    seen = Seen(most=10)
    taken: list[int] = []
    for signature in signatures:
        assert seen.add(str(signature)) is (signature not in taken[-10:])
        if signature not in taken[-10:]:
            taken.append(signature)
        assert len(seen) <= 10
