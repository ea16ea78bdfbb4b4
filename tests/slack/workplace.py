"""A Slack workspace with our whole bot in it: Slack's requests are signed and go over HTTP through Bolt's own dispatch."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from slack_sdk.signature import SignatureVerifier

from bots.delivery import Delivery, Patience
from bots.inbox import Inbox
from bots.slack.calls import Pacer
from bots.slack.manifest import SCOPES
from bots.slack.running import Slack
from bots.slack.sender import SlackSender
from core.commands.commands import Commands
from core.planner import due
from core.policy import load
from core.records import Platform
from core.rendering import render
from core.settings import Settings
from core.store import claims
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tenant import Store
from tests.loops import cancel_all
from tests.slack.fake import FakeSlack
from tests.slack.state import Thing

SECRET = "0123456789abcdef" * 2
POLICY = load()
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LEAD, MEMBER, CHATS, DRAFTS, MIXED = "U1DANA", "U2OMAR", "C1CHATS", "C2DRAFTS", "C3MIXED"


class Workplace:
    """Dana, who is a lead, and Omar, with three channels that are watched; learning is over unless told otherwise."""

    def __init__(self, slack: FakeSlack, folder: Path, **settings: Any) -> None:
        self.slack = slack
        self.now = MONDAY
        slack.now = self.seconds
        slack.add_user(LEAD, name="Dana", is_admin=True)
        slack.add_user(MEMBER, name="Omar")
        for channel in (CHATS, DRAFTS, MIXED):
            slack.add_channel(channel, LEAD, MEMBER)
        self.database = Database(f"sqlite:///{folder}/checkmsg.db")
        self.database.migrate()
        self.commands = Commands(Store(self.database, Keyring([new_key()])), POLICY)
        given = {
            "slack_bot_token": slack.token,
            "slack_signing_secret": SECRET,
            "slack_api_url": slack.url,
            "slack_listen": "127.0.0.1:0",
            "slack_file_hosts": ("127.0.0.1",),
        }
        self.settings = Settings(_env_file=None, **{**given, **settings})  # type: ignore[call-arg]  # pydantic's own
        self.bot = Slack(self.settings, self.commands, lambda: self.now)
        self.bot.sender = SlackSender(self.bot.workspaces.by_row, Pacer(0.0))  # The fake need not be spared.
        self.inbox = Inbox(self.commands, {Platform.SLACK: self.bot.door}, lambda: self.now)
        store = self.commands.store
        self.delivery = Delivery(
            store,
            {Platform.SLACK: self.bot.sender},
            lambda post: render(store, POLICY, post, self.now),
            lambda: self.now,
            Patience(settle=timedelta(), first_wait=timedelta(milliseconds=1)),
        )
        self.loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = Thread(target=self._run, name="bot")

    def seconds(self) -> float:
        return self.now.timestamp()

    def _run(self) -> None:
        self.loop.run_until_complete(self.bot.run(self.inbox, self._stop))
        self.loop.run_until_complete(cancel_all())

    def open(self) -> None:
        """Let the bot run until its door is open."""
        self._thread.start()
        until = time.monotonic() + 10
        while not self.bot.port:
            assert time.monotonic() < until, "the bot's door did not open"
            time.sleep(0.005)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self.loop.close()
        self.database.engine.dispose()

    # What Slack sends.

    def send(self, body: bytes, kind: str, **headers: str) -> tuple[int, bytes]:
        """Send a signed request as Slack does; returns the status and the answer."""
        stamp = str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
        signed = {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature or "",
            "Content-Type": kind,
        }
        request = Request(f"http://127.0.0.1:{self.bot.port}/slack/events", body, {**signed, **headers})
        with urlopen(request, timeout=10) as answer:  # noqa: S310  # Our own address.
            return answer.status, answer.read()

    def event(self, event: Mapping[str, Any], **more: Any) -> None:
        """Tell the bot of an event, and let it do all that follows."""
        self.tell(event, **more)
        self.settle()

    def tell(self, event: Mapping[str, Any], **more: Any) -> int:
        """Tell the bot of an event; returns the status."""
        number = next(self.slack.numbers)
        body = {
            "type": "event_callback",
            "team_id": self.slack.team["id"],
            "api_app_id": self.slack.app_id,
            "event_id": f"Ev{number}",
            "event_time": int(self.now.timestamp()),
            "authorizations": [
                {
                    "enterprise_id": self.slack.enterprise_id,
                    "team_id": self.slack.team["id"],
                    "user_id": self.slack.me,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "event": {"event_ts": f"{self.now.timestamp():.6f}", **event},
            **more,
        }
        return self.send(json.dumps(body).encode(), "application/json")[0]

    def post(self, channel: str, text: str, user: str = MEMBER, thread: str = "", **more: Any) -> str:
        """Let somebody post, and let the bot do all that follows; returns the post's ts."""
        ts = self.slack.say(channel, user, text, thread, **more)
        self.event(self.message_event(channel, ts))
        return ts

    def message_event(self, channel: str, ts: str) -> Thing:
        """Return the event of a post that stands in a channel."""
        kinds = {"channels": "channel", "groups": "group", "im": "im"}
        message = self.slack.message(channel, ts)
        return {**message, "channel": channel, "channel_type": kinds[self.slack.kind(channel)]}

    def edit(self, channel: str, ts: str, **changes: Any) -> None:
        """Change a post as Slack tells of it; an edit by a person has the field `edited`."""
        before = dict(self.slack.message(channel, ts))
        self.slack.message(channel, ts).update(changes)
        message = dict(self.slack.message(channel, ts))
        self.event(
            {
                "type": "message",
                "subtype": "message_changed",
                "hidden": True,
                "channel": channel,
                "channel_type": "channel",
                "ts": f"{self.now.timestamp():.6f}",
                "message": message,
                "previous_message": before,
            }
        )

    def delete(self, channel: str, ts: str) -> None:
        """Delete a post as its author does; where it has a thread, Slack tells of a change."""
        before = dict(self.slack.message(channel, ts))
        self.slack.remove(channel, ts)
        if before.get("reply_count"):
            told = {"subtype": "message_changed", "message": dict(self.slack.message(channel, ts))}
        else:
            told = {"subtype": "message_deleted", "deleted_ts": ts}
        self.event(
            {
                "type": "message",
                "hidden": True,
                "channel": channel,
                "channel_type": "channel",
                "ts": f"{self.now.timestamp():.6f}",
                "previous_message": before,
                **told,
            }
        )

    def command(self, text: str, user: str = LEAD, channel: str = CHATS) -> list[Thing]:
        """Type /checkmsg; returns what the person is shown for it."""
        before = len(self.slack.ephemerals)
        answers = len(self.slack.responses)
        form = {
            "command": "/checkmsg",
            "text": text,
            "team_id": self.slack.team["id"],
            "user_id": user,
            "channel_id": channel,
            "trigger_id": self.slack.trigger(),
            "response_url": self.slack.response_url(),
        }
        self.send(urlencode(form).encode(), "application/x-www-form-urlencoded")
        self.settle()
        return [*self.slack.ephemerals[before:], *self.slack.responses[answers:]]

    def interact(self, kind: str, user: str = LEAD, **payload: Any) -> tuple[int, bytes]:
        """Send what somebody did with a control, a modal or a shortcut; returns the answer."""
        body = {
            "type": kind,
            "team": {"id": self.slack.team["id"]},
            "user": {"id": user, "team_id": self.slack.team["id"]},
            "trigger_id": self.slack.trigger(),
            **payload,
        }
        form = urlencode({"payload": json.dumps(body)}).encode()
        answer = self.send(form, "application/x-www-form-urlencoded")
        self.settle()
        return answer

    def press(
        self, message: Mapping[str, Any], label: str, user: str = LEAD, channel: str = CHATS
    ) -> list[Thing]:
        """Press a control of a message by its label; returns what the person is shown for it."""
        before = len(self.slack.ephemerals)
        self.interact(
            "block_actions",
            user,
            channel={"id": channel},
            message={"ts": message.get("ts", ""), "thread_ts": message.get("thread_ts", "")},
            container={"type": "message", "channel_id": channel},
            response_url=self.slack.response_url(),
            actions=[action_of(message, label)],
        )
        return self.slack.ephemerals[before:]

    # What the bot does by itself.

    def settle(self) -> None:
        """Let the bot do all that is waiting: reading, answering, delivering."""
        asyncio.run_coroutine_threadsafe(self.bot.listeners.finish(), self.loop).result(timeout=30)
        self.inbox.read_all()
        self.deliver()

    def deliver(self) -> None:
        """Deliver what is due."""
        while found := claims.due(self.commands.store, self.now, 100):
            for post_id in found:
                self.delivery.deliver(post_id)

    def plan(self) -> None:
        """Let the planner look, and deliver what it finds."""
        due(self.commands.store, self.now)
        self.deliver()

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    def replies(self, channel: str, thread: str) -> list[Thing]:
        """Return what the bot says in a thread."""
        return [message for message in self.slack.ours(channel) if message.get("thread_ts") == thread]


@contextmanager
def at_work(
    slack: FakeSlack, folder: Path, *, learning: bool = False, **settings: Any
) -> Iterator[Workplace]:
    """Give a workplace whose channels are watched."""
    slack.scopes = set(SCOPES)  # What is not in the manifest may not be done.
    place = Workplace(slack, folder, **settings)
    place.open()
    try:
        if not learning:
            place.command("settings learning-days 0")
        for channel, purpose in ((CHATS, "chats"), (DRAFTS, "drafts"), (MIXED, "mixed")):
            place.command(f"watch here as {purpose}", channel=channel)
        yield place
    finally:
        place.close()


def action_of(message: Mapping[str, Any], label: str) -> Thing:
    """Return what Slack sends when a control with this label is used."""
    for block in message["blocks"]:
        for element in block.get("elements", []):
            if element.get("type") == "button" and element["text"]["text"] == label:
                return {**element, "type": "button", "block_id": "b", "action_ts": "1"}
            for option in element.get("options", []):
                if option["text"]["text"] == label:
                    return {
                        "type": element["type"],
                        "action_id": element["action_id"],
                        "block_id": "b",
                        "selected_option": option,
                    }
    raise AssertionError(f"no control {label} in {[text_of(block) for block in message['blocks']]}")


def text_of(thing: Any) -> str:
    """Return every word in blocks, for tests that ask what a person reads."""
    if isinstance(thing, Mapping):
        own = thing.get("text")
        return " ".join(
            filter(
                None,
                [
                    own if isinstance(own, str) else "",
                    *(text_of(v) for k, v in thing.items() if not (k == "text" and isinstance(v, str))),
                ],
            )
        )
    if isinstance(thing, list | tuple):
        return " ".join(filter(None, map(text_of, thing)))
    return ""
