import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, DummyCookieJar
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bots.slack.http import HttpDoor, make_web_app
from bots.slack.install import oauth_settings
from bots.slack.manifest import INSTALL_PATH, REDIRECT_PATH, SCOPES
from core.settings import Settings
from core.store.database import Database
from core.store.installations import Installation
from tests.conftest import founded
from tests.slack.bolt import bolt_app
from tests.slack.emulate import BOT, BOT_USER, CLIENT_ID, CLIENT_SECRET, TEAM, Emulated, emulated, emulation

__all__ = ["emulation"]  # a fixture


def test_the_bot_is_who_it_says_it_is(emulation: Emulated) -> None:
    said = emulation.bot.auth_test()
    assert (said["team_id"], said["user_id"], said["bot_id"]) == (TEAM, BOT_USER, BOT)


def test_it_posts_and_answers_in_a_thread_and_reacts(emulation: Emulated) -> None:
    channel = emulation.channels["chats"]
    ts = emulation.bot.chat_postMessage(channel=channel, text="a post")["ts"]
    answer = emulation.bot.chat_postMessage(channel=channel, text="an answer", thread_ts=ts)
    emulation.bot.reactions_add(channel=channel, timestamp=ts, name="mag_right")
    thread = emulation.owner.conversations_replies(channel=channel, ts=ts)["messages"]
    assert [message["text"] for message in thread] == ["a post", "an answer"]
    assert answer["message"]["thread_ts"] == ts
    assert [reaction["name"] for reaction in thread[0]["reactions"]] == ["mag_right"]


def test_it_opens_a_modal_once_for_each_press(emulation: Emulated) -> None:
    view = {
        "type": "modal",
        "callback_id": "check",
        "title": {"type": "plain_text", "text": "checkmsg"},
        "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "a line"}}],
    }
    opened = emulation.bot.views_open(trigger_id=emulation.trigger(), view=view)
    assert opened["view"]["callback_id"] == "check"
    with pytest.raises(SlackApiError, match="trigger"):
        emulation.bot.views_open(trigger_id="made up", view=view)


@pytest.mark.parametrize("missing", ["chat:write", "reactions:write", "channels:history", "users:read"])
def test_a_right_that_is_not_given_is_missed_and_no_other(missing: str) -> None:
    given = frozenset(SCOPES) - {missing}
    with emulated(given) as slack:
        channel = slack.channels["chats"]
        ts = slack.owner.chat_postMessage(channel=channel, text="a post")["ts"]
        calls: dict[str, Callable[[], SlackResponse]] = {
            "chat:write": lambda: slack.bot.chat_postMessage(channel=channel, text="an answer"),
            "reactions:write": lambda: slack.bot.reactions_add(
                channel=channel, timestamp=ts, name="mag_right"
            ),
            "channels:history": lambda: slack.bot.conversations_replies(channel=channel, ts=ts),
            "users:read": lambda: slack.bot.users_info(user=slack.people["dana"]),
        }
        for needed, call in calls.items():
            if needed == missing:
                with pytest.raises(SlackApiError) as refused:
                    call()
                answer = refused.value.response
                assert (answer["error"], answer["needed"]) == ("missing_scope", missing)
                assert set(answer["provided"].split(",")) == given
            else:
                call()


# Slack's own SDK still makes its headers in a way that aiohttp will drop.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
def test_a_workspace_installs_the_bot_through_our_door(emulation: Emulated, sqlite_file: Database) -> None:
    told: list[Installation] = []
    settings = Settings(
        slack_client_id=CLIENT_ID,
        slack_client_secret=CLIENT_SECRET,
        slack_authorize_url=emulation.authorize_url,
    )

    async def test() -> None:
        oauth = oauth_settings(settings, founded(sqlite_file), told.append)
        app = bolt_app(emulation.api_url, authorize=None, oauth_settings=oauth)
        door = HttpDoor(make_web_app(app, installed=True))
        await door.start("127.0.0.1", 0)
        address = f"http://127.0.0.1:{door.port}"
        async with ClientSession(cookie_jar=DummyCookieJar()) as browser:
            async with browser.get(f"{address}{INSTALL_PATH}", allow_redirects=False) as page:
                back = await asyncio.to_thread(emulation.allow, page.headers["Location"])
                cookie = page.headers["Set-Cookie"].partition(";")[0]
            query = urlsplit(back).query
            async with browser.get(f"{address}{REDIRECT_PATH}?{query}", headers={"Cookie": cookie}) as end:
                assert end.status == 200
                assert "checkmsg is in Alder" in await end.text()
        await door.stop()

    asyncio.run(test())
    assert [(done.external_id, done.me, set(done.scopes)) for done in told] == [(TEAM, BOT_USER, set(SCOPES))]
