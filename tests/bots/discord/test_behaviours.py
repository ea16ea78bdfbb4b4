"""What the bot does in a Discord server: each trap that others fell into, from the outside."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle
from sqlmodel import select

from core.records import PostKind
from core.store.tables import CheckRow, InboxRow, MemberRow, PostRow
from tests.discord.server import Server, at_work
from tests.discord.words import answers, labels_of, said, words_of
from tests.discord.world import CHATS, DANA, DIRECT, DRAFTS, FORUM, MIXED, OMAR

WHATSAPP = "Acme\n10:02 AM\nHi, can we move to WhatsApp? It is easier for me."
PAYPAL = "Acme\n10:02 AM\nI would rather pay you by PayPal directly, then we both save the fees."
FINE = "Acme\n10:02 AM\nThanks, the draft looks good, I will review it on Monday and come back to you."
ASKED = "Client asks to move to WhatsApp: keep it here"
DECLINE = "Outside payment: decline"
GONE = "This post is gone, and so is what was said of it."


def rows(place: Server, table: Any) -> list[Any]:
    with place.database.read() as session:
        return list(session.exec(select(table).order_by(table.id)))


def only_reply(place: Server, message: discord.Message) -> discord.Message:
    (reply,) = place.replies(message)
    return reply


# What is read.


def test_a_paste_is_answered_in_a_thread_on_it(place: Server) -> None:
    message = place.post(CHATS, WHATSAPP)
    assert ASKED in words_of(only_reply(place, message))
    assert place.thread(message).name == "checkmsg"  # Names are shown in notifications.
    assert place.messages(place.thread(message))[-1].flags.components_v2


def test_what_is_told_twice_is_answered_once(place: Server) -> None:
    message = place.post(CHATS, WHATSAPP)
    for _ in range(2):
        place.do(place.bot.client.hear(message))
        place.settle()
    only_reply(place, message)


def test_a_post_that_is_fine_gets_a_mark_and_no_thread(place: Server) -> None:
    message = place.post(CHATS, FINE)
    assert place.reactions(message) == ["🔎"]
    assert not place.has_thread(message)
    assert "no approval" in words_of(place.direct(OMAR)[-1])  # Once, and to them alone.


def test_a_long_paste_that_discord_turns_into_a_file_is_read(place: Server) -> None:
    message = place.post(CHATS, files=[("message.txt", (FINE + "\n" + WHATSAPP).encode())])
    assert ASKED in words_of(only_reply(place, message))


@pytest.mark.parametrize(
    "name, content, says",
    [("message.txt", b"x" * 2_000_000, "is larger than"), ("brief.pdf", b"%PDF-1.7", "not PDF")],
)
def test_a_file_that_cannot_be_read_is_said(place: Server, name: str, content: bytes, says: str) -> None:
    message = place.post(CHATS, files=[(name, content)])
    assert says in words_of(only_reply(place, message))


def test_a_forwarded_message_is_read(place: Server) -> None:
    message = place.post("elsewhere" if "elsewhere" in place.guild.channels else MIXED, "hello there")
    source = place.post(place.add_channel("elsewhere"), WHATSAPP)
    message = place.forward(source, CHATS)
    assert message.content == ""
    assert ASKED in words_of(only_reply(place, message))


def test_pictures_get_a_mark_and_one_explanation(place: Server) -> None:
    for _ in range(2):
        message = place.post(CHATS, files=[("chat.png", b"\x89PNG\r\n")])
        assert place.reactions(message) == ["🖼️"]
        place.later(minutes=5)
    assert [words_of(told).count("cannot read pictures") for told in place.direct(OMAR)] == [1]


@pytest.mark.parametrize("length", [2000, 1500])
def test_a_chat_that_is_cut_at_2000_characters_is_one_conversation(place: Server, length: int) -> None:
    whole = "\n".join(
        ["Acme", "10:02 AM", "Thanks for the long talk. " * 90, "Can we continue on WhatsApp, please?"]
    )
    first, second = whole[:length].rstrip(), whole[length:]
    begun = place.post(CHATS, first)
    place.later(seconds=5)
    place.post(CHATS, second)
    assert [row.withdrawn for row in rows(place, CheckRow)][-1] is False
    assert len([row for row in rows(place, CheckRow) if not row.withdrawn]) == 1
    replies = [reply for post in place.messages(CHATS) for reply in place.replies(post)]
    assert len(replies) == 1 or begun is None
    assert "WhatsApp" in words_of(replies[0])


def test_one_chat_in_three_posts_is_one_reply_in_one_thread(place: Server) -> None:
    posts = []
    for text in (WHATSAPP, "It would be so much faster.", PAYPAL):
        posts.append(place.post(CHATS, text))
        place.later(seconds=20)
    assert [len(place.replies(post)) for post in posts] == [1, 0, 0]
    assert not any(map(place.has_thread, posts[1:]))
    assert "WhatsApp" in words_of(only_reply(place, posts[0]))
    assert [row.withdrawn for row in rows(place, CheckRow)] == [True, True, False]


# Threads and forums.


def test_a_thread_of_a_watched_channel_is_read_and_answered_in_itself(place: Server) -> None:
    begun = place.post(CHATS, "All about Acme goes into this thread")
    thread = place.begin_thread(begun, "Acme")
    message = place.post(thread, WHATSAPP)
    assert [ASKED in words_of(reply) for reply in place.ours(thread)] == [True]
    assert not place.has_thread(message)
    place.later(minutes=5)
    fine = place.post(thread, FINE.replace("Monday", "Tuesday"))
    assert place.reactions(fine) == ["🔎"]
    assert place.reactions(begun) == []


def test_talk_below_a_reply_of_ours_is_left_alone_unless_it_is_asked(place: Server) -> None:
    thread = place.thread(place.post(CHATS, WHATSAPP))
    place.post(thread, PAYPAL)
    assert len(place.ours(thread)) == 1
    place.post(thread, f"<@{place.bot.client.user.id}>\n{PAYPAL}")  # type: ignore[union-attr]
    assert DECLINE in words_of(place.ours(thread)[-1])


def test_a_post_of_a_forum_and_those_below_it_are_answered_in_it(place: Server) -> None:
    first = place.post_in_forum(FORUM, "Acme", WHATSAPP)
    thread = ChannelHandle(place.env, place.guild, place.env.backend.get_channel(first.channel.id))
    assert ASKED in words_of(place.ours(thread)[0])
    place.later(minutes=5)
    second = place.post(thread, FINE)
    assert place.reactions(second) == ["🔎"]
    fine = place.post_in_forum(FORUM, "Birch", FINE.replace("Acme", "Birch"))
    assert place.reactions(fine) == ["🔎"]


def test_a_thread_that_exists_already_is_used(place: Server) -> None:
    # Somebody was quicker than the bot, which has not heard of it yet.
    message = place.post(MIXED, "One moment.")
    thread = place.begin_thread(message, "About this")
    place.edit(message, WHATSAPP)
    assert ASKED in words_of(place.ours(thread)[0])


@pytest.mark.parametrize(
    "lacking", ["create_public_threads", "send_messages_in_threads"], ids=["no threads", "not in threads"]
)
def test_without_threads_the_reply_stands_in_the_channel(place: Server, lacking: str) -> None:
    place.forbid(CHATS, lacking)
    message = place.post(CHATS, WHATSAPP)
    reply = only_reply(place, message)
    assert reply.reference is not None
    assert reply.reference.message_id == message.id
    assert not place.has_thread(message)


def test_where_nothing_can_be_said_it_is_given_up_at_once(place: Server) -> None:
    place.forbid(CHATS, "send_messages", "create_public_threads", "send_messages_in_threads")
    place.post(CHATS, WHATSAPP)
    (post,) = [row for row in rows(place, PostRow) if row.kind == PostKind.REPLY]
    assert (post.status, post.attempts) == ("parked", 1)
    assert f"outbox retry {post.id}" in said(place.slash("outbox list")) or labels_of(
        answers(place.slash("outbox list"))[0]
    ) == [f"Send {post.id} again"]


# Edits, deletions, and what is none of them.


def test_an_edit_updates_the_one_reply(place: Server) -> None:
    message = place.post(CHATS, WHATSAPP)
    before = only_reply(place, message)
    place.edit(message, PAYPAL)
    after = only_reply(place, message)
    assert after.id == before.id
    assert DECLINE in words_of(after)


def test_an_edit_that_takes_the_words_away_takes_the_quote_along(place: Server) -> None:
    message = place.post(CHATS, WHATSAPP)
    place.edit(message, "")
    reply = words_of(only_reply(place, message))
    assert reply.strip("* ").startswith("Edited: there is no text in it any more")
    assert "WhatsApp" not in reply


def test_the_preview_of_a_link_is_no_edit(place: Server) -> None:
    message = place.post(CHATS, f"{WHATSAPP}\nhttps://example.com/")
    before = words_of(only_reply(place, message))
    place.unfurl(message)
    assert len(rows(place, InboxRow)) == 1
    assert words_of(only_reply(place, message)) == before


def test_our_own_posts_and_their_edits_are_never_read(place: Server) -> None:
    message = place.post(CHATS, WHATSAPP)
    place.press(only_reply(place, message), "Contract is active")
    assert len(rows(place, InboxRow)) == 1


def test_a_deleted_post_takes_the_quoted_words_and_the_evidence_along(place: Server) -> None:
    message = place.post(CHATS, WHATSAPP)
    place.delete(message)
    assert words_of(place.ours(place.thread(message))[0]).strip("* ") == GONE
    (check,) = rows(place, CheckRow)
    assert check.withdrawn
    assert check.sealed is None
    assert all(row.sealed is None for row in rows(place, InboxRow) if row.kind == "posted")


def test_a_reply_that_was_deleted_is_written_anew(place: Server) -> None:
    message = place.post(CHATS, WHATSAPP)
    reply = only_reply(place, message)

    async def take_away() -> None:
        place.env.backend.delete_message(reply.channel.id, reply.id)

    place.do(take_away())
    place.edit(message, PAYPAL)
    assert DECLINE in words_of(only_reply(place, message))


# Who is left alone.


@pytest.mark.parametrize("switch, number", [("off", 0), ("on", 1)])
def test_what_bots_post_is_left_alone_unless_a_lead_says_so(place: Server, switch: str, number: int) -> None:
    place.command(f"channel bots {switch}")

    async def by_webhook() -> None:
        hook = place.env.backend.create_webhook(place.channel(CHATS).id, "Mail", place.person(DANA).id)
        place.env.backend.create_message(
            place.channel(CHATS).id, hook.id, WHATSAPP, webhook_id=hook.id, author_name="Mail"
        )

    place.do(by_webhook())
    place.settle()
    assert len(rows(place, CheckRow)) == number


def test_colleagues_talk_is_left_alone(place: Server) -> None:
    for text in ("can you call me on WhatsApp in five?", "lunch at one?", "```\nraise ValueError\n```"):
        message = place.post(MIXED, text)
        assert (place.replies(message), place.reactions(message)) == ([], [])
        place.later(minutes=3)
    assert rows(place, CheckRow) == []


def test_channels_that_nobody_named_are_not_even_stored(place: Server) -> None:
    place.post(place.add_channel("general"), WHATSAPP)
    assert rows(place, InboxRow) == []


def test_a_mention_is_answered_anywhere_and_means_the_post_that_it_answers(place: Server) -> None:
    general = place.add_channel("general")
    source = place.post(general, PAYPAL)
    asking = place.reply(source, f"<@{place.bot.client.user.id}> is this fine?")  # type: ignore[union-attr]
    assert DECLINE in words_of(only_reply(place, asking))


# What is said.


def test_nothing_we_quote_calls_anybody_or_becomes_a_link(place: Server) -> None:
    hostile = (
        "Acme\n10:02 AM\nCan we move to WhatsApp @everyone <@1> <@&2> [here](https://evil.example.com) "
        "||hidden|| discord.gg/abcdef ```` ``` "
    )
    message = place.post(CHATS, hostile)
    reply = only_reply(place, message)
    assert reply.mentions == []
    assert not reply.mention_everyone
    assert "](https://evil" not in words_of(reply)
    sent = [entry for entry in place.env.http_requests if entry.method == "POST" and entry.json]
    for entry in sent:
        assert (entry.json or {}).get("allowed_mentions", {"parse": []})["parse"] == []


def test_a_reply_can_be_pressed_after_the_bot_was_started_anew(place: Server) -> None:
    message = place.post(CHATS, WHATSAPP)
    place.stop()
    place.start()
    place.press(only_reply(place, message), "Contract is active")
    assert "contract active" in words_of(only_reply(place, message))


def test_a_control_of_a_lead_is_refused_to_a_member_each_time(place: Server) -> None:
    message = place.post(CHATS, WHATSAPP)
    refused = place.press(only_reply(place, message), "Keep as evidence", OMAR)
    assert "Only a lead" in said(refused)
    assert "Kept until" in said(place.press(only_reply(place, message), "Keep as evidence", DANA))


def test_every_answer_to_one_person_is_for_their_eyes(place: Server) -> None:
    message = place.post(CHATS, WHATSAPP)
    results = [
        place.slash("client list"),
        place.slash("check", text=WHATSAPP, person=OMAR),
        place.press(only_reply(place, message), "Text only", OMAR),
        place.point_at(message),
    ]
    for result in results:
        shown = answers(result)
        assert shown
        assert all(answer.ephemeral for answer in shown)


# Gaps.


def test_what_was_posted_while_the_bot_was_away_is_answered(place: Server) -> None:
    place.post(CHATS, FINE)
    place.do(place.bot.client.keep_up())
    place.stop()
    place.later(minutes=10)
    missed = place.post(CHATS, WHATSAPP)
    in_forum = place.post_in_forum(FORUM, "Birch", PAYPAL.replace("Acme", "Birch"))
    assert place.replies(missed) == []
    place.start()
    place.settle()
    assert ASKED in words_of(only_reply(place, missed))
    thread = ChannelHandle(place.env, place.guild, place.env.backend.get_channel(in_forum.channel.id))
    assert DECLINE in words_of(place.ours(thread)[0])


def test_on_the_first_run_nothing_of_old_is_answered(tmp_path: Path) -> None:
    place = Server(tmp_path)
    try:
        place.start()
        place.found()
        old = place.post(CHATS, WHATSAPP)
        place.command("watch here as chats")
        for _ in range(2):
            place.do(place.bot.client.on_ready())
            place.settle()
        assert place.replies(old) == []
    finally:
        place.close()


def test_being_ready_again_and_again_does_nothing_twice(place: Server) -> None:
    message = place.post(CHATS, WHATSAPP)
    for _ in range(3):
        place.do(place.bot.client.on_ready())
        place.settle()
    only_reply(place, message)
    synced = [entry for entry in place.env.http_requests if entry.path.endswith("/commands")]
    assert len(synced) == 1


# Without the words of posts.


def test_without_the_intent_only_what_is_asked_is_read(tmp_path: Path) -> None:
    with at_work(tmp_path, discord_message_content=False) as place:
        message = place.post(CHATS, WHATSAPP)
        assert place.replies(message) == []
        assert not place.bot.client.intents.message_content
        me = place.bot.client.user
        assert me is not None
        assert ASKED in words_of(only_reply(place, place.post(CHATS, f"<@{me.id}> {WHATSAPP}")))
        assert ASKED in said(place.slash("check", text=WHATSAPP))
        assert ASKED in said(place.point_at(message))
        place.post(DIRECT, WHATSAPP, DANA)
        assert ASKED in words_of(place.direct(DANA)[-1])


def test_only_what_is_needed_is_asked_of_the_gateway(place: Server) -> None:
    wanted = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)
    assert place.bot.client.intents == wanted
    assert isinstance(place.bot.client, discord.ext.commands.AutoShardedBot)


# Direct messages.


def test_a_direct_message_is_a_private_check(place: Server) -> None:
    place.post(DIRECT, "Sure, write me on WhatsApp: +44 7700 900418.", OMAR)
    assert "Before you send" in words_of(place.direct(OMAR)[-1])
    place.post(DIRECT, "/checkmsg client list", OMAR)
    assert "client" in words_of(place.direct(OMAR)[-1])


def test_a_direct_message_that_is_edited_or_deleted_changes_its_answer(place: Server) -> None:
    message = place.post(DIRECT, WHATSAPP, OMAR)
    place.edit(message, PAYPAL)
    assert DECLINE in words_of(place.direct(OMAR)[-1])
    place.delete(message)
    assert GONE in words_of(place.direct(OMAR)[-1])


def test_somebody_of_no_server_gets_no_agencys_answers(place: Server) -> None:
    place.post(DIRECT, FINE, OMAR)
    number = len(rows(place, CheckRow))

    async def leave() -> None:
        place.env.backend.remove_member(place.guild.id, place.person(OMAR).id)

    place.do(leave())
    place.settle()
    place.later(minutes=11)
    place.stop()  # The bot remembers for minutes whom it has seen.
    place.start()
    place.post(DIRECT, WHATSAPP, OMAR)
    assert len(rows(place, CheckRow)) == number


# Confidence.


def test_no_word_of_a_client_is_logged_at_any_level(place: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    message = place.post(CHATS, "Acme: zanzibarwort, can we move to WhatsApp?")
    place.edit(message, "Acme: zanzibarwort again, on Telegram")
    place.slash("check", text="Acme: zanzibarwort, pay by PayPal?")
    place.slash("client import", file=("list.csv", b"Zanzibarwort, active, May 2025"))
    place.post(DIRECT, "Acme: zanzibarwort, can we move to WhatsApp?")
    place.delete(message)
    assert caplog.records
    for record in caplog.records:
        everything = [record.getMessage(), caplog.handler.format(record), *map(repr, vars(record).values())]
        assert "zanzibarwort" not in "".join(everything).casefold(), f"{record.pathname}, {record.lineno}"


def test_a_crash_is_said_with_a_reference(place: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError(WHATSAPP)

    monkeypatch.setattr(type(place.commands), "looks", fail)
    message = place.post(CHATS, WHATSAPP)
    for _ in range(3):
        place.later(minutes=1)
        place.settle()
    assert "I could not check this message" in words_of(only_reply(place, message))
    assert "could not" in said(place.slash("check", text=WHATSAPP))


# The server comes and goes.


def test_whoever_owns_the_server_is_greeted_and_the_first_who_manages_it_leads(tmp_path: Path) -> None:
    place = Server(tmp_path)
    try:
        place.start()
        place.found()
        place.slash("lead list", person=OMAR)
        assert not any(row.lead for row in rows(place, MemberRow))
        (welcome,) = [row for row in rows(place, PostRow) if row.subject.get("notice") == "welcome"]
        assert welcome.destination == f"U{place.bot.client.guilds[0].owner_id}"
        assert DANA in said(place.slash("lead list", person=DANA))
        assert [row.name for row in rows(place, MemberRow) if row.lead] == [DANA]
    finally:
        place.close()


def test_a_named_role_may_claim_to_lead_and_an_administrator_may_not(place: Server) -> None:
    place.add_person("Mara", "checkmsg lead")
    assert "Only" in said(place.slash("lead claim", person=OMAR))
    assert "is a lead now" in said(place.slash("lead claim", person="Mara"))


def test_a_server_that_takes_the_bot_out_is_let_go_of(place: Server) -> None:
    place.post(CHATS, WHATSAPP)

    async def leave() -> None:
        place.env.backend.emit("GUILD_DELETE", {"id": str(place.guild.id)})

    place.do(leave())
    place.settle()
    place.later(days=8)
    place.plan()
    assert not [row for row in rows(place, PostRow) if row.status == "pending"]


def test_a_channel_that_is_renamed_or_deleted_is_known_so(place: Server) -> None:
    async def change() -> None:
        place.env.backend.edit_channel(place.channel(CHATS).id, {"name": "client-chats"})
        place.env.backend.delete_channel(place.channel(DRAFTS).id)

    place.do(change())
    place.settle()
    listed = said(place.slash("watch list", where=MIXED))
    assert "client-chats" in listed
    assert "drafts" not in listed.split("·")[0]
    assert "is not read any more" in words_of(place.direct(DANA)[-1])


def test_a_thread_that_is_deleted_takes_its_posts_along(place: Server) -> None:
    first = place.post_in_forum(FORUM, "Acme", WHATSAPP)

    async def take_away() -> None:
        place.env.backend.delete_channel(first.channel.id)

    place.do(take_away())
    place.settle()
    assert [row.withdrawn for row in rows(place, CheckRow)] == [True]


def test_a_digest_comes_with_its_chart_and_to_leads_alone(place: Server) -> None:
    place.post(CHATS, WHATSAPP)
    place.later(days=7)
    place.plan()
    digests = [
        message for message in place.direct(DANA) if "Week" in words_of(message) or message.attachments
    ]
    assert digests
    (picture,) = digests[-1].attachments
    assert picture.filename.endswith(".png")
    assert place.direct(OMAR) == [] or not any(message.attachments for message in place.direct(OMAR))
    assert timedelta(days=7) > timedelta()
