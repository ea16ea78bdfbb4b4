from datetime import timedelta

import pytest

from bots.delivery import Unclear
from core.records import PostKind, PostStatus
from core.reply import Heading, Reply, Rung
from core.store.tenant import Store
from tests.conftest import BEGAN_AT
from tests.slack.fake import FakeSlack
from tests.slack.faults import (
    DropAfterAccept,
    DropBeforeAccept,
    ErrorCode,
    Fault,
    RateLimited,
    ServerError,
    Slow,
)
from tests.slack.sending import (
    CHART,
    HELLO,
    LONG,
    OTHER,
    REPORT,
    Outbox,
    again,
    post_to,
    said,
    sender_to,
    slack,
    texts,
)

__all__ = ["slack"]  # a fixture


@pytest.mark.parametrize("destination, thread", [("C1", True), ("C1", False), ("U1", False)])
@pytest.mark.parametrize("fault", [DropAfterAccept(), ServerError(500, accepted=True)])
def test_a_reply_whose_answer_was_lost_is_not_posted_twice(
    store: Store, slack: FakeSlack, destination: str, thread: bool, fault: Fault
) -> None:
    outbox = Outbox(store, slack, HELLO)
    ts = slack.say("C1", "U1", "Can we talk on WhatsApp?") if thread else ""
    post_id = outbox.plan(destination, thread=ts)
    slack.fault("chat.postMessage", fault)
    assert outbox.deliver(post_id).status is PostStatus.SENDING
    post = outbox.deliver(post_id)
    channel = slack.direct("U1")["id"] if destination == "U1" else destination
    (message,) = slack.ours(channel)
    assert (post.status, post.external_id) == (PostStatus.SENT, f"{channel}:{message['ts']}")


def test_a_reply_that_never_arrived_is_posted_again(store: Store, slack: FakeSlack) -> None:
    outbox = Outbox(store, slack, HELLO)
    post_id = outbox.plan("C1")
    slack.fault("chat.postMessage", DropBeforeAccept())
    assert outbox.deliver(post_id, times=2).status is PostStatus.SENT
    assert texts(slack, "C1") == said(HELLO)


def test_it_is_found_among_what_others_and_we_have_posted_since(store: Store, slack: FakeSlack) -> None:
    outbox = Outbox(store, slack, HELLO)
    sender = sender_to(slack)
    post_id = outbox.plan("C1")
    slack.fault("chat.postMessage", DropAfterAccept())
    outbox.deliver(post_id)
    mine = slack.ours("C1")[0]
    for number in range(150):
        slack.say("C1", "U1", "Hello", metadata=mine["metadata"])
        sender.send(post_to("C1", key=f"reply:{number}:9"), OTHER)
    assert outbox.deliver(post_id).external_id == f"C1:{mine['ts']}"
    assert texts(slack, "C1").count(said(HELLO)[0]) == 1


def test_what_was_posted_long_before_the_first_attempt_is_not_it(slack: FakeSlack) -> None:
    slack.now = (BEGAN_AT - timedelta(minutes=2)).timestamp
    post = post_to("C1")
    sender_to(slack).send(post, HELLO)
    assert sender_to(slack).find(again(post)) is None


@pytest.mark.parametrize("thread", [True, False])
@pytest.mark.parametrize("lost", [1, 2, 3])
@pytest.mark.parametrize("fault", [DropAfterAccept(), DropBeforeAccept(), RateLimited(1)])
def test_of_a_long_reply_only_what_is_missing_is_posted(
    store: Store, slack: FakeSlack, thread: bool, lost: int, fault: Fault
) -> None:
    outbox = Outbox(store, slack, LONG)
    ts = slack.say("C1", "U1", "Hello") if thread else ""
    post_id = outbox.plan("C1", thread=ts)
    if lost > 1:
        slack.fault("chat.postMessage", Slow(0), times=lost - 1)
    slack.fault("chat.postMessage", fault)
    assert outbox.deliver(post_id).status is not PostStatus.SENT
    post = outbox.deliver(post_id)
    assert texts(slack, "C1") == said(LONG)
    assert (post.status, post.external_id) == (PostStatus.SENT, f"C1:{slack.ours('C1')[0]['ts']}")
    assert len({message.get("thread_ts") for message in slack.ours("C1")}) == 1
    assert slack.called("chat.update") == []


def test_a_reply_whose_beginning_somebody_has_deleted_is_begun_anew_once(
    store: Store, slack: FakeSlack
) -> None:
    outbox = Outbox(store, slack, LONG)
    post_id = outbox.plan("C1", thread=slack.say("C1", "U1", "Hello"))
    slack.fault("chat.postMessage", Slow(0), times=2)
    slack.fault("chat.postMessage", DropBeforeAccept())
    outbox.deliver(post_id)
    slack.remove("C1", slack.ours("C1")[0]["ts"])
    slack.fault("chat.postMessage", Slow(0), times=2)
    slack.fault("chat.postMessage", DropAfterAccept())
    assert outbox.deliver(post_id, times=2).status is PostStatus.SENT
    assert texts(slack, "C1")[-len(said(LONG)) :] == said(LONG)
    assert texts(slack, "C1").count(said(LONG)[0]) == 1


@pytest.mark.parametrize(
    "method, fault",
    [
        ("files.getUploadURLExternal", DropBeforeAccept()),
        ("files.getUploadURLExternal", RateLimited(1)),
        ("upload", ServerError(500)),
        ("upload", DropAfterAccept()),
        ("files.completeUploadExternal", DropBeforeAccept()),
        ("files.completeUploadExternal", DropAfterAccept()),
    ],
)
def test_of_files_only_what_is_missing_is_uploaded(
    store: Store, slack: FakeSlack, method: str, fault: Fault
) -> None:
    outbox = Outbox(store, slack, REPORT)
    post_id = outbox.plan("U1", kind=PostKind.DIGEST)
    slack.fault(method, Slow(0))
    slack.fault(method, fault)
    assert outbox.deliver(post_id).status is PostStatus.SENDING
    assert outbox.deliver(post_id).status is PostStatus.SENT
    first, *rest = slack.ours(slack.direct("U1")["id"])
    assert first["text"] == said(REPORT)[0]
    assert [message["files"][0]["title"] for message in rest] == ["chart.png", "all clients"]


def test_two_files_of_one_name_are_both_uploaded(slack: FakeSlack) -> None:
    post = post_to("U1", kind=PostKind.DIGEST)
    twice = Reply(Rung.FULL, (Heading("This week"), CHART, CHART))
    sender = sender_to(slack)
    slack.fault("files.completeUploadExternal", Slow(0))
    slack.fault("files.completeUploadExternal", DropAfterAccept())
    with pytest.raises(Unclear):
        sender.send(post, twice)
    assert sender.find(again(post)) is not None
    assert len(slack.ours(slack.direct("U1")["id"])) == 3


def test_a_part_that_is_refused_for_good_is_not_called_refused(slack: FakeSlack) -> None:
    slack.fault("chat.postMessage", Slow(0))
    slack.fault("chat.postMessage", ErrorCode("is_archived"))
    with pytest.raises(Unclear) as caught:
        sender_to(slack).send(post_to("C1"), LONG)
    assert (caught.value.status, caught.value.forever) == ("is_archived", True)


def test_one_look_is_enough_to_post_what_is_missing(slack: FakeSlack) -> None:
    """Some apps may look once a minute."""
    sender = sender_to(slack)
    post = again(post_to("C1"))
    assert sender.find(post) is None
    sender.send(post, HELLO)
    assert len(slack.called("conversations.history")) == 1


@pytest.mark.parametrize("fault", [RateLimited(60), ErrorCode("internal_error"), DropBeforeAccept()])
def test_a_look_that_fails_posts_nothing(store: Store, slack: FakeSlack, fault: Fault) -> None:
    outbox = Outbox(store, slack, HELLO)
    post_id = outbox.plan("C1")
    slack.fault("chat.postMessage", DropAfterAccept())
    slack.fault("conversations.history", fault)
    assert outbox.deliver(post_id, times=2).status is PostStatus.SENDING
    assert outbox.deliver(post_id).status is PostStatus.SENT
    assert texts(slack, "C1") == said(HELLO)
