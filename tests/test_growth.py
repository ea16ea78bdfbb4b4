from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tests import growth


def measured(monkeypatch: pytest.MonkeyPatch, seconds: Callable[[int, int], float]) -> float:
    """Return the growth of work that takes so many seconds for a length in a turn, by a clock of the test's own."""
    clock, lengths = [0.0], [0, 0]

    def work(text: str) -> None:
        lengths[len(text) > 100] += 1
        clock[0] += seconds(len(text), lengths[len(text) > 100])

    monkeypatch.setattr(growth, "time", SimpleNamespace(thread_time=lambda: clock[0]))
    return growth.growth(work, lambda length: "a" * length, 100, bound=8)


def test_time_that_grows_with_the_square_of_the_length_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert measured(monkeypatch, lambda length, _: length**2 / 10_000) > 8


def test_time_that_grows_with_the_length_is_no_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    assert measured(monkeypatch, lambda length, _: length / 100) < 8


def test_a_machine_that_is_slow_for_a_while_does_not_matter_either(monkeypatch: pytest.MonkeyPatch) -> None:
    slow_for_the_long_one = 5
    assert (
        measured(monkeypatch, lambda n, turn: n * (9 if n > 100 and turn < slow_for_the_long_one else 1)) < 8
    )
