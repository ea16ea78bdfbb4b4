"""Slack's end of Socket Mode, with all that goes wrong on a wire.

with WiredSlack() as slack:
    ...  # the bot is started, with slack.url and slack.app_token
    answer = slack.send("slash_commands", {"command": "/checkmsg", "text": "help"})
    slack.event({"type": "message", "channel": "C1", "user": "U1", "text": "hello", "ts": "1.2"})
    slack.run(slack.wire.links[-1].kill())
"""

import asyncio
import json
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from aiohttp import WSMsgType, web

from tests.slack.fake import FakeSlack

TIMES_SENT = 4  # once, and three times again
Result = TypeVar("Result")


class NotAcknowledgedError(Exception):
    """An envelope that was not acknowledged in time, however often it was sent."""


class Link:
    """One connection of the bot's."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.answers: dict[str, asyncio.Future[Any]] = {}  # by envelope
        self._socket = socket
        self._request = request
        self._deaf = asyncio.Event()

    @property
    def is_open(self) -> bool:
        return not self._socket.closed

    async def send(self, frame: Mapping[str, Any]) -> None:
        await self.send_text(json.dumps(frame))

    async def send_text(self, text: str) -> None:
        await self._socket.send_str(text)

    async def disconnect(self, reason: str) -> None:
        """Announce the end of the connection; hanging up is another matter."""
        await self.send({"type": "disconnect", "reason": reason})

    async def hang_up(self) -> None:
        await self._socket.close()

    async def kill(self) -> None:
        """Drop the connection without a word."""
        assert self._request.transport is not None
        self._request.transport.abort()

    async def deafen(self) -> None:
        """Leave the connection open and alone: no ping is answered any more."""
        self._deaf.set()

    async def serve(self) -> None:
        """Take acknowledgements until the bot hangs up."""
        taking, deaf = asyncio.create_task(self._take()), asyncio.create_task(self._deaf.wait())
        try:
            await asyncio.wait({taking, deaf}, return_when=asyncio.FIRST_COMPLETED)
            if not taking.done():
                taking.cancel()
                await asyncio.Event().wait()
        finally:
            taking.cancel()
            deaf.cancel()

    async def _take(self) -> None:
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                answer = json.loads(message.data)
                waiting = self.answers[answer["envelope_id"]]
                if not waiting.done():  # It may come after the time for it.
                    waiting.set_result(answer.get("payload"))


class Wire:
    """The connections; all of it runs in the loop of the server."""

    def __init__(self) -> None:
        self.links: list[Link] = []
        self.is_mute = False  # New connections are accepted and left alone.
        self.strangers = 0  # connections of other processes
        self._sent = 0
        self._changed = asyncio.Condition()

    async def connected(self, links: int = 1, seconds: float = 5) -> Link:
        """Wait until so many connections have been made in all, and return the newest."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: len(self.links) >= links)
        return self.links[-1]

    async def send(
        self, kind: str, payload: Mapping[str, Any], *, link: Link | None = None, seconds: float = 3
    ) -> Any:
        """Send an envelope once and return what its acknowledgement carries; raises NotAcknowledgedError."""
        return await self._send(self._envelope(kind, payload), link, seconds)

    async def deliver(self, kind: str, payload: Mapping[str, Any], *, seconds: float = 3) -> Any:
        """Send an envelope until it is acknowledged, as Slack does with events."""
        envelope = self._envelope(kind, payload)
        for attempt in range(TIMES_SENT):
            again = {"retry_attempt": attempt, "retry_reason": "timeout"} if attempt else {}
            try:
                return await self._send({**envelope, **again}, None, seconds)
            except NotAcknowledgedError:
                continue
        raise NotAcknowledgedError(kind)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection of the bot's."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        link = Link(socket, request)
        if self.is_mute:
            await link.deafen()
            await link.serve()
        others = sum(other.is_open for other in self.links) + self.strangers
        await link.send({"type": "hello", "num_connections": 1 + others})
        async with self._changed:
            self.links.append(link)
            self._changed.notify_all()
        await link.serve()
        return socket

    def _envelope(self, kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        self._sent += 1
        takes_answer = kind != "events_api"
        return {
            "envelope_id": f"envelope-{self._sent}",
            "type": kind,
            "payload": payload,
            "accepts_response_payload": takes_answer,
        }

    async def _send(self, envelope: Mapping[str, Any], link: Link | None, seconds: float) -> Any:
        try:
            async with asyncio.timeout(seconds):
                chosen = link or await self._open_link()
                answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
                chosen.answers[envelope["envelope_id"]] = answer
                await chosen.send(envelope)
                return await answer
        except (TimeoutError, ConnectionError):
            raise NotAcknowledgedError(envelope["envelope_id"]) from None

    async def _open_link(self) -> Link:
        """Wait for a connection that is open, and return the newest of them."""
        async with self._changed:
            await self._changed.wait_for(lambda: any(link.is_open for link in self.links))
        return next(link for link in reversed(self.links) if link.is_open)


class WiredSlack(FakeSlack):
    """The fake Slack with Socket Mode."""

    def __init__(self) -> None:
        super().__init__()
        self.wire = Wire()
        self.app.router.add_get(self.link_path, self.wire.take)

    def send(self, kind: str, payload: Mapping[str, Any], **how: Any) -> Any:
        """Send an envelope once, from another thread, and return what its acknowledgement carries."""
        return self.run(self.wire.send(kind, payload, **how))

    def event(self, event: Mapping[str, Any], **how: Any) -> None:
        """Deliver an event, from another thread, until it is acknowledged."""
        self.run(self.wire.deliver("events_api", self.event_payload(event), **how))

    async def there(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do something in the server's loop, from another loop."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.loop))

    def event_payload(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Return an event in the envelope of the Events API."""
        number = next(self.numbers)
        told = {"enterprise_id": self.enterprise_id, "team_id": self.team["id"], "user_id": self.me}
        return {
            "token": "unused",
            "team_id": self.team["id"],
            "api_app_id": self.app_id,
            "type": "event_callback",
            "event_id": f"Ev{number}",
            "event_time": int(self.now()),
            "authorizations": [{**told, "is_bot": True, "is_enterprise_install": False}],
            "event": event,
        }
