"""Fit what tells red flags by the numbers of both networks: `make flags` (about ten minutes).

Neither network is moved: for each flag a weight is learnt for each of its last numbers, by logistic regression. A label
that says no more than "unpaid work" or "pressure" counts for any of the flags that this may be, and against none.
"""

import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track

from core.encoder import Asked, encoder
from core.evaluate import held_back
from core.flags import WARNS_OF
from core.network import CLIENT, FOLDER, US, Row, Text, network
from core.subwords import subwords
from core.weigh import MESSAGES_BEFORE, MOST_SUBWORDS
from training.samples import CORPUS, SEED, Sample, sample

# The flags that a kind in the labels may stand for, where no `flag` says which.
MAY_BE = {
    "unpaid_work": ("flag-sample", "flag-early", "flag-partner"),
    "suspicious_file": ("flag-file",),
    "access_without_contract": ("flag-access",),
    "pressure": ("flag-rules", "flag-everyone"),
    "fees": ("flag-fee",),
    "pay_to_work": ("flag-paytowork",),
}
OTHERS = 6000  # Texts without any flag that are learnt from.
STEPS = 400
SPEED = 0.02
HELD_DOWN = 1e-2  # How much large weights cost.
DOUBT = -3.0  # The bias that learning begins with: few messages warn of anything.
TOGETHER = 64


def rows(files: Iterable[Path]) -> Iterator[tuple[dict[str, Any], tuple[tuple[str, int], ...]]]:
    """Yield the labelled messages that are learnt from, each with what was said before it."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if held_back(row):
                continue
            if "kinds" in row and "text" in row and "speaker" in row:
                yield row, ()
            said: list[tuple[str, int]] = []
            for message in row.get("messages", []):
                if message.get("speaker") not in ("client", "us") or "text" not in message:
                    continue
                if "kinds" in message:
                    yield {"outcome": "allowed", **message}, tuple(said[-MESSAGES_BEFORE:])
                said.append((message["text"], US if message["speaker"] == "us" else CLIENT))


def is_flagged(row: Mapping[str, Any]) -> bool:
    """Tell whether the labels name a red flag."""
    return bool(MAY_BE.keys() & set(row["kinds"]))


def answers(row: Mapping[str, Any]) -> tuple[list[bool], list[bool]]:
    """Return for each flag whether a message holds it, and whether the labels tell."""
    held, told = dict.fromkeys(WARNS_OF, False), dict.fromkeys(WARNS_OF, True)
    named = f"flag-{row.get('flag')}"
    if row["outcome"] == "caution" and named in WARNS_OF:
        held[named] = True
        return list(held.values()), list(told.values())
    for kind in MAY_BE.keys() & set(row["kinds"]):
        flags = MAY_BE[kind]
        # A complaint of fees beside a way past them is told as that.
        is_plain = len(flags) == 1 and not (kind == "fees" and "payment" in row["kinds"])
        for flag in flags:
            held[flag], told[flag] = is_plain, is_plain
    return list(held.values()), list(told.values())


def numbers(samples: Sequence[Sample]) -> tuple[Row, Row]:
    """Return what both networks make of samples, a row each."""
    small, large = [], []
    for start in track(range(0, len(samples), TOGETHER), "reading", transient=True):
        texts, asked = [], []
        for one in samples[start : start + TOGETHER]:
            words = tuple((subwords(one.text) or [0])[:MOST_SUBWORDS])
            texts.append(Text(words, one.speaker, one.clues))
            before = [Text(tuple(subwords(text)), speaker) for text, speaker in one.before]
            asked.append(Asked(texts[-1], before))
        small.append(network().numbers(texts))
        large.append(encoder().numbers(asked))
    return np.concatenate(small), np.concatenate(large)


def fitted(x: Row, held: Row, told: Row) -> tuple[Row, Row]:
    """Return the weights and the bias by which numbers tell what is held, where that is told (Kingma and Ba, 2014)."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    x = (x - mean) / spread
    moved = [np.zeros((x.shape[1], held.shape[1]), np.float32), np.full(held.shape[1], DOUBT, np.float32)]
    first, second = ([np.zeros_like(one) for one in moved] for _ in range(2))
    for step in track(range(1, STEPS + 1), "learning", transient=True):
        weights, bias = moved
        wrong = (1 / (1 + np.exp(-np.clip(x @ weights + bias, -30, 30))) - held) * told / len(x)
        for n, slope in enumerate((x.T @ wrong + HELD_DOWN / held.shape[1] * weights, wrong.sum(axis=0))):
            first[n] = 0.9 * first[n] + 0.1 * slope
            second[n] = 0.999 * second[n] + 0.001 * slope * slope
            pace = np.sqrt(second[n] / (1 - 0.999**step)) + 1e-8
            moved[n] = moved[n] - SPEED * first[n] / (1 - 0.9**step) / pace
    weights = moved[0] / spread[:, None]
    return weights, moved[1] - mean @ weights


def main() -> None:
    """Fit the flags and write them to core/network/."""
    found = list(rows(sorted(CORPUS.glob("*.jsonl"))))
    flagged = [one for one in found if is_flagged(one[0]) or "flag" in one[0]]
    others = [one for one in found if not (is_flagged(one[0]) or "flag" in one[0])]
    chosen = flagged + random.Random(SEED).sample(others, min(OTHERS, len(others)))
    learnt = []
    for row, before in track(chosen, "looking", transient=True):
        if one := sample({"stage": "no-contract", **row}):
            learnt.append((replace(one, before=before), row))
    small, large = numbers([one for one, _ in learnt])
    held, told = (np.array(one, np.float32) for one in zip(*(answers(row) for _, row in learnt), strict=True))
    some = np.array([[is_flagged(row)] for _, row in learnt], np.float32)
    weights, bias = fitted(large, held, told)
    any_weights, any_bias = fitted(small, some, np.ones_like(some))
    full = {"weights": weights, "bias": bias, "any_weights": any_weights, "any_bias": any_bias}
    np.savez_compressed(FOLDER / "flags.npz", **{name: one.astype(np.float16) for name, one in full.items()})
    print(f"{len(learnt)} messages, {int(some.sum())} with a flag", file=sys.stderr)


if __name__ == "__main__":
    main()
