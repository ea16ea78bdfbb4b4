from dataclasses import replace
from datetime import timedelta
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.delivery import Refused, Unclear
from bots.discord import standing
from bots.discord.standing import nonce_of, parts_of, sign_of
from core.records import PostKind, PostStatus
from core.store.tenant import Store
from tests.bots.discord.sending import (
    HELLO,
    LOUPE,
    OTHER,
    Outbox,
    again,
    asked,
    delete,
    id_of,
    lose_answer,
    post_to,
    send,
    sender_to,
    world,
)
from tests.discord.people import People
from tests.discord.world import CHATS, DIRECT, FORUM, OMAR

__all__ = ["world"]  # a fixture

PASTE = "Can we talk on WhatsApp?"
MESSAGES = "/channels/*/messages"
MESSAGE = "/channels/*/messages/*"


@given(st.text(), st.text())
def test_each_key_has_a_nonce_and_a_sign_of_its_own(key: str, other: str) -> None:
    nonce, sign = nonce_of(key), sign_of(key)
    assert (len(nonce), set(nonce) <= {*ascii_uppercase, *"234567"}) == (25, True)
    assert (sign[0] % 2, sign[1] % 2) == (1, 0)
    assert all(0 < number < 1 << 31 for number in sign)
    assert ((nonce, sign) == (nonce_of(other), sign_of(other))) == (key == other)


@pytest.mark.parametrize(
    "external_id, parts", [("", (0, 0, "")), ("1:2", (1, 2, "")), ("1:2:🖼️", (1, 2, "🖼️"))]
)
def test_an_id_has_its_parts(external_id: str, parts: tuple[int, int, str]) -> None:
    assert parts_of(external_id) == parts


@pytest.mark.parametrize("where", ["thread", "channel", "forum", "direct"])
def test_a_reply_whose_answer_was_lost_is_not_posted_twice(store: Store, world: People, where: str) -> None:
    outbox = Outbox(store, world)
    if where == "forum":
        message = world.post_in_forum(FORUM, "Alder", PASTE)
        post_id = outbox.plan(world.id(FORUM), thread=str(message.id))
    elif where == "direct":
        post_id = outbox.plan(world.person_id(OMAR))
    else:
        message = world.post(CHATS, PASTE)
        post_id = outbox.plan(world.id(CHATS), thread=str(message.id) if where == "thread" else "")
    lose_answer(world, "POST", MESSAGES)
    assert outbox.deliver(post_id).status is PostStatus.SENDING
    post = outbox.deliver(post_id)
    if where == "direct":
        (sent,) = world.direct(OMAR)
    else:
        (sent,) = world.ours(CHATS) if where == "channel" else world.ours(world.thread(message))
    assert (post.status, post.external_id) == (PostStatus.SENT, id_of(sent))
    assert len(asked(world, "POST", MESSAGES)) == 1


def test_a_reply_that_never_arrived_is_posted_again(store: Store, world: People) -> None:
    outbox = Outbox(store, world)
    post_id = outbox.plan(world.id(CHATS))
    world.env.inject_error("POST", MESSAGES)
    assert outbox.deliver(post_id, times=2).status is PostStatus.SENT
    assert len(world.ours(CHATS)) == 1


def test_every_attempt_has_the_same_nonce_which_discord_is_told_to_heed(world: People) -> None:
    lose_answer(world, "POST", MESSAGES)
    post = post_to(world.id(CHATS))
    with pytest.raises(Unclear):
        sender_to(world).send(post, HELLO)
    external_id = send(world, post)
    assert [id_of(message) for message in world.ours(CHATS)] == [external_id]
    sent = asked(world, "POST", MESSAGES)
    assert [(one["nonce"], one["enforce_nonce"]) for one in sent] == [(nonce_of(post.dedupe_key), True)] * 2


def test_a_thread_that_came_into_being_meanwhile_does_not_hide_the_reply_in_the_channel(
    store: Store, world: People
) -> None:
    outbox = Outbox(store, world)
    message = world.post(CHATS, PASTE)
    world.forbid(CHATS, "create_public_threads")
    post_id = outbox.plan(world.id(CHATS), thread=str(message.id))
    lose_answer(world, "POST", MESSAGES)
    outbox.deliver(post_id)
    world.begin_thread(message, "Alder")
    (sent,) = world.ours(CHATS)
    assert outbox.deliver(post_id).external_id == id_of(sent)


def test_it_is_found_among_what_others_and_we_have_posted_since(world: People) -> None:
    post = post_to(world.id(CHATS))
    external_id = send(world, post)
    (mine,) = world.ours(CHATS)
    stored = world.env.backend.get_message(mine.channel.id, mine.id)

    async def talk() -> None:
        backend = world.env.backend
        for _ in range(150):
            backend.create_message(mine.channel.id, world.person(OMAR).id, "Hello")
            backend.create_message(mine.channel.id, backend.bot_user.id, "Hello")

    world.do(talk())
    assert sender_to(world).find(again(post)) == external_id

    async def imitate() -> None:
        other = world.env.create_user("other", bot=True)
        world.env.backend.delete_message(mine.channel.id, mine.id)
        world.env.backend.create_message(
            mine.channel.id, other.id, None, components=stored.components, flags=stored.flags
        )

    world.do(imitate())
    assert sender_to(world).find(again(post)) is None


def test_what_was_posted_long_before_the_first_attempt_is_not_it(world: People) -> None:
    post = post_to(world.id(CHATS))
    send(world, post)
    later = again(post)
    assert sender_to(world).find(later) is not None
    began_at = later.first_attempt_at
    assert began_at is not None
    for minutes, found in ((0.5, True), (2, False)):
        shifted = post_to(
            world.id(CHATS), status=PostStatus.SENDING, first_attempt_at=began_at + timedelta(minutes=minutes)
        )
        assert (sender_to(world).find(shifted) is not None) == found


def test_too_long_a_history_is_said_rather_than_posted_twice(
    world: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        world.post(CHATS, "Hello")
    for most, is_too_long in ((4, False), (3, True)):
        monkeypatch.setattr(standing, "MOST_MESSAGES", most)
        if is_too_long:
            with pytest.raises(Refused, match="too_much"):
                sender_to(world).find(again(post_to(world.id(CHATS))))
        else:
            assert sender_to(world).find(again(post_to(world.id(CHATS)))) is None


def test_where_no_history_may_be_read_nobody_believes_that_nothing_is_there(
    store: Store, world: People
) -> None:
    outbox = Outbox(store, world)
    world.forbid(CHATS, "read_message_history")
    post_id = outbox.plan(world.id(CHATS))
    lose_answer(world, "POST", MESSAGES)
    assert outbox.deliver(post_id, times=2).status is PostStatus.PARKED
    assert len(world.ours(CHATS)) == 1
    assert asked(world, "GET", MESSAGES) == []


@pytest.mark.parametrize("status, code", [(500, 0), (503, 0)])
def test_a_look_that_fails_posts_nothing(store: Store, world: People, status: int, code: int) -> None:
    outbox = Outbox(store, world)
    post_id = outbox.plan(world.id(CHATS))
    lose_answer(world, "POST", MESSAGES)
    world.env.inject_error("GET", MESSAGES, status=status, code=code)
    assert outbox.deliver(post_id, times=2).status is PostStatus.SENDING
    assert outbox.deliver(post_id).status is PostStatus.SENT
    assert len(world.ours(CHATS)) == 1


@pytest.mark.parametrize("lost", [True, False])
def test_an_update_is_tried_again_since_it_does_no_harm_twice(
    store: Store, world: People, lost: bool
) -> None:
    outbox = Outbox(store, world)
    message = world.post(CHATS, PASTE)
    world.forbid(CHATS, "read_message_history")
    earlier = outbox.deliver(outbox.plan(world.id(CHATS), thread=str(message.id)))
    outbox.reply = OTHER
    post_id = outbox.plan(world.id(CHATS), "reply:1:1", thread=str(message.id), replaces="reply:1:0")
    if lost:
        lose_answer(world, "PATCH", MESSAGE)
    else:
        world.env.inject_error("PATCH", MESSAGE)
    assert outbox.deliver(post_id).status is PostStatus.PENDING
    assert outbox.deliver(post_id).external_id == earlier.external_id
    assert len(world.ours(CHATS)) == 1


@pytest.mark.parametrize("where", ["thread", "channel", "direct"])
def test_an_update_is_known_again_where_it_stands(world: People, where: str) -> None:
    message = world.post(CHATS, PASTE)
    destination = world.person_id(OMAR) if where == "direct" else world.id(CHATS)
    thread = str(message.id) if where == "thread" else ""
    first = send(world, post_to(destination, thread=thread))
    world.later(hours=2)
    post = again(post_to(destination, "reply:1:1", thread=thread, replaces=first))
    post = replace(post, first_attempt_at=world.now)
    assert sender_to(world).find(post) is None
    send(world, post, OTHER)
    assert sender_to(world).find(post) == first


def test_what_took_the_place_of_something_gone_is_known_again(store: Store, world: People) -> None:
    outbox = Outbox(store, world)
    earlier = outbox.deliver(outbox.plan(world.id(CHATS)))
    delete(world, earlier.external_id)
    outbox.reply = OTHER
    lose_answer(world, "POST", MESSAGES)
    post_id = outbox.plan(world.id(CHATS), "reply:1:1", replaces="reply:1:0")
    post = outbox.deliver(post_id, times=2)
    assert [id_of(message) for message in world.ours(CHATS)] == [post.external_id]


def test_a_mark_is_not_looked_for_and_does_no_harm_twice(world: People) -> None:
    message = world.post(CHATS, PASTE)
    post = post_to(world.id(CHATS), thread=str(message.id))
    mark = send(world, post, LOUPE)
    assert sender_to(world).find(again(post)) is None
    assert sender_to(world).find(again(post_to(world.id(CHATS), "reply:1:1", replaces=mark))) is None
    assert send(world, post, LOUPE) == mark
    assert world.reactions(message) == ["🔎"]


def test_only_a_whole_sign_counts(world: People) -> None:
    post = post_to(world.id(CHATS))

    async def resemble() -> None:
        footer = {"footer": {"text": f"{sign_of(post.dedupe_key)[0]:08x}"}}
        backend = world.env.backend
        backend.create_message(
            world.channel(CHATS).id, backend.bot_user.id, "", embeds=[{"type": "rich", **footer}]
        )

    world.do(resemble())
    assert sender_to(world).find(again(post)) is None


@pytest.mark.parametrize("gone", ["thread", "history"])
def test_where_the_place_is_gone_it_stands_nowhere(world: People, gone: str) -> None:
    message = world.post(CHATS, PASTE)
    first = send(world, post_to(world.id(CHATS), thread=str(message.id)))
    post = again(post_to(world.id(CHATS), "reply:1:1", thread=str(message.id), replaces=first))
    if gone == "thread":

        async def delete_thread() -> None:
            world.env.backend.delete_channel(message.id)

        world.do(delete_thread())
        world.settle()
    else:
        world.env.inject_error("GET", f"/channels/{message.id}/messages", status=404, code=10003)
    assert sender_to(world).find(post) is None


def test_what_was_never_attempted_or_has_no_place_is_not_found(world: People) -> None:
    post = post_to(world.id(CHATS))
    send(world, post)
    assert sender_to(world).find(post) is None
    first = world.post_in_forum(FORUM, "Alder", PASTE)
    for thread in (str(first.id), ""):
        assert sender_to(world).find(again(post_to(world.id(FORUM), thread=thread))) is None


@pytest.mark.parametrize("right", ["view_channel", "read_message_history"])
def test_what_may_not_be_read_is_not_asked_for(world: People, right: str) -> None:
    world.forbid(CHATS, right)
    with pytest.raises(Refused, match="50013"):
        sender_to(world).find(again(post_to(world.id(CHATS))))
    assert asked(world, "GET", "/channels/*") == []


def test_what_is_to_be_said_to_nobody_any_more_is_looked_for_nowhere(world: People) -> None:
    post = again(post_to(world.person_id(OMAR), kind=PostKind.DIGEST))
    assert sender_to(world).find(post) is None
    world.post(DIRECT, PASTE)
    assert sender_to(world).find(post) is None
