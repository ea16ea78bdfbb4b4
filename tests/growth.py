"""How the time that something takes grows with the length of what it is given: ratios of one run, no clock times."""

import gc
import time
from collections.abc import Callable

MOST = 8.0  # Of time four times as much text should take four times, and would take sixteen times if time were squared.
TURNS = (2, 12)  # At least, and at most where the bound is broken.
SHORTEST = 0.002  # Seconds; what takes less is no danger, and only noise.


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of this thread that a piece of work takes, without what other tests leave to collect."""
    gc.disable()
    try:
        begun = time.thread_time()
        work()
        return time.thread_time() - begun
    finally:
        gc.enable()


def ratio(one: Callable[[], object], other: Callable[[], object], bound: float) -> float:
    """Return how many times as long as `other` a piece of work takes, by the quickest of several turns of each.

    A processor that others use as well may be half as quick at any moment. So the two take turns, and as long as the
    bound is broken they get some more of them: what really takes longer does so each time.
    """
    quickest = [float("inf")] * 2
    least, most = TURNS
    for turn in range(1, most + 1):
        quickest = [min(before, seconds(work)) for before, work in zip(quickest, (one, other), strict=True)]
        found = (quickest[0] + SHORTEST) / (quickest[1] + SHORTEST)
        if turn >= least and found < bound:
            break
    return found


def growth(work: Callable[[str], object], text: Callable[[int], str], length: int) -> float:
    """Return how many times as long work takes on a text of four times this length."""
    short, long = text(length), text(4 * length)
    return ratio(lambda: work(long), lambda: work(short), MOST)
