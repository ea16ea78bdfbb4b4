import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from core.excerpts import AROUND, MOST_KEPT, excerpts, words_of
from core.model import Reason, Speaker
from core.policy import load
from core.question import Answer, Question, check, reply
from core.reply import Quote

CORPUS = Path(__file__).parents[1] / "corpus"
POLICY = load()
TODAY = date(2026, 11, 22)


def judged(text: str) -> Answer:
    return check(Question(text=text), POLICY, TODAY)


def quoted(text: str) -> list[str]:
    answer = judged(text)
    return [words_of(finding, answer.excerpts) for finding in answer.verdict.findings]


@pytest.mark.parametrize(
    "text, words",
    [
        ("Hi there. My number is +1 415 555 0132. Bye.", "My number is +1 41• ••• ••32."),
        ("Write to dana@harbour.example please.", "Write to dan•@•••••••.•••••le please."),
        ("dana＠harbour.example, write there", "dan•＠•••••••.•••••le, write there"),
        ("Please write to dana at harbour dot example.", "Please write to dan• •• ••••••• ••• •••••le."),
        (
            "My phone is plus one four one five, five five five, zero one three two.",
            "My phone is plu• ••• •••• ••• ••••, •••• •••• ••••, •••• ••• ••••• •wo.",
        ),
        ("My discord is quietloom#4471!", "My discord is qui••••••#••71!"),
        (
            "My site is x.example/a?b=c and my cal is cal.com/katb/30",
            "My site is x.example/a?b=c and my cal is cal.•••/••••/30",
        ),
        ("My address is 45 King Street, Leeds LS1 4AP", "My address is •• •••• ••••••, ••••• ••• •••"),
        (
            "Wir sitzen in der Hauptstrasse 12, 10115 Berlin.",
            "Wir sitzen in der •••••••••••• ••, ••••• ••••••.",
        ),
        ("Write to me at 88 Pine Street. The budget is 5000 dollars.", "Write to me at •• •••• ••••••."),
    ],
)
def test_the_sentence_is_quoted_with_its_contact_data_hidden(text: str, words: str) -> None:
    assert quoted(text) == [words]


def test_words_of_one_ask_in_neighbouring_sentences_are_quoted_together() -> None:
    text = "Thanks. Can we jump on WhatsApp? I like it. My number there is +1 415 555 0132. Until then."

    words = "Can we jump on WhatsApp? I like it. My number there is +1 41• ••• ••32."
    assert quoted(text) == [words]


def test_nothing_is_kept_of_talk_about_a_product() -> None:
    answer = judged(
        "Client: Please write sales@larkfield.example under the opening hours in the footer of the site."
    )

    assert {signal.purpose for signal in answer.reading.signals} == {Reason.PRODUCT}
    assert answer.excerpts == ()


def test_of_a_sentence_without_end_only_the_neighbourhood_is_kept() -> None:
    (excerpt,) = judged("Client: " + "so " * 500 + "call me at +1 415 555 0132 " + "and " * 500).excerpts

    assert "call me" in excerpt.words
    assert len(excerpt.words) < 3 * AROUND


def test_half_a_character_is_kept_as_the_sign_for_an_unreadable_one() -> None:
    assert quoted("Pay me \ud800 by PayPal directly.") == ["Pay me \ufffd by PayPal directly."]


def test_a_very_long_paste_keeps_its_first_asks_and_a_reply_does_without_the_others() -> None:
    ask = "Client: my number on WhatsApp is +1 415 555 {:04}, and I am always glad to hear from you there"
    answer = judged("\n".join(ask.format(n) for n in range(200)))

    assert sum(len(excerpt.words) for excerpt in answer.excerpts) == MOST_KEPT
    assert words_of(answer.verdict.findings[0], answer.excerpts)
    assert not words_of(answer.verdict.findings[-1], answer.excerpts)
    assert any(isinstance(block, Quote) for block in reply(answer, POLICY).blocks)


def test_excerpts_stand_where_they_say_in_order_and_every_finding_has_its_words() -> None:
    for line in (CORPUS / "conversations.jsonl").read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["text"]
        answer = judged(text)
        for excerpt in answer.excerpts:
            pairs = zip(excerpt.words, text[excerpt.start : excerpt.end], strict=True)
            assert all(kept in ("•", written) for kept, written in pairs)
        assert all(one.end <= two.start for one, two in pairwise(answer.excerpts))
        assert all(words_of(finding, answer.excerpts) for finding in answer.verdict.findings)
        assert excerpts(answer.conversation, answer.reading) == answer.excerpts


@pytest.mark.parametrize(
    "said, hidden, kept",
    [
        ("Of course, you can pay me on Wise: iban DE89 3704 0044 0532 0130 00", "0532", "Of course"),
        ("Pay to my card 4111 1111 1111 1111 please", "1111 1111", "please"),
        (
            "I'd rather pay in USDT from TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t, is that fine?",
            "Ci8q8ZY4",
            "is that fine",
        ),
        ("Pay to my bank account 12345678, not through Upwork", "345678", "not through Upwork"),
        ("Pay me 2,400 by PayPal on 2026-11-22", "", "2,400 by PayPal on 2026-11-22"),
    ],
)
def test_account_numbers_are_hidden_and_amounts_and_days_are_not(said: str, hidden: str, kept: str) -> None:
    answer = check(Question(f"Client: {said}"), POLICY, TODAY)
    words = " ".join(excerpt.words for excerpt in answer.excerpts)

    assert kept in words
    assert not hidden or hidden not in words


@pytest.mark.parametrize(
    "text, words",
    [
        ("加我微信吧，号码是 mary_design88，方便发图", "加我微信吧，号码是 mar•_••••••88，方便发图"),
        ("I'm @katstudio everywhere, you know what to do", "I'm @kat••••io everywhere, you know what to do"),
        (
            "Sure, here is my IBAN DE89 3704 0044 0532 0130 00, name Karl",
            "Sure, here is my IBAN DE8• •••• •••• •••• •••• 00, name Karl",
        ),
    ],
)
def test_only_the_data_of_a_sentence_is_hidden(text: str, words: str) -> None:
    assert words in quoted(text)


def test_a_number_that_is_half_in_words_is_hidden_whole() -> None:
    (said, *_) = quoted("Please call me on plus one 415 555, then zero one three two, any day")
    assert not any(digits in said for digits in ("415", "555", "three two"))


def test_a_name_of_a_file_far_from_an_ask_is_left_as_it_is() -> None:
    text = "Can we talk on WhatsApp? " + "The lamp is the newest of the three on the shelf. " * 2
    assert quoted(text + "It is logo_v2_final.png in the folder.") == ["Can we talk on WhatsApp?"]


@pytest.mark.parametrize(
    "text, words",
    [
        (
            "Here is my calendar: https://calendly.example/rosa-f.",
            "Here is my calendar: https://cal•••••.•••••••/•••a-f.",
        ),
        (
            "We meet on Google Meet, pick a slot: https://calendly.com/fintan/30min",
            "We meet on Google Meet, pick a slot: https://cal•••••.•••/••••••/•••in",
        ),
        (
            'I want no trouble, but if you search "Kralik Studio" you will find my email easily',
            'I want no trouble, but if you search "Kra••• ••••io" you will find my email easily',
        ),
        (
            "I can't write it here, but my handle is the same as my shop's name, Lantern Loom",
            "I can't write it here, but my handle is the same as my shop's name, Lan•••• ••om",
        ),
        (
            "Scan the QR code in the attached picture, it opens a direct line to me",
            "Scan the QR code in the attached picture, it opens a direct line to me",
        ),
        ("Skype: rosa.fintan.example", "Skype: ros•.••••••.•••••le"),
    ],
)
def test_ordinary_words_beside_contact_data_can_be_read(text: str, words: str) -> None:
    answer = check(Question(text=text, speaker=Speaker.US), POLICY, TODAY)
    assert words in {excerpt.words for excerpt in answer.excerpts}


@pytest.mark.parametrize(
    "text, secret",
    [
        ("my number is eight six seven five three oh nine", "seven five"),
        ("you'll find me easily, r o s a then the town where I live", "o s a"),
        ("write to rosa dot fintan at the big g", "fintan"),
        ("my mail: lou underscore hart, then the a with the circle, then pondview point example", "hart"),
        ("lucía ⓐ verdemar ⊙ example", "verdemar"),
    ],
)
def test_what_is_spelled_in_words_is_hidden_whole(text: str, secret: str) -> None:
    answer = check(Question(text=text, speaker=Speaker.US), POLICY, TODAY)
    assert answer.excerpts
    assert not any(secret in excerpt.words for excerpt in answer.excerpts)
