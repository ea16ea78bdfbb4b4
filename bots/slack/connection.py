"""One Socket Mode connection to Slack: every envelope is given to Bolt, and Bolt's answer acknowledges it."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import SystemRandom
from time import monotonic
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, ClientWSTimeout, WSMsgType
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bots import metrics
from bots.slack.envelope import is_envelope
from core.errors import trace

logger = logging.getLogger(__name__)
_dice = SystemRandom()
# Slack leaves the TCP connection open after the goodbyes, so there is nothing to wait for.
_GOODBYE = ClientWSTimeout(ws_close=1.0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long is waited for what, in seconds."""

    ping: float = 10.0
    silence: float = 30.0  # Three pings without a word: the other end is gone.
    quiet: float = 900.0  # Nothing but pongs: perhaps nobody wrote, perhaps the connection is deaf.
    farewell: float = 10.0  # So long Slack goes on sending where it has announced the end of a connection.
    first_wait: float = 1.0
    longest_wait: float = 60.0

    def wait(self, failures: int) -> float:
        """Return a wait after so many failures: anything up to a bound that doubles, so that crowds disperse."""
        if not failures:
            return 0.0
        bound = min(self.first_wait * 2.0 ** min(failures - 1, 32), self.longest_wait)
        return bound * _dice.random()


class Connection:
    """A connection with a session of its own, so that nothing which is broken outlives it."""

    def __init__(self, app: AsyncApp, app_token: str, pace: Pace, heard: Callable[[], None]) -> None:
        """Take who answers, the token that opens it, the times, and what is told of each envelope."""
        self._app = app
        self._app_token = app_token
        self._pace = pace
        self._tell = heard
        self._session = ClientSession()
        self._socket: ClientWebSocketResponse
        self._over: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self._answering: set[asyncio.Task[None]] = set()
        self._heard = monotonic()
        self.ended_at: datetime | None = None
        self.siblings = 0  # the app's other connections, as Slack counts them

    async def open(self) -> None:
        """Reach Slack and be greeted.

        Raises SlackClientError where Slack refuses, and OSError, ClientError or TimeoutError where it is out of reach.
        """
        client = self._app.client
        web = AsyncWebClient(
            base_url=client.base_url,
            proxy=client.proxy,
            ssl=client.ssl,
            session=self._session,
            retry_handlers=[],
        )
        async with asyncio.timeout(self._pace.silence):
            granted = await web.apps_connections_open(app_token=self._app_token)
            self._socket = await self._session.ws_connect(
                str(granted["url"]),
                proxy=client.proxy,
                ssl=True if client.ssl is None else client.ssl,
                timeout=_GOODBYE,
            )
            await self._be_greeted()
        self._heard = monotonic()
        self._tasks = (asyncio.create_task(self._listen()), asyncio.create_task(self._ping()))

    async def over(self) -> str:
        """Wait until another connection is needed, and return why."""
        return await asyncio.shield(self._over)

    async def linger(self) -> None:
        """Take what Slack still sends, until it hangs up or the farewell is over."""
        await asyncio.wait(self._tasks[:1], timeout=self._pace.farewell)

    async def close(self) -> None:
        """Take no more, finish the answers that are being made, and hang up."""
        await end(*self._tasks)
        if self._answering:
            await asyncio.wait(self._answering, timeout=self._pace.farewell)
        await end(*self._answering)
        if self._tasks:
            await self._socket.close()
        await self._session.close()

    async def _be_greeted(self) -> None:
        frame: dict[str, Any] = {}
        while frame.get("type") not in ("hello", "disconnect"):
            message = await self._socket.receive()
            if message.type is not WSMsgType.TEXT:
                raise ConnectionResetError("hung up before hello")
            frame = _read(message.data)
        self.siblings = int(frame.get("num_connections") or 1) - 1
        if frame["type"] == "disconnect":
            self._take(frame)

    async def _listen(self) -> None:
        reason = "closed"
        try:
            # Pongs count as well: aiohttp begins to wait anew with every frame.
            while (message := await self._socket.receive(self._pace.silence)).type is WSMsgType.TEXT:
                self._take(_read(message.data))
        except TimeoutError:
            reason = "silent"
        finally:
            self.ended_at = datetime.now(UTC)
            self._end_for(reason)

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(self._pace.ping)
            try:
                await self._socket.ping()
            except ConnectionError:
                return  # The listening end is told too.
            if monotonic() - self._heard > self._pace.quiet:
                self._end_for("quiet")

    def _take(self, frame: dict[str, Any]) -> None:
        if frame.get("type") == "disconnect":
            self._end_for(str(frame.get("reason")))
            return
        if not isinstance(frame.get("payload"), dict):
            return
        if not is_envelope(frame["payload"]):
            logger.warning("an envelope of Slack's has a form that is not known")
            return
        request = SocketModeRequest.from_dict(frame)
        if request is None:
            return
        self._heard = monotonic()
        self._tell()
        task = asyncio.create_task(self._answer(request))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, request: SocketModeRequest) -> None:
        try:
            with metrics.ACK_SECONDS.labels(metrics.Way.SLACK_SOCKET).time():
                response = await run_async_bolt_app(self._app, request)
                if response.status == 200:
                    answer = SocketModeResponse(request.envelope_id, _payload(response))
                    await self._socket.send_json(answer.to_dict())
            if response.status != 200:
                logger.warning("Slack sends an envelope again: its answer had the status %s", response.status)
        except ConnectionError:
            logger.warning("Slack sends an envelope again: the connection was gone before its answer")
        except Exception as error:  # noqa: BLE001  # It is logged, whatever it is.
            logger.error("an envelope could not be answered: %s", trace(error))  # noqa: TRY400  # Without its message.

    def _end_for(self, reason: str) -> None:
        if not self._over.done():
            self._over.set_result(reason)


def _read(text: str) -> dict[str, Any]:
    """Return a frame; Slack sends some that are empty."""
    try:
        frame = json.loads(text)
    except ValueError:
        return {}
    return frame if isinstance(frame, dict) else {}


def _payload(response: BoltResponse) -> dict[str, Any] | None:
    if not response.body:
        return None
    if response.headers.get("content-type", [""])[0].startswith("application/json"):
        payload: dict[str, Any] = json.loads(response.body)
        return payload
    return {"text": response.body}


async def end(*tasks: asyncio.Task[None]) -> None:
    """Cancel tasks and wait until they are over; what they failed of is logged."""
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            logger.error("listening to Slack failed: %s", trace(result))
