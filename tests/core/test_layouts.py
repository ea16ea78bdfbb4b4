"""Layouts in which people paste chats beside the copies of Upwork and of chat programs."""

import pytest

from core.transcript import parse

ANN, US = "Ann Lee", "Ben Okoro"
SAID = ("Do you do sleeves?", "Yes, two drafts each.", "Fine, start on Monday.")
CHAT = [("client", SAID[0]), ("us", SAID[1]), ("client", SAID[2])]


def cut(text: str, us: tuple[str, ...] = (US,)) -> list[tuple[str, str]]:
    conversation = parse(text, us=us)
    return [
        (str(message.speaker), " ".join(conversation.text[message.start : message.end].split()))
        for message in conversation.messages
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"> **Client** {SAID[0]}\n\n> **Me** {SAID[1]}\n\n> **Client** {SAID[2]}",
        f"> Client: {SAID[0]}\n> Me: {SAID[1]}\n> Client: {SAID[2]}",
        f"> **{ANN}** · Mon 14:07\n> {SAID[0]}\n\n> **{US}** · Mon 14:35\n> {SAID[1]}\n\n> **{ANN}** · Mon 15:01\n> {SAID[2]}",
        f"> {ANN} — {SAID[0]}\n> {US} — {SAID[1]}\n> {ANN} — {SAID[2]}",
        f"> {ANN}\n> 10:02 AM\n> {SAID[0]}\n>\n> {US}\n> 10:05 AM\n> {SAID[1]}\n>\n> {ANN}\n> 10:09 AM\n> {SAID[2]}",
        f"Fri 11:02 **{ANN}**\n{SAID[0]}\n\nFri 11:15 **{US}**\n{SAID[1]}\n\nFri 11:20 **{ANN}**\n{SAID[2]}",
        f"{ANN}\nLee Dental\n2:14 PM\n{SAID[0]}\n{US}\nTide Studio\n2:15 PM\n{SAID[1]}\n{ANN}\nLee Dental\n2:16 PM\n{SAID[2]}",
        f"11:02 {ANN}\n{SAID[0]}\n11:15 {US}\n{SAID[1]}\n11:20 {ANN}\n{SAID[2]}",
        f"12 May 11:02 - {ANN}\n{SAID[0]}\n12 May 11:15 - {US}\n{SAID[1]}\n12 May 11:20 - {ANN}\n{SAID[2]}",
        f"Khách hàng Trúc Lam: {SAID[0]}\n{US}: {SAID[1]}\nKhách hàng Trúc Lam: {SAID[2]}",
        f"Client: {ANN}\n\n{ANN}, Mon 13:10\n{SAID[0]}\n\n{US}, Mon 13:26\n{SAID[1]}\n\n{ANN}, Mon 13:40\n{SAID[2]}",
        f"Client: {ANN}\n\n{ANN} (10:11): {SAID[0]}\n{US} (10:30): {SAID[1]}\n{ANN} (10:34): {SAID[2]}",
        f"Klient: {ANN}\nFreelancer: {US}\n\n{ANN} — 16:02\n{SAID[0]}\n\n{US} — 16:10\n{SAID[1]}\n\n{ANN} — 16:15\n{SAID[2]}",
    ],
)
def test_a_chat_is_cut_into_its_messages(text: str) -> None:
    assert cut(text) == CHAT


def test_names_on_top_say_who_is_who_where_no_setting_does() -> None:
    text = f"Freelancer: {US}\nClient: {ANN}\n\n{ANN}: {SAID[0]}\n{US}: {SAID[1]}\n{ANN}: {SAID[2]}"
    assert cut(text, us=()) == CHAT


@pytest.mark.parametrize(
    "text",
    [
        "> Do you do sleeves?\n> We have three of them.\n>\n> Fine if it starts on Monday.",
        "> My wife said: never on a Monday.\n> So Tuesday it is.",
    ],
)
def test_a_quotation_without_speakers_is_the_clients(text: str) -> None:
    assert {speaker for speaker, _ in cut(text)} == {"client"}


@pytest.mark.parametrize(
    "text",
    [
        "The evening, so that you know what to film:\n18:00 Mayor Quist\nopens, three minutes\n18:10 The Brass Band\ntwo pieces\n18:30 Ann Lee\nreads her poem",
        "10:00 Welcome\ncoffee in the hall\n10:30 Tax Law\nroom two",
    ],
)
def test_a_programme_of_the_day_is_no_chat(text: str) -> None:
    assert len(cut(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Client: Ann Lee\nMe: Thanks, is that the name for the invoice on Upwork?",
        "Client: Ann Lee\n\nMe: Thanks, is that the name for the invoice on Upwork?",
        "Client: WhatsApp\nMe: We stay here.\nClient: WhatsApp is quicker",
        "Client: WhatsApp\n\nMe: We stay here.\n\nWhatsApp is quicker",
    ],
)
def test_a_name_that_a_client_gives_is_a_message_where_nobody_of_that_name_speaks(text: str) -> None:
    assert cut(text)[0] == ("client", text.partition("\n")[0].removeprefix("Client: "))


def test_a_time_with_a_dot_may_stand_below_words_and_below_a_line_of_upwork() -> None:
    more = f"{US}\nOn Monday then.\n11.24\n\n{ANN}\nLovely.\n11.31"
    said = f"{ANN}\n{SAID[0]}\n11.02\n\n{US}\n{SAID[1]}\n11.15\n\n{ANN}\n{SAID[2]}\n11.20\n\n{more}"
    chat = [*CHAT, ("us", "On Monday then."), ("client", "Lovely.")]
    assert cut(said) == chat
    assert cut(f"{said}\n\n{ANN} sent you an offer\n11.40") == [*chat, ("system", f"{ANN} sent you an offer")]


def test_prices_below_words_are_no_times() -> None:
    menu = (
        "Lamb\nwith peas\n15.20\n\nTrout\nwith leek\n12.40\n\nLamb\nwith mint\n16.10\n\nTrout\nalone\n11.30"
    )
    assert [words.split()[0] for _, words in cut(menu)] == ["Lamb", "Trout", "Lamb", "Trout"]
