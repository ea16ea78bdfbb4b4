"""Where reports and answers go in a Discord server when they cannot go where they should."""

import pytest
from sqlmodel import select

from core.store.tables import PostRow
from tests.bots.discord.sending import shut_everyone_out
from tests.discord.server import Server
from tests.discord.words import answers, said, words_of
from tests.discord.world import CHATS, DANA, MIXED, OMAR

ASK = "Acme\n10:02 AM\nHi, can we move to WhatsApp? It is easier for me."
AGREED = "Acme: Could I pay you by PayPal?\nMe: Sure, send it to my PayPal, no problem."
TO_WRITE = ("send_messages", "create_public_threads", "send_messages_in_threads")
SHARE = "Share in channel"


def told(place: Server, name: str = DANA) -> str:
    return "\n".join(words_of(message) for message in place.direct(name)).replace("\\", "")


def reports_go_to(place: Server) -> str:
    return said(place.slash("settings", name="reports-to"))


def given_up(place: Server) -> int:
    with place.database.read() as session:
        return len(session.exec(select(PostRow).where(PostRow.status == "parked")).all())


def delete(place: Server, name: str) -> None:
    async def remove() -> None:
        place.env.backend.delete_channel(place.channel(name).id)

    place.do(remove())
    place.settle()


def test_reports_stay_in_a_private_channel(place: Server) -> None:
    shut_everyone_out(place, MIXED)
    place.command("reports to here", where=MIXED)
    place.post(CHATS, AGREED, OMAR)
    place.plan()
    assert any("Already sent" in words_of(message) for message in place.ours(MIXED))
    assert place.direct(DANA) == []


def test_what_a_public_channel_would_have_shown_to_all_goes_to_the_lead_with_the_reason(
    place: Server,
) -> None:
    place.command("reports to here")
    place.post(CHATS, AGREED, OMAR)
    place.command("digest now")
    assert place.direct(DANA) == []
    for _ in range(2):
        place.plan()
    assert told(place).count("Already sent") == 1
    assert told(place).count("Reports cannot go to #chats") == 1
    assert "can read it" in told(place)
    assert "/checkmsg channel reports" in told(place)
    assert given_up(place) == 0
    assert "leads" in reports_go_to(place)


def test_a_channel_for_reports_that_is_deleted_is_told_at_once_and_nothing_is_lost(place: Server) -> None:
    shut_everyone_out(place, MIXED)
    place.command("reports to here", where=MIXED)
    place.command("unwatch here", where=MIXED)
    delete(place, MIXED)
    assert "Reports cannot go to #mixed: it is gone" in told(place)
    place.post(CHATS, AGREED, OMAR)
    assert "Already sent" in told(place)


def test_where_nothing_can_be_said_the_lead_hears_it_once_and_the_digest_names_the_channel(
    place: Server,
) -> None:
    place.forbid(CHATS, *TO_WRITE)
    for _ in range(2):
        place.later(minutes=5)
        place.post(CHATS, ASK)
        place.plan()
    assert told(place).count("I could not answer in #chats: I may not post there") == 1
    assert told(place, OMAR) == ""
    assert "Not delivered: reply in #chats" in said(place.slash("digest preview")).replace("\\", "")


def test_who_shares_an_answer_hears_where_it_could_not_be_posted(place: Server) -> None:
    place.forbid(CHATS, *TO_WRITE)
    (shown,) = answers(place.slash("check", text=ASK, person=OMAR))
    assert "in a moment" in said(place.press(shown, SHARE, OMAR))
    place.plan()
    for name in (OMAR, DANA):
        assert told(place, name).count("I could not answer in #chats") == 1


def test_what_our_side_sent_stays_open_until_a_lead_settles_it(place: Server) -> None:
    (reply,) = place.replies(place.post(CHATS, AGREED))
    assert "stays open" in said(place.press(reply, "Sent it", OMAR))
    assert "Our breach at" in said(place.slash("digest preview"))
    assert "Noted as answered" in said(place.press(reply, "Sent it", DANA))
    assert "Our breach at" not in said(place.slash("digest preview"))


@pytest.mark.parametrize("about", ["check", "help"])
def test_help_knows_what_discord_alone_has(place: Server, about: str) -> None:
    assert f"/checkmsg {about}" in said(place.slash("help", about=about))
