"""Socket Mode that never stays dead: a connection that ends, or that is doubted, is built anew, session and all.

Slack's own client is not used: it asks for ever with a token that was revoked, hangs up before it has the next
connection, and forgets the answers that are being made when it closes.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

from aiohttp import ClientError
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bots.slack.connection import Connection, Pace, end
from bots.slack.errors import code_of
from bots.slack.workspaces import REFUSED
from core.errors import PlainError

logger = logging.getLogger(__name__)
_LINK_DISABLED = "link_disabled"
_PAGE = "the app's page Basic Information, App-Level Tokens"
_COPY = f"Copy it anew from {_PAGE}, into CHECKMSG_SLACK_APP_TOKEN."
_OFF = (
    "Socket Mode is off for this app. Switch it on on the app's page Socket Mode, then start checkmsg again."
)
_SCOPELESS = (
    f"Make one that has the right connections:write on {_PAGE}, and put it into CHECKMSG_SLACK_APP_TOKEN."
)
# Slack's codes that no other try would change, and what does.
_HOPELESS = {
    **dict.fromkeys((*REFUSED, "team_disabled", "user_removed_from_team"), _COPY),
    **dict.fromkeys(("missing_scope", "no_permission"), _SCOPELESS),
}


class SocketError(PlainError):
    """Slack lets this app open no connection; the message says what to do."""


@dataclass(frozen=True, slots=True)
class State:
    """How the connection is; instants are aware UTC."""

    connected: bool
    since: datetime
    last_envelope_at: datetime | None
    rebuilt: int


class Socket:
    """What Slack sends to an app that has no address of its own."""

    def __init__(self, app: AsyncApp, app_token: str, pace: Pace | None = None) -> None:
        """Take who answers, the token that opens connections, and the times. The app's client says where Slack is."""
        self._app = app
        self._app_token = app_token
        self._pace = pace or Pace()
        self._connection: Connection | None = None
        self._unclosed: set[Connection] = set()
        self._retiring: set[asyncio.Task[None]] = set()
        self._keeping: asyncio.Task[None] | None = None
        self._since = datetime.now(UTC)
        self._last_envelope_at: datetime | None = None
        self._rebuilt = 0

    @property
    def state(self) -> State:
        """Return how the connection is now."""
        now = self._connection
        if now is None or now.ended_at is None:
            return State(now is not None, self._since, self._last_envelope_at, self._rebuilt)
        return State(False, now.ended_at, self._last_envelope_at, self._rebuilt)

    async def start(self) -> None:
        """Try to connect, and keep at it in the background where Slack is out of reach; raises SocketError."""
        asked_to_wait = await self._renew()
        self._keeping = asyncio.create_task(self._keep(asked_to_wait))

    async def stop(self) -> None:
        """Take nothing more, finish the answers that are being made, and hang up."""
        tasks = (*self._retiring, self._keeping)
        await end(*(task for task in tasks if task is not None and not task.done()))
        await asyncio.gather(*map(self._close, tuple(self._unclosed)))

    async def run_until(self, stop: asyncio.Event) -> None:
        """Listen until told to stop; raises SocketError where Slack lets the app in no more."""
        stopping = asyncio.create_task(stop.wait())
        try:
            await self.start()
            assert self._keeping is not None
            await asyncio.wait({stopping, self._keeping}, return_when=asyncio.FIRST_COMPLETED)
            if self._keeping.done():
                await self._keeping
        finally:
            stopping.cancel()
            await self.stop()

    async def _keep(self, asked_to_wait: float) -> None:
        """Have a connection, for ever: the next one is opened before the last one is let go."""
        failures = 0
        while True:
            began = monotonic()
            if self._connection is not None:
                reason = await self._connection.over()
                if reason == _LINK_DISABLED:
                    raise SocketError(_OFF)
                logger.info("the connection to Slack is renewed (%s)", reason)
            # What held for long has not failed, it is renewed; and a connection that dies at once must not be a loop.
            failures = failures + 1 if monotonic() - began < self._pace.longest_wait else 0
            await asyncio.sleep(max(asked_to_wait, self._pace.wait(failures)))
            asked_to_wait = await self._renew()

    async def _renew(self) -> float:
        """Open a connection in place of the last; return the seconds for which Slack wants to be left alone."""
        connection = Connection(self._app, self._app_token, self._pace, self._note_envelope)
        self._unclosed.add(connection)
        try:
            await connection.open()
        except SlackApiError as error:
            await self._close(connection)
            return _wait_of(error)
        except (ClientError, OSError, SlackClientError) as error:
            await self._close(connection)
            logger.warning("Slack is out of reach (%s); checkmsg tries again", type(error).__name__)
            return 0.0
        self._replace(connection)
        return 0.0

    def _replace(self, connection: Connection) -> None:
        last, was_connected = self._connection, self.state.connected
        self._connection = connection
        if not was_connected:
            self._since = datetime.now(UTC)
        if last is None:
            if connection.siblings:
                logger.warning(
                    "Slack counts another connection of this app: a second process would take a part of its news"
                )
            return
        self._rebuilt += 1
        task = asyncio.create_task(self._retire(last))
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)

    async def _retire(self, connection: Connection) -> None:
        await connection.linger()
        await self._close(connection)

    async def _close(self, connection: Connection) -> None:
        await connection.close()
        self._unclosed.discard(connection)

    def _note_envelope(self) -> None:
        self._last_envelope_at = datetime.now(UTC)


def _wait_of(error: SlackApiError) -> float:
    """Return the seconds for which Slack wants to be left alone; raises SocketError where another try is in vain."""
    said = error.response if isinstance(error.response, AsyncSlackResponse) else None
    code = code_of(error) if said else ""
    if code in _HOPELESS:
        raise SocketError(f"Slack refuses the app's token ({code}). {_HOPELESS[code]}") from None
    logger.warning("Slack opens no connection (%s); checkmsg tries again", code or "no answer")
    asked = said.headers.get("Retry-After", "") if said else ""
    return float(asked) if asked.isdecimal() else 0.0
