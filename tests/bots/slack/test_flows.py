"""What people do in Slack, from the first minute on, as they would do it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.records import PostKind
from core.store import people
from core.store.tables import PostRow
from tests.slack.fake import FakeSlack
from tests.slack.faults import ErrorCode
from tests.slack.state import Thing
from tests.slack.workplace import CHATS, DRAFTS, LEAD, MEMBER, MIXED, Workplace, at_work, text_of

ASK = "Acme\n10:02 AM\nHi, can we move to WhatsApp? It is easier for me."
AGREED = "Acme: Could I pay you by PayPal?\nMe: Sure, send it to my PayPal, no problem."


def headline(message: Thing) -> str:
    return str(message["text"]).partition("\n")[0]


def direct(place: Workplace, person: str) -> list[Thing]:
    return place.slack.ours(place.slack.direct(person)["id"])


def state(**values: Any) -> Thing:
    """Return what Slack sends of a modal that was filled in."""
    return {"values": {name: {"value": value} for name, value in values.items()}}


def written(text: str) -> Thing:
    return {"type": "plain_text_input", "value": text}


def chosen(value: str) -> Thing:
    return {"type": "static_select", "selected_option": {"value": value}}


def submit(place: Workplace, view: Thing, values: Thing, user: str = LEAD) -> Thing:
    """Submit a modal and return what is shown in it afterwards."""
    _, answer = place.interact("view_submission", user, view={**view, "state": state(**values)})
    told = json.loads(answer) if answer else {}
    if told.get("response_action") == "errors":
        return told
    return place.slack.views[view["id"]]


def last_view(place: Workplace) -> Thing:
    return list(place.slack.views.values())[-1]


# The first five minutes.


def test_the_first_lead_is_greeted_once_and_led_through_the_steps(place: Workplace) -> None:
    for _ in range(2):
        place.event({"type": "app_home_opened", "user": LEAD, "tab": "messages"})
    (welcome,) = [message for message in direct(place, LEAD) if "Five short steps" in message["text"]]
    channel = place.slack.direct(LEAD)["id"]
    place.press(welcome, "Start", channel=channel)
    for headline_of_step in (
        "See what a reply looks like",
        "Which channels",
        "List your running",
        "Time zone",
        "Look back",
    ):
        step = direct(place, LEAD)[-1]
        assert headline(step).startswith(headline_of_step)
        place.press(step, "Done" if headline_of_step == "Look back" else "Next", channel=channel)
    assert headline(direct(place, LEAD)[-1]) == "That is all"


def test_a_sample_shows_what_a_reply_looks_like(place: Workplace) -> None:
    (shown,) = place.command("sample")
    assert "WhatsApp" in text_of(shown["blocks"])


def test_a_channel_is_chosen_in_a_form_and_gets_one_pinned_line(place: Workplace) -> None:
    place.slack.add_channel("C6NEWCHATS", LEAD, MEMBER)
    place.command("watch")
    view = last_view(place)
    shown = submit(
        place,
        view,
        {
            "channel": {"type": "conversations_select", "selected_conversation": "C6NEWCHATS"},
            "purpose": chosen("chats"),
        },
    )
    assert "is watched for chats" in text_of(shown["blocks"])
    (line,) = place.slack.ours("C6NEWCHATS")
    assert place.slack.pins[-1] == ("C6NEWCHATS", line["ts"])


def test_a_channel_that_is_watched_twice_has_one_pinned_line(place: Workplace) -> None:
    for _ in range(2):
        place.command("watch here as chats")
    assert len(place.slack.ours(CHATS)) == 1


def test_clients_are_listed_in_a_form(place: Workplace) -> None:
    place.command("client import")
    shown = submit(
        place,
        last_view(place),
        {"text": written("Acme, active, May 2025\nBirch, offer"), "mode": chosen("apply")},
    )
    assert "2 clients" in text_of(shown["blocks"])


def test_a_form_that_misses_something_says_so_where_it_is_missing(place: Workplace) -> None:
    place.command("watch")
    told = submit(place, last_view(place), {"purpose": chosen("chats")})
    assert set(told["errors"]) == {"channel"}


def test_a_second_lead_is_chosen_from_the_people_of_the_workspace(place: Workplace) -> None:
    place.command("lead add")
    submit(place, last_view(place), {"member": {"type": "users_select", "selected_user": MEMBER}})
    (shown,) = place.command("lead list")
    assert "Omar" in text_of(shown["blocks"])


@pytest.mark.parametrize(
    ("command", "values", "says"),
    [
        ("client add", {"name": written("CISCO")}, "CISCO is a client now"),
        ("client add", {"name": written("UBER")}, "UBER is a client now"),
        ("client add", {"name": written("WWF")}, "WWF is a client now"),
        (
            "contract start",
            {"client": written("Acme"), "title": written("CRM")},
            "Acme: contract active (CRM)",
        ),
        ("reports to", {"where": written("GENERAL")}, "I know no channel GENERAL"),
    ],
)
def test_what_is_typed_in_capitals_is_no_channel_and_no_colleague(
    place: Workplace, command: str, values: Thing, says: str
) -> None:
    place.command("client add Acme")
    place.command(command)
    assert says in text_of(submit(place, last_view(place), values))


def test_an_invitation_asks_what_the_channel_is_for(place: Workplace) -> None:
    place.slack.add_channel("C5INVITED", LEAD, MEMBER)
    place.event(
        {"type": "member_joined_channel", "user": place.slack.me, "channel": "C5INVITED", "inviter": LEAD}
    )
    question = direct(place, LEAD)[-1]
    assert headline(question) == "What is #c5invited for?"
    place.press(question, "Client chats", channel=place.slack.direct(LEAD)["id"])
    ts = place.post("C5INVITED", ASK)
    assert len(place.replies("C5INVITED", ts)) == 1


def test_the_look_back_reads_what_stood_there_and_posts_nothing(place: Workplace) -> None:
    place.slack.say(CHATS, MEMBER, AGREED)
    for number in range(3):
        place.slack.say(CHATS, MEMBER, ASK.replace("Acme", f"Client{number}"))
    place.later(days=2)
    before = [len(place.slack.ours(channel)) for channel in (CHATS, DRAFTS, MIXED)]
    place.command("setup 5")
    place.press(place.slack.ephemerals[-1], "Look back")
    summary = direct(place, LEAD)[-1]
    assert headline(summary).startswith("I read 4 posts and found 4 things worth knowing, 1 of them ours")
    assert [len(place.slack.ours(channel)) for channel in (CHATS, DRAFTS, MIXED)] == before
    place.press(summary, "Show 1", channel=place.slack.direct(LEAD)["id"])
    assert "Already sent" in headline(direct(place, LEAD)[-1])


@pytest.mark.parametrize("of", [{"is_ultra_restricted": True}, {"team_id": "T9"}, None])
def test_the_look_back_leaves_alone_what_guests_and_strangers_posted(
    place: Workplace, of: dict[str, object] | None
) -> None:
    if of is not None:
        place.slack.add_user("U7GWEN", name="Gwen", **of)
    place.slack.say(CHATS, "U7GWEN", ASK)
    place.slack.say(CHATS, MEMBER, ASK.replace("Acme", "Birch"))
    place.later(days=2)
    place.command("setup 5")
    place.press(place.slack.ephemerals[-1], "Look back")
    assert headline(direct(place, LEAD)[-1]).startswith("I read 1 post and found 1 thing")
    (shown,) = place.command("client list")
    assert "Acme" not in text_of(shown["blocks"])


def test_a_member_cannot_have_the_past_read(place: Workplace) -> None:
    place.command("setup 5", user=MEMBER)
    (shown,) = place.press(place.slack.ephemerals[-1], "Look back", user=MEMBER)
    assert "Only a lead" in text_of(shown["blocks"])


def test_in_the_first_days_the_channel_hears_of_payment_and_the_lead_of_the_rest(tmp_path: Path) -> None:
    with FakeSlack() as slack, at_work(slack, tmp_path, learning=True) as place:
        ask = place.post(CHATS, ASK)
        place.later(minutes=5)
        paid = place.post(CHATS, "Birch: I would rather pay you by PayPal, then we save the fees.")
        assert (len(place.replies(CHATS, ask)), len(place.replies(CHATS, paid))) == (0, 1)
        place.later(days=1)
        place.plan()
        assert "found 1 thing that I kept to myself" in headline(direct(place, LEAD)[-1])


# What people do with a reply.


@pytest.fixture
def reply(place: Workplace) -> Thing:
    ts = place.post(CHATS, ASK)
    (message,) = place.replies(CHATS, ts)
    return message


def test_a_reply_has_three_buttons_and_a_menu_in_at_most_twelve_lines(reply: Thing) -> None:
    (controls,) = [block for block in reply["blocks"] if block["type"] == "actions"]
    buttons = [element for element in controls["elements"] if element["type"] == "button"]
    assert [button["text"]["text"] for button in buttons] == [
        "Sent it",
        "Contract is active",
        "Not a problem",
    ]
    assert len(controls["elements"]) == 4


def test_a_fact_that_somebody_says_updates_the_reply_in_its_place(place: Workplace, reply: Thing) -> None:
    (shown,) = place.press(reply, "Contract is active", user=MEMBER)
    assert "said by Omar" in text_of(shown["blocks"])
    (again,) = place.replies(CHATS, reply["thread_ts"])
    assert again["ts"] == reply["ts"]
    assert headline(again).startswith("OK now")


@pytest.mark.parametrize(
    "label, says", [("Sent it", "answered, says Omar"), ("Not a problem", "called no problem here")]
)
def test_everybody_sees_what_became_of_an_ask(place: Workplace, reply: Thing, label: str, says: str) -> None:
    place.press(reply, label, user=MEMBER)
    (again,) = place.replies(CHATS, reply["thread_ts"])
    assert says in text_of(again["blocks"])
    assert label not in text_of(again["blocks"]), "what was done once is not offered again"


def test_what_was_said_is_undone_with_a_click(place: Workplace, reply: Thing) -> None:
    (shown,) = place.press(reply, "Contract is active", user=MEMBER)
    place.press(shown, "Undo", user=MEMBER)
    (again,) = place.replies(CHATS, reply["thread_ts"])
    assert "WhatsApp" in headline(again)


def test_text_only_gives_the_bare_text_to_whoever_asks(place: Workplace, reply: Thing) -> None:
    (shown,) = place.press(reply, "Text only")
    assert [block["type"] for block in shown["blocks"]][-1] == "rich_text"
    assert shown["user"] == LEAD
    assert shown["thread_ts"] == reply["thread_ts"]
    assert len(place.replies(CHATS, reply["thread_ts"])) == 1


def test_a_mute_on_our_reply_keeps_the_thread_quiet(place: Workplace, reply: Thing) -> None:
    mark = {"type": "reaction_added", "user": MEMBER, "reaction": "mute", "item_user": place.slack.me}
    place.event({**mark, "item": {"type": "message", "channel": CHATS, "ts": reply["ts"]}})
    assert "muted" in text_of(place.slack.ephemerals[-1]["blocks"])
    place.edit(
        CHATS,
        reply["thread_ts"],
        text=ASK.replace("WhatsApp", "Telegram"),
        edited={"user": MEMBER, "ts": "2.0"},
    )
    place.later(minutes=5)
    place.command("channel threads on")
    place.post(CHATS, ASK.replace("Acme", "Birch"), thread=reply["thread_ts"])
    assert len(place.replies(CHATS, reply["thread_ts"])) == 1


def test_a_tick_on_our_reply_means_answered(place: Workplace, reply: Thing) -> None:
    mark = {
        "type": "reaction_added",
        "user": MEMBER,
        "reaction": "white_check_mark",
        "item_user": place.slack.me,
    }
    for _ in range(2):
        place.event({**mark, "item": {"type": "message", "channel": CHATS, "ts": reply["ts"]}})
    said = [text_of(shown["blocks"]) for shown in place.slack.ephemerals]
    assert sum("Noted as answered" in words for words in said) == 1


# Asking.


def test_the_box_checks_for_a_client_at_a_stage(place: Workplace) -> None:
    place.command("")
    view = last_view(place)
    shown = submit(
        place,
        view,
        {
            "text": written("Can we move to WhatsApp?"),
            "client": written("Acme"),
            "stage": chosen("active-contract"),
        },
    )
    assert "WhatsApp" not in text_of(shown["blocks"][:1])
    (said,) = place.command("client show Acme")
    assert "contract active" in text_of(said["blocks"])


def test_an_empty_box_says_what_is_missing(place: Workplace) -> None:
    place.command("")
    assert submit(place, last_view(place), {"text": written("  ")})["errors"]


def test_a_draft_in_the_box_is_ours(place: Workplace) -> None:
    place.command("")
    values = {
        "text": written("Sure, write me on WhatsApp."),
        "draft": {"type": "checkboxes", "selected_options": [{"value": "draft"}]},
    }
    shown = submit(place, last_view(place), values)
    assert "Before you send" in text_of(shown["blocks"])


@pytest.mark.parametrize("thread", ["", "1.0"])
def test_a_post_is_checked_by_its_shortcut_also_in_a_thread(place: Workplace, thread: str) -> None:
    place.slack.add_channel("C4TALK", LEAD, MEMBER)
    ts = place.slack.say("C4TALK", MEMBER, ASK, thread)
    place.interact(
        "message_action",
        callback_id="check_message",
        channel={"id": "C4TALK"},
        message=place.slack.message("C4TALK", ts),
        message_ts=ts,
        response_url=place.slack.response_url(),
    )
    shown = place.slack.ephemerals[-1]
    assert "WhatsApp" in text_of(shown["blocks"])
    assert place.slack.ours("C4TALK") == []


def test_a_direct_message_is_answered_there_and_nowhere_else(place: Workplace) -> None:
    channel = place.slack.direct(MEMBER)["id"]
    place.post(channel, "Sure, write me on WhatsApp, +44 7700 900418", channel_type="im")
    assert headline(direct(place, MEMBER)[-1]).startswith("Before you send: ")


def test_a_conversation_in_a_direct_message_is_the_client_s(place: Workplace) -> None:
    place.post(place.slack.direct(MEMBER)["id"], ASK)
    assert headline(direct(place, MEMBER)[-1]).startswith("Client asks to move to WhatsApp")


@pytest.mark.parametrize(
    "text", ["help", "client list", "/checkmsg settings zone", "client import apply\nAcme, active, May 2025"]
)
def test_a_command_in_a_direct_message_is_a_command(place: Workplace, text: str) -> None:
    place.post(place.slack.direct(LEAD)["id"], text, user=LEAD)
    said = text_of(direct(place, LEAD)[-1]["blocks"])
    assert "breaks these rules" not in said
    (shown,) = place.command("show 1")
    assert "There is no check 1" in text_of(shown["blocks"])


@pytest.mark.parametrize(
    "text", ["hello", "thanks!", "is it ok to call a client on zoom before the contract?"]
)
def test_small_talk_in_a_direct_message_is_not_called_fine(place: Workplace, text: str) -> None:
    place.post(place.slack.direct(MEMBER)["id"], text)
    said = text_of(direct(place, MEMBER)[-1]["blocks"])
    assert "I found nothing" not in said


def test_a_draft_that_is_asked_about_in_private_is_nobody_else_s_and_no_breach(place: Workplace) -> None:
    place.post(place.slack.direct(MEMBER)["id"], "draft: Sure, pay me by PayPal at omar@example.com")
    for person in (LEAD, MEMBER):
        (shown,) = place.command("show 1", user=person)
        assert ("asked in private" in text_of(shown["blocks"])) is (person == LEAD)
    (shown,) = place.command("digest preview")
    assert "breach at" not in text_of(shown["blocks"])
    assert direct(place, LEAD) == []


def test_what_somebody_asked_in_private_is_answered_in_the_channel_all_the_same(place: Workplace) -> None:
    chat = "Acme\n10:02 AM\nThanks for the draft.\nAcme\n10:05 AM\nCan we move to WhatsApp now?"
    place.post(place.slack.direct(MEMBER)["id"], chat)
    ts = place.post(CHATS, chat, user=LEAD)
    assert len(place.replies(CHATS, ts)) == 1


def test_the_same_chat_posted_again_gets_neither_a_reply_nor_a_mark(place: Workplace) -> None:
    chat = "Acme\n10:02 AM\nThanks for the draft.\nAcme\n10:05 AM\nCan we move to WhatsApp now?"
    place.post(CHATS, chat)
    place.later(minutes=5)
    ts = place.post(CHATS, chat, user=LEAD)
    assert place.replies(CHATS, ts) == []
    assert "reactions" not in place.slack.message(CHATS, ts)


@pytest.mark.parametrize("who", [{"is_restricted": True}, {"team_id": "T9"}], ids=["a guest", "a client"])
def test_outsiders_see_no_home(place: Workplace, who: dict[str, object]) -> None:
    place.slack.add_user("U7OUT", name="Olga", **who)
    place.event({"type": "app_home_opened", "user": "U7OUT", "tab": "home"})
    assert place.slack.homes == {}


def test_home_shows_needs_clients_and_for_a_lead_the_digest(place: Workplace) -> None:
    place.post(CHATS, AGREED)
    place.event({"type": "app_home_opened", "user": LEAD, "tab": "home"})
    words = text_of(place.slack.homes[LEAD]["blocks"])
    for part in ("Needs you", "Clients", "Settings", "Weekly digest", "Acme"):
        assert part in words
    place.event({"type": "app_home_opened", "user": MEMBER, "tab": "home"})
    assert "Weekly digest" not in text_of(place.slack.homes[MEMBER]["blocks"])


def test_a_control_at_home_answers_in_a_modal_and_home_is_drawn_anew(place: Workplace) -> None:
    place.post(CHATS, AGREED)
    place.event({"type": "app_home_opened", "user": LEAD, "tab": "home"})
    home = place.slack.homes[LEAD]
    from tests.slack.workplace import action_of

    place.interact(
        "block_actions",
        view={"id": "V0", "type": "home", **home},
        container={"type": "view"},
        actions=[action_of(home, "Show 1")],
    )
    assert "Already sent" in text_of(last_view(place)["blocks"])


# What comes by itself.


def test_a_lead_hears_at_once_when_we_agree_to_be_paid_outside(place: Workplace) -> None:
    place.post(CHATS, AGREED)
    assert any("Already sent" in message["text"] for message in direct(place, LEAD))


def test_the_digest_comes_with_its_chart(place: Workplace) -> None:
    place.post(CHATS, AGREED)
    place.command("digest now")
    place.later(days=8)
    place.plan()
    files = [file for message in direct(place, LEAD) for file in message.get("files", [])]
    assert files
    assert all(file["alt_txt"] for file in files)


def test_reports_go_to_a_private_channel_that_a_lead_has_chosen(place: Workplace) -> None:
    place.slack.add_channel("G1LEADS", LEAD, is_private=True)
    place.command("reports to here", channel="G1LEADS")
    place.post(CHATS, AGREED)
    place.command("digest now")
    assert len([m for m in place.slack.ours("G1LEADS") if "blocks" in m]) == 2
    assert direct(place, LEAD) == []
    place.command("reports to leads")
    place.later(minutes=5)
    place.post(CHATS, AGREED.replace("Acme", "Birch"))
    assert any("Already sent" in message["text"] for message in direct(place, LEAD))


def test_reports_never_go_where_the_whole_company_reads(place: Workplace) -> None:
    place.command("reports to here", channel=MIXED)
    before = len(place.slack.ours(MIXED))
    place.post(CHATS, AGREED)
    assert len(place.slack.ours(MIXED)) == before


def test_a_form_that_comes_too_late_is_said(place: Workplace) -> None:
    place.slack.fault("views.open", ErrorCode("expired_trigger_id"))
    (shown,) = place.command("watch")
    assert "took too long" in text_of(shown["blocks"])


def test_a_workspace_that_takes_the_bot_out_hears_nothing_more(place: Workplace) -> None:
    for event in (
        {"type": "tokens_revoked", "tokens": {"bot": [place.slack.me]}},
        {"type": "app_uninstalled"},
    ):
        place.event(event, event_time=int(place.now.timestamp()) + 60)
    before = len(place.slack.calls)
    place.later(days=8)
    place.plan()
    assert len(place.slack.calls) == before


def test_the_digest_that_was_asked_for_comes_even_where_the_week_is_quiet(place: Workplace) -> None:
    place.command("digest now")
    with place.commands.store.read(1) as tenant:
        assert [row.kind for row in tenant.all(PostRow)].count(PostKind.DIGEST) == 1
        assert len(people.leads(tenant)) == 1
    assert place.now.utcoffset() == timedelta()
