"""What breaks naive Slack bots, in the order in which the list of it was made: each has a fixed reaction here."""

import json
import logging
from pathlib import Path
from urllib.error import HTTPError

import pytest

from core.commands.commands import Asker
from core.records import Platform, PostStatus
from core.store import posts
from tests.slack.fake import FakeSlack
from tests.slack.faults import ErrorCode, RateLimited
from tests.slack.workplace import CHATS, DRAFTS, LEAD, MEMBER, MIXED, Workplace, text_of

ASK = "Acme: Hi, can we move to WhatsApp? It is easier for me."
PHONE = "Acme: Call me on +44 7700 900418, that is faster."
FINE = "Acme: Thanks, the draft looks good, I will review it on Monday and come back to you."


def headline(message: dict[str, object]) -> str:
    return str(message["text"]).partition("\n")[0]


# 1
def test_a_post_that_slack_tells_again_after_minutes_is_answered_once(place: Workplace) -> None:
    ts = place.post(CHATS, ASK)
    for minutes in (0, 1, 5, 6.2):
        place.later(minutes=minutes)
        place.event(place.message_event(CHATS, ts))
    assert len(place.replies(CHATS, ts)) == 1


# 2
def test_a_post_that_mentions_us_comes_as_two_events_and_is_answered_once(place: Workplace) -> None:
    ts = place.post(CHATS, f"<@{place.slack.me}> {ASK}")
    place.event({**place.message_event(CHATS, ts), "type": "app_mention"})
    assert len(place.replies(CHATS, ts)) == 1


# 3
@pytest.mark.parametrize(
    "changes",
    [
        {"attachments": [{"from_url": "https://example.com", "title": "Example"}]},
        {"language": {"locale": "en"}},
        {"reply_count": 3},
        {"edited": {"user": MEMBER, "ts": "1.0"}, "text": ASK},
    ],
    ids=["a link unfolds", "a language is detected", "the thread grows", "an edit of nothing"],
)
def test_a_change_that_is_no_edit_changes_nothing(place: Workplace, changes: dict[str, object]) -> None:
    ts = place.post(CHATS, ASK)
    place.edit(CHATS, ts, **changes)
    (reply,) = place.replies(CHATS, ts)
    assert "edited" not in reply


def test_an_edit_updates_the_one_reply(place: Workplace) -> None:
    ts = place.post(CHATS, ASK)
    place.edit(CHATS, ts, text=FINE, edited={"user": MEMBER, "ts": "2.0"})
    (reply,) = place.replies(CHATS, ts)
    assert headline(reply).startswith("OK now")


@pytest.mark.parametrize("files", [[], [{"id": "F1", "mimetype": "image/png"}]], ids=["nothing", "a picture"])
def test_an_edit_that_takes_the_words_away_takes_the_quote_along(
    place: Workplace, files: list[dict[str, str]]
) -> None:
    ts = place.post(CHATS, ASK)
    place.edit(CHATS, ts, text="", blocks=[], files=files, edited={"user": MEMBER, "ts": "2.0"})
    (reply,) = place.replies(CHATS, ts)
    assert headline(reply).startswith("Edited: there is no text in it any more")
    assert "WhatsApp" not in json.dumps(reply)


# 4
def test_a_deleted_post_takes_the_quoted_words_and_the_evidence_along(place: Workplace) -> None:
    ts = place.post(CHATS, PHONE)
    assert "900418" not in json.dumps(place.replies(CHATS, ts))  # masked in any case
    place.delete(CHATS, ts)
    (reply,) = place.replies(CHATS, ts)
    assert headline(reply) == "This post is gone, and so is what was said of it."
    assert "faster" not in json.dumps(reply)


# 5
def test_what_bots_post_is_left_alone_until_a_lead_says_otherwise(place: Workplace) -> None:
    by_bot = {"bot_id": "B9", "subtype": "bot_message"}
    before = place.post(CHATS, ASK, user="U9ZAP", **by_bot)
    place.slack.add_user("U9ZAP", name="Zap", is_bot=True)
    place.command("channel bots on")
    place.later(minutes=5)
    after = place.post(CHATS, ASK, user="U9ZAP", **by_bot)
    assert (len(place.replies(CHATS, before)), len(place.replies(CHATS, after))) == (0, 1)


def test_our_own_posts_are_never_read(place: Workplace) -> None:
    ts = place.post(CHATS, ASK)
    (reply,) = place.replies(CHATS, ts)
    place.event(place.message_event(CHATS, reply["ts"]))
    assert len(place.slack.ours(CHATS)) == 2  # the pinned line, and the one reply


# 6
def test_a_reply_that_is_also_sent_to_the_channel_is_not_read_twice(place: Workplace) -> None:
    ts = place.post(CHATS, ASK)
    place.post(CHATS, ASK, thread=ts, subtype="thread_broadcast", root={"ts": ts, "user": place.slack.me})
    assert len(place.replies(CHATS, ts)) == 1


def test_replies_in_a_thread_are_read_on_request_or_where_the_channel_says_so(place: Workplace) -> None:
    ts = place.post(CHATS, "A question about Acme")
    place.post(CHATS, ASK, thread=ts)
    assert place.replies(CHATS, ts) == []
    place.later(minutes=5)
    place.post(CHATS, f"<@{place.slack.me}> {ASK}", thread=ts)
    assert len(place.replies(CHATS, ts)) == 1
    place.command("channel threads on")
    place.later(minutes=5)
    place.post(CHATS, ASK.replace("Acme", "Birch"), thread=ts)
    assert len(place.replies(CHATS, ts)) == 2


@pytest.mark.parametrize("words", ["", " please check this", " is this ok?"])
def test_a_mention_in_a_thread_means_the_post_that_began_it(place: Workplace, words: str) -> None:
    place.slack.add_channel("C9OTHER", LEAD, MEMBER)
    ts = place.post("C9OTHER", ASK)
    place.post("C9OTHER", f"<@{place.slack.me}>{words}", thread=ts)
    (reply,) = place.replies("C9OTHER", ts)
    assert "WhatsApp" in headline(reply)


# 7
def test_a_link_whose_label_hides_its_target_is_seen(place: Workplace) -> None:
    ts = place.post(CHATS, "Acme: all is fine, see <https://wa.me/447700900418|my notes> &amp; tell me")
    (reply,) = place.replies(CHATS, ts)
    assert "wa.me/447700900418" not in json.dumps(reply)
    assert "WhatsApp" in text_of(reply["blocks"])


# 8
def test_a_forwarded_message_is_read(place: Workplace) -> None:
    shared = {"is_share": True, "is_msg_unfurl": True, "author_id": MEMBER, "text": ASK, "ts": "1.0"}
    ts = place.post(MIXED, "", attachments=[shared])
    assert len(place.replies(MIXED, ts)) == 1


# 9
def test_a_paste_that_became_a_text_file_is_read(place: Workplace) -> None:
    file = place.slack.add_file("Untitled.txt", f"{FINE}\n{ASK}".encode())
    ts = place.post(CHATS, "", subtype="file_share", files=[file])
    assert len(place.replies(CHATS, ts)) == 1


def test_a_file_that_cannot_be_read_is_said(place: Workplace) -> None:
    file = place.slack.add_file("chat.txt", b"x", size=5_000_000)
    ts = place.post(CHATS, "", subtype="file_share", files=[file])
    (reply,) = place.replies(CHATS, ts)
    assert headline(reply).startswith("Not checked: a file")


def test_a_file_of_another_kind_is_said_where_conversations_are_pasted(place: Workplace) -> None:
    file = place.slack.add_file("chat.pdf", b"x", mimetype="application/pdf")
    said = [
        place.replies(channel, place.post(channel, "", subtype="file_share", files=[file]))
        for channel in (CHATS, MIXED)
    ]
    assert [len(replies) for replies in said] == [1, 0]


def test_a_picture_gets_a_mark_and_one_explanation(place: Workplace) -> None:
    picture = place.slack.add_file("shot.png", b"", mimetype="image/png")
    for _ in range(2):
        ts = place.post(CHATS, "", subtype="file_share", files=[picture])
        assert [reaction["name"] for reaction in place.slack.message(CHATS, ts)["reactions"]] == [
            "frame_with_picture"
        ]
        place.later(minutes=5)
    direct = place.slack.direct(MEMBER)["id"]
    assert len(place.slack.ours(direct)) == 1


# 10
def test_nothing_we_quote_links_or_calls_anybody(place: Workplace) -> None:
    ts = place.post(
        CHATS,
        "Acme: Hello, &lt;!channel&gt; &lt;@U1DANA&gt; please join https://wa.me/447700900418 or @everyone on WhatsApp, Acme &amp; Co",
    )
    (reply,) = place.replies(CHATS, ts)
    sent = place.slack.called("chat.postMessage")[-1]
    assert "<!channel>" not in json.dumps(reply["text"]) + json.dumps(reply["blocks"])
    assert str(sent["unfurl_links"]).lower() in ("0", "false")
    assert not any(
        block.get("type") == "section" and "mrkdwn" in json.dumps(block) for block in reply["blocks"]
    )


# 11
def test_a_command_in_a_channel_without_the_bot_is_answered_all_the_same(place: Workplace) -> None:
    place.slack.add_channel("C8ELSE", LEAD, bot=False)
    (shown,) = place.command("help", channel="C8ELSE")
    assert shown["response_type"] == "ephemeral"


def test_a_command_in_a_private_channel_without_the_bot_is_answered_too(place: Workplace) -> None:
    place.slack.add_channel("C8SECRET", LEAD, bot=False, is_private=True)
    (shown,) = place.command(ASK, channel="C8SECRET")
    assert "WhatsApp" in text_of(shown["blocks"])


@pytest.mark.parametrize(
    "text, is_text",
    [
        ("can we talk on WhatsApp?", True),
        ("clint add Acme", False),
        ("lead", False),
        ("plan the next call on WhatsApp with Acme please", True),
    ],
)
def test_a_short_text_is_told_from_a_mistyped_command(place: Workplace, text: str, is_text: bool) -> None:
    (shown,) = place.command(text)
    assert ("WhatsApp" in text_of(shown["blocks"])) is is_text


def test_several_lines_behind_the_command_are_a_text(place: Workplace) -> None:
    (shown,) = place.command(f"{FINE}\n{ASK}")
    assert "WhatsApp" in text_of(shown["blocks"])


def test_the_command_alone_opens_a_box(place: Workplace) -> None:
    place.command("")
    (view,) = place.slack.views.values()
    assert view["callback_id"] == "check"


# 12
def test_an_answer_for_one_person_is_shown_to_them_and_can_be_shared(place: Workplace) -> None:
    before = len(place.slack.ours(CHATS))
    (shown,) = place.command(ASK)
    assert shown["user"] == LEAD
    assert len(place.slack.ours(CHATS)) == before
    place.press(shown, "Share in channel")
    assert "WhatsApp" in headline(place.slack.ours(CHATS)[-1])


# 13
@pytest.mark.parametrize(
    "code",
    [
        "is_archived",
        "not_in_channel",
        "channel_not_found",
        "restricted_action",
        "token_revoked",
        "account_inactive",
    ],
)
def test_a_channel_that_takes_nothing_ends_the_attempts(place: Workplace, code: str) -> None:
    place.slack.fault("chat.postMessage", ErrorCode(code), times=None)
    place.post(CHATS, ASK)
    with place.commands.store.read(1) as tenant:
        assert posts.counts(tenant)[PostStatus.PARKED] == 1


def test_a_reply_to_a_post_that_is_gone_by_then_is_not_sent_and_not_kept(place: Workplace) -> None:
    place.slack.fault("chat.postMessage", RateLimited(retry_after=5))
    ts = place.post(CHATS, ASK)
    place.slack.remove(CHATS, ts)  # and nobody has told us yet
    place.later(seconds=6)
    place.deliver()
    with place.commands.store.read(1) as tenant:
        assert posts.counts(tenant).get(PostStatus.PARKED, 0) == 0
        assert posts.counts(tenant)[PostStatus.CANCELLED] == 1


def test_when_slack_asks_to_wait_the_reply_waits_and_comes_once(place: Workplace) -> None:
    place.slack.fault("chat.postMessage", RateLimited(retry_after=30))
    ts = place.post(CHATS, ASK)
    assert place.replies(CHATS, ts) == []
    place.later(seconds=29)
    place.deliver()
    assert place.replies(CHATS, ts) == []
    place.later(seconds=2)
    place.deliver()
    assert len(place.replies(CHATS, ts)) == 1


# 14
def test_nothing_is_asked_of_slack_that_we_were_told(place: Workplace) -> None:
    for minutes in (1, 2, 3):
        place.later(minutes=minutes)
        place.post(CHATS, ASK)
    assert place.slack.called("conversations.history") == []
    assert place.slack.called("conversations.replies") == []


# 15
def test_whatever_slack_sends_is_acknowledged(place: Workplace) -> None:
    for event in (
        {"type": "team_join"},
        {"type": "message", "subtype": "channel_topic"},
        {"type": "pin_added"},
    ):
        assert place.tell({"user": MEMBER, "channel": CHATS, **event}) == 200
    assert (
        place.interact(
            "block_actions",
            channel={"id": CHATS},
            actions=[{"type": "button", "action_id": "link", "block_id": "b"}],
        )[0]
        == 200
    )


def test_that_slack_keeps_events_back_is_logged_and_acknowledged(
    place: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    body = {
        "token": "",
        "type": "app_rate_limited",
        "team_id": "T1",
        "minute_rate_limited": 1,
        "api_app_id": "A1",
    }
    assert place.send(json.dumps(body, separators=(",", ":")).encode(), "application/json")[0] == 200
    assert "more than 30,000 an hour" in caplog.text


# 17
def test_where_outsiders_read_along_only_the_poster_is_told(place: Workplace) -> None:
    place.slack.add_channel("C7SHARED", LEAD, MEMBER, is_ext_shared=True)
    place.command("watch here as chats", channel="C7SHARED")
    ts = place.post("C7SHARED", ASK)
    place.later(minutes=5)
    fine = place.post("C7SHARED", FINE)
    assert place.slack.ours("C7SHARED") == []
    assert not place.slack.message("C7SHARED", fine).get("reactions")
    direct = place.slack.direct(MEMBER)["id"]
    assert "WhatsApp" in headline(place.slack.ours(direct)[-1])
    assert place.replies("C7SHARED", ts) == []


def test_what_slack_tells_by_itself_makes_nobody_a_member(tmp_path: Path) -> None:
    with FakeSlack() as slack:
        place = Workplace(slack, tmp_path)
        place.open()
        place.event({"type": "channel_rename", "channel": {"id": CHATS, "name": "client-chats"}})
        place.event({"type": "channel_archive", "channel": CHATS})
        (shown,) = place.command("lead list")
        place.close()
        assert "Dana" in text_of(shown["blocks"])


def test_an_archived_channel_is_read_no_more_and_the_lead_is_told(place: Workplace) -> None:
    place.event({"type": "channel_archive", "channel": CHATS, "user": MEMBER})
    assert "is not read any more" in headline(place.slack.ours(place.slack.direct(LEAD)["id"])[-1])
    ts = place.post(CHATS, ASK)
    assert place.replies(CHATS, ts) == []


def test_a_channel_that_gets_another_id_or_name_stays_the_same_channel(place: Workplace) -> None:
    place.slack.add_channel("C1NEW", LEAD, MEMBER)
    place.event({"type": "channel_id_changed", "old_channel_id": CHATS, "new_channel_id": "C1NEW"})
    place.event({"type": "channel_rename", "channel": {"id": "C1NEW", "name": "client-chats"}})
    ts = place.post("C1NEW", ASK)
    assert len(place.replies("C1NEW", ts)) == 1
    (shown,) = place.command("watch list")
    assert "client-chats" in text_of(shown["blocks"])


# 18
@pytest.mark.parametrize("change", [{"deleted": True}, {"is_restricted": True}, {"team_id": "T9"}])
def test_a_lead_who_has_left_or_is_a_guest_gets_nothing_and_the_others_do(
    place: Workplace, change: dict[str, object]
) -> None:
    place.command("home", user=MEMBER)
    place.command("lead add Omar")
    place.slack.users[LEAD].update(change)
    place.bot.workspaces.forget("T1")
    place.post(CHATS, "Acme: Could I pay you by PayPal?\nMe: Sure, send it to my PayPal, no problem.")
    places = {person: place.slack.direct(person)["id"] for person in (LEAD, MEMBER)}
    alerts = {
        person: [m for m in place.slack.ours(where) if "Already sent" in m["text"]]
        for person, where in places.items()
    }
    assert (len(alerts[LEAD]), len(alerts[MEMBER])) == (0, 1)


# 19
def test_a_digest_comes_once_a_week_however_often_the_clocks_change(place: Workplace) -> None:
    place.command("settings zone America/New_York")
    direct = place.slack.direct(LEAD)["id"]
    for _ in range(4 * 8):
        place.later(hours=21)
        place.plan()
        place.plan()
    digests = [message for message in place.slack.ours(direct) if "week of" in message["text"]]
    assert 3 <= len(digests) <= 4


# 20
@pytest.mark.parametrize(
    "stamp, signature",
    [("", ""), ("abc", "v0=0"), ("1", "v0=0"), ("99999999999", "v0=0")],
    ids=["nothing", "no number", "long ago", "far ahead"],
)
def test_what_slack_did_not_sign_is_refused(place: Workplace, stamp: str, signature: str) -> None:
    with pytest.raises(HTTPError) as refused:
        place.send(
            b"{}", "application/json", **{"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
        )
    assert refused.value.code == 401
    refused.value.close()


def test_a_member_who_presses_a_control_of_a_lead_is_refused(place: Workplace) -> None:
    ts = place.post(CHATS, ASK)
    (reply,) = place.replies(CHATS, ts)
    (shown,) = place.press(reply, "Keep as evidence", user=MEMBER)
    assert "Only a lead" in text_of(shown["blocks"])


def test_a_control_of_another_agency_is_not_there(place: Workplace) -> None:
    ts = place.post(CHATS, ASK)
    (reply,) = place.replies(CHATS, ts)
    stranger = Asker(Platform.SLACK, "T2", "Birch", LEAD, "Dana", CHATS, "chats")
    said = place.commands.press(stranger, 1, "answered", "", place.now)
    assert "not here any more" in str(said.blocks[0])
    assert place.replies(CHATS, ts) == [reply]


@pytest.mark.parametrize("who", [{"is_restricted": True}, {"team_id": "T9"}], ids=["a guest", "a client"])
def test_outsiders_are_neither_answered_nor_read(place: Workplace, who: dict[str, object]) -> None:
    place.slack.add_user("U7OUT", name="Olga", **who)
    place.slack.members[CHATS].append("U7OUT")
    (shown,) = place.command("client list", user="U7OUT")
    assert "people of this agency alone" in text_of(shown["blocks"])
    ts = place.post(CHATS, ASK, user="U7OUT")
    private = place.slack.direct("U7OUT")["id"]
    place.post(private, ASK, user="U7OUT")
    assert place.replies(CHATS, ts) == place.slack.ours(private) == []


def test_no_word_of_a_client_is_logged_at_any_level(
    place: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    marker = "zanzibarwort"
    with caplog.at_level(logging.DEBUG):
        ts = place.post(CHATS, f"Acme: {marker}, can we move to WhatsApp?")
        place.slack.fault("chat.postEphemeral", ErrorCode("internal_error"))
        place.command(f"Acme: {marker}, write me on WhatsApp")
        place.edit(CHATS, ts, text=f"Acme: {marker} again, on Telegram", edited={"user": MEMBER, "ts": "2.0"})
        place.post(DRAFTS, f"{marker}: sure, call me on +44 7700 900418")
    assert caplog.records
    for record in caplog.records:
        assert marker not in str(record.msg) + str(record.args) + str(record.exc_info)
    assert place.slack.token not in caplog.text
