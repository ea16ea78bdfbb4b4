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
        f"[{ANN}] {SAID[0]}\n[{US}] {SAID[1]}\n[{ANN}] {SAID[2]}",
        f"({ANN}) {SAID[0]}\n({US}) {SAID[1]}\n({ANN}) {SAID[2]}",
        f"{ANN} >> {SAID[0]}\n{US} >> {SAID[1]}\n{ANN} >> {SAID[2]}",
        f"{ANN} 2:14 PM {SAID[0]}\n{US} 2:15 PM {SAID[1]}\n{ANN} 2:16 PM {SAID[2]}",
        f'{ANN}: "{SAID[0]}"\n{US}: "{SAID[1]}"\n{ANN}: "{SAID[2]}"',
        f"{ANN}: „{SAID[0]}“\n{US}: „{SAID[1]}“\n{ANN}: „{SAID[2]}“",
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


CLIENT_2 = "Mia Falk"
TWO_CHATS = [
    ("client", "can I pay you by PayPal?"),
    ("us", "I get back to you"),
    ("client", "my mail is mia@falk.example"),
    ("us", "thanks"),
]


@pytest.mark.parametrize(
    "first, second",
    [
        (f"=== {ANN} ===", f"=== {CLIENT_2} ==="),
        ("--- Ann ---", "--- Mia ---"),
        ("## Ann", "## Mia"),
        (f"1) {ANN}", f"2) {CLIENT_2}"),
        ("(1) Ann", "(2) Mia"),
        ("Chat 1: Ann", "Chat 2: Mia"),
        ("Chat with Ann", "Chat with Mia"),
        ("Here is the chat with Ann", "And the chat with Mia"),
        ("Conversation #1 (Ann)", "Conversation #2 (Mia)"),
        (f"Client: {ANN}", f"Client: {CLIENT_2}"),
        (f"{ANN}", f"{CLIENT_2}"),
        (f"{ANN} - Lee Dental", f"{CLIENT_2} - labels"),
        (f"{ANN}, Lee Dental", f"{CLIENT_2}, Falk Print"),
        (f"*{ANN}*", f"*{CLIENT_2}*"),
        (f"-----\n{ANN}\n-----", f"-----\n{CLIENT_2}\n-----"),
        ("Gespräch mit Ann", "Gespräch mit Mia"),
        ("Conversación 1: Ann", "Conversación 2: Mia"),
        ("chat avec Ann", "chat avec Mia"),
        ("Ann ile sohbet", "Mia ile sohbet"),
        ("和 Ann 的聊天", "和 Mia 的聊天"),
        ("Two chats of today:\n\nChat with Ann", "Chat with Mia"),
        ("=== Chat 1 ===", "=== Chat 2 ==="),
        ("#1", "#2"),
    ],
)
@pytest.mark.parametrize("below", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "chats",
    [
        (
            f"Ann: {TWO_CHATS[0][1]}\nBen: {TWO_CHATS[1][1]}",
            f"Mia: {TWO_CHATS[2][1]}\nBen: {TWO_CHATS[3][1]}",
        ),
        (
            f"{ANN}\n10:02 AM\n{TWO_CHATS[0][1]}\n\n{US}\n10:05 AM\n{TWO_CHATS[1][1]}",
            f"{CLIENT_2}\n11:02 AM\n{TWO_CHATS[2][1]}\n\n{US}\n11:05 AM\n{TWO_CHATS[3][1]}",
        ),
    ],
)
def test_headings_of_several_chats_end_a_message_and_are_nobodys_words(
    first: str, second: str, below: str, chats: tuple[str, str]
) -> None:
    assert cut(f"{first}{below}{chats[0]}\n\n{second}{below}{chats[1]}") == TWO_CHATS


@pytest.mark.parametrize("said", ["For the booklet: which one?", "Sleeves: 300 or 400?"])
def test_a_name_in_bold_above_words_with_a_colon_is_whose_they_are(said: str) -> None:
    text = f"**{ANN}**\n{said}\n\n**Me**\nThe first.\n\n**{ANN}**\nfine"
    assert cut(text) == [("client", said), ("us", "The first."), ("client", "fine")]


def test_initials_and_lines_of_upwork_above_a_name_are_no_headings() -> None:
    text = f"DA\n{ANN}\n2:02 PM\n{SAID[0]}\n\nBO\n{US}\n2:04 PM\n{SAID[1]}\n\nDA\n{ANN}\n2:11 PM\n{SAID[2]}"
    assert cut(text) == CHAT
    offer = "박선우 님이 오퍼를 보냈습니다"
    korean = f"{offer}\n\n박선우\n2:02 PM\n안녕하세요\n\n{US}\n2:04 PM\nHi\n\n박선우\n2:11 PM\n네"
    assert cut(korean)[0] == ("system", offer)


def test_the_first_line_of_a_mail_is_no_heading() -> None:
    mails = (
        f"From: {who}\nSent: {time}\n\nDear {to},\n{said}\n{who}"
        for who, to, time, said in (
            (ANN, "Ben", "12:47 PM", "please see below."),
            (US, "Ann", "12:49 PM", "thank you."),
            (ANN, "Ben", "12:52 PM", "agreed."),
        )
    )
    assert [speaker for speaker, _ in cut("\n\n".join(mails))] == ["client", "us", "client"]


def test_a_name_takes_another_ending_in_a_heading() -> None:
    text = "Переписка с Анной\nАнна: Привет\nBen: Да?\n\nПереписка с Игорем\nИгорь: Здравствуйте\nBen: Да?"
    assert cut(text) == [("client", "Привет"), ("us", "Да?"), ("client", "Здравствуйте"), ("us", "Да?")]


@pytest.mark.parametrize("between", ["\n\n", "\n-----\n"])
def test_chats_that_stand_apart_are_cut_without_headings_too(between: str) -> None:
    text = f"Ann: pay by PayPal?\nBen: later{between}Mia: my mail is mia@falk.example\nBen: thanks"
    assert [(speaker != "us", words) for speaker, words in cut(text)] == [
        (True, "pay by PayPal?"),
        (False, "later"),
        (True, "my mail is mia@falk.example"),
        (False, "thanks"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Two colleagues join:\n\nMia Falk",
        "Hi Ann,\n\nMia - call me on Telegram",
        "Hi Ann,\n\nwe can chat on WhatsApp Mia",
        "My plan:\n\n1) the logo\n\n2) the labels",
        "My plan:\n\n#2 labels",
        "Look:\n\n*** Telegram me ***",
        "Our prices:\n\nSleeves: 300\n\nCollars: 200",
        "See you\n\n-- Ben",
        "Did you find it?\n\n18 pages",
        "The names for it:\n\nMia\n\nFalk",
    ],
)
def test_a_short_paragraph_of_a_message_is_no_heading(said: str) -> None:
    text = f"Ann: hello\nBen: {said}\n\nAnn: fine\n\nMia: hi\n\nAnn: so\nBen: good\nMia: yes"
    words = [words for _, words in cut(text)]
    assert words[:2] == ["hello", " ".join(said.split())]


@pytest.mark.parametrize(
    "answer",
    [
        "On Monday",
        "Monday, Nov 23",
        "Friday.",
        "Today",
        "am Montag",
        "el lunes",
        "14 mars",
        "понедельник",
        "9th of May",
        "2/12/2026",
        "月曜日",
    ],
)
@pytest.mark.parametrize(
    "layout",
    [
        f"{ANN}\n10:00 AM\nWhen can you start?\n\n{US}\n10:07 AM\n%s\n\n{ANN}\n10:09 AM\nGreat",
        f"{ANN}\n10:00 AM\nWhen can you start?\n{US}\n10:07 AM\n%s\n{ANN}\n10:09 AM\nGreat",
        f"{ANN}\n\n10:00 AM\n\nWhen can you start?\n\n{US}\n\n10:07 AM\n\n%s\n\n{ANN}\n\n10:09 AM\n\nGreat",
        f"{ANN}  10:00 AM\nWhen can you start?\n\n{US}  10:07 AM\n%s\n\n{ANN}  10:09 AM\nGreat",
        f"[10:00 AM] {ANN}\nWhen can you start?\n[10:07 AM] {US}\n%s\n[10:09 AM] {ANN}\nGreat",
        "Ann:\nWhen can you start?\nBen:\n%s\nAnn:\nGreat",
    ],
)
def test_a_date_right_below_a_name_is_what_somebody_says(layout: str, answer: str) -> None:
    assert cut(layout % answer) == [("client", "When can you start?"), ("us", answer), ("client", "Great")]


def test_who_goes_on_after_a_date_does_so_below_a_time_alone() -> None:
    text = f"{ANN}\n10:00 AM\nWhen?\n{US}\n10:07 AM\nOn Monday\n10:08 AM\nOr Tuesday\n{ANN}\n10:09 AM\nGreat"
    assert cut(text) == [
        ("client", "When?"),
        ("us", "On Monday"),
        ("us", "Or Tuesday"),
        ("client", "Great"),
    ]


@pytest.mark.parametrize("date", ["Tuesday, Nov 24", "Today", "24/11/2026"])
def test_the_date_of_the_next_messages_stands_apart_and_is_nobodys(date: str) -> None:
    text = f"{ANN}\n10:00 AM\nWhen?\n{US}\n10:07 AM\nbrief.pdf\n12 kB\n\n{date}\n\n{ANN}\n9:09 AM\nGreat\n{US}\n9:10 AM\nyes\n\n{date}"
    assert [words for _, words in cut(text)] == ["When?", "Great", "yes"]


@pytest.mark.parametrize(
    "text",
    [
        "[ERROR] the shop is down\n[WARN] the queue is long\n[ERROR] the shop is down again",
        "[x] draw the plan\n[ ] send the plan\n[x] print the plan",
        "(Lisbon) two rooms and a kitchen\n(Porto) a shop with a cellar",
        "Lunch 12:30 PM in the garden\nSpeech 1:30 PM by the mayor\nDance 3:00 PM in the barn",
    ],
)
def test_what_stands_in_boxes_or_at_times_may_be_no_names(text: str) -> None:
    assert len(cut(text)) == 1


def test_a_message_that_quotes_somebody_keeps_its_quotation_marks() -> None:
    chat = f'{ANN}: "Never on Mondays"\n{US}: Who said that?'

    assert cut(chat) == [("client", '"Never on Mondays"'), ("us", "Who said that?")]
