"""Fit the weights of core/weigh.py to the labelled corpus: `make weights`.

A message is labelled as a whole, but its meaning stands in one of its sentences. So the fit goes in rounds: all
sentences of a positive message share its label at first, then the ones that look most like it keep it, while
every sentence of a negative message stays negative. Two thirds of the corpus are learnt from; the rest is held
back (core/evaluate.py says which) and never read here.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from core.evaluate import held_back
from core.meaning import PAY
from core.meaning import TALK as TALK_KINDS
from core.model import Level, Speaker, Stage
from core.policy import load
from core.reading import scenes_of
from core.signals import DETECTORS
from core.transcript import parse
from core.weigh import QUESTIONS, WEIGHTS, features, placed, windows

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
TALK = frozenset({"contact_share", "contact_request", "move", "call"})
EXCEPTIONS = frozenset({"access_exception", "legal_exception"})
FREE_STAGES = frozenset({"active-contract", "earlier-contract"})
KINDS = {
    "unpaid": "unpaid_work",
    "file": "suspicious_file",
    "access": "access_without_contract",
    "pressure": "pressure",
}
ROUNDS = 4
SEEN_AT_LEAST = 3  # A feature of fewer windows says more about one message than about language.
NEAR_BEST = 0.7  # How close to a message's best sentence, in log odds, another still counts as positive.
STRENGTH = 0.5  # Inverse of the regularisation, chosen on a quarter of the part learnt from.
SMOOTHING = 1.0
FLOOR = 0.1
SMALLEST = 0.04  # Weights below this change no decision and are left out of the file.


def messages(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the labelled messages of the part that is learnt from, those inside whole conversations included."""
    found: list[dict[str, Any]] = []
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if held_back(row):
                continue
            if "kinds" in row:
                found.append(row)
            found.extend(
                {"outcome": "allowed", **row, **message}
                for message in row.get("messages", ())
                if message["speaker"] in ("client", "us") and "kinds" in message
            )
    return found


def scripts() -> list[dict[str, Any]]:
    """Return what we ourselves tell people to send: clean by definition, and full of the words of refusal."""
    return [
        {"text": text, "speaker": "us", "kinds": ["benign"], "outcome": "allowed", "stage": "no-contract"}
        for script in load().scripts.values()
        for situation in script.situations.values()
        for text in (situation.declines, situation.rewrites)
    ]


def examples() -> list[dict[str, Any]]:
    """Return the texts that prove the rules on talk and payment, those of one message that a speaker is given for."""
    policy = load()
    found = []
    for code, rule in policy.rules.items():
        talk, pay = bool(TALK_KINDS.intersection(rule.signals.any)), bool(PAY.intersection(rule.signals.any))
        for example, breaks in [(e, True) for e in policy.proven(code).breaks] + [
            (e, False) for e in policy.proven(code).allowed
        ]:
            name, colon, text = example.text.partition(": ")
            speaker = {"Client": "client", "Me": "us"}.get(name) if colon else example.speaker
            stage = example.relationship.stage or Stage.NO_CONTRACT
            if (
                "\n" in example.text
                or speaker is None
                or talk == pay
                or (stage in FREE_STAGES and not breaks)
            ):
                continue
            kinds = ["benign"] if not breaks else ["move"] if talk else ["payment"]
            outcome = "violation" if breaks else "allowed"
            found.append(
                {
                    "text": text if colon and name in ("Client", "Me") else example.text,
                    "speaker": str(speaker),
                    "kinds": kinds,
                    "outcome": outcome if rule.level is Level.VIOLATION else "allowed",
                    "stage": str(stage),
                }
            )
    return [row for row in found if row["outcome"] == "violation" or row["kinds"] != ["payment"]]


def label(row: Mapping[str, Any], question: str) -> bool | None:
    """Return the answer to a question for a labelled message, None where the labels do not tell."""
    kinds = set(row["kinds"])
    excepted = bool(kinds & EXCEPTIONS) and row["outcome"] != "violation"
    if question == "talk":
        talk = bool(kinds & TALK) and not excepted
        # Where talk is free anyway, a label of "benign" may stand beside a perfectly real phone number.
        return None if not talk and _free(row) and not kinds & TALK else talk
    if question == "exception":
        return None if _free(row) and not kinds & TALK else excepted
    paying = "payment" in kinds and row["outcome"] == "violation"
    if question == "pay":
        return paying
    if question == "fees":
        return "fees" in kinds and not paying
    return KINDS[question] in kinds


def _free(row: Mapping[str, Any]) -> bool:
    exempt = row.get("badge_seen") and row.get("plan") in ("enterprise", "business")
    return bool(row.get("stage") in FREE_STAGES or exempt)


class Table:
    """The windows of all messages as a sparse matrix of features."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        per_message = [_windows(row) for row in rows]
        counts = Counter(name for found in per_message for window in found for name in window)
        self.names = sorted(name for name, count in counts.items() if count >= SEEN_AT_LEAST)
        place = {name: index for index, name in enumerate(self.names)}
        self.owner = np.array([n for n, found in enumerate(per_message) for _ in found])
        indices: list[int] = []
        starts = [0]
        for found in per_message:
            for window in found:
                indices.extend(sorted(place[name] for name in window if name in place))
                starts.append(len(indices))
        self.matrix = csr_matrix(
            (np.ones(len(indices)), np.array(indices, dtype="int32"), np.array(starts, dtype="int32")),
            shape=(len(starts) - 1, len(self.names)),
        )
        self.messages = len(rows)


def _windows(row: Mapping[str, Any]) -> list[set[str]]:
    conversation = parse(row["text"], speaker=Speaker(row["speaker"]))
    found = []
    for scene in scenes_of(conversation):
        signals = placed(scene, (signal for find in DETECTORS for signal in find(scene)))
        found.extend(features(scene, window, signals) for window in windows(scene))
    return found


def fit(table: Table, rows: list[dict[str, Any]], question: str) -> tuple[np.ndarray, float]:
    """Return the weights and the intercept of one question.

    Each feature is scaled by how differently often it stands in positive and negative windows before the
    regression sees it, which serves short texts well (Wang and Manning, 2012); the scale ends up in the weights.
    """
    labels = [label(row, question) for row in rows]
    known = np.array([answer is not None for answer in labels])
    positive = np.array([bool(answer) for answer in labels])[table.owner]
    share = 1 / np.bincount(table.owner, minlength=table.messages)[table.owner]
    chosen = known[table.owner]
    weight = np.where(positive, share, np.sqrt(share))
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=400)
    for _ in range(ROUNDS):
        scale = _contrast(table.matrix[chosen], positive[chosen], weight[chosen])
        scaled = (table.matrix @ diags(scale)).tocsr()
        scaled.indices, scaled.indptr = scaled.indices.astype("int32"), scaled.indptr.astype("int32")
        model.fit(scaled[chosen], positive[chosen], sample_weight=weight[chosen])
        odds = model.decision_function(scaled)
        best = np.full(table.messages, -np.inf)
        np.maximum.at(best, table.owner, odds)
        chosen = known[table.owner] & (~positive | (odds > best[table.owner] - NEAR_BEST))
        weight = np.where(positive, 1.0, np.sqrt(share))
    return model.coef_[0] * scale, float(model.intercept_[0])


def _contrast(matrix: csr_matrix, positive: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return for each feature the size of its log ratio between positive and negative windows, at least FLOOR."""
    ahead = matrix.T @ (weight * positive) + SMOOTHING
    behind = matrix.T @ (weight * ~positive) + SMOOTHING
    ratio = np.log((ahead / ahead.sum()) / (behind / behind.sum()))
    return FLOOR + np.abs(ratio)


def write(names: list[str], models: list[tuple[np.ndarray, float]], path: Path) -> int:
    """Write the weights, one feature a line, and return how many lines that makes."""
    lines = [
        "# feature\t" + "\t".join(QUESTIONS),
        "\t" + "\t".join(f"{intercept:.2f}" for _, intercept in models),
    ]
    for index, name in enumerate(names):
        values = [coefficients[index] for coefficients, _ in models]
        if any(abs(value) >= SMALLEST for value in values):
            lines.append(
                name + "\t" + "\t".join(f"{value:.2f}" if abs(value) >= SMALLEST else "" for value in values)
            )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def main() -> None:
    """Fit all questions and write core/weights.tsv."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="labelled JSON lines; without any, tests/corpus")
    files = parser.parse_args().files or sorted(CORPUS.glob("*.jsonl"))
    rows = messages(files) + scripts() + examples()
    print(f"{len(rows)} messages", file=sys.stderr)
    table = Table(rows)
    models = []
    for question in QUESTIONS:
        print(f"fitting {question} on {table.matrix.shape[0]} windows", file=sys.stderr)
        models.append(fit(table, rows, question))
    print(f"{write(table.names, models, WEIGHTS)} lines in {WEIGHTS.name}", file=sys.stderr)


if __name__ == "__main__":
    main()
