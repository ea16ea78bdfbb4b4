import threading
import time
from collections.abc import Callable

import pytest

from bots.lately import Lately


class Slow:
    """Answers with how often it was asked, when it may."""

    def __init__(self) -> None:
        self.asked = 0
        self.may = threading.Event()

    def __call__(self) -> int:
        self.asked += 1
        self.may.wait(10)
        return self.asked


def test_an_answer_is_good_for_a_while_and_then_asked_for_anew() -> None:
    slow = Slow()
    slow.may.set()
    lately = Lately(slow, fresh=0.1, patience=5)
    assert [lately.get(), lately.get()] == [1, 1]
    time.sleep(0.15)
    assert lately.get() == 2


def test_however_many_wait_and_however_long_one_asks() -> None:
    slow = Slow()
    lately = Lately(slow, fresh=0, patience=0.05)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            lately.get()
    assert slow.asked == 1
    slow.may.set()
    assert lately.get() == 1


def test_what_went_wrong_is_told_to_whoever_wants_the_answer() -> None:
    def fail() -> int:
        raise OSError("gone")

    lately: Callable[[], int] = Lately(fail, fresh=10, patience=5).get
    for _ in range(2):
        with pytest.raises(OSError, match="gone"):
            lately()
