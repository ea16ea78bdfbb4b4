"""Discord behind a port on loopback, for a bot in a process of its own: what simcord knows, over real HTTP and sockets.

with WiredDiscord() as discord:
    ...  # the bot is started: python -m tests.discord.process PORT run
    discord.post(CHATS, "hello")
    discord.fault("POST", "/channels/*/messages", RateLimited(1))
"""

import asyncio
import fnmatch
import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import repeat
from typing import Any, Self

import discord
import simcord
from aiohttp import BodyPartReader, web
from simcord import BackendError
from simcord.backend import Backend
from simcord.http.router import RouteNotImplemented, UnsupportedField, dispatch

from tests.discord.gateway import Gateway
from tests.discord.people import People
from tests.loops import clean_up
from tests.slack.faults import DropAfterAccept, DropBeforeAccept, Fault, RateLimited, ServerError, Slow

API = "/api/v10"
TOKEN = "a.token.of-the-tests"  # noqa: S105  # It opens nothing.
_OPEN = ("/interactions/", "/webhooks/")  # Whoever knows their address may call them.
_PAUSE = 0.02


class _Now:
    """A clock for simcord that shows what time it is."""

    def __init__(self) -> None:
        self._began = time.time()

    @property
    def elapsed(self) -> float:
        return time.time() - self._began

    def now(self) -> datetime:
        return datetime.now(UTC)


class _Env(simcord.Env):
    """simcord's Discord without a bot in it; what people do has been done when it has been told."""

    async def _settle_internal(self, **_: Any) -> None:
        """Wait for nobody."""


@dataclass(frozen=True)
class Called:
    """A request of the bot's."""

    method: str
    path: str
    body: Any
    files: tuple[discord.File, ...] = ()


@dataclass
class Http:
    """Discord's API and its files, with what goes wrong on the way."""

    backend: Backend
    forgets: bool
    calls: list[Called] = field(default_factory=list)
    answered: int = 0
    unknown: list[Exception] = field(default_factory=list)  # what simcord does not know
    _faults: list[tuple[str, str, Iterator[Fault]]] = field(default_factory=list)

    def fault(self, method: str, path: str, fault: Fault, times: int | None = 1) -> None:
        """Let the next calls whose path fits a pattern go wrong, all of them where no number is given."""
        self._faults.append((method, path, repeat(fault) if times is None else repeat(fault, times)))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Do what the bot asks, or what goes wrong instead."""
        path = request.rel_url.raw_path.removeprefix(API)
        if request.headers.get("Authorization") != f"Bot {TOKEN}" and not path.startswith(_OPEN):
            return _json(HTTPStatus.UNAUTHORIZED, {"message": "401: Unauthorized", "code": 0})
        body, files = await _read(request)
        self.calls.append(Called(request.method, path, body, tuple(files)))
        fault = self._taken(request.method, path)
        match fault:
            case RateLimited(retry_after):
                return _limited(retry_after)
            case ServerError(status, accepted=False):
                return web.Response(status=status, text="error")
            case DropBeforeAccept():
                return _cut(request)
        answer = self._do(request, path, body, files)
        match fault:
            case ServerError(status):
                return web.Response(status=status, text="error")
            case DropAfterAccept():
                return _cut(request)
            case Slow(seconds):
                await asyncio.sleep(seconds)
        self.answered += 1
        return answer

    def _taken(self, method: str, path: str) -> Fault | None:
        for of, pattern, faults in self._faults:
            if of == method and fnmatch.fnmatch(path, pattern) and (fault := next(faults, None)):
                return fault
        return None

    def _do(self, request: web.Request, path: str, body: Any, files: list[discord.File]) -> web.Response:
        params = dict(request.query)
        if self.forgets and isinstance(body, dict) and "enforce_nonce" in body:
            body = {**body, "enforce_nonce": False}
        if path == "/gateway/bot":
            return _json(HTTPStatus.OK, {"url": "", "shards": 1, "session_start_limit": _STARTS})
        try:
            answer = dispatch(self.backend, request.method, path, json=body, params=params, files=files)
        except (RouteNotImplemented, UnsupportedField) as error:
            self.unknown.append(error)
            return _json(error.status, error.to_json())
        except BackendError as error:
            return _json(error.status, error.to_json())
        if answer is None:
            return web.Response(status=HTTPStatus.NO_CONTENT)
        return _json(HTTPStatus.OK, answer)


_STARTS = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}


class WiredDiscord(People):
    """A server that a bot in another process is in."""

    def __init__(self, *, forgets: bool = False) -> None:
        """Begin to serve; a Discord that forgets takes what it was sent under a nonce for new."""
        env = _Env(discord.Client(intents=discord.Intents(guilds=True)))
        env.backend.clock = _Now()  # type: ignore[assignment]  # It has what simcord asks of a clock.
        env._message_states.add(env.bot._connection)  # Its messages are told from those of others by it.
        super().__init__(env)
        self.http = Http(env.backend, forgets=forgets)
        self.gateway = Gateway(env.backend, TOKEN)
        self.do(self._open())
        self.found()

    async def _open(self) -> None:
        app = web.Application()
        app.router.add_get("/gw", self.gateway.take)
        app.router.add_route("*", API + "/{path:.+}", self.http.answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port: int = self._runner.addresses[0][1]
        self.gateway.address = f"ws://127.0.0.1:{self.port}/gw"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Serve no longer; raises what the bot asked for and simcord does not know."""
        self.do(clean_up(self._runner))
        super().close()
        if self.http.unknown:
            raise ExceptionGroup("simcord does not know this", self.http.unknown)

    def settle(self) -> None:
        """Wait for nobody: the bot is in another process."""

    def called(self, method: str, path: str) -> list[Called]:
        """Return the requests whose path fits a pattern."""
        return [
            call
            for call in tuple(self.http.calls)
            if call.method == method and fnmatch.fnmatch(call.path, path)
        ]

    def fault(self, method: str, path: str, fault: Fault, times: int | None = 1) -> None:
        """Let the next requests whose path fits a pattern go wrong, all of them where no number is given."""
        self.http.fault(method, path, fault, times)

    def look(self, at: Callable[[], Any]) -> Any:
        """Return what can be seen, while nothing changes."""

        async def looked() -> Any:
            return at()

        return self.do(looked())

    def wait_for(self, happened: Callable[[], object], seconds: float = 20) -> None:
        """Wait until something can be seen."""
        until = time.monotonic() + seconds
        while not self.look(happened):
            assert time.monotonic() < until, "it did not happen"
            time.sleep(_PAUSE)


async def _read(request: web.Request) -> tuple[Any, list[discord.File]]:
    """Return the body of a request, and the files that come with it."""
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        return json.loads(text) if text else None, []
    body: Any = None
    parts: list[tuple[str, bytes]] = []
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        content = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = json.loads(content)
        else:
            parts.append((part.filename or "", content))
    told = body.get("attachments", ()) if isinstance(body, dict) else ()
    descriptions = {one.get("filename"): one.get("description") for one in told}
    return body, [
        discord.File(io.BytesIO(content), name, description=descriptions.get(name)) for name, content in parts
    ]


def _json(status: int, answer: Any) -> web.Response:
    # To the letter: discord.py takes no other type for JSON.
    headers = {"Content-Type": "application/json", "Via": "1.1 google"}
    return web.Response(status=status, body=json.dumps(answer).encode(), headers=headers)


def _limited(seconds: float) -> web.Response:
    answer = {"message": "You are being rate limited.", "retry_after": float(seconds), "global": False}
    limited = _json(HTTPStatus.TOO_MANY_REQUESTS, answer)
    limited.headers["Retry-After"] = str(seconds)
    return limited


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
