import pytest
from simcord import ChannelHandle

from bots.discord.threads import NAME
from core.records import PostKind
from tests.bots.discord.sending import (
    OTHER,
    asked,
    change_thread,
    gone,
    id_of,
    post_to,
    refusal,
    send,
    shut_everyone_out,
    world,
)
from tests.discord.people import People
from tests.discord.world import CHATS, DIRECT, DRAFTS, FORUM, OMAR

__all__ = ["world"]  # a fixture

PASTE = "Can we talk on WhatsApp?"


def remove(world: People, thread: ChannelHandle) -> None:
    async def delete() -> None:
        world.env.backend.delete_channel(thread.id)

    world.do(delete())
    world.settle()


def private_thread(world: People) -> ChannelHandle:
    async def begin() -> ChannelHandle:
        backend, omar = world.env.backend, world.person(OMAR).id
        thread = backend.create_thread(world.channel(CHATS).id, "Between us", omar, type=12)
        backend.add_thread_member(thread.id, backend.bot_user.id)
        return ChannelHandle(world.env, world.guild, thread)

    thread = world.do(begin())
    world.settle()
    return thread


def test_a_reply_begins_a_thread_whose_name_says_nothing(world: People) -> None:
    message = world.post(CHATS, PASTE)
    external_id = send(world, post_to(world.id(CHATS), thread=str(message.id)))
    (reply,) = world.ours(world.thread(message))
    assert external_id == id_of(reply) == f"{message.id}:{reply.id}"
    (begun,) = asked(world, "POST", "/channels/*/messages/*/threads")
    assert (begun["name"], begun["auto_archive_duration"]) == (NAME, 60)
    assert world.ours(CHATS) == []


def test_the_next_reply_stands_in_the_same_thread(world: People) -> None:
    message = world.post(CHATS, PASTE)
    for key in ("reply:1:0", "reply:2:0"):
        send(world, post_to(world.id(CHATS), key, thread=str(message.id)))
    assert len(world.ours(world.thread(message))) == 2
    assert len(asked(world, "POST", "/channels/*/messages/*/threads")) == 1


def test_a_thread_that_somebody_has_begun_is_used(world: People) -> None:
    message = world.post(CHATS, PASTE)
    thread = world.begin_thread(message, "Alder")
    send(world, post_to(world.id(CHATS), thread=str(message.id)))
    assert len(world.ours(thread)) == 1
    assert asked(world, "POST", "/channels/*/messages/*/threads") == []


def test_a_thread_that_is_not_remembered_is_found_and_taken_out_of_the_archive(world: People) -> None:
    message = world.post(CHATS, PASTE)
    thread = world.begin_thread(message, "Alder")
    change_thread(world, thread.id, archived=True)
    assert world.env.bot.get_channel(thread.id) is None
    send(world, post_to(world.id(CHATS), thread=str(message.id)))
    assert len(world.ours(thread)) == 1
    metadata = world.env.backend.get_channel(thread.id).thread_metadata
    assert metadata is not None
    assert not metadata.archived


def test_a_thread_on_no_message_is_used(world: People) -> None:
    async def begin() -> ChannelHandle:
        channel = world.channel(CHATS).id
        thread = world.env.backend.create_thread(channel, "Alder", world.person(OMAR).id)
        return ChannelHandle(world.env, world.guild, thread)

    thread = world.do(begin())
    change_thread(world, thread.id, archived=True)
    send(world, post_to(world.id(CHATS), thread=str(thread.id)))
    assert len(world.ours(thread)) == 1


def test_a_thread_outlives_its_message(world: People) -> None:
    message = world.post(CHATS, PASTE)
    thread = world.begin_thread(message, "Alder")
    change_thread(world, thread.id, archived=True)
    world.delete(message)
    send(world, post_to(world.id(CHATS), thread=str(message.id)))
    assert len(world.ours(thread)) == 1


def test_where_message_and_thread_are_gone_nothing_is_said(world: People) -> None:
    message = world.post(CHATS, PASTE)
    world.delete(message)
    assert gone(world, post_to(world.id(CHATS), thread=str(message.id))) == "10008"
    assert world.ours(CHATS) == []


def test_only_replies_begin_threads(world: People) -> None:
    message = world.post(CHATS, PASTE)
    for kind in (PostKind.NOTICE, PostKind.ALERT):
        if kind is PostKind.ALERT:
            shut_everyone_out(world, CHATS)
        send(world, post_to(world.id(CHATS), kind.value, thread=str(message.id), kind=kind))
    assert not world.has_thread(message)
    assert [m.reference.message_id for m in world.ours(CHATS) if m.reference] == [message.id] * 2


@pytest.mark.parametrize(
    "forbidden, referred",
    [
        (["create_public_threads"], True),
        (["send_messages_in_threads"], True),
        (["create_public_threads", "read_message_history"], False),
        (["read_message_history"], False),
    ],
)
def test_where_no_thread_may_be_begun_the_reply_stands_in_the_channel_and_nothing_forbidden_is_asked(
    world: People, forbidden: list[str], referred: bool
) -> None:
    message = world.post(CHATS, PASTE)
    world.forbid(CHATS, *forbidden)
    external_id = send(world, post_to(world.id(CHATS), thread=str(message.id)))
    (reply,) = world.ours(CHATS)
    assert external_id == id_of(reply)
    assert (reply.reference is not None) == referred
    if referred:
        (sent,) = asked(world, "POST", "/channels/*/messages")
        assert sent["message_reference"]["message_id"] == message.id
        assert sent["message_reference"]["fail_if_not_exists"] is False
    assert asked(world, "POST", "/channels/*/messages/*/threads") == []


@pytest.mark.parametrize("thread", [True, False])
def test_where_nothing_may_be_written_nothing_is_asked(world: People, thread: bool) -> None:
    message = world.post(CHATS, PASTE)
    world.forbid(CHATS, "send_messages", "send_messages_in_threads")
    before = len(asked(world, "POST", "*"))
    post = post_to(world.id(CHATS), thread=str(message.id) if thread else "")
    assert refusal(world, post) == ("50013", True)
    world.forbid(CHATS, "view_channel")
    assert refusal(world, post) == ("50013", True)
    assert len(asked(world, "POST", "*")) == before


@pytest.mark.parametrize(
    "status, code", [(403, 50013), (403, 50001), (400, 160006), (400, 160007), (400, 50024)]
)
def test_a_thread_that_is_refused_leaves_a_reply_in_the_channel(
    world: People, status: int, code: int
) -> None:
    message = world.post(CHATS, PASTE)
    world.env.inject_error("POST", "/channels/*/messages/*/threads", status=status, code=code)
    send(world, post_to(world.id(CHATS), thread=str(message.id)))
    (reply,) = world.ours(CHATS)
    assert reply.reference is not None
    assert reply.reference.message_id == message.id


@pytest.mark.parametrize("status", [500, 503])
def test_a_thread_of_which_nobody_knows_waits(world: People, status: int) -> None:
    message = world.post(CHATS, PASTE)
    world.env.inject_error("POST", "/channels/*/messages/*/threads", status=status)
    assert refusal(world, post_to(world.id(CHATS), thread=str(message.id))) == (f"http_{status}", False)
    assert world.ours(CHATS) == []


def test_a_thread_that_was_begun_while_its_answer_was_lost_is_used(world: People) -> None:
    message = world.post(CHATS, PASTE)
    world.begin_thread(message, "Alder")
    world.do(forget(world, message.id))
    send(world, post_to(world.id(CHATS), thread=str(message.id)))
    assert len(world.ours(world.thread(message))) == 1


async def forget(world: People, thread_id: int) -> None:
    """Let discord.py know nothing of a thread, as where its news were missed."""
    guild = world.env.bot.get_guild(world.guild.id)
    assert guild is not None
    guild._threads.pop(thread_id)


@pytest.mark.parametrize("status, code", [(403, 50013), (403, 50001), (404, 10003), (400, 50083)])
def test_a_thread_that_takes_no_message_leaves_a_reply_in_the_channel(
    world: People, status: int, code: int
) -> None:
    message = world.post(CHATS, PASTE)
    thread = world.begin_thread(message, "Alder")
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=status, code=code)
    send(world, post_to(world.id(CHATS), thread=str(message.id)))
    assert len(world.ours(CHATS)) == 1
    assert world.ours(thread) == []


@pytest.mark.parametrize("known", [True, False])
def test_a_locked_thread_leaves_a_reply_in_the_channel(world: People, known: bool) -> None:
    message = world.post(CHATS, PASTE)
    thread = world.begin_thread(message, "Alder")
    change_thread(world, thread.id, locked=True, archived=not known)
    send(world, post_to(world.id(CHATS), thread=str(message.id)))
    assert len(world.ours(CHATS)) == 1
    assert world.ours(thread) == []
    assert asked(world, "POST", f"/channels/{thread.id}/messages") == []


def test_a_thread_that_was_locked_just_now_leaves_a_reply_in_the_channel(world: People) -> None:
    message = world.post(CHATS, PASTE)
    thread = world.begin_thread(message, "Alder")
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=400, code=160005)
    send(world, post_to(world.id(CHATS), thread=str(message.id)))
    assert len(world.ours(CHATS)) == 1


def test_where_history_turns_out_to_be_forbidden_the_reply_refers_to_nothing(world: People) -> None:
    message = world.post(CHATS, PASTE)
    world.forbid(CHATS, "create_public_threads")
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=160002)
    send(world, post_to(world.id(CHATS), thread=str(message.id)))
    (reply,) = world.ours(CHATS)
    assert reply.reference is None


def test_what_is_forbidden_is_asked_once(world: People) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    assert refusal(world, post_to(world.id(CHATS))) == ("50013", True)
    assert len(asked(world, "POST", "/channels/*/messages")) == 1


def test_what_was_said_in_private_stays_there(world: People) -> None:
    thread = private_thread(world)
    post = post_to(world.id(CHATS), thread=str(thread.id))
    send(world, post)
    assert len(world.ours(thread)) == 1
    change_thread(world, thread.id, locked=True)
    assert refusal(world, post) == ("50013", True)
    change_thread(world, thread.id, locked=False)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    assert refusal(world, post) == ("50013", True)
    world.do(forget(world, thread.id))
    world.env.inject_error("GET", f"/channels/{thread.id}", status=403, code=50001)
    assert refusal(world, post) == ("50001", True)
    assert world.ours(CHATS) == []


def test_a_reply_to_a_post_of_a_forum_stands_below_it(world: People) -> None:
    first = world.post_in_forum(FORUM, "Alder", PASTE)
    thread = world.thread(first)
    post = post_to(world.id(FORUM), thread=str(first.id))
    assert send(world, post).startswith(f"{thread.id}:")
    change_thread(world, thread.id, archived=True)
    send(world, post_to(world.id(FORUM), "reply:2:0", thread=str(first.id)), OTHER)
    assert len(world.ours(thread)) == 2
    assert asked(world, "POST", "/channels/*/threads") == []


@pytest.mark.parametrize("locked", [True, False])
def test_a_forum_has_nothing_to_fall_back_to(world: People, locked: bool) -> None:
    first = world.post_in_forum(FORUM, "Alder", PASTE)
    thread = world.thread(first)
    post = post_to(world.id(FORUM), thread=str(first.id))
    if locked:
        change_thread(world, thread.id, locked=True)
    else:
        world.forbid(FORUM, "send_messages_in_threads")
    assert refusal(world, post) == ("50013", True)
    world.forbid(FORUM)
    change_thread(world, thread.id, locked=False)
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=400, code=160005)
    assert refusal(world, post) == ("160005", True)
    remove(world, thread)
    assert gone(world, post) == "10008"


def test_a_forum_without_a_thread_gets_no_notice_and_no_report(world: People) -> None:
    notice = post_to(world.id(FORUM), kind=PostKind.NOTICE, subject={"notice": "watched"})
    assert gone(world, notice) == "40058"
    shut_everyone_out(world, FORUM)
    assert refusal(world, post_to(world.id(FORUM), kind=PostKind.DIGEST)) == ("40058", True)


def test_in_a_direct_conversation_the_reply_refers_to_its_message(world: People) -> None:
    message = world.post(DIRECT, PASTE)
    send(world, post_to(str(message.channel.id), thread=str(message.id)))
    (reply,) = world.direct(OMAR)
    assert reply.reference is not None
    assert reply.reference.message_id == message.id


@pytest.mark.parametrize("known", [True, False])
def test_a_thread_of_another_channel_is_not_written_to(world: People, known: bool) -> None:
    message = world.post(DRAFTS, PASTE)
    thread = world.begin_thread(message, "Alder")
    if not known:
        world.do(forget(world, thread.id))
    send(world, post_to(world.id(CHATS), thread=str(message.id), kind=PostKind.NOTICE))
    assert world.ours(thread) == []


def test_a_thread_that_may_not_be_written_to_is_not_tried(world: People) -> None:
    message = world.post(CHATS, PASTE)
    thread = world.begin_thread(message, "Alder")
    world.forbid(CHATS, "send_messages_in_threads")
    send(world, post_to(world.id(CHATS), thread=str(message.id)))
    assert len(world.ours(CHATS)) == 1
    assert asked(world, "POST", f"/channels/{thread.id}/messages") == []


@pytest.mark.parametrize("status, code", [(400, 20016), (400, 200000), (413, 40005)])
def test_what_the_channel_would_refuse_too_is_not_tried_there(world: People, status: int, code: int) -> None:
    message = world.post(CHATS, PASTE)
    thread = world.begin_thread(message, "Alder")
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=status, code=code)
    assert refusal(world, post_to(world.id(CHATS), thread=str(message.id)))[0] == str(code)
    assert world.ours(CHATS) == []
