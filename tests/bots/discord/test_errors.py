import asyncio
import ssl
from collections.abc import Coroutine
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from aiohttp.client_reqrep import ConnectionKey

from bots.delivery import DeliveryError, Gone, Patience, Refused, Unclear
from bots.discord.bridge import PATIENCE_SECONDS, Bridge
from bots.discord.errors import OUTCOMES, asking, delivery_error, passing, posting
from bots.discord.sender import DiscordSender
from tests.bots.discord.sending import HELLO, post_to, world
from tests.discord.people import People
from tests.discord.world import CHATS

__all__ = ["world"]  # a fixture

NEVER = [
    (400, 50035),
    (400, 50083),
    (400, 160005),
    (400, 200000),
    (401, 0),
    (403, 50001),
    (403, 50007),
    (403, 50013),
    (403, 90001),
    (404, 10003),
    (404, 10007),
    (404, 0),
    (413, 40005),
    (400, 999999),
]
LATER = [20016, 20022, 20028, 20029, 30046, 40003, 40004, 40006, 130000]
KEY = ConnectionKey("discord.com", 443, True, True, None, None, None)


def answer(
    status: int, code: int = 0, kind: type[discord.HTTPException] = discord.HTTPException, wait: str = ""
) -> Exception:
    headers = {"Retry-After": wait} if wait else {}
    response: Any = SimpleNamespace(status=status, reason="words", headers=headers)
    return kind(response, {"code": code, "message": "words", "errors": {"content": "words"}})


def told(error: DeliveryError) -> tuple[type[DeliveryError], str, bool, timedelta]:
    return type(error), error.status, error.forever, error.retry_after


def test_every_row_of_the_table_is_tested() -> None:
    assert sorted(OUTCOMES) == sorted(map(str, [10008, *LATER]))


@pytest.mark.parametrize(
    "error, found",
    [
        *(
            (answer(status, code), Refused(str(code) if code else f"http_{status}", forever=True))
            for status, code in NEVER
        ),
        (answer(403, 50013, discord.Forbidden), Refused("50013", forever=True)),
        (answer(404, 10008, discord.NotFound), Gone("10008")),
        *((answer(400, code), Refused(str(code))) for code in LATER),
        (answer(503, 0, discord.DiscordServerError), Unclear("http_503")),
        (answer(500), Unclear("http_500")),
        (answer(429, wait="soon"), Refused("ratelimited", retry_after=timedelta(minutes=1))),
        (answer(429), Refused("ratelimited", retry_after=timedelta(minutes=1))),
        (answer(429, wait="7"), Refused("ratelimited", retry_after=timedelta(seconds=7))),
        (discord.RateLimited(70.5), Refused("ratelimited", retry_after=timedelta(seconds=70.5))),
        (aiohttp.ClientConnectorError(KEY, ConnectionRefusedError(111, "words")), Refused("unreachable")),
        (aiohttp.ClientConnectorDNSError(KEY, OSError(-2, "words")), Refused("unreachable")),
        (
            aiohttp.ClientConnectorCertificateError(KEY, ssl.SSLCertVerificationError()),
            Refused("unreachable"),
        ),
        (aiohttp.ConnectionTimeoutError(), Refused("unreachable")),
        (aiohttp.ServerDisconnectedError(), Unclear("ServerDisconnectedError")),
        (aiohttp.ClientOSError(104, "words"), Unclear("ClientOSError")),
        (aiohttp.ClientPayloadError("words"), Unclear("ClientPayloadError")),
        (aiohttp.SocketTimeoutError(), Unclear("SocketTimeoutError")),
        (TimeoutError("words"), Unclear("TimeoutError")),
        (ConnectionResetError(104, "words"), Unclear("ConnectionResetError")),
    ],
)
def test_an_error_says_what_became_of_a_post_and_none_of_the_words(
    error: Exception, found: DeliveryError
) -> None:
    assert told(delivery_error(error)) == told(found)
    with pytest.raises(DeliveryError) as caught, posting():
        raise error
    assert told(caught.value) == told(found)
    assert (caught.value.__suppress_context__, "words" in str(caught.value)) == (True, False)


@pytest.mark.parametrize(
    "error, kind",
    [
        (answer(500), Refused),
        (TimeoutError(), Refused),
        (answer(404, 10008), Gone),
        (answer(403, 50013), Refused),
    ],
)
def test_what_brings_nothing_to_discord_is_never_unclear(error: Exception, kind: type[DeliveryError]) -> None:
    with pytest.raises(DeliveryError) as caught, asking():
        raise error
    assert type(caught.value) is kind
    assert caught.value.forever is delivery_error(error).forever


def test_only_the_codes_that_may_pass_do() -> None:
    with passing("50013", "10008"), asking():
        raise answer(404, 10008)
    with pytest.raises(Refused, match="50001"), passing("50013", "10008"), asking():
        raise answer(403, 50001)


def test_a_mistake_of_ours_stays_what_it_is() -> None:
    with pytest.raises(TypeError), posting():
        raise TypeError


def test_a_call_ends_in_less_than_half_of_the_time_that_its_post_is_held() -> None:
    assert timedelta(seconds=PATIENCE_SECONDS) * 2 < Patience().lease


class Hasty(Bridge):
    def wait(self, work: Coroutine[Any, Any, Any], seconds: float = 0.05) -> Any:
        return super().wait(work, seconds)


def test_a_call_that_takes_too_long_is_unclear(world: People) -> None:
    bridge = Hasty()
    bridge.open(world.loop, world.env.bot)
    sender = DiscordSender(bridge, lambda _: str(world.guild.id))

    async def never(*_: Any, **__: Any) -> None:
        await asyncio.Event().wait()

    world.env.bot.http.request = never  # type: ignore[method-assign]
    with pytest.raises(Unclear, match="timeout"):
        sender.send(post_to(world.id(CHATS)), HELLO)


def test_without_a_loop_nothing_is_sent(world: People) -> None:
    with pytest.raises(Refused, match="closed"):
        DiscordSender(Bridge(), lambda _: str(world.guild.id)).send(post_to(world.id(CHATS)), HELLO)
