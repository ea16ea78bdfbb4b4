"""What holds for any text whatever."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from core.model import Level, Relationship, Speaker, Stage
from core.policy import load
from core.question import Answer, Question, check

POLICY = load()
TODAY = date(2026, 11, 22)
PIECES = st.sampled_from(
    [
        "Client: ",
        "Me: ",
        "can we move to WhatsApp",
        "my number is +1 415 555 0132",
        "write to dana at harbour dot example",
        "pay you by PayPal directly",
        "https://calendly.example/dana",
        "no, we stay here on Upwork",
        "build a Telegram bot",
        "let us call on Zoom",
        "send me your e-mail for the repo",
        "\n",
        ". ",
        " ",
        "加我微信",
        "скиньте номер",
        "\ud800",
        "1 ",
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=12).map("".join))


def judged(text: str, stage: Stage | None = None, speaker: Speaker | None = None) -> Answer:
    return check(Question(text=text, relationship=Relationship(stage=stage), speaker=speaker), POLICY, TODAY)


@settings(deadline=None)
@given(TEXTS)
def test_any_text_gets_a_verdict_whose_spans_lie_in_the_text(text: str) -> None:
    answer = judged(text)

    for finding in answer.verdict.findings:
        for span in finding.evidence:
            assert 0 <= span.start < span.end <= len(text)
            message = answer.conversation.messages[span.message]
            assert message.start <= span.start


@settings(deadline=None)
@given(TEXTS, st.sampled_from([Speaker.CLIENT, Speaker.US]))
def test_no_text_is_judged_milder_without_a_contract_than_with_one(text: str, speaker: Speaker) -> None:
    def gravest(stage: Stage) -> int:
        findings = judged(text, stage, speaker).verdict.findings
        ranks = [f.level.rank for f in findings if f.rule < "UPW4"]
        return min(ranks, default=Level.INFO.rank)

    assert gravest(Stage.NO_CONTRACT) <= gravest(Stage.ACTIVE_CONTRACT)
