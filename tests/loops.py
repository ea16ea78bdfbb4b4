"""The end of a server, and of a loop that runs in a thread of its own."""

import asyncio
from threading import Thread

from aiohttp import web

TURNS = 5  # of the loop, from a call that the kernel has taken to a connection that the server knows: three, and some more.


def end(loop: asyncio.AbstractEventLoop, thread: Thread) -> None:
    """Stop a loop and close it; what still waits in it is cancelled first.

    Whatever waited on for ever would be collected at some later time, in the midst of another test, which then fails.
    """
    asyncio.run_coroutine_threadsafe(cancel_all(), loop).result(timeout=20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def cancel_all() -> None:
    """Cancel all other tasks of this loop, those too that begin meanwhile, and wait for its threads."""
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()


async def clean_up(runner: web.AppRunner) -> None:
    """Stop a server of aiohttp's once it knows all who have called; nobody would hang up on the others."""
    for _ in range(TURNS):
        await asyncio.sleep(0)
    await runner.cleanup()
