"""Who asks to be written to behind his number, or beside it, asks for talk elsewhere."""

from datetime import date

import pytest

from core.model import Speaker
from core.policy import load
from core.question import Question, check

POLICY = load()
TODAY = date(2026, 11, 30)


def codes(text: str, speaker: Speaker = Speaker.CLIENT) -> list[str]:
    verdict = check(Question(text=text, speaker=speaker), POLICY, TODAY).verdict
    return [finding.rule for finding in verdict.findings]


@pytest.mark.parametrize(
    "text",
    [
        "Can you text me instead? 918 555 0142",
        "Could you write to me instead? ann@moss.example",
        "¿Me puedes escribir mejor? 612 555 014",
        "I'm not on here much, so if it's urgent just shoot me a text at 470 555 0163",
        "Fonts, yes. I'm not on here much, so text me at 470 555 0163 please",
        "I'm not in here much, so please message me at 470 555 0163",
    ],
)
def test_the_request_to_write_leads_and_the_number_is_its_part(text: str) -> None:
    assert codes(text) == ["UPW101"]


def test_our_own_request_is_our_offer() -> None:
    assert codes("You can text me. 918 555 0142", Speaker.US)[0] == "UPW102"


@pytest.mark.parametrize(
    "text",
    [
        "Don't text me. 918 555 0142 is for emergencies at the shop.",
        "Please reply to me here. 918 555 0142",
        "I won't be on here tomorrow, but don't text me at 470 555 0163",
        "Where shall I write to you? 40 hours are fine.",
        "Write to me when it is done. 2026-11-30",
    ],
)
def test_a_number_behind_other_words_moves_nothing(text: str) -> None:
    assert "UPW101" not in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Three steps please: 1) give me your phone number, 2) sign the NDA (it asks for your address), 3) send a price.",
        "Two things: first, send your phone number; second, sign the NDA I attached (it needs your address).",
        "Primero, deme su teléfono; segundo, firme el NDA (pide su dirección).",
    ],
)
def test_a_document_that_needs_something_else_frees_no_telephone(text: str) -> None:
    assert "UPW209" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Our background check needs your phone number for identification.",
        "For the NDA, we need your full address and email.",
        "1) sign the NDA, it needs your address and email 2) send a price",
    ],
)
def test_what_a_document_needs_may_be_asked_for(text: str) -> None:
    assert codes(text) == ["UPW213"]


@pytest.mark.parametrize(
    "text",
    [
        "To give you access to the staging server I need your mobile number for WhatsApp.",
        "I need your phone number to add you to the staging server.",
        "Give me your phone number for the access to our Jira.",
    ],
)
def test_for_access_a_telephone_is_not_needed(text: str) -> None:
    assert codes(text)[0] == "UPW212"


@pytest.mark.parametrize(
    "text",
    [
        "I need your phone number, we can talk about access to the server later.",
        "Give me your phone number, I'd like to call you about the shop.",
    ],
)
def test_a_telephone_that_is_for_talk_is_for_no_access(text: str) -> None:
    assert "UPW212" not in codes(text)
