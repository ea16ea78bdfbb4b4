import logging
import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from bots.delivery import DeliveryError, Refused
from bots.logs import quiet_logs
from bots.slack.blocks import messages
from core.records import Post, PostKind
from core.reply import File, Heading, Reply, Rung
from tests.slack.fake import FakeSlack
from tests.slack.faults import (
    DropAfterAccept,
    DropBeforeAccept,
    ErrorCode,
    Fault,
    RateLimited,
    ServerError,
)
from tests.slack.sending import (
    CHART,
    HELLO,
    LONG,
    LOUPE,
    PICTURE,
    REPORT,
    again,
    post_to,
    refusal,
    said,
    sender_to,
    slack,
    texts,
)

__all__ = ["slack"]  # a fixture

REPORTS = (PostKind.ALERT, PostKind.REMINDERS, PostKind.DIGEST, PostKind.SUMMARY)


def test_a_reply_stands_in_the_thread_with_its_key_and_unfolds_nothing(slack: FakeSlack) -> None:
    ts = slack.say("C1", "U1", "Can we talk on WhatsApp?")
    external_id = sender_to(slack).send(post_to("C1", thread=ts), HELLO)
    (message,) = slack.ours("C1")
    assert external_id == f"C1:{message['ts']}"
    assert (message["thread_ts"], message["text"]) == (ts, said(HELLO)[0])
    assert message["blocks"] == list(messages(HELLO, 7)[0].blocks)
    assert message["metadata"]["event_payload"]["key"] == "reply:1:0"
    (asked,) = slack.called("chat.postMessage")
    assert (asked["unfurl_links"], asked["unfurl_media"], asked["link_names"]) == (False, False, False)


def test_controls_belong_to_the_check(slack: FakeSlack) -> None:
    sender_to(slack).send(post_to("C1"), LONG)
    assert [message["blocks"] for message in slack.ours("C1")] == [
        list(message.blocks) for message in messages(LONG, 7)
    ]


def test_what_a_channel_is_for_is_pinned_there_once(slack: FakeSlack) -> None:
    post = post_to("C1", kind=PostKind.NOTICE, subject={"notice": "watched"})
    sender = sender_to(slack)
    external_id = sender.send(post, HELLO)
    assert sender.send(again(post), HELLO) == external_id
    assert [":".join(pin) for pin in slack.pins] == [external_id]
    assert texts(slack, "C1") == said(HELLO)


@pytest.mark.parametrize("reply, name", [(LOUPE, "mag_right"), (PICTURE, "frame_with_picture")])
def test_a_mark_is_a_reaction_on_the_post(slack: FakeSlack, reply: Reply, name: str) -> None:
    ts = slack.say("C1", "U1", "Hello")
    post = post_to("C1", thread=ts)
    assert sender_to(slack).send(post, reply) == f"C1:{ts}:{name}"
    assert sender_to(slack).mark(post) == f"C1:{ts}:mag_right", (
        "a reply's mark; any other is not to be found again"
    )
    assert slack.message("C1", ts)["reactions"] == [{"name": name, "users": [slack.me], "count": 1}]
    assert slack.ours("C1") == []


def test_a_mark_that_is_there_already_is_a_success(slack: FakeSlack) -> None:
    ts = slack.say("C1", "U1", "Hello")
    post = post_to("C1", thread=ts)
    sender = sender_to(slack)
    assert sender.send(post, LOUPE) == sender.send(post, LOUPE)
    assert sender.find(again(post)) is None


def test_where_there_is_no_post_to_mark_the_words_are_said(slack: FakeSlack) -> None:
    channel = slack.direct("U1")["id"]
    sender_to(slack).send(post_to(channel), LOUPE)
    assert texts(slack, channel) == said(LOUPE)


@pytest.mark.parametrize("thread", [True, False])
def test_a_long_reply_goes_on_in_the_thread(slack: FakeSlack, thread: bool) -> None:
    ts = slack.say("C1", "U1", "Hello") if thread else ""
    sender_to(slack).send(post_to("C1", thread=ts), LONG)
    first, *rest = slack.ours("C1")
    assert len(rest) > 1
    assert [message["text"] for message in (first, *rest)] == said(LONG)
    root = ts or first["ts"]
    assert {message["thread_ts"] for message in rest} == {root}


def test_pictures_and_files_are_uploaded_into_the_thread(slack: FakeSlack) -> None:
    sender_to(slack).send(post_to("U1", kind=PostKind.DIGEST), REPORT)
    first, chart, listed = slack.ours(slack.direct("U1")["id"])
    assert first["text"] == said(REPORT)[0]
    assert [message["files"][0]["title"] for message in (chart, listed)] == ["chart.png", "all clients"]
    assert {message["thread_ts"] for message in (chart, listed)} == {first["ts"]}
    assert slack.contents[chart["files"][0]["id"]] == CHART.content
    assert [asked.get("alt_txt") for asked in slack.called("files.getUploadURLExternal")] == [CHART.alt, None]


@pytest.mark.parametrize("kind", PostKind)
def test_a_colleague_gets_direct_messages_of_every_kind(slack: FakeSlack, kind: PostKind) -> None:
    external_id = sender_to(slack).send(post_to("U1", kind=kind), HELLO)
    (message,) = slack.ours(slack.direct("U1")["id"])
    assert external_id == f"{slack.direct('U1')['id']}:{message['ts']}"


@pytest.mark.parametrize("kind", PostKind)
@pytest.mark.parametrize(
    "more, code",
    [
        ({"is_restricted": True}, "outside"),
        ({"is_ultra_restricted": True}, "outside"),
        ({"is_stranger": True}, "outside"),
        ({"team_id": "T2"}, "outside"),
        ({"deleted": True}, "user_disabled"),
        ({"is_bot": True}, "cannot_dm_bot"),
    ],
)
def test_who_does_not_belong_to_the_agency_gets_nothing(
    slack: FakeSlack, kind: PostKind, more: dict[str, Any], code: str
) -> None:
    slack.add_user("W2", **more)
    assert refusal(slack, post_to("W2", kind=kind)) == (code, True)
    assert slack.called("conversations.open") == []


@pytest.mark.parametrize(
    "kind, more, code",
    [
        *((kind, {}, "public") for kind in REPORTS),
        *((kind, {"is_private": True, "is_archived": True}, "is_archived") for kind in REPORTS),
        *((kind, {"is_private": True, "is_ext_shared": True}, "shared") for kind in PostKind),
        *((kind, {"is_pending_ext_shared": True}, "shared") for kind in PostKind),
        (PostKind.REPLY, {"is_archived": True}, "is_archived"),
    ],
)
def test_a_channel_where_others_read_gets_no_report_and_a_shared_one_nothing(
    slack: FakeSlack, kind: PostKind, more: dict[str, Any], code: str
) -> None:
    slack.add_channel("C3", "U1", **more)
    assert refusal(slack, post_to("C3", kind=kind)) == (code, True)
    assert slack.messages["C3"] == []


@pytest.mark.parametrize("kind", REPORTS)
def test_who_reads_a_report_is_looked_up_anew(slack: FakeSlack, kind: PostKind) -> None:
    sender = sender_to(slack)
    sender.send(post_to("C2", kind=kind), HELLO)
    slack.channels["C2"]["is_ext_shared"] = True
    with pytest.raises(Refused, match="shared"):
        sender.send(post_to("C2", "next", kind=kind), HELLO)
    sender.send(post_to("U1", kind=kind), HELLO)
    slack.users["U1"]["deleted"] = True
    with pytest.raises(Refused, match="user_disabled"):
        sender.send(post_to("U1", "next", kind=kind), HELLO)


@pytest.mark.parametrize(
    "kind, channel", [*((kind, "C2") for kind in PostKind), (PostKind.REPLY, "C1"), (PostKind.NOTICE, "C1")]
)
def test_a_channel_of_the_agency_gets_what_is_meant_for_it(
    slack: FakeSlack, kind: PostKind, channel: str
) -> None:
    sender_to(slack).send(post_to(channel, kind=kind), HELLO)
    assert texts(slack, channel) == said(HELLO)


@pytest.mark.parametrize(
    "post, code",
    [
        (post_to("U9"), "user_not_found"),
        (post_to("C9"), "channel_not_found"),
        (post_to("C4"), "not_in_channel"),
        (post_to("C5"), "channel_not_found"),
    ],
)
def test_what_slack_does_not_show_us_is_refused_for_good(slack: FakeSlack, post: Post, code: str) -> None:
    slack.add_channel("C4", "U1", bot=False)
    slack.add_channel("C5", "U1", bot=False, is_private=True)
    assert refusal(slack, post) == (code, True)


@pytest.mark.parametrize("destination", ["U1", "C1"])
@pytest.mark.parametrize("fault", [ServerError(500), DropBeforeAccept(), ErrorCode("internal_error")])
def test_a_look_at_the_destination_that_fails_is_a_refusal(
    slack: FakeSlack, destination: str, fault: Fault
) -> None:
    for method in ("users.info", "conversations.info"):
        slack.fault(method, fault)
    assert not refusal(slack, post_to(destination))[1]


@pytest.fixture
def quiet() -> Iterator[None]:
    make = logging.getLogRecordFactory()
    quiet_logs()
    yield
    logging.setLogRecordFactory(make)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    "fault", [ErrorCode("invalid_blocks"), ServerError(500), RateLimited(1), DropAfterAccept(), None]
)
def test_nothing_of_a_reply_is_in_logs_and_errors(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture, fault: Fault | None
) -> None:
    logging.getLogger("slack_sdk").setLevel(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    words = "+1 415 555 0132"
    reply = Reply(Rung.FULL, (Heading(words), File("clients.csv", words.encode(), words)))
    told = ""
    if fault is not None:
        slack.fault("chat.postMessage", fault)
    try:
        sender_to(slack).send(post_to("C1"), reply)
    except DeliveryError as error:
        told = "".join(traceback.format_exception(error))
    assert (told == "") == (fault is None)
    assert "555 0132" not in told
    assert caplog.records
    assert "555 0132" not in caplog.text
