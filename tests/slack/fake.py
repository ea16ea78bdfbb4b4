"""A small Slack of our own: the Web API on a port of this machine, with faults that tests set.

    with FakeSlack() as slack:
        slack.add_user("U1", name="Mara")
        slack.add_channel("C1", "U1", is_private=True)
        web = WebClient(slack.token, slack.url)
        slack.fault("chat.postMessage", RateLimited(retry_after=1))

More routes (a websocket) are added to `slack.app` before it starts, most simply in a subclass's constructor.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass
from itertools import pairwise
from threading import Thread
from typing import Any, Self, TypeVar
from urllib.parse import parse_qsl

from aiohttp import web

from tests.loops import clean_up, end
from tests.slack import conversations, posting, views  # noqa: F401  # They register their methods.
from tests.slack.faults import (
    DropAfterAccept,
    DropBeforeAccept,
    ErrorCode,
    Fault,
    RateLimited,
    ServerError,
    Slow,
)
from tests.slack.methods import METHODS, needed
from tests.slack.state import State, Thing, Wrong

LOGIN_PAGE = (
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to see this file</body></html>"
)
NO_TOKEN = frozenset({"oauth.v2.access"})
OPENS_SOCKET = "apps.connections.open"
POSTING = frozenset({"chat.postMessage", "files.completeUploadExternal"})
ANSWERS_OF_AN_ADDRESS = 5
Result = TypeVar("Result")


@dataclass(frozen=True)
class Call:
    """A call of a method, and when it came."""

    method: str
    arguments: Thing
    at: float


class FakeSlack(State):
    """A workspace that is served while the context lasts; its dicts may be read and changed by the test."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.scopes: set[str] | None = None  # the bot's rights; None grants all of them
        self.dead_tokens: dict[str, str] = {}  # Slack's code by token
        self.link_path = "/link"  # where apps.connections.open sends Socket Mode
        self.app = web.Application(client_max_size=64 * 1024 * 1024)
        self.app.router.add_route("*", "/api/{method}", self._serve)
        self.app.router.add_post("/upload/{file}", self._upload)
        self.app.router.add_get("/files/{file}/{name}", self._download)
        self.app.router.add_post("/response/{number}", self._respond)
        self._faults: dict[str, list[list[Any]]] = defaultdict(list)  # fault and how often it still comes
        self._used: dict[str, int] = defaultdict(int)
        self.loop = asyncio.new_event_loop()
        self._thread = Thread(target=self.loop.run_forever, name="fake-slack")

    def __enter__(self) -> Self:
        self._thread.start()
        self.run(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self.run(clean_up(self._runner))
        end(self.loop, self._thread)

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do something in the server's loop, from the test's thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=20)

    def fault(self, method: str, fault: Fault, times: int | None = 1) -> None:
        """Let a method go wrong so many times, or always with None; faults of a method come one after another."""
        self._faults[method].append([fault, times])

    def called(self, method: str) -> list[Thing]:
        """Return the arguments of each call of a method."""
        return [call.arguments for call in self.calls if call.method == method]

    def shortest_pause(self, channel_id: str) -> float:
        """Return the least seconds between two posts in a channel."""
        at = [
            call.at
            for call in self.calls
            if call.method in POSTING
            and channel_id in (call.arguments.get("channel"), call.arguments.get("channel_id"))
        ]
        return min(later - earlier for earlier, later in pairwise(at))

    async def _start(self) -> None:
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/"

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments, token = await _arguments(request)
        self.calls.append(Call(method, arguments, self.loop.time()))
        match fault := self._next_fault(method):
            case RateLimited(wait):
                refusal = {"ok": False, "error": "ratelimited"}
                return web.json_response(refusal, status=429, headers={"Retry-After": str(wait)})
            case ErrorCode(code):
                return web.json_response({"ok": False, "error": code})
            case ServerError(status, accepted=False):
                return web.Response(status=status, text="<html>oops</html>", content_type="text/html")
            case DropBeforeAccept():
                return _cut(request)
        answer = self._answer(method, arguments, token)
        match fault:
            case ServerError(status):
                return web.Response(status=status, text="<html>oops</html>", content_type="text/html")
            case DropAfterAccept():
                return _cut(request)
            case Slow(seconds):
                await asyncio.sleep(seconds)
        return web.json_response(answer, headers={"X-OAuth-Scopes": ",".join(sorted(self.scopes or ()))})

    def _answer(self, method: str, arguments: Thing, token: str) -> Thing:
        try:
            self._let_in(method, arguments, token)
            if method == OPENS_SOCKET:
                address = f"ws{self.url.removeprefix('http').removesuffix('/api/')}{self.link_path}"
                return {"ok": True, "url": f"{address}?ticket={next(self.numbers)}"}
            # What is answered is how things were then: later changes must not show in it.
            answer: Thing = json.loads(json.dumps({"ok": True, **METHODS[method](self, arguments)}))
        except Wrong as wrong:
            return wrong.answer
        return answer

    def _let_in(self, method: str, arguments: Thing, token: str) -> None:
        """Refuse a call that is unknown, or that the token gives no right to."""
        opens_socket = method == OPENS_SOCKET
        if not opens_socket and method not in METHODS:
            raise Wrong("unknown_method")
        if method in NO_TOKEN:
            return
        if not token:
            raise Wrong("not_authed")
        if token in self.dead_tokens:
            raise Wrong(self.dead_tokens[token])
        expected = self.app_token if opens_socket else self.token
        if token != expected:
            raise Wrong("not_allowed_token_type" if token in (self.token, self.app_token) else "invalid_auth")
        scope = needed(self, method, arguments)
        if scope and self.scopes is not None and scope not in self.scopes:
            raise Wrong("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))

    def _next_fault(self, method: str) -> Fault | None:
        waiting = self._faults[method]
        if not waiting:
            return None
        fault: Fault = waiting[0][0]
        if waiting[0][1] is not None:
            waiting[0][1] -= 1
            if not waiting[0][1]:
                waiting.pop(0)
        return fault

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        fault = self._next_fault("upload")
        if isinstance(fault, ServerError):
            return web.Response(status=fault.status)
        self.contents[request.match_info["file"]] = await request.read()
        return _cut(request) if isinstance(fault, DropAfterAccept) else web.Response(text="OK")

    async def _download(self, request: web.Request) -> web.Response:
        file = self.files.get(request.match_info["file"])
        if file is None:
            return web.Response(status=404)
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        return web.Response(body=self.contents[file["id"]], content_type=file["mimetype"])

    async def _respond(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        self._used[number] += 1
        if self._used[number] > ANSWERS_OF_AN_ADDRESS:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        self.responses.append({"number": number, **(await request.json())})
        return web.json_response({"ok": True})


async def _arguments(request: web.Request) -> tuple[Thing, str]:
    """Return what a call says, in whichever of the three ways, and its token."""
    arguments: Thing = dict(request.query)
    if request.content_type == "application/json":
        arguments |= await request.json()
    elif request.content_type == "multipart/form-data":
        arguments |= dict(await request.post())
    else:
        arguments |= dict(parse_qsl(await request.text(), keep_blank_values=True))
    for key in ("attachments", "blocks", "files", "metadata", "view"):
        if isinstance(arguments.get(key), str):
            arguments[key] = json.loads(arguments[key])
    token = request.headers.get("Authorization", "").removeprefix("Bearer ") or arguments.pop("token", "")
    return arguments, token


def _cut(request: web.Request) -> web.StreamResponse:
    """Close a connection without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
