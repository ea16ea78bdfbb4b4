import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from threading import Event

import pytest

from bots.inbox import News
from bots.intake import Intake
from core.records import Arrival, ArrivalKind, Platform

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def news(ts: str) -> News:
    return News(Platform.SLACK, "T1", Arrival(ArrivalKind.POSTED, "C1", ts, "U1", AT, "hello"))


class Shelf:
    """Stores what it is given once it may, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.may, self.error = Event(), error
        self.kept: list[list[str]] = []

    def keep(self, batch: Sequence[News]) -> None:
        self.may.wait(5)
        if self.error:
            raise self.error
        self.kept.append([one.arrival.message for one in batch])


@pytest.mark.parametrize("error", [None, OSError("no room")], ids=["stored", "not stored"])
def test_whoever_hangs_up_does_not_stop_the_others(error: Exception | None) -> None:
    async def test() -> None:
        shelf = Shelf(error)
        intake = Intake(shelf)  # type: ignore[arg-type]  # All that it asks of an inbox.
        first, second = (asyncio.create_task(intake.keep(news(ts))) for ts in "12")
        await asyncio.sleep(0.05)
        third = asyncio.create_task(intake.keep(news("3")))
        await asyncio.sleep(0.05)
        first.cancel()
        shelf.may.set()
        told = await asyncio.gather(first, second, third, return_exceptions=True)
        assert [type(one) for one in told] == [asyncio.CancelledError, type(error), type(error)]
        assert shelf.kept == ([] if error else [["1", "2"], ["3"]])

    asyncio.run(test())
