"""Every rule is proven by the examples in its own file, through the whole engine."""

from dataclasses import replace
from datetime import date

import pytest

from core.catalogue import render
from core.model import Example, Level, Place, Relationship, Speaker, Stage
from core.policy import load
from core.question import Answer, Question, check

POLICY = load()
BREAKS = [
    pytest.param(code, example, id=f"{code}-{n}")
    for code in POLICY.rules
    for n, example in enumerate(POLICY.proven(code).breaks)
]
ALLOWED = [
    pytest.param(code, example, id=f"{code}-{n}")
    for code in POLICY.rules
    for n, example in enumerate(POLICY.proven(code).allowed)
]


def judged(example: Example, code: str) -> Answer:
    question = Question(
        text=example.text, relationship=example.relationship, place=example.place, speaker=example.speaker
    )
    answer = check(question, POLICY.switched(on=[code]), example.today)
    if example.draft:
        question = replace(question, text=f"draft: {example.text}", speaker=None)
        answer = check(question, POLICY.switched(on=[code]), example.today)
    return answer


@pytest.mark.parametrize("code, example", BREAKS)
def test_a_text_that_breaks_a_rule_is_found_with_its_words(code: str, example: Example) -> None:
    answer = judged(example, code)

    told = [finding for finding in answer.verdict.findings if code in (finding.rule, *finding.related)]
    assert told
    text = answer.conversation.text
    for words in example.evidence:
        start = text.index(words)
        spans = [span for finding in told for span in finding.evidence]
        assert any(span.start < start + len(words) and start < span.end for span in spans)


@pytest.mark.parametrize("code, example", ALLOWED)
def test_a_text_that_a_rule_allows_is_left_alone_by_it(code: str, example: Example) -> None:
    answer = judged(example, code)

    assert code not in {
        name for finding in answer.verdict.findings for name in (finding.rule, *finding.related)
    }


@pytest.mark.parametrize("lang", sorted(POLICY.scripts))
def test_every_script_is_clean_as_our_own_message_at_the_strictest_stage(lang: str) -> None:
    strictest = Relationship(stage=Stage.NO_CONTRACT)
    for name, situation in POLICY.scripts[lang].situations.items():
        for text in (situation.declines, situation.rewrites):
            question = Question(text=text, relationship=strictest, speaker=Speaker.US, place=Place.MESSAGE)
            findings = check(question, POLICY, date(2026, 11, 22)).verdict.findings
            grave = [finding for finding in findings if finding.level is not Level.INFO]
            assert not grave, (lang, name, text)


def test_the_generated_catalogue_is_up_to_date() -> None:
    assert (POLICY.rules_folder / "README.md").read_text(encoding="utf-8") == render(POLICY)
