import pytest

from bots.discord.standing import parts_of
from tests.bots.discord.sending import (
    HELLO,
    LOUPE,
    OTHER,
    REPORT,
    again,
    asked,
    change_thread,
    delete,
    heading,
    id_of,
    let_unarchive,
    post_to,
    send,
    sender_to,
    shows,
    world,
)
from tests.discord.people import People
from tests.discord.world import CHATS, MIXED, OMAR

__all__ = ["world"]  # a fixture

PASTE = "Can we talk on WhatsApp?"
MESSAGE = "/channels/*/messages/*"


@pytest.mark.parametrize("where", ["thread", "channel", "direct"])
def test_an_update_rewrites_the_message_and_its_files(world: People, where: str) -> None:
    message = world.post(CHATS, PASTE)
    destination = world.person_id(OMAR) if where == "direct" else world.id(CHATS)
    thread = str(message.id) if where == "thread" else ""
    first = send(world, post_to(destination, thread=thread), REPORT)
    post = post_to(destination, "reply:1:1", thread=thread, replaces=first)
    assert send(world, post, OTHER) == first
    assert asked(world, "DELETE", "*") == []
    (edited,) = asked(world, "PATCH", MESSAGE)
    assert ("flags" in edited, edited.get("content")) == (
        (False, f"**{heading(OTHER)}**") if where == "direct" else (True, None)
    )
    room, number, _ = parts_of(first)
    stored = world.env.backend.get_message(room, number)
    assert stored.attachments == []
    found = next(iter([*world.direct(OMAR), *world.replies(message), *world.ours(CHATS)]))
    assert (id_of(found), shows(found, OTHER), shows(found, REPORT)) == (first, True, False)


@pytest.mark.parametrize("where", ["channel", "direct"])
@pytest.mark.parametrize("is_other", [True, False])
def test_an_update_keeps_the_look_that_a_message_has(world: People, where: str, is_other: bool) -> None:
    destination = world.person_id(OMAR) if where == "direct" else world.id(CHATS)
    if is_other:
        world.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)
    first = send(world, post_to(destination))
    post = post_to(destination, "reply:1:1", replaces=first)
    assert send(world, post, OTHER) == first
    (found,) = world.direct(OMAR) if where == "direct" else world.ours(CHATS)
    assert found.flags.components_v2 == ((where == "channel") != is_other)
    assert (shows(found, OTHER), shows(found, HELLO)) == (True, False)
    assert sender_to(world).find(again(post)) == first


def test_a_reply_that_fell_back_to_the_channel_is_rewritten_there(world: People) -> None:
    message = world.post(CHATS, PASTE)
    world.forbid(CHATS, "create_public_threads")
    first = send(world, post_to(world.id(CHATS), thread=str(message.id)))
    world.begin_thread(message, "Alder")
    post = post_to(world.id(CHATS), "reply:1:1", thread=str(message.id), replaces=first)
    assert send(world, post, OTHER) == first


@pytest.mark.parametrize("locked", [True, False])
def test_what_stands_in_an_archived_thread_is_rewritten_unless_it_is_locked(
    world: People, locked: bool
) -> None:
    message = world.post(CHATS, PASTE)
    first = send(world, post_to(world.id(CHATS), thread=str(message.id)))
    change_thread(world, message.id, archived=True, locked=locked)
    if locked:
        world.forbid(CHATS)
    else:
        let_unarchive(world, CHATS)
    post = post_to(world.id(CHATS), "reply:1:1", thread=str(message.id), replaces=first)
    anew = send(world, post, OTHER)
    assert (anew == first) == (not locked)
    shown = world.ours(CHATS) if locked else world.ours(world.thread(message))
    assert [shows(one, OTHER) for one in shown] == [True]


@pytest.mark.parametrize("status, code", [(404, 10008), (404, 10003), (400, 30046), (403, 50013)])
def test_what_cannot_be_rewritten_is_said_anew(world: People, status: int, code: int) -> None:
    first = send(world, post_to(world.id(CHATS)))
    world.env.inject_error("PATCH", MESSAGE, status=status, code=code)
    anew = send(world, post_to(world.id(CHATS), "reply:1:1", replaces=first), OTHER)
    assert anew != first
    assert [shows(one, OTHER) for one in world.ours(CHATS)] == [True]


def test_what_somebody_deleted_is_said_anew(world: People) -> None:
    first = send(world, post_to(world.id(CHATS)))
    delete(world, first)
    assert send(world, post_to(world.id(CHATS), "reply:1:1", replaces=first), OTHER) != first
    assert len(world.ours(CHATS)) == 1


@pytest.mark.parametrize("status, kept", [(0, 0), (403, 1)])
def test_what_moves_is_taken_away_where_it_was_if_it_can_be(world: People, status: int, kept: int) -> None:
    one, two = world.post(CHATS, PASTE), world.post(MIXED, "And this?")
    first = send(world, post_to(world.id(CHATS), thread=str(one.id)))
    if status:
        world.env.inject_error("DELETE", MESSAGE, status=status, code=50013)
    send(world, post_to(world.id(MIXED), "reply:1:1", thread=str(two.id), replaces=first), OTHER)
    assert len(world.ours(world.thread(one))) == kept
    assert len(world.ours(world.thread(two))) == 1


def test_the_reply_to_a_conversation_in_several_posts_keeps_its_thread(world: People) -> None:
    one, two = world.post(CHATS, PASTE), world.post(CHATS, "And this?")
    first = send(world, post_to(world.id(CHATS), thread=str(one.id)))
    second = post_to(world.id(CHATS), "reply:1:1", thread=str(two.id), replaces=first)
    assert send(world, second, OTHER) == first
    assert [shows(message, OTHER) for message in world.ours(world.thread(one))] == [True]
    assert not world.has_thread(two)


@pytest.mark.parametrize("status, code", [(403, 50001), (404, 10003)])
def test_what_stands_in_a_thread_that_is_not_shown_is_said_anew(
    world: People, status: int, code: int
) -> None:
    one, two = world.post(CHATS, PASTE), world.post(CHATS, "And this?")
    first = send(world, post_to(world.id(CHATS), thread=str(one.id)))
    change_thread(world, one.id, archived=True)
    world.env.inject_error("GET", f"/channels/{one.id}", status=status, code=code)
    send(world, post_to(world.id(CHATS), "reply:1:1", thread=str(two.id), replaces=first), OTHER)
    assert [shows(message, OTHER) for message in world.ours(world.thread(two))] == [True]


def test_a_mark_gives_way_to_a_reply_and_a_reply_to_a_mark(world: People) -> None:
    message = world.post(CHATS, PASTE)
    thread = str(message.id)
    mark = send(world, post_to(world.id(CHATS), thread=thread), LOUPE)
    reply = send(world, post_to(world.id(CHATS), "reply:1:1", thread=thread, replaces=mark))
    assert (world.reactions(message), len(world.ours(world.thread(message)))) == ([], 1)
    send(world, post_to(world.id(CHATS), "reply:1:2", thread=thread, replaces=reply), LOUPE)
    assert (world.reactions(message), world.ours(world.thread(message))) == (["🔎"], [])


def test_a_mark_that_somebody_has_taken_away_gives_way_too(world: People) -> None:
    message = world.post(CHATS, PASTE)
    for status, code in ((404, 10014), (404, 10008), (0, 0)):
        if status:
            world.env.inject_error("DELETE", "*", status=status, code=code)
        mark = f"{world.id(CHATS)}:{message.id}:🔎"
        send(world, post_to(world.id(CHATS), f"reply:{code}", thread=str(message.id), replaces=mark))
    assert len(world.ours(world.thread(message))) == 3


def test_a_mark_stays_where_it_is_and_moves_with_its_post(world: People) -> None:
    one, two = world.post(CHATS, PASTE), world.post(CHATS, "And this?")
    mark = send(world, post_to(world.id(CHATS), thread=str(one.id)), LOUPE)
    assert send(world, post_to(world.id(CHATS), "2", thread=str(one.id), replaces=mark), LOUPE) == mark
    assert asked(world, "DELETE", "*") == []
    send(world, post_to(world.id(CHATS), "3", thread=str(two.id), replaces=mark), LOUPE)
    assert (world.reactions(one), world.reactions(two)) == ([], ["🔎"])
