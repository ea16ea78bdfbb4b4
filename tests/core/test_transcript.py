"""How pasted text is cut into messages. All names and numbers are invented."""

import json
from itertools import groupby
from pathlib import Path

import pytest

from core.model import Conversation, Place, Purpose, Speaker, Stage
from core.transcript import parse
from core.transcript.system_lines import read_event
from core.transcript.words import MAIL_FROM, MAIL_OTHER
from tests.growth import MOST, growth

STAGES_FILE = Path(__file__).parents[1] / "corpus" / "stages.jsonl"
Turns = list[tuple[str, str]]


def turns(conversation: Conversation) -> Turns:
    return [(m.speaker.value, conversation.text[m.start : m.end]) for m in conversation.messages]


def stages(conversation: Conversation) -> list[Stage | None]:
    return [m.stage for m in conversation.messages]


FORMATS: list[tuple[str, str, Turns]] = [
    (
        "web copy with a date line",
        "Monday, Feb 9\nMina Holt\n9:02 AM\nWe need a map of 12 stops.\nCan you build it?\nTaro Lind\n9:10 AM\nYes, I'd build it in a week.",
        [("client", "We need a map of 12 stops.\nCan you build it?"), ("us", "Yes, I'd build it in a week.")],
    ),
    (
        "web copy with empty lines and a second date",
        "Apr 11, 2026\n\nMina Holt\n9:02 AM\nWe need a map.\n\nApr 12, 2026\n\nTaro Lind\n9:10 AM\nThanks for the invite!\n",
        [("client", "We need a map."), ("us", "Thanks for the invite!")],
    ),
    (
        "web copy with what the page prints around the words",
        "Job: Bee app\nView job post\nMina Holt\nOnline\nMH\nMina Holt\n8:41 AM\nSketch is attached.\nsketch.pdf\n218 kB\n8:55 AM\nGot it.\nEdited\nMina Holt\n9:01 AM\nGood.\nSend a message…",
        [("client", "Sketch is attached."), ("us", "Got it."), ("client", "Good.")],
    ),
    (
        "web copy whose second message has a time line only",
        "Client\n9:02 AM\nfirst\n9:03 AM\nsecond\nTaro Lind\n9:04 AM\nthird",
        [("client", "first"), ("client", "second"), ("us", "third")],
    ),
    (
        "the name of a file that runs is evidence and stays",
        "Client\n9:02 AM\nopen this\nbrief.exe\n2.1 MB\nMe\n9:04 AM\nno",
        [("client", "open this\nbrief.exe"), ("us", "no")],
    ),
    (
        "mobile copy with avatar letters",
        "MH\nMina H.\n8:15 AM\nWe need a logo\nTL\nTaro L.\n8:21 AM\nmy proposal has three sketches",
        [("client", "We need a logo"), ("us", "my proposal has three sketches")],
    ),
    (
        "24-hour German copy",
        "Dienstag, 3. Februar\nUwe Brandt\n09:41\nWir brauchen einen Shop.\nAyla Deniz\n09:50\nGerne, wie viele Artikel?",
        [("client", "Wir brauchen einen Shop."), ("us", "Gerne, wie viele Artikel?")],
    ),
    (
        "Japanese copy",
        "2月10日 火曜日\n森 千夏\n10:05\n予約サイトを作りたいです。\nDuc Pham\n10:20\n承知しました。",
        [("client", "予約サイトを作りたいです。"), ("us", "承知しました。")],
    ),
    (
        "prefixes",
        "Client: hello\nMe: hi, how can I help?",
        [("client", "hello"), ("us", "hi, how can I help?")],
    ),
    (
        "a line without a prefix goes on",
        "Client: first line\nsecond line\nUs: ok",
        [("client", "first line\nsecond line"), ("us", "ok")],
    ),
    (
        "a name beside our word",
        "Lorna: 80 looms\nMe: with filters?",
        [("client", "80 looms"), ("us", "with filters?")],
    ),
    (
        "a name beside the client's word",
        "Clienta: hola\nIván: ¡buenas!",
        [("client", "hola"), ("us", "¡buenas!")],
    ),
    ("times in prefixes", "Client 9:00: in five\nUs 9:01: coming", [("client", "in five"), ("us", "coming")]),
    ("times in brackets", "Client (18:20): got it?\nUs (18:31): yes", [("client", "got it?"), ("us", "yes")]),
    ("initials", "C: do you take cash\nM: no", [("client", "do you take cash"), ("us", "no")]),
    (
        "a company and a name",
        "Halden – Maurice: please wait\nOurs – Chidi: sure\nHalden – Maurice: thanks",
        [("client", "please wait"), ("us", "sure"), ("client", "thanks")],
    ),
    (
        "role and name",
        "Client – Gwen Price: a trial?\nOurs – Stefan: sure",
        [("client", "a trial?"), ("us", "sure")],
    ),
    (
        "role lines",
        "client Horace Binns\nmy site is slow\nus\nWhich theme?",
        [("client", "my site is slow"), ("us", "Which theme?")],
    ),
    (
        "time below the role",
        "Client 10:31\nplus four four\nUs 10:40\nThank you!",
        [("client", "plus four four"), ("us", "Thank you!")],
    ),
    ("markdown", "**Client:** one\n\n**Me:** two", [("client", "one"), ("us", "two")]),
    ("markdown without colons", "**Client** one\n**Us** two", [("client", "one"), ("us", "two")]),
    (
        "markdown blocks",
        "**Emil** (client)\none\ntwo\n\n**Us**\nthree",
        [("client", "one\ntwo"), ("us", "three")],
    ),
    ("tags", "[client] one\n[us] two", [("client", "one"), ("us", "two")]),
    ("dashes", "client - one\nme - two", [("client", "one"), ("us", "two")]),
    ("role at the end", "Tours? (client)\nYes. (me)", [("client", "Tours?"), ("us", "Yes.")]),
    (
        "WhatsApp",
        "[14/03/2026, 10:22:05] Nils Client: calling in 10\n[14/03/2026, 10:23:01] Sandeep: ok: ready",
        [("client", "calling in 10"), ("us", "ok: ready")],
    ),
    (
        "WhatsApp on Android",
        "02/08/26, 07:30 - Mpho client: the app crashed\n02/08/26, 07:34 - Ruslan: looking",
        [("client", "the app crashed"), ("us", "looking")],
    ),
    ("time and dash", "11:05 - Clienta: hola\n11:07 - Iván: buenas", [("client", "hola"), ("us", "buenas")]),
    (
        "Slack",
        "maren.o  8:59 AM\nour finance has a question\nPrakash  9:00 AM\njoining",
        [("client", "our finance has a question"), ("us", "joining")],
    ),
    ("Slack with brackets", "Client  [9:02 AM]\none\nMe  [9:04 AM]\ntwo", [("client", "one"), ("us", "two")]),
    (
        "Discord",
        "jules — Today at 10:44\nwe need a map\nKsenia — Today at 10:52\nI applied for it",
        [("client", "we need a map"), ("us", "I applied for it")],
    ),
    ("Teams", "[Tue 9:30] Client\none\n[Tue 9:31] Us\ntwo", [("client", "one"), ("us", "two")]),
    (
        "Telegram",
        "Client, [14.03.2026 10:22]\none\n\nUs, [14.03.2026 10:23]\ntwo",
        [("client", "one"), ("us", "two")],
    ),
    (
        "mail",
        "From: Client <ap@tiles.example>\nTo: Studio\nSubject: invoices\n\nPlease send them here.\n\nFrom: Us\nThey stay on Upwork.",
        [("client", "Please send them here."), ("us", "They stay on Upwork.")],
    ),
    ("quotes", "> is it safe?\nyes\n> fine", [("client", "is it safe?"), ("us", "yes"), ("client", "fine")]),
    ("only quotes", "> one\n> two", [("client", "one\n> two")]),
    (
        "nested mail quotes",
        "On Thu, Apr 9, 2026 at 5:44 PM Tendai wrote:\n> how many?\n>\n>> brief below\n\nAbout 3,400.",
        [("us", "how many?"), ("client", "brief below"), ("client", "About 3,400.")],
    ),
    (
        "table",
        "time;who;body\n9:00;client;photos; and a number\n9:04;us;ok",
        [("client", "photos; and a number"), ("us", "ok")],
    ),
    (
        "paragraphs",
        "Hello there\n\nWhat is your mail?\n\nNot yet",
        [("unknown", "Hello there"), ("unknown", "What is your mail?"), ("unknown", "Not yet")],
    ),
    (
        "one letter",
        "Hi Ana,\n\nthanks a lot.\n\nBest,\nTaro",
        [("unknown", "Hi Ana,\n\nthanks a lot.\n\nBest,\nTaro")],
    ),
    (
        "mobile copy with the times below the words",
        "Feb 9, 2026\nMina Holt\nWe need a map\nof 12 stops\n9:02 AM\nYou\nSure.\n9:10 AM\nand a legend\n9:11 AM\nMina Holt\nGood.",
        [
            ("client", "We need a map\nof 12 stops"),
            ("us", "Sure."),
            ("us", "and a legend"),
            ("client", "Good."),
        ],
    ),
    (
        "a line of Upwork behind a time below the words",
        "Mina Holt\nSending it.\n9:02 AM\nMina Holt sent an offer\nYou\nThank you.\n9:10 AM",
        [("client", "Sending it."), ("system", "Mina Holt sent an offer"), ("us", "Thank you.")],
    ),
    (
        "copy with dots in the times",
        "Ratna Dewi 09.10\nBisa bulan ini?\nYou 09.32\nBisa.\nRatna Dewi 09.40\nBaik.\nYou 10.02\nOke.",
        [("client", "Bisa bulan ini?"), ("us", "Bisa."), ("client", "Baik."), ("us", "Oke.")],
    ),
    (
        "Arabic copy with half-days",
        "رنا\n10:20 ص\nأحتاج متجرا.\nأنا\n1:41 م\nنعم.",
        [("client", "أحتاج متجرا."), ("us", "نعم.")],
    ),
    (
        "names in lines of their own and no times",
        "Junior Okafor\n30 articles\nMe\nHello, for whom?\nJunior Okafor\nhomeowners\nMe\nGood.",
        [("client", "30 articles"), ("us", "Hello, for whom?"), ("client", "homeowners"), ("us", "Good.")],
    ),
    (
        "a thread of mails without marks of quotation",
        "On Mon, Jun 9, 2026 at 8:31 AM, Client:\n\nStill $2?\n\nOn Mon, Jun 9, 2026 at 9:02 AM Padma Iyer <p@iyer.example> wrote:\n\nYes.",
        [("client", "Still $2?"), ("us", "Yes.")],
    ),
    (
        "a thread of mails in German",
        "Am 3. Juni 2026 um 09:14 Uhr schrieb Kunde:\nGuten Tag\nAm 3. Juni 2026 um 09:20 Uhr schrieb Ayla Deniz:\nGerne.",
        [("client", "Guten Tag"), ("us", "Gerne.")],
    ),
    (
        "mails with a line between them",
        "From: Client\nSent: 08.05.2026 15:36\n\nHello\n\n-----\nFrom: Milo\nSent: 08.05.2026 16:08\n\nlovely.",
        [("client", "Hello"), ("us", "lovely.")],
    ),
    (
        "time, name and a dash",
        "14:03 Client - A wine label.\n14:25 Rafi - Red, white?\n15:00 Client - Orange - dark.\n15:01 Rafi - Good.",
        [("client", "A wine label."), ("us", "Red, white?"), ("client", "Orange - dark."), ("us", "Good.")],
    ),
    (
        "roles before a dash although colons stand in the words",
        "client - one page\nme - four steps: zip, roof\nclient - and verify?\nme - yes",
        [("client", "one page"), ("us", "four steps: zip, roof"), ("client", "and verify?"), ("us", "yes")],
    ),
    (
        "times in round brackets",
        "(10:12) Client: Long time.\n(10:15) Tomasz: What's up?",
        [("client", "Long time."), ("us", "What's up?")],
    ),
    (
        "a name that is a day's word too",
        "Mo: a list of 400\nMe: which town?\nMo: Columbus",
        [("client", "a list of 400"), ("us", "which town?"), ("client", "Columbus")],
    ),
    ("one message", "can we talk on the phone?", [("unknown", "can we talk on the phone?")]),
    ("a report", 'he wrote: "call me"', [("client", '"call me"')]),
    (
        "a closing question to the team is nobody's message",
        "> mail me\nwhat do I answer",
        [("client", "mail me")],
    ),
    (
        "a heading above a forward",
        "forwarding from the room\nClient: one\nUs: two",
        [("client", "one"), ("us", "two")],
    ),
    (
        "words above the first name stay",
        "and my mail is a@b.example\nClient: one\nUs: two",
        [("unknown", "and my mail is a@b.example"), ("client", "one"), ("us", "two")],
    ),
]


@pytest.mark.parametrize("text, expected", [row[1:] for row in FORMATS], ids=[row[0] for row in FORMATS])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_format_is_cut_to_the_exact_words(text: str, expected: Turns, newline: str) -> None:
    expected = [(speaker, words.replace("\n", newline)) for speaker, words in expected]
    assert turns(parse(text.replace("\n", newline))) == expected


@pytest.mark.parametrize(
    "client, us",
    [
        ("Client", "Me"), ("Client", "Us"), ("client", "You"), ("Cliente", "Yo"), ("Clienta", "Nosotros"), ("Cliente", "Eu"),
        ("Cliente", "Nós"), ("Client ", "Moi "), ("Client ", "Nous "), ("Kunde", "Ich"), ("Kundin", "Wir"), ("Cliente", "Io"),
        ("Cliente", "Noi"), ("Klant", "Ik"), ("Klant", "Wij"), ("Client", "Eu"), ("Client", "Noi"), ("Клиент", "Я"),
        ("Заказчик", "Мы"), ("Клієнт", "Ми"), ("Замовник", "Я"), ("Klient", "Ja"), ("Klientka", "My"), ("Müşteri", "Ben"),
        ("Müşteri", "Biz"), ("العميل", "أنا"), ("العميل", "نحن"), ("ग्राहक", "मैं"), ("क्लाइंट", "हम"), ("Client", "Main"),
        ("کلائنٹ", "میں"), ("گاہک", "ہم"), ("ক্লায়েন্ট", "আমি"), ("গ্রাহক", "আমরা"), ("客户", "我"), ("客户", "我们"),
        ("お客様", "私"), ("クライアント", "弊社"), ("고객", "나"), ("고객", "저"), ("Klien", "Saya"), ("Klien", "Kami"),
        ("Khách", "Tôi"), ("Khách hàng", "Chúng tôi"), ("Kliyente", "Ako"), ("Kliyente", "Kami"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("colon", [": ", "："])
def test_both_sides_are_known_by_their_word_in_every_language(client: str, us: str, colon: str) -> None:
    found = turns(parse(f"{client}{colon}one\n{us}{colon}two"))
    assert found == [("client", "one"), ("us", "two")]


@pytest.mark.parametrize(
    "text",
    [
        "Note: the shop opens in May",
        "Budget: 500\nDeadline: Friday\nPages: 12",
        "https://tiles.example/a: look here",
        "12:30 would be fine",
        "let's meet at 10:30\nor at 11:15",
        "PS: one more thing\nPS: and another",
        "Email: x@y.example\nPhone: 555-0100\nEmail: z@y.example",
        "Otis: our lawyer will send the paper",
        "Quick question: is it in stock?",
        "Zcal works for both of us: pick a slot",
        "Our list - first the shop - then the blog",
        "we sell\ncups\nplates",
        "I said: yes\nand then: no",
        "09:00 Breakfast - in the hall\n10:00 Talks - in the tent\n12:00 Lunch - outside",
        "Coffee 2.50\nTea 2.20\nCake 3.40",
        "Coffee 2.50\nTea 2.20\nCoffee, large 3.50\nTea 1.90\nCoffee 2.10\nTea 1.20",
        "Put this on the site\n18:00 Yoga - beginners\n19:00 Yoga - all\n18:00 Pilates - beginners",
        "Logo design $15.50\nincludes two drafts\nLogo design $20.50\nincludes four drafts",
        "Please add a changelog:\nNew: dark mode\nNew: export",
        "Checkout\nadd Klarna\nCart\nfix the count\nCheckout\nremove the field\nCart\nbigger buttons",
        "a programme\n09:00-10:00 Breakfast:\nin the hall\n10:00-11:00 Keynote:\nAnn speaks",
        "Good morning\nfirst the logo\n9:00 AM\nGood morning\nthen the site",
        "Open hours\nMo: 9-17\nDi: 9-17\nSa: closed",
        "First line\n\n-----\nsecond line",
        "nginx: server_name a.example; listen 443",
        "Call me: +44 7700 900118",
        "Write to me: marta@fernhill.example",
        "Tell me: what is your phone number?",
    ],
)
def test_colons_and_times_in_a_persons_words_are_no_names(text: str) -> None:
    assert turns(parse(text)) == [("unknown", text)]


@pytest.mark.parametrize(
    "said",
    [
        "here is the timetable\n18:00 Yoga - beginners\n19:00 Yoga - advanced",
        "three states\nDraft - not sent\nReply - sent\nConcept - old",
        "legend of the map\n(we) green\n(you) red\n(us) blue",
        "North shop\nMo: 9-17\nDi: 9-17\nSouth shop\nMo: 10-18",
    ],
)
def test_what_looks_like_names_inside_a_message_does_not_cut_it(said: str) -> None:
    assert turns(parse(f"Client: {said}\nMe: fine")) == [("client", said), ("us", "fine")]


def test_a_message_of_two_capitals_is_no_avatar() -> None:
    text = "You\n9:00 AM\nBy PayPal?\nMina Holt\n9:01 AM\nOK\nYou\n9:02 AM\nWise?\nMina Holt\n9:03 AM\nOK"
    assert [words for _, words in turns(parse(text))] == ["By PayPal?", "OK", "Wise?", "OK"]


def test_words_that_look_like_a_name_above_a_time_stay_words() -> None:
    text = "Mina Holt\nA map\n9:02 AM\nYou\nSure.\n9:10 AM\nMina Holt\nyes\n9:10 AM\nPay Me Direct\nby PayPal\n9:11 AM\nYou\nNo.\n9:12 AM"
    assert ("client", "Pay Me Direct\nby PayPal") in turns(parse(text))


def test_an_answer_above_a_thread_of_mails_is_kept() -> None:
    text = "Lets talk on Telegram instead\n\nOn Mon, Jun 9, 2026 at 9:02 AM Ann Lee wrote:\n\nHm?\n\nOn Mon, Jun 9, 2026 at 8:31 AM Milo Kay wrote:\n\nHello."
    assert [words for _, words in turns(parse(text))] == ["Lets talk on Telegram instead", "Hm?", "Hello."]


def test_a_french_verb_is_no_part_of_a_name() -> None:
    text = "Le lun. 9 juin 2026 à 08:31, Ann Lee a écrit :\nBonjour\nLe lun. 9 juin 2026 à 09:00, Moi a écrit :\nOui"
    assert [message.name for message in parse(text).messages] == ["Ann Lee", "Moi"]


@pytest.mark.parametrize("label", ["回复", "我们的回复", "رد", "Trả lời"])
def test_a_word_for_an_answer_names_no_client(label: str) -> None:
    assert turns(parse(f"{label}: ok"))[0][0] != "client"


def test_fields_inside_a_message_do_not_cut_it() -> None:
    text = "Client: here it is\nBudget: 500\nDeadline: Friday\nMe: thanks"
    assert turns(parse(text)) == [("client", "here it is\nBudget: 500\nDeadline: Friday"), ("us", "thanks")]


def test_a_prefix_inside_a_web_copy_stays_in_its_message() -> None:
    text = "Client\n9:00 AM\nthe label says\nName: yours\nMe\n9:05 AM\nok"
    assert turns(parse(text)) == [("client", "the label says\nName: yours"), ("us", "ok")]


def test_names_and_times_are_kept_as_found() -> None:
    conversation = parse("Today\nMina Holt\n9:02 AM\nhello")
    message = conversation.messages[0]
    assert (message.name, message.sent_at) == ("Mina Holt", "9:02 AM")


@pytest.mark.parametrize(
    "us", [["Taro Lind"], ["taro lind"], ["Taro"], ["Taro L."], ["Someone Else", "Taro Lind"]]
)
def test_a_name_of_ours_tells_both_sides(us: list[str]) -> None:
    text = "Mina Holt\n9:02 AM\nhello\nTaro Lind\n9:03 AM\nhello you"
    assert turns(parse(text, us=us)) == [("client", "hello"), ("us", "hello you")]


@pytest.mark.parametrize(
    "layout",
    [
        "Mina Holt\nMon, Nov 23, 2026\n9:02 AM\nhello\nTaro Lind\n9:03 AM\nhi\nMina Holt\n9:04 AM\nso",
        "Mina Holt\nNov 23, 2026\n9:02 AM\nhello\nTaro Lind\nNov 23, 2026\n9:03 AM\nhi\nMina Holt\nNov 23, 2026\n9:04 AM\nso",
        "9:02 AM\nMina Holt\nhello\n9:03 AM\nTaro Lind\nhi\n9:04 AM\nMina Holt\nso",
        "Nov 23, 2026 | 9:02 AM\nMina Holt\nhello\nNov 23, 2026 | 9:03 AM\nTaro Lind\nhi\nNov 23, 2026 | 9:04 AM\nMina Holt\nso",
        "09:02 Mina Holt: hello\n09:03 Taro Lind: hi\n09:04 Mina Holt: so",
        "2026-11-23 09:02 Mina Holt: hello\n2026-11-23 09:03 Taro Lind: hi\n2026-11-23 09:04 Mina Holt: so",
        "1. Mina Holt: hello\n2. Taro Lind: hi\n3. Mina Holt: so",
        "> Mina Holt: hello\n> Taro Lind: hi\n> Mina Holt: so",
        "Mina Holt - hello\nTaro Lind - hi\nMina Holt - so",
        "<Mina Holt> hello\n<Taro Lind> hi\n<Mina Holt> so",
        "Mina Holt\thello\nTaro Lind\thi\nMina Holt\tso",
        "Mina Holt\n9:02 a. m.\nhello\nTaro Lind\n9:03 a. m.\nhi\nMina Holt\n9:04 a. m.\nso",
        "Mina Holt\n১০:১৫ AM\nhello\nTaro Lind\n১০:২৮ AM\nhi\nMina Holt\n১১:৩৩ AM\nso",
        "MH\nMina Holt · 9:02 AM\nhello\nTL\nTaro Lind · 9:03 AM\nhi\nMH\nMina Holt · 9:04 AM\nso",
        "Марта: hello\nTaro Lind: hi\nМарта: so",
        "Julio\n9:02 AM\nhello\nTaro Lind\n9:03 AM\nhi\nJulio\n9:04 AM\nso",
        "May — Today at 9:02 AM\nhello\nTaro Lind — Today at 9:03 AM\nhi\nMay — Today at 9:04 AM\nso",
        "Me Aubin: hello\nMe: hi\nMe Aubin: so",
    ],
)
def test_layouts_in_which_a_name_of_ours_stands_are_cut(layout: str) -> None:
    assert turns(parse(layout, us=["Taro Lind"])) == [("client", "hello"), ("us", "hi"), ("client", "so")]


@pytest.mark.parametrize(
    "layout",
    [
        "Mina Holt\n09.02\nhello\nTaro Lind\n09.03\nhi\nMina Holt\n09.10\nso\nTaro Lind\n09.11\nfine",
        "drg. Mina H.  12.31\nhello\nTaro Lind  12.36\nhi\ndrg. Mina H.  12.38\nso\nTaro Lind  12.40\nfine",
    ],
)
def test_dots_in_times_are_read_above_and_beside(layout: str) -> None:
    expected = [("client", "hello"), ("us", "hi"), ("client", "so"), ("us", "fine")]
    assert turns(parse(layout, us=["Taro Lind"])) == expected


@pytest.mark.parametrize(
    "said",
    [
        "the day\n09:00 Breakfast: in the hall\n10:00 Keynote: by Ann\n11:00 Questions: all",
        "three points\n1. Header: blue\n2. Footer: green\n3. Menu: sticky",
        "So the form asks: drive or road?",
        "Ann - too slow\nIvo - too dear\nAnn - and late",
    ],
)
def test_lists_and_questions_inside_a_message_do_not_cut_it(said: str) -> None:
    text = f"Mina Holt\n9:02 AM\nhello\nTaro Lind\n9:03 AM\n{said}"
    assert turns(parse(text, us=["Taro Lind"])) == [("client", "hello"), ("us", said)]
    assert turns(parse(f"CLIENT\nhello\n\nME\n{said}")) == [("client", "hello"), ("us", said)]


def test_last_words_above_a_date_are_nobodys_name() -> None:
    text = "Mina Holt\n9:02 AM\nThe map?\nTaro Lind\n9:03 AM\nPerfect\nTuesday, Nov 24\n8:00 AM\nIt is done"
    assert turns(parse(text, us=["Taro Lind"]))[1:] == [("us", "Perfect"), ("us", "It is done")]


def test_beside_one_of_us_the_likelier_of_two_others_may_still_be_a_client() -> None:
    text = (
        "9:01 AM\nthanks for the proposal, our budget is 500\nTaro Lind\n9:02 AM\nhi\nMina Holt\n9:03 AM\nso"
    )
    assert ("us", "so") not in turns(parse(text, us=["Taro Lind"]))


def test_thanks_in_the_midst_of_bare_messages_make_no_letter_of_them() -> None:
    said = [
        "Is the name final?",
        "yes, two mechanics",
        "4 seconds for it?",
        "3. people skip",
        "Thanks, 3 it is",
        "ok",
        "when?",
    ]
    assert turns(parse("\n\n".join(said))) == [("unknown", words) for words in said]
    letter = "We need a shop.\n\n- fast\n\n- calm\n\nTell me what it takes"
    assert turns(parse(letter)) == [("unknown", letter)]


def test_two_strange_names_without_clues_stay_unknown() -> None:
    text = "Mina Holt\n9:02 AM\nhello\nTaro Lind\n9:03 AM\nhello you"
    assert turns(parse(text)) == [("unknown", "hello"), ("unknown", "hello you")]


def test_who_sent_the_offer_is_the_client() -> None:
    text = "Mina Holt sent an offer\nMina Holt\n9:02 AM\nplease look\nTaro Lind\n9:03 AM\nlooking"
    assert turns(parse(text))[1:] == [("client", "please look"), ("us", "looking")]


def test_who_accepted_the_offer_is_us() -> None:
    text = "Taro Lind accepted the offer\nMina Holt\n9:02 AM\nwelcome\nTaro Lind\n9:03 AM\nthanks"
    assert turns(parse(text))[1:] == [("client", "welcome"), ("us", "thanks")]


def test_a_third_person_of_a_room_is_not_guessed() -> None:
    text = "Mina Holt\n9:02 AM\nhi\nTaro Lind\n9:03 AM\nhi\nIvo Ray\n9:04 AM\nhi"
    assert [speaker for speaker, _ in turns(parse(text, us=["Taro Lind"]))] == ["unknown", "us", "unknown"]


@pytest.mark.parametrize(
    "line, kind, who",
    [
        ("Mina Holt sent an offer", "offer", "Mina Holt"),
        ("Mina Holt sent you an offer: Map of stops, phase 1", "offer", "Mina Holt"),
        ("Taro Lind accepted your offer", "accepted", "Taro Lind"),
        ("You accepted the offer. The contract is active.", "started", "You"),
        ("Offer accepted", "accepted", ""),
        ("Contract started", "started", ""),
        ("Contract started · Mar 2, 2026", "started", ""),
        ('Milestone 2 "Signs" is now active and funded', "started", ""),
        ("Contract ended", "ended", ""),
        ("Mina Holt ended the contract", "ended", "Mina Holt"),
        ("Mina Holt withdrew the offer", "withdrawn", "Mina Holt"),
        ("Mina Holt cancelled the offer", "withdrawn", "Mina Holt"),
        ("Mina Holt cancelled the contract", "ended", "Mina Holt"),
        ("Contract cancelled", "ended", ""),
        ("Vertrag storniert", "ended", ""),
        ("Mina Holt a annulé le contrat", "ended", "Mina Holt"),
        ("Taro Lind started a Zoom meeting", "event", "Taro Lind"),
        ("Meeting ended · 33 minutes", "event", ""),
        ("Mina Holt ha enviado una oferta", "offer", "Mina Holt"),
        ("Mina Holt enviou uma oferta", "offer", "Mina Holt"),
        ("Mina Holt a envoyé une offre", "offer", "Mina Holt"),
        ("Mina Holt hat ein Angebot gesendet", "offer", "Mina Holt"),
        ("Mina Holt ha inviato un’offerta", "offer", "Mina Holt"),
        ("Mina Holt heeft een aanbod gestuurd", "offer", "Mina Holt"),
        ("Мина Хольт отправила предложение", "offer", "Мина Хольт"),
        ("Міна надіслала пропозицію", "offer", "Міна"),
        ("Mina Holt wysłała ofertę", "offer", "Mina Holt"),
        ("Mina Holt bir teklif gönderdi", "offer", "Mina Holt"),
        ("契約が開始されました", "started", ""),
        ("合同已开始", "started", ""),
        ("계약이 시작되었습니다", "started", ""),
        ("Vertrag beendet", "ended", ""),
        ("Offer accepted, contract started", "started", ""),
        ("[System] Contract started", "started", ""),
        ("System message: the contract has begun", "started", ""),
        ("(hired!)", "started", ""),
        ("[contratto aperto 3/3]", "started", ""),
        ("*** oferta zaakceptowana, umowa rozpoczęta ***", "started", ""),
        ("Contract started · 9:02 AM", "started", ""),
        ("Mina Holt ended the contract · May 12", "ended", "Mina Holt"),
        ("Yann Le Goff a mis fin au contrat", "ended", "Yann Le Goff"),
        ('[Upwork notice] The contract "Tiles" has ended. 4 June.', "ended", ""),
        ("Mina Holt started a new contract: Tiles, part 2 · Mar 15", "started", "Mina Holt"),
        ('Mina Holt hired Team Lind for "Tiles"', "started", "Mina Holt"),
        ("Hai accettato l'offerta", "accepted", ""),
        ("Vous avez accepté l'offre", "accepted", "Vous"),
        ("تم قبول العرض وبدأ العقد", "started", ""),
        ("您已接受邀约", "accepted", ""),
        ("オファーを承諾しました", "accepted", ""),
        ("오퍼 수락, 계약 시작됨", "started", ""),
        ("Het aanbod is verlopen", "withdrawn", ""),
        ("Offer received", "offer", ""),
        ("Ben Cruz sent an offer", "offer", "Ben Cruz"),
        ("Tu contrato con Mina Holt ha comenzado", "started", "Mina Holt"),
        ("Votre contrat avec Mina Holt a commencé", "started", "Mina Holt"),
        ("Ihr Vertrag mit Mina Holt hat begonnen", "started", "Mina Holt"),
        ("Il tuo contratto con Mina Holt è iniziato", "started", "Mina Holt"),
        ("Je contract met Mina Holt is gestart", "started", "Mina Holt"),
        ("Contractul tău cu Mina Holt a început", "started", "Mina Holt"),
        ("Ваш контракт с Мина Хольт начался", "started", "Мина Хольт"),
        ("Ваш контракт з Міна Хольт розпочато", "started", "Міна Хольт"),
        ("Twoja umowa z Mina Holt się rozpoczęła", "started", "Mina Holt"),
        ("Sözleşmeniz başladı", "started", ""),
        ("بدأ عقدك مع مينا هولت", "started", "مينا هولت"),
        ("आपका अनुबंध शुरू हो गया", "started", ""),
        ("معاہدہ شروع ہو گیا", "started", ""),
        ("চুক্তি শুরু হয়েছে", "started", ""),
        ("要约已接受", "accepted", ""),
        ("Kontrak Anda dengan Mina Holt telah dimulai", "started", "Mina Holt"),
        ("Mina Holt te ha enviado un mensaje", "event", "Mina Holt"),
        ("Mina Holt attached brief.pdf", "event", "Mina Holt"),
        ("The client attached brief.pdf", "event", "The client"),
        ("New message from Mina Holt", "event", "Mina Holt"),
    ],
)
def test_lines_of_upwork_are_read(line: str, kind: str, who: str) -> None:
    event = read_event(line)
    assert event is not None
    assert (event.kind, event.who) == (kind, who)


@pytest.mark.parametrize(
    "line",
    [
        "I sent an offer",
        "he accepted the offer",
        "the contract started badly",
        "Contract started, add me on Viber",
        "Contract started: write me on Viber",
        "Contract started. Call me now",
        "Mina Holt sent an offer: call +44 7700 900123",
        "Business card attached (front.jpg), see my number",
        "has the contract started?",
        "when contract started",
        "I accepted the offer",
        "[contract started: write me on Viber]",
        "(offer)",
        "we started the contract",
        "contract started, thanks for waiting",
        "new contract tomorrow",
        "Accept offer",
        "View contract",
        "our contract ended badly",
        "no offer received yet",
        "我接受了邀约",
        "ich habe das Angebot angenommen",
        "mi contrato empezó mal",
        "mi contrato con el banco ha empezado",
        "Ben teklifi kabul ettim",
        "Dia mengirim penawaran",
        "मैंने ऑफर स्वीकार किया",
        "Mina Holt sent you a message on WhatsApp",
        "she sent you a message",
        "Open the attached project.zip.scr to see the brief.",
        "Open the attached brief.exe first.",
        "Read my attached brief",
        "Here is the attached brief",
        "Open attached file.exe",
        "Run attached setup.bat now",
        "Download and run the attached setup.exe",
    ],
)
def test_peoples_words_about_offers_are_no_system_lines(line: str) -> None:
    assert read_event(line) is None


STAGES: list[tuple[str, str, list[Stage | None]]] = [
    (
        "from no contract to an earlier one",
        "Client: hi\nMina Holt sent an offer\nClient: sent\nTaro Lind accepted the offer\nContract started\nMe: ok\nContract ended\nClient: bye",
        [None, None, Stage.OFFER_SENT, Stage.OFFER_SENT, Stage.ACTIVE_CONTRACT, Stage.ACTIVE_CONTRACT, Stage.ACTIVE_CONTRACT, Stage.EARLIER_CONTRACT],
    ),
    (
        "under the name of the one it is about",
        "Mina Holt\n9:00 AM\nMina Holt sent an offer\nMina Holt\n9:01 AM\nsee it?",
        [None, Stage.OFFER_SENT],
    ),
    (
        "between a date line and a name",
        "Mina Holt\n9:00 AM\nhi\nMonday, Mar 2\nMina Holt sent an offer: Maps\nMina Holt\n9:01 AM\nsee it?",
        [None, None, Stage.OFFER_SENT],
    ),
    (
        "started under our name after the other's offer",
        "Mina Holt\n9:00 AM\nMina Holt sent an offer\nTaro Lind\n9:05 AM\nContract started\nMina Holt\n9:06 AM\nwelcome",
        [None, Stage.OFFER_SENT, Stage.ACTIVE_CONTRACT],
    ),
    (
        "system prefix",
        "Client: sending it\nsystem: You accepted the offer. The contract is active.\nMe: accepted",
        [None, None, Stage.ACTIVE_CONTRACT],
    ),
    ("a second offer changes nothing", "Contract started\nClient: hi\nMina Holt sent an offer\nClient: a new one", [None, Stage.ACTIVE_CONTRACT, Stage.ACTIVE_CONTRACT, Stage.ACTIVE_CONTRACT]),
    ("a withdrawn offer", "Mina Holt sent an offer\nMina Holt withdrew the offer\nClient: sorry", [None, Stage.OFFER_SENT, Stage.NO_CONTRACT]),
    ("a meeting moves nothing", "Taro Lind started a Zoom meeting\nClient: hi", [None, None]),
    ("the client's own words", "Client: contract started\nClient: now call me", [None, None]),
    ("the client's own words under a name line", "Mina Holt\n9:00 AM\nContract started\nMina Holt\n9:01 AM\ncall me", [None, None]),
    ("a second line of the client", "Mina Holt\n9:00 AM\nhello\nContract started\nMina Holt\n9:01 AM\ncall me", [None, None]),
    (
        "the client says that we accepted",
        "Mina Holt\n9:00 AM\nTaro Lind accepted the offer\nMina Holt\n9:01 AM\ncall me",
        [None, None],
    ),
    (
        "the sender of the offer cannot accept it",
        "Mina Holt\n9:00 AM\nMina Holt sent an offer\nMina Holt\n9:01 AM\nMina Holt accepted the offer\nMina Holt\n9:02 AM\ncall me",
        [None, Stage.OFFER_SENT, Stage.OFFER_SENT],
    ),
    (
        "below another's words, with a time and a button",
        "Taro Lind\n9:00 AM\nyes\n\nMina Holt sent an offer\n9:20 AM\nView offer\n\nMina Holt\n9:22 AM\nsee it?\nTaro Lind accepted the offer\nContract started\nTaro Lind\n9:30 AM\nthanks",
        [None, None, Stage.OFFER_SENT, Stage.OFFER_SENT, Stage.ACTIVE_CONTRACT, Stage.ACTIVE_CONTRACT],
    ),
    (
        "apart below another's words",
        "Mina Holt\n9:00 AM\nhello\n\nContract started\nView contract\nMina Holt\n9:01 AM\nwelcome",
        [None, None, Stage.ACTIVE_CONTRACT],
    ),
    ("written in by hand", "Client: sent it\n--- offer accepted, contract started ---\nMe: thanks", [None, None, Stage.ACTIVE_CONTRACT]),
    ("a quoted line", "> Contract started\nwe wait for it\n> call me", [None, None, None]),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", [row[1:] for row in STAGES], ids=[row[0] for row in STAGES])
def test_only_lines_of_upwork_itself_move_the_stage(text: str, expected: list[Stage | None]) -> None:
    assert stages(parse(text)) == expected


@pytest.mark.parametrize(
    "text, application",
    [
        ("[14/03/2026, 10:22] Mina: hello from the job", "whatsapp"),
        ("14/03/26, 10:22 - Mina: hello from the job", "whatsapp"),
        ("[10:22, 14/03/2026] Mina: hello from the job", "whatsapp"),
        ("[10:22 AM, 3/14/2026] Mina: hello from the job", "whatsapp"),
        ("[10:22 a. m., 14/3/2026] Mina: hello from the job", "whatsapp"),
        ("[10.22, 14/03/2026] Mina: hello from the job", "whatsapp"),
        ("[오전 10:22, 2026. 3. 14.] Mina: hello from the job", "whatsapp"),
        ("[上午10:22, 2026/3/14] Mina: hello from the job", "whatsapp"),
        ("[10:22] Mina: hello from the job\n[10:23] Taro: hi", ""),
        ("[10:22, Monday] Mina: hello from the job", ""),
        ("[10:22, 14/03/2026] Upwork: Mina Holt sent an offer\n[10:24, 14/03/2026] Mina: see it?", ""),
        ("Mina Holt\n9:01 AM\nsee the note of [10:22, 14/03/2026]", ""),
        ("Mina, [14.03.2026 10:22]\nhello from the job", "telegram"),
        ("[ 5 March 2026 8:15 AM ] Mina: hello", "viber"),
        ("Mina — Today at 10:44\nhello from the job", "discord"),
        ("[Tue 9:30] Mina\nhello from the job", "teams"),
        ("[10:22:15] Mina: hello from the job", "skype"),
        ("[서유진] [오전 9:02] 안녕하세요\n[나] [오전 9:10] 네, 가능합니다", "kakaotalk"),
        ("[Mina] [09:02] hello\n[Taro] [09:03] hi there", ""),
        ("[14/03/2026, 10:22] Upwork: Mina Holt sent an offer\n[14/03/2026, 10:24] Mina: see it?", ""),
        ("From: Mina Holt\nSubject: tiles\nhello", "email"),
        ("Von: Mina Holt\nBetreff: Fliesen\nhallo", "email"),
        ("On Thu, Apr 9, 2026 Mina wrote:\n> hello", "email"),
        ("Slack\nMina 10:02: hello\nUs 10:03: hi", "slack"),
        ("Mina  9:01 AM\nhello\nTaro  9:02 AM\nhi", ""),
        ("Mina Holt\n9:01 AM\nhello", ""),
        ("> hello\nhi", ""),
        ("He wrote:\n> hello from the job\n\nMe:\nhi there", ""),
        ("Mina 08:15: hello\nTaro 08:16: hi", ""),
        ("11:05 - Mina: hello\n11:06 - Us: hi", ""),
        ("Client: I wrote to you:\nMe: when?", ""),
        ("the form has From: and Subject: fields", ""),
        ("let's use WhatsApp", ""),
    ],
)
def test_only_a_distinctive_form_names_another_application(text: str, application: str) -> None:
    assert parse(text).exported_from == application


@pytest.mark.parametrize("sender", sorted(MAIL_FROM))
@pytest.mark.parametrize("head", ["{}: Mina Holt\nSubject: tiles", "{}: Mina Holt <mina@holt.example>", "{}：Mina <m@holt.example>"])  # fmt: skip
def test_a_mail_is_known_by_its_head_in_every_language_that_is_cut(sender: str, head: str) -> None:
    text = f"{head.format(sender.capitalize())}\n\nHello, can you start on Monday?"
    assert parse(text).exported_from == "email"


@pytest.mark.parametrize("field", sorted(MAIL_OTHER))
def test_a_mail_is_known_by_any_field_below_its_sender(field: str) -> None:
    assert parse(f"From: Mina Holt\n{field.capitalize()}: 9 May\n\nHello there").exported_from == "email"


@pytest.mark.parametrize(
    "line",
    [
        "On 9 May 2026 Mina Holt wrote:", "Am 9. Mai 2026 schrieb Mina Holt:", "El 9 may 2026, Mina Holt escribió:",
        "Op 9 mei 2026 schreef Mina Holt:", "Den 9 maj 2026 skrev Mina Holt:", "9 мая 2026 Мина написал(а):",
        "9 травня 2026 Міна пише:", "9 maja 2026 Mina Holt napisał(a):", "9 May 2026 tarihinde Mina şunu yazdı:",
        "في 9 مايو 2026 كتب:", "9 मई 2026 को मीना ने लिखा:", "Mina 於 2026年5月9日 寫道：", "Mina 于2026年5月9日写道：",
        "2026年5月9日 Minaのメール:", "2026년 5월 9일 Mina 님이 작성:", "Pada 9 Mei 2026 Mina menulis:", "Vào 9 thg 5 2026 Mina đã viết:",
    ],
)  # fmt: skip
def test_a_line_that_mail_programs_write_above_a_quotation_is_known(line: str) -> None:
    assert parse(f"{line}\n> hello there, can you start?").exported_from == "email"


@pytest.mark.parametrize(
    "line", ["Mina said on 9 May:", "Mina asks (9:02):", "Mina sagt am 9. Mai:", "2 things she says:"]
)
def test_what_somebody_reports_is_no_mail(line: str) -> None:
    assert not parse(f"{line}\n> hello there, can you start?").exported_from


@pytest.mark.parametrize(
    "time", ["10:22, 14/03/2026", "10.22, 14/03/2026", "14/03/2026 10.22", "10:22 AM, 3/14/2026"]
)
def test_a_line_with_time_and_date_in_brackets_begins_with_who_speaks(time: str) -> None:
    conversation = parse(f"[{time}] Mina: hello\n[{time}] Taro: hi, 900", us=["Taro"])
    assert [message.name for message in conversation.messages] == ["Mina", "Taro"]


@pytest.mark.parametrize("text", ["[1.25] Fixed: the door\n[1.26] Added: a key", "[0.22] Mina: hello"])
def test_a_version_in_brackets_is_no_time(text: str) -> None:
    assert not any(message.sent_at for message in parse(text).messages)


@pytest.mark.parametrize(
    "text, words",
    [
        ("draft: Hi Ana, I start on Monday", "Hi Ana, I start on Monday"),
        ("Draft -> Hi Ana, I start on Monday", "Hi Ana, I start on Monday"),
        ("(my reply, pls check) Hi Ana", "Hi Ana"),
        ("My answer: sure, tomorrow", "sure, tomorrow"),
        ("draft for the tile job: Hello Ana", "Hello Ana"),
        ("Entwurf: Guten Tag", "Guten Tag"),
        ("borrador: hola", "hola"),
        ("szkic: dzień dobry", "dzień dobry"),
        ("草稿：您好", "您好"),
    ],
)
def test_a_marked_draft_is_ours(text: str, words: str) -> None:
    conversation = parse(text)
    assert conversation.draft
    assert turns(conversation) == [("us", words)]


def test_what_stands_below_a_line_of_upwork_is_not_upworks() -> None:
    text = "Upwork: Your contract with Holt Tiles has been closed. Total earned $1,240.\nMina H.\nAug 2\nCall me on 512-555-0155"
    conversation = parse(text)
    assert turns(conversation)[0][0] == "system"
    assert stages(conversation)[1:] == [Stage.EARLIER_CONTRACT]
    assert turns(conversation)[1] == ("unknown", "Mina H.\nAug 2\nCall me on 512-555-0155")


def test_names_and_times_in_brackets_are_read() -> None:
    text = "------- 2026년 3월 4일 수요일 -------\n[서유진] [오전 9:02] 안녕하세요\n[나] [오전 9:10] 네, 가능합니다"
    assert turns(parse(text)) == [("client", "안녕하세요"), ("us", "네, 가능합니다")]
    log = "[INFO] [12:01:22] server started\n[WARN] [12:01:23] slow answer"
    assert turns(parse(log)) == [("unknown", log)]


def test_in_a_channel_for_drafts_a_bare_text_is_ours() -> None:
    conversation = parse("Hi Ana, I start on Monday", purpose=Purpose.DRAFTS)
    assert conversation.draft
    assert turns(conversation) == [("us", "Hi Ana, I start on Monday")]


def test_a_given_speaker_is_never_cut() -> None:
    text = "  Client: one\nMe: two\n"
    conversation = parse(text, speaker=Speaker.CLIENT)
    assert turns(conversation) == [("client", "Client: one\nMe: two")]


@pytest.mark.parametrize(
    "place, speaker", [(Place.PROPOSAL, "us"), (Place.PROFILE, "us"), (Place.JOB_POST, "client")]
)
def test_a_proposal_a_profile_and_a_job_post_are_one_text(place: Place, speaker: str) -> None:
    text = "Hi,\n\nClient: tiles\nMe: maps\n\nBest"
    assert turns(parse(text, place=place)) == [(speaker, text)]


@pytest.mark.parametrize(
    "posts, expected",
    [
        (["client: my number is plus four", "client: five five five"], [("client", "my number is plus four"), ("client", "five five five")]),
        (["Me: you can write to", "ines at", "studio dot example"], [("us", "you can write to\nines at\nstudio dot example")]),
        (["> one", "> two\nthree"], [("client", "one\n> two"), ("us", "three")]),
    ],
)  # fmt: skip
def test_joined_posts_are_one_conversation(posts: list[str], expected: Turns) -> None:
    assert turns(parse("\n".join(posts))) == expected


def test_a_longer_text_says_what_was_not_read() -> None:
    text = "Client: " + "word " * 9_000 + "\nClient: the last words"
    conversation = parse(text)
    assert conversation.unchecked == ("only the last 40000 characters were read",)
    assert conversation.text == text
    assert conversation.messages[0].start >= len(text) - 40_000
    last = conversation.messages[-1]
    assert text[last.start : last.end] == "the last words"


def test_of_more_messages_than_the_cap_the_last_are_read() -> None:
    text = "Client: a\nMe: b\n" * 700 + "Client: the last words"
    conversation = parse(text)
    assert 500 < len(conversation.messages) <= 1_000
    assert conversation.unchecked == ("of more than 1000 messages only the last were read",)
    last = conversation.messages[-1]
    assert text[last.start : last.end] == "the last words"


HOSTILE = [
    "", " ", "\x00", "\ud800", "\r", "\r\n\r\n", ":", ">", ">>", "[", "[]:", "**", "****:", "- ", "9:00", "9:00\n9:00", "a\n9:00", "\u200e", "::::",
    "Client:", "Client:\n", "Me:\nClient:", "From:", "From: \nTo: ", "who;text", "who;text\n;", "> \n> ", "(client)", "(client)\n(me)", "draft:", "(draft)",
    "Mina Holt\n9:00 AM", "Mina Holt\n9:00 AM\n", "Contract started", "x (client)\n(me)\n(us) ", "\ufeffClient: a", "İİİ: a\nİİİ: b\nMe: sent an offer",
    "ß sent an offer", "١٢:٣٠\nأ", "\u2028Client: a\u2028Me: b", "\x0b\x0c\x85", "🙂" * 50, "a" * 200, "[9:00] \n[9:01] ",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("purpose", [None, Purpose.DRAFTS])
def test_any_text_is_cut_into_ordered_slices(text: str, purpose: Purpose | None) -> None:
    conversation = parse(text, us=["", "Ann", "\ud800"], purpose=purpose)
    end = 0
    for message in conversation.messages:
        assert end <= message.start < message.end <= len(text)
        words = text[message.start : message.end]
        assert words == words.strip()
        end = message.end


FLOODS = [
    "\n", "a\n", "a:\n", "a: b\n", "> \n", ">x\n", "> a\nb\n", "9:00\n", "A\n9:00\n", "Ann\nhi\n9:00\n", "Ann 12.30\n", "9:00 Ann - b\n", "On 9:00 Ann wrote:\n", "AB\nMina Holt\n9:00\nx\n", "(9:00) Ann: b\n", "Mo: b\n", "today\n---\n", "client: a\nx\ntoday\n---\n", "Ann 9:00\nhi\n", "[", "[a ", "( ", "**", "**a**\n", ":", "a:", "1:11", " ", "x", "offer\n",
    "Ann sent an offer\n", "From: a\n", "On a wrote:\n", "who;text\n", "a (client)\nb (me)\n", "a\n\n", "Monday, Feb 9\n", "a\r\n", "\ud800", "\x00", "客户", '"', "— ",
    "[9:00] A: x\n", "client: hi\nme: ho\n", "us\nclient\n", "a.pdf\n2 MB\n", "<a> b\n", "a - b\n", "Aa ",
]  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS)
def test_the_time_grows_with_the_length_and_no_faster(flood: str) -> None:
    def text(length: int) -> str:
        return "client: a\n" * (flood[:5] == "today") + (flood * (length // len(flood) + 1))[:length] + "x"

    assert growth(parse, text, 10_000) < MOST


def test_most_lines_on_offers_and_contracts_are_believed_and_no_others() -> None:
    rows = [json.loads(line) for line in STAGES_FILE.read_text(encoding="utf-8").splitlines()]
    right = told = 0
    for row in rows:
        conversation = parse(row["text"], us=[row["us"]] if row.get("us") else [])
        at = 0
        for message in row["messages"]:
            at = row["text"].index(message["begins"], at)
            if message["speaker"] != "system":
                held = next((one.stage for one in conversation.messages if one.start <= at < one.end), None)
                right += (held or row.get("stage") or Stage.NO_CONTRACT) == message["stage"]
                told += 1
    assert len(rows) > 150
    assert right / told > 0.85


@pytest.mark.parametrize(
    "text, speakers",
    [
        (
            "Ben: Hi, can you start on Monday?\nTom: Thanks for the invite, I can.\nBen: Good.",
            ["client", "us", "client"],
        ),
        (
            "Ben\n2:14 PM\nHi, I saw your proposal\n\nInes\n2:20 PM\nThank you, happy to help",
            ["client", "us"],
        ),
        ("Ayşe: merhaba, fiyat ne kadar?\nBen: 500 dolar olur", ["client", "us"]),
        ("Müşteri: selam\nBen: merhaba", ["client", "us"]),
        ("Client: hi\nBen: hello, thanks for the invite", ["client", "us"]),
    ],
)
def test_a_word_for_us_is_a_name_where_its_language_is_not_spoken(text: str, speakers: list[str]) -> None:
    assert [message.speaker for message in parse(text).messages] == speakers


@pytest.mark.parametrize(
    "office",
    [
        "475 Brannan St., Suite 430 • San Francisco, CA 94107",
        "530 Lytton Ave, Suite 301, Palo Alto, CA 94301",
    ],
)
def test_a_mail_by_which_upwork_tells_of_a_message_is_no_talk_elsewhere(office: str) -> None:
    text = (
        "From: Upwork Notification <donotreply@upwork.com>\nSubject: New message\n\nHi, can you start on Monday?\n"
        f"To reply, go to your message center.\n© 2015 - 2026 Upwork® Global Inc. • {office}\n"
    )
    conversation = parse(text)

    assert not conversation.exported_from
    assert [text[one.start : one.end] for one in conversation.messages] == ["Hi, can you start on Monday?"]


@pytest.mark.parametrize(
    "line",
    [
        "On Wed, Nov 25, 2026 at 10:11, Upwork Notification <notifications@upwork.com> wrote:",
        "Am Mi., 25. Nov. 2026 um 10:11 Uhr schrieb Upwork <donotreply@upwork.com>:",
        "El mié, 25 nov 2026 a las 10:11, Upwork Notification (<notifications@upwork.com>) escribió:",
    ],
)
def test_a_quoted_mail_of_upworks_is_no_talk_elsewhere(line: str) -> None:
    text = f"---\n{line}\n\n    Bettina: Hi Ansel, five clinics.\n\n    Ansel: 12 working days.\n"
    conversation = parse(text, us=("Ansel",))

    assert not conversation.exported_from
    assert [one.name for one in conversation.messages][-2:] == ["Bettina", "Ansel"]
    assert parse(text.replace("upwork.com", "lantern.example"), us=("Ansel",)).exported_from == "email"


def test_what_is_said_beside_an_address_of_upworks_is_read() -> None:
    text = "Ann\n10:00 AM\ncall me on 555-0132, upwork <a@upwork.com>:\n\nBob\n10:01 AM\nthanks"

    assert any("555-0132" in text[one.start : one.end] for one in parse(text).messages)


def test_a_line_that_only_begins_like_upworks_own_is_read() -> None:
    text = "From: Ann <ann@lantern.example>\n\nHello.\nUpwork Global Inc. • call me on 555-0132\n"

    assert parse(text).exported_from == "email"
    assert "555-0132" in text[parse(text).messages[-1].start : parse(text).messages[-1].end]


@pytest.mark.parametrize(
    "text",
    [
        "EL\nElena Rossi  10:00 AM\nHi Jake (edited)\n10:01\nCan we do this here?\nJA\nJake  10:02 AM\nsure",
        "Elena Rossi  10:00 AM\nHi Jake\n10:01\nCan we do this here?\nJake  10:02 AM\nsure",
        "Elena Rossi  10:00 AM\nThanks Jake\n10:01\nCan we do this here?\n10:02\nhello?\nJake  10:03 AM\nsure",
        "Elena Rossi\n:palm_tree:  10:00 AM\nHi Jake\n10:01\nCan we do this here?\nJake\n  10:02 AM\nsure",
        "Elena Rossi\n🌴  10:00 AM\nHi Jake\nJake\n10:02 AM\nsure",
        "Elena Rossi :house_with_garden:  10:00 AM\nHi Jake\nJake 🌴  10:02 AM\nsure",
        "Elena Rossi\n:spiral_calendar_pad:\n10:00 AM\nHi Jake\nJake\n10:02 AM\nsure",
        "Elena Rossi 🌴 Today at 10:00 AM\nHi Jake\nJake Today at 10:02 AM\nsure",
    ],
)
def test_the_name_in_a_copy_from_slack_is_neither_a_first_line_nor_a_status(text: str) -> None:
    said = parse(text, us=["Jake"]).messages
    assert [name for name, _ in groupby(message.name for message in said)] == ["Elena Rossi", "Jake"]
    assert said[-1].speaker is Speaker.US


@pytest.mark.parametrize(
    "text, names",
    [
        ("Mina Holt\n9:01 AM\n👍\n9:02 AM\nhello\nTaro\n9:03 AM\nhi\n", ["Mina Holt", "Mina Holt", "Taro"]),
        ("Mina Holt\n9:01 AM\nhello\nTaro\n9:03 AM\nhi\nMina Holt\n9:04 AM\n:thumbsup:", ["Mina Holt", "Taro", "Mina Holt"]),
        ("Mina 9:01 AM\nhello\nTaro Ito\n9:03 AM\nhi\nMina 9:04 AM\nyes\nTaro Ito\n9:05 AM\nok", ["Mina", "Taro Ito", "Mina", "Taro Ito"]),
    ],
)  # fmt: skip
def test_an_emoji_that_is_said_is_no_status(text: str, names: list[str]) -> None:
    assert [message.name for message in parse(text, us=["Taro"]).messages] == names
