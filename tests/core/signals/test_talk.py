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
