"""What people do in a Discord server, from the first minute on, as they would do it."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from core.commands.commands import Asker
from core.records import Platform
from core.store.tables import CheckRow, ClientRow, MemberRow, PostRow, WorkspaceRow
from tests.discord.server import Server, at_work
from tests.discord.words import answers, labels_of, said, words_of
from tests.discord.world import CHATS, DANA, DIRECT, DRAFTS, FORUM, MIXED, OMAR

ASK = "Acme\n10:02 AM\nHi, can we move to WhatsApp? It is easier for me."
AGREED = "Acme: Could I pay you by PayPal?\nMe: Sure, send it to my PayPal, no problem."
STEPS = ("See what a reply looks like", "Which channels", "List your running", "Time zone", "Look back")


def rows(place: Server, table: Any) -> list[Any]:
    with place.database.read() as session:
        return list(session.exec(select(table).order_by(table.id)))


# The first five minutes.


def test_the_first_steps_are_led_through_by_buttons(place: Server) -> None:
    shown = place.slash("setup steps")
    for number, headline in enumerate(STEPS):
        assert headline in said(shown)
        assert all(answer.ephemeral for answer in answers(shown))
        shown = place.press(answers(shown)[0], "Done" if number == len(STEPS) - 1 else "Next")
    assert "That is all" in said(shown)


def test_the_first_steps_name_missing_rights_by_channel(place: Server) -> None:
    place.forbid(CHATS, "create_public_threads", "add_reactions")
    shown = said(place.slash("setup steps"))
    assert "#chats: The bot lacks Create Public Threads and Add Reactions" in shown.replace("\\", "")
    assert "#drafts" not in shown


def test_a_sample_shows_what_a_reply_looks_like(place: Server) -> None:
    shown = place.slash("setup sample")
    assert "WhatsApp" in said(shown)
    assert labels_of(answers(shown)[0]) == []


def test_a_channel_is_chosen_in_discords_own_menu(place: Server) -> None:
    general = place.add_channel("general")
    result = place.slash("watch channel", channel=general, purpose="chats")
    assert "general is watched" in said(result)
    message = place.post(general, ASK)
    assert len(place.replies(message)) == 1
    pinned = [words_of(one) for one in place.ours(general) if one.pinned]
    assert len(pinned) == 1
    assert "Paste client conversations here" in pinned[0]


def test_here_in_a_thread_means_the_channel_it_is_in(place: Server) -> None:
    thread = place.begin_thread(place.post(MIXED, "All about Acme."), "Acme")
    assert "mixed is not watched any more" in said(place.slash("watch stop", where=thread))


def test_a_member_chooses_no_channel(place: Server) -> None:
    refused = place.slash("watch channel", person=OMAR, purpose="chats")
    assert "Only a lead can do this" in said(refused)


def test_what_one_command_still_needs_is_asked_in_a_form(place: Server) -> None:
    step = place.slash("setup steps", step="4")
    form = place.press(answers(step)[0], "Add a lead")
    assert form.modal is not None
    member = place.person(OMAR)
    done = place.fill(form, {"Member": [member]})
    assert "Omar is a lead now" in said(done)
    assert [row.name for row in rows(place, MemberRow) if row.lead] == [DANA, OMAR]


def test_clients_are_listed_in_a_form_and_in_a_file(place: Server) -> None:
    form = place.slash("client import")
    shown = place.fill(form, {"Text": "Acme, active, May 2025\nBirch, offer, 2026"})
    assert "Acme" in said(shown)
    taken = place.slash("client import", mode="apply", file=("clients.csv", b"Acme, active, May 2025"))
    assert "1" in said(taken)
    assert [row.name for row in rows(place, ClientRow)] == ["Acme"]


def test_the_quiet_look_back_answers_nothing_and_tells_the_one_who_asked(tmp_path: Path) -> None:
    with at_work(tmp_path) as place:
        place.command("unwatch here", where=MIXED)
        old = [place.post(MIXED, ASK), place.post(MIXED, AGREED)]
        place.later(days=2)
        place.command("watch here as chats", where=MIXED)
        step = place.slash("setup steps", step="5")
        begun = place.press(answers(step)[0], "Look back")
        assert "I look back now" in said(begun)
        assert all(place.replies(message) == [] for message in old)
        assert "WhatsApp" in words_of(place.direct(DANA)[-1]) or "ask" in words_of(place.direct(DANA)[-1])
        assert len([row for row in rows(place, CheckRow) if not row.withdrawn]) >= 1


# Asking it.


def test_the_command_alone_opens_a_box(place: Server) -> None:
    place.command("client add Acme")
    box = place.slash("check", person=OMAR)
    assert box.modal is not None
    shown = place.fill(
        box,
        {"Conversation or draft": "Sure, write me on WhatsApp: +44 7700 900418.", "Client": "Acme"},
        OMAR,
    )
    assert "WhatsApp" in said(shown)
    assert all(answer.ephemeral for answer in answers(shown))
    (check,) = rows(place, CheckRow)
    assert check.client_id == rows(place, ClientRow)[0].id


def test_a_box_that_was_open_while_the_bot_was_started_anew_loses_nothing(place: Server) -> None:
    box = place.slash("check")
    place.stop()
    place.start()
    shown = place.fill(box, {"Conversation or draft": ASK})
    assert "keep it here" in said(shown)


def test_a_box_without_a_text_says_what_is_missing(place: Server) -> None:
    shown = place.fill(place.slash("check"), {})
    assert "no text" in said(shown)


def test_an_answer_for_one_person_can_be_shared(place: Server) -> None:
    shown = place.slash("check", text=ASK, person=OMAR)
    before = len(place.ours(CHATS))
    place.press(answers(shown)[0], "Share in channel", OMAR)
    assert "keep it here" in words_of(place.ours(CHATS)[before])


def test_within_a_thread_it_is_shared_there(place: Server) -> None:
    first = place.post_in_forum(FORUM, "Acme", "Notes about the project, nothing else.")
    thread = place.thread(first)
    shown = place.slash("check", text=ASK, person=OMAR, where=thread)
    place.press(answers(shown)[0], "Share in channel", OMAR)
    assert any("keep it here" in words_of(message) for message in place.ours(thread))


def test_a_post_in_a_channel_that_is_not_read_is_checked_for_whoever_points_at_it(place: Server) -> None:
    message = place.post(place.add_channel("general"), ASK)
    shown = place.point_at(message)
    assert "keep it here" in said(shown)
    empty = place.point_at(place.post(CHATS, files=[("chat.png", b"\x89PNG\r\n")]))
    assert "no text" in said(empty)


def test_help_speaks_in_the_names_that_commands_have_here(place: Server) -> None:
    shown = said(place.slash("help")).replace("\\", "")
    assert "watch" in shown
    explained = said(place.slash("help", about="watch")).replace("\\", "")
    assert "/checkmsg watch stop" in explained
    assert "unwatch" not in explained


def test_hints_name_commands_as_they_are_typed_here(place: Server) -> None:
    shown = said(place.slash("client show", client="Nobody"))
    assert "`/checkmsg client add" in shown


@pytest.mark.parametrize(
    "words, option, typed, offered",
    [
        ("client show", "client", "ac", "Acme"),
        ("rules", "code", "upw101", "UPW101"),
        ("settings", "value", "europe/ber", "Europe/Berlin"),
        ("digest export", "week", "", "2026-W48"),
    ],
)
def test_what_is_known_is_offered_while_typing(
    place: Server, words: str, option: str, typed: str, offered: str
) -> None:
    place.command("client add Acme")
    filled = {"name": "zone"} if option == "value" else {}
    found = place.suggestions(words, option, typed, **filled)
    assert offered in str(found)


def test_in_the_direct_conversation_commands_work_too(place: Server) -> None:
    shown = place.slash("client add", person=OMAR, where=DIRECT, name="Birch")
    assert "Birch is a client now" in said(shown)
    place.post(DIRECT, "client list", OMAR)
    assert "Birch" in words_of(place.direct(OMAR)[-1])
    place.post(DIRECT, "client show Nobody", OMAR)
    assert "`/checkmsg client add" in words_of(place.direct(OMAR)[-1])


def test_a_file_that_a_command_makes_comes_with_the_answer(place: Server) -> None:
    place.command("client add Acme met 2026-05-01")
    (shown,) = answers(place.slash("reminders calendar"))
    assert [file.filename for file in shown.attachments] == ["two-years.ics"] or shown.attachments


# What is pressed.


def test_sent_it_closes_and_not_a_problem_dismisses(place: Server) -> None:
    message = place.post(CHATS, ASK)
    (reply,) = place.replies(message)
    assert labels_of(reply)[:3] == ["Sent it", "Contract is active", "Not a problem"]
    assert "Noted as answered" in said(place.press(reply, "Sent it", OMAR))
    place.later(minutes=5)
    other = place.post(CHATS, AGREED)
    (reply,) = place.replies(other)
    assert "a lead's to settle" in said(place.press(reply, "Not a problem", OMAR))


def test_muting_a_thread_is_heeded(place: Server) -> None:
    message = place.post(CHATS, ASK)
    (reply,) = place.replies(message)
    assert (
        "quiet" in said(place.press(reply, "Mute this thread")).casefold()
        or "mute" in said(place.press(reply, "Mute this thread")).casefold()
    )


def test_what_our_side_agreed_reaches_the_lead_directly(place: Server) -> None:
    place.post(CHATS, AGREED, OMAR)
    alerts = [words_of(message) for message in place.direct(DANA)]
    assert any("PayPal" in alert or "outside" in alert for alert in alerts)


def test_a_draft_is_answered_with_what_to_write_instead(place: Server) -> None:
    message = place.post(DRAFTS, "Sure, write me on WhatsApp: +44 7700 900418.")
    (reply,) = place.replies(message)
    assert "Before you send" in words_of(reply)


# One agency on both.


def test_a_server_and_a_workspace_become_one_agency(place: Server) -> None:
    mara = Asker(Platform.SLACK, "T1", "Alder in Slack", "U1MARA", "Mara", "C1", "client-chats")
    place.commands.run(mara, "client add Acme", place.now)
    place.commands.run(mara, "settings loudness quiet", place.now)
    place.commands.run(mara, "settings learning-days 0", place.now)
    made = place.commands.run(mara, "link", place.now)
    code = str(made.blocks[0]).split("is ")[1].split("'")[0]
    place.command("client add Birch")
    assert "Only a lead" in said(place.slash("link code", code=code, person=OMAR))
    shown = place.slash("link code", code=code)
    assert "nothing is done yet" in said(shown)
    joined = place.press(answers(shown)[0], "Join Alder in Slack")
    assert "This is part of Alder in Slack now" in said(joined)
    assert len({row.agency_id for row in rows(place, WorkspaceRow)}) == 1
    assert "Acme" in said(place.slash("client list"))
    assert "Birch" in said(place.slash("client list"))
    assert "quiet" in said(place.slash("settings", name="loudness"))
    message = place.post(CHATS, ASK)
    assert len(place.replies(message)) == 1
    again = place.slash("link code", code=code)
    assert "This is part of" not in said(again)


# Reports.


def test_reports_go_to_a_private_channel_and_to_no_other(place: Server) -> None:
    place.command("reports to here")
    place.post(CHATS, AGREED, OMAR)
    parked = [row for row in rows(place, PostRow) if row.status == "parked"]
    assert [row.last_error for row in parked] == ["Refused public"]
