from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tests import growth
from tests.growth import MOST

SHORT = 100


def measured(monkeypatch: pytest.MonkeyPatch, seconds: Callable[[int, int], float]) -> float:
    """Return the growth of work that takes so many seconds for a length in a turn, by a clock of the test's own."""
    clock = [0.0]
    turns: Counter[int] = Counter()

    def work(text: str) -> None:
        turns[len(text)] += 1
        clock[0] += seconds(len(text), turns[len(text)])

    monkeypatch.setattr(growth, "time", SimpleNamespace(thread_time=lambda: clock[0]))
    return growth.growth(work, lambda length: "a" * length, SHORT)


def test_time_that_grows_with_the_square_of_the_length_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert measured(monkeypatch, lambda length, _: length**2) > MOST


def test_time_that_grows_with_the_length_is_no_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    assert measured(monkeypatch, lambda length, _: length) < MOST


def test_a_machine_that_is_slow_for_some_turns_is_no_matter_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow_for_the_long_one(length: int, turn: int) -> float:
        return 9 * length if length > SHORT and turn < 5 else length

    assert measured(monkeypatch, slow_for_the_long_one) < MOST
