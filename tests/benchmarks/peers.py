"""Compare with Presidio's pattern recognisers and scrubadub on the held-back corpus, in one run: `make peers`."""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from core.evaluate import held_back
from core.model import Outcome, Plan, Relationship, Speaker, Stage
from core.policy import load
from core.question import Question, check

# Presidio's own extractor would ask the network for a newer list.
os.environ["TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS"] = ""

CORPUS = Path(__file__).parents[1] / "corpus"
FILES = ("messages_en.jsonl", "messages_intl.jsonl", "own_en.jsonl", "own_intl.jsonl")
TODAY = date(2026, 11, 22)


def rows() -> list[dict[str, str]]:
    """Return the held-back messages that are plainly a violation or plainly allowed."""
    found = []
    for name in FILES:
        for line in (CORPUS / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if held_back(row) and row["outcome"] in ("violation", "allowed"):
                found.append(row)
    return found


def ours() -> Callable[[dict[str, str]], bool]:
    """Return our judgement of a row."""
    policy = load()

    def flags(row: dict[str, str]) -> bool:
        relationship = Relationship(
            stage=Stage(row["stage"]),
            plan=Plan(row["plan"]) if row["plan"] else None,
            badge_seen=bool(row["badge_seen"]),
        )
        question = Question(text=row["text"], relationship=relationship, speaker=Speaker(row["speaker"]))
        return check(question, policy, TODAY).verdict.outcome is Outcome.VIOLATION

    return flags


def presidio() -> Callable[[dict[str, str]], bool]:
    """Return whether Presidio's pattern recognisers find anything in a row."""
    from presidio_analyzer.predefined_recognizers import (
        CryptoRecognizer,
        EmailRecognizer,
        IbanRecognizer,
        PhoneRecognizer,
        UrlRecognizer,
    )

    recognizers = [
        kind() for kind in (EmailRecognizer, PhoneRecognizer, UrlRecognizer, IbanRecognizer, CryptoRecognizer)
    ]
    return lambda row: any(
        result.score >= 0.4
        for recognizer in recognizers
        for result in recognizer.analyze(row["text"], recognizer.supported_entities, None)
    )


def scrubadub() -> Callable[[dict[str, str]], bool]:
    """Return whether scrubadub finds anything in a row."""
    import scrubadub as library

    scrubber = library.Scrubber()
    return lambda row: any(True for _ in scrubber.iter_filth(row["text"]))


def main() -> None:
    """Print recall, false-positive rate and speed of each."""
    cases = rows()
    print(f"{len(cases)} held-back messages\n{'':12} {'recall':>7} {'false pos.':>11} {'messages/s':>11}")
    for name, build in (("checkmsg", ours), ("Presidio", presidio), ("scrubadub", scrubadub)):
        try:
            flags = build()
        except ImportError as error:
            print(f"{name:12} not installed: {error}")
            continue
        flags(cases[0])
        start = time.perf_counter()
        flagged = [(row["outcome"], flags(row)) for row in cases]
        took = time.perf_counter() - start
        recall, false_positives = (
            sum(flag for outcome, flag in flagged if outcome == wanted)
            / sum(outcome == wanted for outcome, _ in flagged)
            for wanted in ("violation", "allowed")
        )
        print(f"{name:12} {recall:7.3f} {false_positives:11.3f} {len(cases) / took:11.0f}")


if __name__ == "__main__":
    main()
