import asyncio
import gc
import socket
from threading import Thread

from aiohttp import web

from tests.loops import clean_up, end


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


def test_who_calls_as_the_server_ends_is_hung_up_on() -> None:
    runner = web.AppRunner(web.Application(), shutdown_timeout=0.1)

    async def begin() -> int:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port: int = runner.addresses[0][1]
        return port

    async def test() -> None:
        with socket.create_connection(("127.0.0.1", await begin())) as caller:
            await clean_up(runner)
            await asyncio.sleep(0)
            caller.settimeout(1)
            assert caller.recv(1) == b""

    asyncio.run(test())
    gc.collect()  # What is left over would be told of here.
