import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.delivery import Delivery, Patience, Refused, Sender, Unclear
from core.records import Post, PostKind, PostStatus
from core.reply import Reply, Rung
from core.store import claims, posts
from core.store.tenant import Store
from tests.conftest import BEGAN_AT

PATIENCE = Patience(attempts=4)
HELLO = Reply(Rung.LINE, ())


@dataclass
class Destination:
    """A platform that keeps what arrives; `send` goes wrong as told, before or after the message has arrived."""

    before: list[Exception] = field(default_factory=list)
    after: list[Exception] = field(default_factory=list)
    looking: list[Exception] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    looked: int = 0
    blind_looks: int = 0  # How often a look comes too early to see what has arrived.
    replaced: list[str] = field(default_factory=list)

    def send(self, post: Post, reply: Reply) -> str:
        assert reply is HELLO
        if self.before:
            raise self.before.pop(0)
        self.arrived.append(post.dedupe_key)
        self.replaced.append(post.replaces)
        if self.after:
            raise self.after.pop(0)
        return f"id of {post.dedupe_key}"

    def find(self, post: Post) -> str | None:
        self.looked += 1
        if self.looking:
            raise self.looking.pop(0)
        if self.looked <= self.blind_looks:
            return None
        return f"id of {post.dedupe_key}" if post.dedupe_key in self.arrived else None

    def mark(self, post: Post) -> str:
        return f"mark of {post.dedupe_key}"


@dataclass
class Wait:
    """A clock that is moved by hand."""

    at: datetime = BEGAN_AT

    def __call__(self) -> datetime:
        return self.at


class Outbox:
    """A store with one post, a destination, and what delivers the one to the other."""

    def __init__(self, store: Store, destination: Sender, render: Callable[[Post], Reply | None]) -> None:
        self.store = store
        self.clock = Wait()
        self.delivery = Delivery(store, {"terminal": destination}, render, self.clock, PATIENCE)
        with store.write(1) as tenant:
            post = posts.plan(
                tenant,
                kind=PostKind.REPLY,
                workspace_id=1,
                destination="C1",
                subject={},
                dedupe_key="reply:1",
                not_before=BEGAN_AT,
                now=BEGAN_AT,
            )
        assert post is not None
        self.post_id = post.id

    def deliver(self, times: int = 1) -> Post:
        """Deliver as often as told, each time when the last wait or lease has certainly passed."""
        for _ in range(times):
            self.delivery.deliver(self.post_id)
            self.clock.at += PATIENCE.longest_wait
        with self.store.read(1) as tenant:
            return posts.get(tenant.session, self.post_id)


def hello(_: Post) -> Reply:
    return HELLO


def test_a_post_is_rendered_and_sent_once(store: Store) -> None:
    destination = Destination()
    post = Outbox(store, destination, hello).deliver(times=3)
    assert destination.arrived == ["reply:1"]
    assert destination.looked == 0
    assert (post.status, post.external_id, post.attempts) == (PostStatus.SENT, "id of reply:1", 1)


def test_what_is_no_longer_true_is_not_sent(store: Store) -> None:
    destination = Destination()
    post = Outbox(store, destination, lambda _: None).deliver()
    assert (post.status, destination.arrived) == (PostStatus.CANCELLED, [])


@pytest.mark.parametrize("error", [Unclear("timeout"), Refused("http_500")])
def test_what_may_have_become_a_mark_takes_it_along_when_it_is_sent_again(
    store: Store, error: Exception
) -> None:
    destination = Destination(before=[error])
    Outbox(store, destination, hello).deliver(times=2)
    assert destination.replaced == ["mark of reply:1"]


def test_what_leaves_for_the_first_time_takes_nothing_along(store: Store) -> None:
    destination = Destination()
    Outbox(store, destination, hello).deliver()
    assert destination.replaced == [""]


@pytest.mark.parametrize("error", [Unclear("timeout"), Refused("http_500")])
def test_what_may_have_become_a_mark_and_is_no_longer_true_is_known_by_it(
    store: Store, error: Exception
) -> None:
    replies = [HELLO, None]
    outbox = Outbox(store, Destination(before=[error]), lambda _: replies.pop(0))
    post = outbox.deliver(times=2)
    assert (post.status, post.external_id) == (PostStatus.CANCELLED, "mark of reply:1")


def test_a_refused_post_is_sent_again_without_a_look(store: Store) -> None:
    destination = Destination(before=[Refused("429")])
    outbox = Outbox(store, destination, hello)
    assert (outbox.deliver().status, outbox.deliver().status) == (PostStatus.PENDING, PostStatus.SENT)
    assert (destination.arrived, destination.looked) == (["reply:1"], 0)


@pytest.mark.parametrize("error", [Unclear("timeout"), KeyError("a mistake of ours")])
def test_a_post_whose_answer_was_lost_is_found_and_not_sent_again(store: Store, error: Exception) -> None:
    destination = Destination(after=[error])
    outbox = Outbox(store, destination, hello)
    assert outbox.deliver().status is PostStatus.SENDING
    post = outbox.deliver()
    assert (post.status, post.external_id) == (PostStatus.SENT, "id of reply:1")
    assert destination.arrived == ["reply:1"]


def test_a_post_that_is_not_found_is_sent_again(store: Store) -> None:
    destination = Destination(before=[Unclear("timeout")])
    post = Outbox(store, destination, hello).deliver(times=2)
    assert (post.status, destination.arrived, destination.looked) == (PostStatus.SENT, ["reply:1"], 1)


def test_a_post_whose_process_died_is_looked_up_first(store: Store) -> None:
    destination = Destination(after=[KeyboardInterrupt()])  # type: ignore[list-item]
    outbox = Outbox(store, destination, hello)
    with pytest.raises(KeyboardInterrupt):
        outbox.deliver()
    outbox.clock.at += PATIENCE.lease
    assert outbox.deliver().status is PostStatus.SENT
    assert destination.arrived == ["reply:1"]


def test_a_refusal_does_not_make_an_earlier_attempt_forgotten(store: Store) -> None:
    destination = Destination(after=[Unclear("timeout")], blind_looks=1)
    outbox = Outbox(store, destination, hello)
    assert outbox.deliver().status is PostStatus.SENDING
    destination.before.append(Refused("429"))
    assert outbox.deliver().status is PostStatus.SENDING
    assert outbox.deliver().status is PostStatus.SENT
    assert destination.arrived == ["reply:1"]


@pytest.mark.parametrize("error", [Refused("ratelimited"), Unclear("timeout")])
def test_a_look_that_fails_never_leads_to_a_second_message(store: Store, error: Exception) -> None:
    destination = Destination(after=[Unclear("timeout")], looking=[error])
    outbox = Outbox(store, destination, hello)
    assert outbox.deliver(times=2).status is PostStatus.SENDING
    assert outbox.deliver().status is PostStatus.SENT
    assert destination.arrived == ["reply:1"]


@pytest.mark.parametrize(
    "destination, tries, said",
    [
        (Destination(before=[Refused("channel_not_found", forever=True)]), 1, "Refused channel_not_found"),
        (Destination(before=[Refused("500") for _ in range(9)]), 4, "Refused 500"),
        (Destination(before=[Unclear("timeout") for _ in range(9)]), 4, "Unclear timeout"),
    ],
)
def test_a_post_that_cannot_arrive_is_parked_with_the_reason(
    store: Store, destination: Destination, tries: int, said: str
) -> None:
    post = Outbox(store, destination, hello).deliver(times=9)
    assert (post.status, post.attempts, post.last_error) == (PostStatus.PARKED, tries, said)


def test_a_post_that_kills_each_process_is_parked(store: Store) -> None:
    def die(_: Post) -> Reply:
        raise SystemExit

    outbox = Outbox(store, Destination(), die)
    for _ in range(PATIENCE.attempts):
        with pytest.raises(SystemExit):
            outbox.deliver()
        outbox.clock.at += PATIENCE.lease
    post = outbox.deliver()
    assert (post.status, post.last_error) == (PostStatus.PARKED, "Died")


def test_a_platform_without_a_sender_is_said(store: Store) -> None:
    outbox = Outbox(store, Destination(), hello)
    outbox.delivery = Delivery(store, {}, hello, outbox.clock, PATIENCE)
    assert outbox.deliver().last_error == "Unclear no-sender"


WORDS = "words of a client"


def test_a_mistake_of_ours_is_logged_with_its_kind_and_place_and_without_its_words(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(_: Post) -> Reply:
        raise KeyError(WORDS)

    post = Outbox(store, Destination(), stumble).deliver()
    (said,) = [record.getMessage() for record in caplog.records]
    assert said.startswith(f"post {post.id} could not be delivered: KeyError")
    assert "in stumble" in said
    assert WORDS not in caplog.text
    assert caplog.records[0].levelno == logging.ERROR
    assert (post.status, post.last_error) == (PostStatus.PENDING, "Unclear KeyError")


def test_a_platform_is_left_alone_as_long_as_it_wants(store: Store) -> None:
    outbox = Outbox(store, Destination(before=[Refused("429", retry_after=timedelta(minutes=7))]), hello)
    outbox.delivery.deliver(outbox.post_id)
    assert claims.due(store, BEGAN_AT + timedelta(minutes=6, seconds=59), 9) == []
    assert claims.due(store, BEGAN_AT + timedelta(minutes=7), 9) == [outbox.post_id]


def test_a_platform_gets_time_to_show_what_it_accepted(store: Store) -> None:
    outbox = Outbox(store, Destination(after=[Unclear("timeout")]), hello)
    outbox.delivery.deliver(outbox.post_id)
    assert claims.due(store, BEGAN_AT + PATIENCE.settle - timedelta(seconds=1), 9) == []


def test_a_process_that_was_paused_past_its_lease_sends_nothing(store: Store) -> None:
    destination = Destination()

    def pause(_: Post) -> Reply:
        outbox.clock.at += 2 * PATIENCE.lease
        Delivery(store, {"terminal": destination}, hello, outbox.clock, PATIENCE).deliver(outbox.post_id)
        return HELLO

    outbox = Outbox(store, destination, pause)
    assert outbox.deliver().status is PostStatus.SENT
    assert destination.arrived == ["reply:1"]


@given(st.integers(1, Patience().attempts))
def test_waits_grow_within_their_bound(attempts: int) -> None:
    patience = Patience()
    bound = min(patience.first_wait * 2 ** (attempts - 1), patience.longest_wait)
    assert timedelta(0) <= patience.wait(attempts) <= bound
