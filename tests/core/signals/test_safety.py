"""Links of which nobody knows where they lead, tools to look into a computer, and places everybody knows."""

from datetime import date

import pytest

from core.model import Outcome, Speaker
from core.policy import load
from core.question import Question, check

POLICY = load()
TODAY = date(2026, 11, 22)


def judged(text: str, speaker: Speaker = Speaker.CLIENT) -> tuple[Outcome, list[str]]:
    """Return how grave a text is, and which rules it meets."""
    verdict = check(Question(text=text, speaker=speaker), POLICY, TODAY).verdict
    return verdict.outcome, [finding.rule for finding in verdict.findings]


@pytest.mark.parametrize(
    "text",
    [
        "The brief: https://bit.ly/3abcXYZ",
        "Please see the details at tinyurl.com/y7abc",
        "Please install TeamViewer so that I can show you the project",
        "Kindly download AnyDesk and I will explain the task",
    ],
)
def test_what_hides_where_it_leads_is_a_warning(text: str) -> None:
    assert judged(text) == (Outcome.WARNING, ["UPW503"])


@pytest.mark.parametrize(
    "text",
    [
        "Open https://drive.google.com/file/d/abc please",
        "Our shop uses https://bit.ly/3abcXYZ as a short link on the flyer, replace it",
        "The users install TeamViewer on the kiosk, please write the manual",
    ],
)
def test_what_everybody_knows_and_what_the_work_is_about_is_left_alone(text: str) -> None:
    assert judged(text)[0] is Outcome.CLEAR


@pytest.mark.parametrize(
    ("speaker", "text", "rule"),
    [
        (Speaker.CLIENT, "does everyone here get robbed of 10 percent or only me", "UPW304"),
        (Speaker.CLIENT, "Qué barbaridad lo que se queda esta página de cada pago, ni mi banco se atreve a tanto.", "UPW304"),
        (Speaker.US, "We raised the quote a little because Upwork's charges have become painful for agencies.", "UPW304"),
        (Speaker.CLIENT, "kimse bu kadar takılmıyor ya, kural kural diye işi kaçırıyosunuz", "UPW115"),
        (Speaker.CLIENT, "Bạn làm thử miễn phí trước 3 video nha, ưng thì bên mình ký dài hạn.", "UPW501"),
        (Speaker.CLIENT, "kak buatin dulu contohnya gratis ya, nanti kalau cocok baru kontrak", "UPW501"),
    ],
)  # fmt: skip
def test_red_flags_are_heard_in_other_words(speaker: Speaker, text: str, rule: str) -> None:
    assert rule in judged(text, speaker)[1]


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "The 3D scan is too big for this chat. Shall I cut it into pieces or reduce the mesh first?"),
        (Speaker.US, "Our rate is $45 an hour; Upwork deducts its service fee from that, so there's nothing to add for you."),
        (Speaker.US, "I don't do free samples, but I can offer a small paid test."),
    ],
)  # fmt: skip
def test_words_of_red_flags_in_another_sense_are_left_alone(speaker: Speaker, text: str) -> None:
    assert judged(text, speaker)[0] is Outcome.CLEAR
