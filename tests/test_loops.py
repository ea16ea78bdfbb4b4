import asyncio
import gc
from threading import Thread

from tests.loops import end


def test_what_waits_in_a_loop_that_ends_is_cancelled_and_troubles_nobody_later() -> None:
    loop, ended = asyncio.new_event_loop(), []

    async def wait() -> None:
        try:
            await asyncio.Queue[str]().get()
        finally:
            ended.append("cancelled")

    async def begin() -> None:
        loop.create_task(wait())
        await asyncio.sleep(0)

    thread = Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(begin(), loop).result(timeout=20)
    end(loop, thread)
    gc.collect()  # What is left over would be told of here.

    assert ended == ["cancelled"]
    assert loop.is_closed()
