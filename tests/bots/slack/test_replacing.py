import pytest

from core.records import PostStatus
from core.reply import Paragraph, Reply, Rung
from core.store.tenant import Store
from tests.slack.fake import FakeSlack
from tests.slack.faults import (
    DropAfterAccept,
    DropBeforeAccept,
    ErrorCode,
    Fault,
    Slow,
)
from tests.slack.sending import HELLO, LONG, LOUPE, OTHER, Outbox, post_to, said, sender_to, slack, texts

__all__ = ["slack"]  # a fixture


def test_an_update_rewrites_the_message(slack: FakeSlack) -> None:
    ts = slack.say("C1", "U1", "Hello")
    sender = sender_to(slack)
    first = sender.send(post_to("C1", thread=ts), HELLO)
    assert sender.send(post_to("C1", "reply:1:1", thread=ts, replaces=first), OTHER) == first
    assert texts(slack, "C1") == said(OTHER)
    assert slack.called("chat.delete") == []


@pytest.mark.parametrize("destination, thread", [("C1", True), ("C1", False), ("U1", False)])
@pytest.mark.parametrize("before, after", [(HELLO, LONG), (LONG, HELLO), (LONG, LONG)])
@pytest.mark.parametrize("fault", [None, DropAfterAccept(), DropBeforeAccept()])
def test_an_update_leaves_nothing_of_what_it_replaces(
    store: Store,
    slack: FakeSlack,
    destination: str,
    thread: bool,
    before: Reply,
    after: Reply,
    fault: Fault | None,
) -> None:
    outbox = Outbox(store, slack, before)
    ts = slack.say("C1", "U1", "Hello") if thread else ""
    earlier = outbox.deliver(outbox.plan(destination, thread=ts))
    outbox.reply = after
    post_id = outbox.plan(destination, "reply:1:1", thread=ts, replaces="reply:1:0")
    if fault is not None:
        slack.fault("chat.update", fault)
    post = outbox.deliver(post_id, times=2)
    assert (post.status, post.external_id) == (PostStatus.SENT, earlier.external_id)
    channel = slack.direct("U1")["id"] if destination == "U1" else destination
    assert texts(slack, channel) == said(after)
    keys = {message["metadata"]["event_payload"]["key"] for message in slack.ours(channel)}
    assert keys == {"reply:1:1"}


def test_an_update_that_breaks_off_is_brought_to_its_end(store: Store, slack: FakeSlack) -> None:
    outbox = Outbox(store, slack, LONG)
    outbox.deliver(outbox.plan("C1"))
    outbox.reply = Reply(Rung.FULL, (*LONG.blocks, Paragraph("And more.")))
    post_id = outbox.plan("C1", "reply:1:1", replaces="reply:1:0")
    slack.fault("chat.update", Slow(0))
    slack.fault("chat.update", DropAfterAccept())
    assert outbox.deliver(post_id).status is PostStatus.SENDING
    assert outbox.deliver(post_id).status is PostStatus.SENT
    assert texts(slack, "C1") == said(outbox.reply)


@pytest.mark.parametrize("thread", [True, False])
@pytest.mark.parametrize("gone", ["before", "meanwhile"])
def test_an_update_of_what_is_gone_is_posted_anew(
    store: Store, slack: FakeSlack, thread: bool, gone: str
) -> None:
    outbox = Outbox(store, slack, HELLO)
    ts = slack.say("C1", "U1", "Hello") if thread else ""
    earlier = outbox.deliver(outbox.plan("C1", thread=ts))
    if gone == "before":
        slack.remove("C1", earlier.external_id.partition(":")[2])
    else:
        slack.fault("chat.update", ErrorCode("message_not_found"))
    outbox.reply = OTHER
    slack.fault("chat.postMessage", DropAfterAccept())
    post = outbox.deliver(outbox.plan("C1", "reply:1:1", thread=ts, replaces="reply:1:0"), times=2)
    (message,) = slack.ours("C1")
    assert (message["text"], message.get("thread_ts", "")) == (said(OTHER)[0], ts)
    assert (post.status, post.external_id) == (PostStatus.SENT, f"C1:{message['ts']}")


@pytest.mark.parametrize("after", [OTHER, LONG])
def test_nothing_is_left_of_a_long_reply_whose_beginning_is_gone(slack: FakeSlack, after: Reply) -> None:
    sender = sender_to(slack)
    earlier = sender.send(post_to("C1"), LONG)
    slack.remove("C1", earlier.partition(":")[2])
    ts = sender.send(post_to("C1", "reply:1:1", replaces=earlier), after).partition(":")[2]
    assert texts(slack, "C1") == said(after)
    assert {message.get("thread_ts", ts) for message in slack.ours("C1")} == {ts}


@pytest.mark.parametrize("before", [HELLO, LONG])
@pytest.mark.parametrize("threads", [(1, 2), (1, 0), (0, 1)])
def test_what_moves_to_another_thread_is_deleted_where_it_was(
    slack: FakeSlack, before: Reply, threads: tuple[int, int]
) -> None:
    at = ["", slack.say("C1", "U1", "One"), slack.say("C1", "U1", "Two")]
    old, new = at[threads[0]], at[threads[1]]
    sender = sender_to(slack)
    earlier = sender.send(post_to("C1", thread=old), before)
    sender.send(post_to("C1", "reply:1:1", thread=new, replaces=earlier), OTHER)
    (message,) = slack.ours("C1")
    assert (message["text"], message.get("thread_ts", "")) == (said(OTHER)[0], new)


def test_what_moves_to_another_channel_is_deleted_where_it_was(slack: FakeSlack) -> None:
    sender = sender_to(slack)
    earlier = sender.send(post_to("C1"), HELLO)
    sender.send(post_to("C2", "reply:1:1", replaces=earlier), OTHER)
    assert (texts(slack, "C1"), texts(slack, "C2")) == ([], said(OTHER))


@pytest.mark.parametrize("code", ["compliance_exports_prevent_deletion", "message_not_found"])
def test_what_cannot_be_deleted_does_not_hold_back_what_is_true_now(slack: FakeSlack, code: str) -> None:
    sender = sender_to(slack)
    earlier = sender.send(post_to("C1"), HELLO)
    slack.fault("chat.delete", ErrorCode(code))
    sender.send(post_to("C2", "reply:1:1", replaces=earlier), OTHER)
    assert texts(slack, "C2") == said(OTHER)


def test_a_mark_gives_way_to_a_reply(slack: FakeSlack) -> None:
    ts = slack.say("C1", "U1", "Hello")
    sender = sender_to(slack)
    mark = sender.send(post_to("C1", thread=ts), LOUPE)
    sender.send(post_to("C1", "reply:1:1", thread=ts, replaces=mark), HELLO)
    assert slack.message("C1", ts)["reactions"] == []
    assert texts(slack, "C1") == said(HELLO)


def test_a_mark_that_somebody_else_has_taken_away_gives_way_too(slack: FakeSlack) -> None:
    ts = slack.say("C1", "U1", "Hello")
    sender_to(slack).send(post_to("C1", thread=ts, replaces=f"C1:{ts}:mag_right"), HELLO)
    assert texts(slack, "C1") == said(HELLO)


def test_a_reply_gives_way_to_a_mark(slack: FakeSlack) -> None:
    ts = slack.say("C1", "U1", "Hello")
    sender = sender_to(slack)
    earlier = sender.send(post_to("C1", thread=ts), LONG)
    assert sender.send(post_to("C1", "reply:1:1", thread=ts, replaces=earlier), LOUPE) == f"C1:{ts}:mag_right"
    assert texts(slack, "C1") == []


def test_a_mark_stays_where_it_is(slack: FakeSlack) -> None:
    ts = slack.say("C1", "U1", "Hello")
    sender = sender_to(slack)
    mark = sender.send(post_to("C1", thread=ts), LOUPE)
    assert sender.send(post_to("C1", "reply:1:1", thread=ts, replaces=mark), LOUPE) == mark
    assert slack.called("reactions.remove") == []


def test_a_mark_moves_with_its_post(slack: FakeSlack) -> None:
    one, two = slack.say("C1", "U1", "One"), slack.say("C1", "U1", "Two")
    sender = sender_to(slack)
    mark = sender.send(post_to("C1", thread=one), LOUPE)
    sender.send(post_to("C1", "reply:1:1", thread=two, replaces=mark), LOUPE)
    assert slack.message("C1", one)["reactions"] == []
    assert slack.message("C1", two)["reactions"][0]["name"] == "mag_right"
