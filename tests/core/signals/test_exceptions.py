"""For whom an exception is: one address under it, and not the next one beside it."""

from datetime import date

import pytest

from core.model import Speaker
from core.policy import load
from core.question import Question, check

POLICY = load()
TODAY = date(2026, 11, 22)


def broken(text: str) -> list[str]:
    """Return the rules that a draft of ours breaks, in order."""
    verdict = check(Question(text=text, speaker=Speaker.US), POLICY, TODAY).verdict
    return [finding.rule for finding in verdict.findings]


@pytest.mark.parametrize(
    "text",
    [
        "For the repo: mira@novak.example. For price and terms: sales@novak.example.",
        "For access use dev@novak.example; for a chat about the price use boss@novak.example.",
        "Please invite dev@novak.example to Trello. My private email is mira@novak.example.",
        "Für das Repo: mira@novak.example. Für Preis und Termine: sales@novak.example.",
        "Para el repositorio: mira@novak.example. Para el precio: ventas@novak.example.",
    ],
)
def test_a_second_address_borrows_no_exception(text: str) -> None:
    assert broken(text) == ["UPW211", "UPW202"]


@pytest.mark.parametrize(
    "text",
    [
        "Please add mira@novak.example and dan@novak.example to the repo.",
        "For GitHub access: mira@novak.example. For Figma access: dan@novak.example.",
        "Please add us to the repo. Mine is mira@novak.example. Dan's is dan@novak.example",
        "repo: mira@novak.example, dan@novak.example and eva@novak.example",
        "You can invite mira@novak.example on GitHub and dan@novak.example on Figma",
    ],
)
def test_addresses_for_the_same_access_share_it(text: str) -> None:
    assert broken(text) == ["UPW211"]


def test_data_for_a_document_is_no_call() -> None:
    text = "Our lawyers need your full address and phone for the background check."
    verdict = check(Question(text=text, speaker=Speaker.CLIENT), POLICY, TODAY).verdict
    assert [finding.rule for finding in verdict.findings] == ["UPW213"]
