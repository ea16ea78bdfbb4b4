"""The cost of any input grows in step with its length."""

from datetime import date

import pytest

from core.policy import load
from core.question import Question, check
from tests.benchmarks.hostile import HOSTILE
from tests.growth import MOST, growth

POLICY = load()


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_four_times_the_length_costs_about_four_times_the_time(name: str) -> None:
    def judge(text: str) -> None:
        check(Question(text=text), POLICY, date(2026, 11, 22))

    assert growth(judge, HOSTILE[name], 10_000) < MOST
