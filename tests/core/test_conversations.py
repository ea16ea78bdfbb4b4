"""The conversations in tests/conversations are the specification that agencies can read."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.model import Relationship, Stage
from core.policy import load
from core.question import Question, check

FOLDER = Path(__file__).parents[1] / "conversations"
FILES = sorted(FOLDER.glob("*.toml"))


def specification(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_conversation_is_judged_as_its_file_says(path: Path) -> None:
    wanted = specification(path)
    stage = wanted["relationship"].get("stage")
    question = Question(
        text=wanted["text"].strip(),
        relationship=Relationship(stage=Stage(stage) if stage else None),
        us=wanted.get("us", ()),
    )

    answer = check(question, load(), date(2026, 11, 22))

    assert answer.verdict.outcome == wanted["outcome"]
    for expected in wanted["expect"]:
        findings = [f for f in answer.verdict.findings if expected["code"] in (f.rule, *f.related)]
        assert findings
        assert findings[0].by == expected["by"]
        assert findings[0].state == expected["state"]
        start = question.text.index(expected["words"])
        spans = [span for finding in findings for span in finding.evidence]
        assert any(span.start < start + len(expected["words"]) and start < span.end for span in spans)
