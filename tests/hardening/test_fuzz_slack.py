"""Whatever Slack sends, over the real HTTP door: no error, no other fact, and the bot goes on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from core.records import InboxStatus
from core.store.tables import InboxRow
from tests.hardening.shapes import ODD, WORDS, broken
from tests.hardening.watching import errors, facts
from tests.slack.fake import FakeSlack
from tests.slack.workplace import CHATS, LEAD, MEMBER, MIXED, Workplace, at_work

ASK = "Acme 10:02 AM\nCan we talk on WhatsApp? My number is +1 415 555 0132."
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
RICH = [
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Acme: can we talk on WhatsApp?", "style": {"bold": True}},
                    {"type": "user", "user_id": LEAD},
                    {"type": "link", "url": "https://example.com/", "text": "here"},
                    {"type": "emoji", "name": "wave"},
                ],
            },
            {"type": "rich_text_list", "style": "bullet", "elements": []},
        ],
    }
]
FILES = [
    {
        "id": "F1",
        "name": "chat.txt",
        "mimetype": "text/plain",
        "size": 12,
        "url_private": "http://127.0.0.1:9/f",
    },
    {"id": "F2", "name": "chat.png", "mimetype": "image/png", "size": 12, "mode": "hosted"},
    {
        "id": "F3",
        "filetype": "email",
        "plain_text": "Can we talk on WhatsApp?",
        "subject": "Plan",
        "from": [{"original": "Dana <dana@example.com>"}],
        "headers": {"date": "Mon, 23 Nov 2026 10:00:00 +0000"},
    },
]
FORWARD = [
    {
        "is_share": True,
        "author_name": "Omar",
        "text": ASK,
        "fields": [{"title": "a", "value": "b"}],
        "files": FILES,
    }
]


FILLED = {
    "text": {"value": {"type": "plain_text_input", "value": "Acme: Can we talk on WhatsApp?"}},
    "client": {"value": {"type": "static_select", "selected_option": {"value": "Acme"}}},
    "stage": {"value": {"type": "static_select", "selected_option": {"value": "no-contract"}}},
    "draft": {"value": {"type": "checkboxes", "selected_options": [{"value": "draft"}]}},
}
COMMANDS = (
    "client list",
    "show",
    "help",
    "changes before",
    "lead list",
    "settings",
    "rules",
    "outbox",
    "home",
)


def _with_more(command: str) -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(WORDS), st.text(max_size=20)).map(lambda words: f"{command} {words}")


# A workspace, a person or a channel that does not exist is Slack's to refuse.
REFUSALS = ("Slack answered", "should be installed into this workspace", "SlackApiError")
TEXTS = st.one_of(st.sampled_from(WORDS), st.text(max_size=80), st.sampled_from(COMMANDS).flatmap(_with_more))


@dataclass(frozen=True, slots=True)
class Shape:
    """A request of Slack's."""

    kind: str
    body: Any

    def encoded(self) -> bytes:
        if self.kind == JSON:
            return json.dumps(self.body).encode()
        form = {key: _typed(value) for key, value in self.body.items()} if isinstance(self.body, dict) else {}
        return urlencode(form, errors="replace").encode()


def _typed(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def shapes_of(place: Workplace) -> list[Shape]:
    """Return what Slack sends while people do all that they can do."""
    sent: list[Shape] = []
    send = place.send

    def keep(body: bytes, kind: str, **headers: str) -> tuple[int, bytes]:
        form = dict(parse_qsl(body.decode(), keep_blank_values=True)) if kind == FORM else {}
        if "payload" in form:
            sent.append(Shape(kind, {"payload": json.loads(form["payload"])}))
        else:
            sent.append(Shape(kind, form or json.loads(body)))
        return send(body, kind, **headers)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, "send", keep)
        _live(place)
    return sent


def _live(place: Workplace) -> None:
    ts = place.post(CHATS, ASK)
    place.edit(CHATS, ts, text=f"{ASK} Or Telegram.", edited={"user": MEMBER, "ts": "1763892001.000000"})
    place.post(CHATS, "", blocks=RICH, files=FILES, attachments=FORWARD, subtype="file_share")
    place.post(place.slack.direct(MEMBER)["id"], ASK, channel_type="im")
    (reply, *_) = place.replies(CHATS, ts)
    item = {"type": "message", "channel": CHATS, "ts": reply["ts"]}
    place.event(
        {
            "type": "reaction_added",
            "user": MEMBER,
            "reaction": "mute",
            "item_user": place.slack.me,
            "item": item,
        }
    )
    for tab in ("home", "messages"):
        place.event({"type": "app_home_opened", "user": LEAD, "tab": tab})
    place.event({"type": "member_joined_channel", "user": place.slack.me, "channel": MIXED, "inviter": LEAD})
    place.event({"type": "channel_rename", "channel": {"id": MIXED, "name": "talk"}})
    place.event({"type": "channel_id_changed", "old_channel_id": "C9", "new_channel_id": "C10"})
    place.event({"type": "channel_archive", "channel": "C9"})
    for words in ("help", "client list", "client import", "setup 2", ""):
        place.command(words)
    place.press(reply, "Why, and what is allowed")
    place.interact(
        "message_action",
        callback_id="check_message",
        channel={"id": CHATS},
        message=place.slack.message(CHATS, ts),
        message_ts=ts,
        response_url=place.slack.response_url(),
    )
    for view in list(place.slack.views.values()):
        values = {name: value for name, value in FILLED.items() if name != "stage"}  # That says a fact.
        place.interact("view_submission", LEAD, view={**view, "state": {"values": values}})
    place.delete(CHATS, ts)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    with FakeSlack() as slack, at_work(slack, tmp_path_factory.mktemp("slack")) as workplace:
        yield workplace


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """Give a workplace to which nothing broken was sent: what could not be read there would be tried again later."""
    with FakeSlack() as slack, at_work(slack, tmp_path_factory.mktemp("untouched")) as workplace:
        yield workplace


@pytest.fixture(scope="module")
def shapes(place: Workplace) -> list[Shape]:
    return shapes_of(place)


def sent(place: Workplace, request: Shape) -> int:
    """Send a request, let the bot do all that follows, and return the status."""
    try:
        status, _ = place.send(request.encoded(), request.kind)
    except HTTPError as error:
        with error:
            status = error.code
    place.settle()
    return status


@settings(max_examples=120)
@given(data=st.data())
def test_a_request_with_anything_in_it_does_no_harm(
    place: Workplace, shapes: list[Shape], data: st.DataObject
) -> None:
    shape = data.draw(st.sampled_from(shapes))
    before = facts(place.database)
    with errors() as said:
        status = sent(place, Shape(shape.kind, data.draw(broken(shape.body))))
    assert status < 500
    assert [line for line in said if not any(refusal in line for refusal in REFUSALS)] == []
    assert facts(place.database) == before


def unread(place: Workplace) -> int:
    """Return how many posts wait to be read, or were given up."""
    with place.database.read() as session:
        return len(session.exec(select(InboxRow).where(InboxRow.status != InboxStatus.READ)).all())


@settings(max_examples=60)
@given(text=TEXTS, blocks=broken(RICH), files=broken(FILES), attachments=broken(FORWARD), odd=ODD)
def test_whatever_people_and_apps_post_is_read(
    untouched: Workplace, text: str, blocks: Any, files: Any, attachments: Any, odd: Any
) -> None:
    untouched.later(minutes=5)  # Else all posts would be one conversation.
    before = facts(untouched.database)
    with errors() as said:
        untouched.post(CHATS, text, blocks=blocks, files=files, attachments=attachments, metadata=odd)
    assert said == []
    assert unread(untouched) == 0
    assert facts(untouched.database) == before


@settings(max_examples=60)
@given(text=TEXTS)
def test_whatever_is_typed_as_a_command_is_answered(untouched: Workplace, text: str) -> None:
    before, views = facts(untouched.database), len(untouched.slack.views)
    with errors() as said:
        shown = untouched.command(text.encode(errors="replace").decode())  # A form holds whole letters.
    assert said == []
    assert shown or len(untouched.slack.views) > views
    assert facts(untouched.database) == before


@settings(max_examples=60)
@given(values=broken(FILLED))
def test_whatever_is_filled_in_is_answered(untouched: Workplace, values: Any) -> None:
    untouched.command("")
    view = list(untouched.slack.views.values())[-1]
    shown = len(untouched.slack.ephemerals)
    with errors() as said:
        _, answer = untouched.interact("view_submission", LEAD, view={**view, "state": {"values": values}})
    assert said == []
    told = json.loads(answer)
    assert (
        told["response_action"] == "errors"
        or untouched.slack.views[view["id"]] != view
        or shown < len(untouched.slack.ephemerals)
    )
