"""Measure the engine on labelled lines: what it finds, what it flags wrongly, and where the two get mixed up."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.machine import answer_line
from core.policy import Policy

GROUPS = ("violation", "caution", "allowed")
OUTCOME_GROUP = {"violation": "violation", "clear": "allowed"}


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled text and what the engine made of it."""

    id: str
    text: str
    expected: str
    got: str
    tags: tuple[str, ...]  # what it counts under: "kind move", "lang de", "stage no-contract"


@dataclass
class Score:
    """Counts of expected and given outcomes."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, case: Case) -> None:
        """Count a case."""
        self.pairs[case.expected, case.got] += 1

    def total(self, expected: str) -> int:
        """Return how many cases expect this outcome."""
        return sum(self.pairs[expected, got] for got in GROUPS)

    @property
    def recall(self) -> float | None:
        """Return the share of violations found."""
        return _share(self.pairs["violation", "violation"], self.total("violation"))

    @property
    def false_positives(self) -> float | None:
        """Return the share of allowed texts flagged as a violation."""
        return _share(self.pairs["allowed", "violation"], self.total("allowed"))

    @property
    def precision(self) -> float | None:
        """Return the share of flagged texts that are violations."""
        return _share(
            self.pairs["violation", "violation"],
            sum(self.pairs[expected, "violation"] for expected in GROUPS),
        )

    @property
    def right(self) -> float | None:
        """Return the share of texts with exactly the expected outcome."""
        return _share(sum(self.pairs[group, group] for group in GROUPS), sum(self.pairs.values()))


@dataclass
class Evaluation:
    """Scores in all and by tag, and the cases that came out otherwise than expected."""

    score: Score = field(default_factory=Score)
    by_tag: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    confusions: list[Case] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, case: Case) -> None:
        """Count a case everywhere it belongs."""
        self.score.add(case)
        for tag in case.tags:
            self.by_tag[tag].add(case)
        if case.expected != case.got:
            self.confusions.append(case)


def held_back(row: Mapping[str, Any]) -> bool:
    """Tell whether a labelled row belongs to the third that is measured on and never learnt from.

    Rows with the same text in several stages share a `pair`, and fall on the same side. A row may
    also say by itself, in `part`, that it was written to be learnt from or to be held back.
    """
    if "part" in row:
        return bool(row["part"] == "held-back")
    key = str(row.get("pair") or row.get("id"))
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 3 == 0


def evaluate(row: Mapping[str, Any], evaluation: Evaluation, policy: Policy, today: date) -> None:
    """Judge a labelled row and count it."""
    gate = "is_conversation" in row
    expected = row.get("outcome")
    if gate:
        expected = "violation" if row["is_conversation"] else "allowed"
    if expected not in GROUPS:
        evaluation.errors.append(f"{row.get('id')}: outcome: {expected!r} is none of {', '.join(GROUPS)}")
        return
    answer = answer_row(row, policy, today)
    if "error" in answer:
        evaluation.errors.append(f"{row.get('id')}: {answer['error']}")
        return
    got = OUTCOME_GROUP.get(answer["outcome"], "caution")
    if gate:
        got = "violation" if answer["judged"] else "allowed"
    text = str(row.get("text") or " / ".join(map(str, row.get("posts") or ())))
    evaluation.add(Case(str(row.get("id")), text, str(expected), got, tuple(_tags(row))))


def answer_row(row: Mapping[str, Any], policy: Policy, today: date) -> dict[str, Any]:
    """Return the machine form's answer to a labelled row; `posts` are one conversation that was pasted in pieces."""
    posts = row.get("posts")
    whole = {"text": "\n".join(map(str, posts))} if isinstance(posts, list) else {}
    return answer_line(json.dumps({"id": None, **row, **whole}), policy, today)


def _tags(row: Mapping[str, Any]) -> Iterator[str]:
    if "is_conversation" in row:
        yield "gate"
    kinds = row.get("kinds")
    for kind in kinds if isinstance(kinds, list) else ():
        yield f"kind {kind}"
    for key in ("lang", "stage"):
        if row.get(key):
            yield f"{key} {row[key]}"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
