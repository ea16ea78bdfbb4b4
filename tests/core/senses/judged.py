"""A text judged without a contract, in the forms that tests compare."""

from datetime import date

from core.model import Outcome, Speaker
from core.policy import load
from core.question import Question, check

POLICY = load()
TODAY = date(2026, 11, 22)


def outcome(text: str, speaker: Speaker = Speaker.CLIENT) -> Outcome:
    """Return how grave a text is."""
    return check(Question(text=text, speaker=speaker), POLICY, TODAY).verdict.outcome


def rules(text: str, speaker: Speaker = Speaker.CLIENT) -> set[str]:
    """Return the rules that a text breaks."""
    verdict = check(Question(text=text, speaker=speaker), POLICY, TODAY).verdict
    return {finding.rule for finding in verdict.findings}


def chat(*lines: str) -> list[str]:
    """Return the rules that a chat of Ed, a client, and Kim, one of us, breaks, line by line."""
    names = ("Ed", "Kim")
    text = "\n".join(f"{names[at % 2]}\n10:0{at}\n{line}" for at, line in enumerate(lines))
    return [
        finding.rule for finding in check(Question(text=text, us=("Kim",)), POLICY, TODAY).verdict.findings
    ]
