import traceback

import discord
import pytest

from bots.delivery import DeliveryError, Refused
from bots.discord.sender import DiscordSender
from core.records import PostKind
from core.reply import Button, Buttons, File, Heading, Paragraph, Reply, Rung
from tests.bots.discord.sending import (
    CHART,
    HELLO,
    LOUPE,
    OTHER,
    PICTURE,
    REPORT,
    REPORTS,
    again,
    asked,
    change_thread,
    gone,
    heading,
    id_of,
    let_unarchive,
    post_to,
    refusal,
    send,
    sender_to,
    shows,
    shut_everyone_out,
    world,
)
from tests.discord.people import People
from tests.discord.words import labels_of, words_of
from tests.discord.world import CHATS, DANA, DIRECT, FORUM, OMAR

__all__ = ["world"]  # a fixture

SENT_IT = Buttons((Button("Sent it", "sent"),))
PASTE = "Can we talk on WhatsApp?"
MESSAGES = "/channels/*/messages"


def test_a_message_pings_nobody_and_unfolds_nothing(world: People) -> None:
    send(world, post_to(world.id(CHATS)), Reply(Rung.FULL, (Heading("Hello @everyone"),)))
    (sent,) = asked(world, "POST", MESSAGES)
    assert sent["allowed_mentions"] == {"parse": []}
    flags = discord.MessageFlags._from_value(sent["flags"])
    assert (flags.components_v2, flags.suppress_embeds) == (True, True)
    assert world.ours(CHATS)[0].mention_everyone is False


def test_nothing_of_a_message_is_kept_in_memory(world: People) -> None:
    first = send(world, post_to(world.id(CHATS)))
    send(world, post_to(world.id(CHATS), "reply:1:1", replaces=first))
    world.env.inject_error("POST", MESSAGES, status=400, code=50035)
    send(world, post_to(world.id(CHATS), "reply:2:0"))
    assert world.env.bot.persistent_views == []
    assert world.env.bot._connection._view_store._views == {}


def test_pictures_and_files_are_part_of_the_message(world: People) -> None:
    send(world, post_to(world.person_id(DANA), kind=PostKind.DIGEST), REPORT)
    (message,) = world.direct(DANA)
    assert shows(message, REPORT)
    assert [file.filename for file in message.attachments][:1] == [CHART.name]
    assert world.do(message.attachments[0].read()) == CHART.content


def test_files_that_may_not_be_attached_are_not_tried(world: People) -> None:
    world.forbid(CHATS, "attach_files")
    assert refusal(world, post_to(world.id(CHATS)), REPORT) == ("50013", True)
    assert asked(world, "POST", MESSAGES) == []


def test_pictures_that_may_not_be_attached_are_told_in_words(world: People) -> None:
    world.forbid(CHATS, "attach_files")
    send(world, post_to(world.id(CHATS)), Reply(Rung.FULL, (Heading("This week"), CHART)))
    (message,) = world.ours(CHATS)
    assert (CHART.alt in words_of(message), message.attachments) == (True, [])


def test_where_nothing_may_be_attached_a_long_reply_says_how_the_rest_is_seen(world: People) -> None:
    world.forbid(CHATS, "attach_files")
    long = Reply(Rung.FULL, (Heading("100 findings"), Paragraph("word " * 1000)))
    first = send(world, post_to(world.id(CHATS)), long)
    (message,) = world.ours(CHATS)
    assert "The rest is to be seen with `/checkmsg show number: 7`" in words_of(message)
    post = post_to(world.id(CHATS), "reply:1:1", replaces=first)
    assert send(world, post, long) == first


def test_in_threads_files_need_no_right_to_write_in_the_channel(world: People) -> None:
    message = world.post(CHATS, PASTE)
    world.forbid(CHATS, "send_messages")
    send(world, post_to(world.id(CHATS), thread=str(message.id)), REPORT)
    assert len(world.ours(world.thread(message))) == 1


@pytest.mark.parametrize("kind", PostKind)
def test_a_member_gets_direct_messages_of_every_kind(world: People, kind: PostKind) -> None:
    external_id = send(world, post_to(world.person_id(DANA), kind=kind))
    assert [id_of(message) for message in world.direct(DANA)] == [external_id]


@pytest.mark.parametrize("kind", PostKind)
def test_who_does_not_belong_to_the_server_gets_nothing(world: People, kind: PostKind) -> None:
    stranger = world.env.create_user("stranger")
    assert refusal(world, post_to(f"U{stranger.id}", kind=kind)) == ("10007", True)
    world.do(leave(world, OMAR))
    assert refusal(world, post_to(world.person_id(OMAR), kind=kind)) == ("10007", True)
    assert asked(world, "POST", "*") == []


async def leave(world: People, name: str) -> None:
    world.guild.remove_member(world.person(name))


def test_bots_and_people_who_want_no_messages_are_left_alone_for_good(world: People) -> None:
    async def add_bot() -> str:
        return f"U{world.guild.add_member(world.env.create_user('other', bot=True)).id}"

    assert refusal(world, post_to(world.do(add_bot()))) == ("cannot_dm_bot", True)
    assert asked(world, "POST", "*") == []
    world.env.inject_error("POST", MESSAGES, status=403, code=50007)
    assert refusal(world, post_to(world.person_id(OMAR))) == ("50007", True)


@pytest.mark.parametrize("kind", PostKind)
def test_only_where_not_everyone_reads_reports_are_posted(world: People, kind: PostKind) -> None:
    post = post_to(world.id(CHATS), kind=kind)
    if kind in REPORTS:
        assert refusal(world, post) == ("public", True)
        assert world.messages(CHATS) == []
    else:
        send(world, post)
    shut_everyone_out(world, CHATS)
    send(world, post_to(world.id(CHATS), "next", kind=kind))
    assert len(world.ours(CHATS)) == (1 if kind in REPORTS else 2)


def test_a_role_of_everyone_that_sees_all_sees_reports(world: People) -> None:
    shut_everyone_out(world, CHATS)
    administrator = discord.Permissions(administrator=True).value

    async def raise_all() -> None:
        world.env.backend.edit_role(world.guild.id, world.guild.id, {"permissions": administrator})

    world.do(raise_all())
    world.settle()
    assert refusal(world, post_to(world.id(CHATS), kind=PostKind.DIGEST)) == ("public", True)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("kind", PostKind)
def test_a_channel_of_another_server_gets_nothing(world: People, kind: PostKind, known: bool) -> None:
    async def other_server() -> int:
        return world.env.create_guild("Birch").create_text_channel("chats").id

    channel = world.do(other_server())
    world.settle()
    if not known:
        forget(world, channel)
    assert refusal(world, post_to(str(channel), kind=kind)) == ("other_server", True)


def forget(world: People, channel_id: int) -> None:
    """Let discord.py know nothing of a channel, as where its news were missed."""
    channel = world.env.bot.get_channel(channel_id)
    assert isinstance(channel, discord.TextChannel)
    channel.guild._channels.pop(channel_id)


def test_a_channel_that_is_not_remembered_is_asked_for(world: People) -> None:
    forget(world, world.channel(CHATS).id)
    assert refusal(world, post_to(world.id(CHATS), kind=PostKind.DIGEST)) == ("public", True)
    send(world, post_to(world.id(CHATS)))
    assert len(world.ours(CHATS)) == 1


@pytest.mark.parametrize("place", ["nowhere", "category"])
def test_what_takes_no_messages_is_refused_for_good(world: People, place: str) -> None:
    async def category() -> int:
        return world.guild.create_category("Sales").id

    destination = str(world.do(category())) if place == "category" else "12345"
    world.settle()
    code = "50024" if place == "category" else "10003"
    assert refusal(world, post_to(destination)) == (code, True)


def test_a_server_that_took_the_bot_out_gets_nothing(world: People) -> None:
    def nowhere(_: int) -> str:
        raise Refused("left", forever=True)

    sender = DiscordSender(sender_to(world)._bridge, nowhere)
    with pytest.raises(Refused, match="left"):
        sender.send(post_to(world.id(CHATS)), HELLO)
    with pytest.raises(Refused, match="left"):
        sender.find(post_to(world.id(CHATS)))


def test_a_server_that_discord_does_not_show_waits(world: People) -> None:
    guild = world.env.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    assert refusal(world, post_to(world.id(CHATS))) == ("unavailable", False)


# Marks.


@pytest.mark.parametrize("reply, mark", [(LOUPE, "🔎"), (PICTURE, "🖼️")])
@pytest.mark.parametrize("where", [CHATS, DIRECT, FORUM])
def test_a_mark_is_a_reaction_on_the_post(world: People, reply: Reply, mark: str, where: str) -> None:
    message = world.post_in_forum(FORUM, "Alder", PASTE) if where == FORUM else world.post(where, PASTE)
    destination = world.id(FORUM) if where == FORUM else str(message.channel.id)
    external_id = send(world, post_to(destination, thread=str(message.id)), reply)
    assert external_id == f"{message.channel.id}:{message.id}:{mark}"
    assert (
        sender_to(world).mark(post_to(destination, thread=str(message.id)))
        == f"{message.channel.id}:{message.id}:🔎"
    )
    assert world.reactions(message) == [mark]
    assert asked(world, "POST", MESSAGES) == []


@pytest.mark.parametrize("archived", [True, False])
def test_a_mark_within_a_thread_is_put_where_the_post_is(world: People, archived: bool) -> None:
    root = world.post(CHATS, PASTE)
    thread = world.begin_thread(root, "Alder")
    message = world.post(thread, "And this?")
    let_unarchive(world, CHATS)
    change_thread(world, thread.id, archived=archived)
    post = post_to(world.id(CHATS), thread=str(root.id), subject={"on": str(message.id)})
    assert send(world, post, LOUPE) == sender_to(world).mark(post) == f"{thread.id}:{message.id}:🔎"
    assert (world.reactions(root), world.reactions(message)) == ([], ["🔎"])


def test_where_there_is_no_post_to_mark_the_words_are_said(world: People) -> None:
    send(world, post_to(world.person_id(OMAR)), LOUPE)
    (message,) = world.direct(OMAR)
    assert shows(message, LOUPE)


@pytest.mark.parametrize("right", ["add_reactions", "read_message_history", "view_channel"])
def test_a_mark_that_is_forbidden_is_not_tried(world: People, right: str) -> None:
    message = world.post(CHATS, PASTE)
    world.forbid(CHATS, right)
    assert refusal(world, post_to(world.id(CHATS), thread=str(message.id)), LOUPE) == ("50013", True)
    assert asked(world, "PUT", "*") == []


@pytest.mark.parametrize("status, code", [(403, 90001), (400, 30010)])
def test_a_mark_that_is_refused_is_tried_once(world: People, status: int, code: int) -> None:
    message = world.post(CHATS, PASTE)
    world.env.inject_error("PUT", "*", status=status, code=code)
    post = post_to(world.id(CHATS), thread=str(message.id))
    assert refusal(world, post, LOUPE) == (str(code), True)
    assert asked(world, "GET", "/channels/*") == []
    assert len(asked(world, "PUT", "*")) == 1


def test_a_post_that_is_gone_gets_no_mark(world: People) -> None:
    message = world.post(CHATS, PASTE)
    world.delete(message)
    assert gone(world, post_to(world.id(CHATS), thread=str(message.id)), LOUPE) == "10008"


# What a notification shows.


@pytest.mark.parametrize("kind", PostKind)
def test_what_comes_to_a_person_directly_has_its_headline_as_content(world: People, kind: PostKind) -> None:
    reply = Reply(Rung.FULL, (Heading("Call @everyone <@1>", "Acme"), Paragraph("Do this"), CHART, SENT_IT))
    post = post_to(world.person_id(DANA), kind=kind)
    external_id = send(world, post, reply)
    (message,) = world.direct(DANA)
    assert message.content == "**Call \\@everyone \\<\\@1\\>**"
    assert [embed.description for embed in message.embeds] == ["-# Acme\nDo this"]
    assert labels_of(message) == ["Sent it"]
    assert (message.mention_everyone, message.mentions) == (False, [])
    assert not message.flags.components_v2
    assert sender_to(world).find(again(post)) == external_id


def test_what_is_said_in_a_channel_is_in_components(world: People) -> None:
    message = world.post(CHATS, PASTE)
    private = world.post(DIRECT, PASTE)
    for where in (world.id(CHATS), str(private.channel.id)):
        for thread in ("", str(message.id)):
            send(world, post_to(where, f"{where}:{thread}", thread=thread))
    said = [*world.ours(CHATS), *world.ours(world.thread(message)), *world.direct(OMAR)]
    assert [(one.content, one.flags.components_v2) for one in said] == [("", True)] * 4


# Where a look is refused.


def test_what_is_refused_as_components_is_shown_in_embeds_and_stays_so(
    world: People, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", MESSAGES, status=400, code=50035)
    post = post_to(world.id(CHATS))
    first = send(world, post)
    (message,) = world.ours(CHATS)
    assert (id_of(message), bool(message.embeds), message.flags.components_v2) == (first, True, False)
    assert not message.flags.suppress_embeds
    assert shows(message, HELLO)
    assert sender_to(world).find(again(post)) == first
    assert "is shown in another look" in caplog.text
    assert heading(HELLO) not in caplog.text
    assert send(world, post_to(world.id(CHATS), "reply:1:1", replaces=first), OTHER) == first
    (message,) = world.ours(CHATS)
    assert (shows(message, OTHER), shows(message, HELLO)) == (True, False)


def test_what_is_refused_in_both_looks_is_refused_for_good(world: People) -> None:
    world.env.inject_error("POST", MESSAGES, status=400, code=50035, times=2)
    assert refusal(world, post_to(world.id(CHATS))) == ("50035", True)
    assert world.ours(CHATS) == []


# The line that says what a channel is for.


@pytest.mark.parametrize("allowed", [True, False])
def test_what_a_channel_is_for_is_pinned_where_that_is_allowed(world: People, allowed: bool) -> None:
    if not allowed:
        world.forbid(CHATS, "pin_messages")
    post = post_to(world.id(CHATS), kind=PostKind.NOTICE, subject={"notice": "watched"})
    external_id = send(world, post)
    send(world, post)
    assert [id_of(message) for message in world.ours(CHATS)] == [external_id]
    pinned = world.channel(CHATS).pinned_messages()
    assert [id_of(message) for message in pinned] == ([external_id] if allowed else [])
    assert bool(asked(world, "PUT", "*")) == allowed


@pytest.mark.parametrize("status, code", [(400, 30003), (403, 50013), (500, 0)])
def test_a_line_that_cannot_be_pinned_has_been_said_all_the_same(
    world: People, status: int, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("PUT", "*", status=status, code=code)
    send(world, post_to(world.id(CHATS), kind=PostKind.NOTICE, subject={"notice": "watched"}))
    assert len(world.ours(CHATS)) == 1
    assert "is not pinned" in caplog.text


@pytest.mark.parametrize("status, code", [(400, 50035), (403, 50013), (500, 0), (429, 0), (404, 10008)])
def test_nothing_of_a_reply_is_in_logs_and_errors(
    world: People, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    words = "+1 415 555 0132"
    caplog.set_level("DEBUG")
    world.env.inject_error("POST", MESSAGES, status=status, code=code, message=words, times=None)
    reply = Reply(Rung.FULL, (Heading(words), File("clients.csv", words.encode(), words)))
    with pytest.raises(DeliveryError) as caught:
        sender_to(world).send(post_to(world.id(CHATS)), reply)
    assert "555 0132" not in "".join(traceback.format_exception(caught.value))
    assert "555 0132" not in caplog.text
