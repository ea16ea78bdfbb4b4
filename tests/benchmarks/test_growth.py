"""The cost of any input grows in step with its length: a ratio within one run, no clock times."""

import time
from datetime import date

import pytest

from core.policy import load
from core.question import Question, check
from tests.benchmarks.hostile import HOSTILE

POLICY = load()
MOST = 3.5  # Twice the length; quadratic work would show as four, and small machines are noisy.


def fastest(text: str) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        check(Question(text=text), POLICY, date(2026, 11, 22))
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_twice_the_length_costs_about_twice_the_time(name: str) -> None:
    make = HOSTILE[name]
    fastest(make(1_000))

    # What is too short to measure is no danger; the constant keeps its noise out of the ratio.
    assert (fastest(make(40_000)) + 0.004) / (fastest(make(20_000)) + 0.004) < MOST
