"""What a lead hears of at once, and what is told to its author alone."""

from datetime import date

import pytest

from core.alerts import calls_a_lead
from core.model import Place, Speaker
from core.policy import load
from core.question import Question, check

POLICY = load()
AGREED = "You can pay me by PayPal, dana@studio.example."


def called(text: str, place: Place = Place.MESSAGE, speaker: Speaker | None = None) -> set[str]:
    """Return the rules of what calls a lead in a paste."""
    answer = check(Question(text, place=place, speaker=speaker, us=("Dana",)), POLICY, date(2026, 11, 29))
    return {one.rule for one in answer.verdict.findings if calls_a_lead(one, answer.reading)}


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (f"Tom: How shall I pay?\nDana: {AGREED}", {"UPW311"}),
        (f"Tom Hale sent an offer\n9:43 AM\nDana\n9:45 AM\n{AGREED}", {"UPW311"}),
        ("Tom: Can I pay by PayPal?\nDana: No, payment stays on Upwork.\nTom: Come on, PayPal is quicker.", {"UPW315"}),
        ("Tom: Can I pay by PayPal?", set()),
        ("Tom: Can I pay by PayPal?\nDana: No, payment stays on Upwork.", set()),
    ],
)  # fmt: skip
def test_a_lead_hears_of_what_was_sent_and_of_a_client_who_pushes(text: str, rules: set[str]) -> None:
    assert called(text) == rules


@pytest.mark.parametrize(
    ("text", "place", "speaker"),
    [
        (f"Dana: {AGREED}", Place.MESSAGE, None),
        (AGREED, Place.MESSAGE, Speaker.US),
        (AGREED, Place.PROPOSAL, None),
        (AGREED, Place.PROFILE, None),
    ],
)
def test_of_what_is_not_sent_yet_its_author_is_told_alone(
    text: str, place: Place, speaker: Speaker | None
) -> None:
    assert not called(text, place, speaker)
