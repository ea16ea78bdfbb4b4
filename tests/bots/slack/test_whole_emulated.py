"""The whole bot at a Slack that we did not write, with the rights of our manifest and no others."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.slack.emulate import BOT_TOKEN, BOT_USER, TEAM, Emulated, emulation
from tests.slack.fake import FakeSlack
from tests.slack.workplace import Workplace, text_of

__all__ = ["emulation"]  # a fixture
ASK = "Acme\n10:02 AM\nHi, can we move to WhatsApp?"


class AtTheEmulator(Workplace):
    """The bot of a workplace, whose Slack is another one; what people do there is told to the bot as Slack tells it."""

    def __init__(self, emulation: Emulated, folder: Path) -> None:
        super().__init__(FakeSlack(), folder, slack_bot_token=BOT_TOKEN, slack_api_url=emulation.api_url)
        self.slack.team["id"], self.slack.me = TEAM, BOT_USER
        self.emulation = emulation

    def type(self, text: str, channel: str) -> None:
        form = {
            "command": "/checkmsg",
            "text": text,
            "team_id": TEAM,
            "user_id": self.emulation.people["dana"],
            "channel_id": channel,
            "trigger_id": self.emulation.trigger(),
            "response_url": "",
        }
        self.send(urlencode(form).encode(), "application/x-www-form-urlencoded")
        self.settle()

    def paste(self, text: str, channel: str) -> str:
        posted = self.emulation.owner.chat_postMessage(channel=channel, text=text)
        event = {**posted["message"], "type": "message", "channel": channel, "channel_type": "channel"}
        event["user"] = self.emulation.people["dana"]
        self.event(event)
        return str(posted["ts"])

    def thread(self, channel: str, ts: str) -> list[dict[str, Any]]:
        found = self.emulation.owner.conversations_replies(channel=channel, ts=ts)["messages"]
        return [message for message in found if message["user"] == BOT_USER]


@pytest.fixture
def place(emulation: Emulated, tmp_path: Path) -> Iterator[AtTheEmulator]:
    """The bot, which has learned, at the emulator, with one channel that is watched."""
    workplace = AtTheEmulator(emulation, tmp_path)
    workplace.open()
    workplace.type("settings learning-days 0", emulation.channels["chats"])
    workplace.type("watch here as chats", emulation.channels["chats"])
    yield workplace
    workplace.close()
    workplace.slack.loop.close()


def test_a_paste_is_answered_in_its_thread_and_the_answer_follows_the_facts(place: AtTheEmulator) -> None:
    channel = place.emulation.channels["chats"]
    ts = place.paste(ASK, channel)
    (reply,) = place.thread(channel, ts)
    assert reply["text"].startswith("Client asks to move to WhatsApp")
    assert "Sent it" in text_of(reply["blocks"])
    place.type("contract start Acme", channel)
    (again,) = place.thread(channel, ts)
    assert again["ts"] == reply["ts"]
    assert again["text"].startswith("OK now")


def test_what_is_fine_is_marked(place: AtTheEmulator) -> None:
    channel = place.emulation.channels["chats"]
    ts = place.paste("Birch\n10:02 AM\nThanks, the draft looks good, I will review it on Monday.", channel)
    marks = place.emulation.owner.reactions_get(channel=channel, timestamp=ts)["message"]["reactions"]
    assert [mark["name"] for mark in marks] == ["mag_right"]
    assert place.thread(channel, ts) == []


def test_home_and_the_forms_are_taken(place: AtTheEmulator, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        place.event({"type": "app_home_opened", "user": place.emulation.people["dana"], "tab": "home"})
        place.type("", place.emulation.channels["chats"])
        place.type("watch", place.emulation.channels["chats"])
    assert [record.name for record in caplog.records if record.name.startswith("bots")] == []
