"""The door at which Slack calls: what is too big, unsigned, old or said twice stays outside; the rest is Bolt's."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from time import time
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bots import metrics
from bots.slack.envelope import is_envelope
from bots.slack.manifest import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH

logger = logging.getLogger(__name__)
HEALTH_PATH = "/healthz"
MOST = 1_048_576  # bytes of a request; Slack's own are far smaller
SIGNED_SECONDS = 300  # So long a signature holds, before and after its time.
# Within what somebody wrote the quotes would be escaped.
RATE_LIMITED = re.compile(rb'"type"\s*:\s*"app_rate_limited"')
_REMEMBERED = 10_000
_SHORT = 1000
_DRAIN_SECONDS = 10
_LINGER_SECONDS = 1  # so that whoever sends too much reads why
_SECONDS = re.compile("[0-9]{1,12}")
Health = Callable[[], Mapping[str, Any]]
Page = Callable[[web.Request], Awaitable[web.Response]]


class Door:
    """The guards before Bolt."""

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        """Take who answers, and the secret with which Slack signs."""
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)
        self._seen = Seen()

    async def take(self, request: web.Request) -> web.Response:
        """Answer an event, a command, or a control that was used."""
        body = await request.read()  # It stops at MOST, with status 413.
        if b"ssl_check=1" in body[:_SHORT].split(b"&"):
            return web.Response()  # Slack asks whether our certificate is good, and signs nothing.
        signature = request.headers.get("X-Slack-Signature", "")
        if not self._is_signed(body, request.headers.get("X-Slack-Request-Timestamp", ""), signature):
            logger.warning("a request was not signed by Slack, or long ago")
            return web.Response(status=401)
        # An event that comes twice is known by its own marks. Commands and clicks have none, and Slack never repeats
        # them. The body says which of them it is, since a header can be changed by whoever repeats it.
        if not body.startswith(b"{") and not self._seen.add(signature):
            logger.warning("a command or a click came a second time")
            return web.Response(status=401)
        if RATE_LIMITED.search(body):
            # It is no event, so that Bolt knows no answer to it; and unanswered, Slack would end the subscription.
            logger.error("Slack keeps events back: a workspace has more than 30,000 an hour")
            return web.Response()
        try:
            asked = AsyncBoltRequest(body=body.decode(), headers=dict(request.headers))
        except (AttributeError, LookupError, TypeError, ValueError):
            return web.Response(status=400)  # Bolt looks into it, and raises where it has another form.
        if not is_envelope(asked.body):
            logger.warning("a request of Slack's has a form that is not known")
            return web.Response(status=400)
        with metrics.ACK_SECONDS.labels(metrics.Way.SLACK_HTTP).time():
            return await to_aiohttp_response(await self._app.async_dispatch(asked))

    def _is_signed(self, body: bytes, timestamp: str, signature: str) -> bool:
        # The verifier raises at what it cannot read.
        if not _SECONDS.fullmatch(timestamp) or not signature.isascii():
            return False
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except UnicodeDecodeError:
            return False


class Seen:
    """Signatures that were used, for as long as they may hold; the oldest are forgotten where there are too many."""

    def __init__(self, most: int = _REMEMBERED) -> None:
        """Take how many are remembered at most."""
        self._most = most
        self._until: dict[str, float] = {}  # in the order in which they came

    def __len__(self) -> int:
        return len(self._until)

    def add(self, signature: str) -> bool:
        """Remember a signature; return whether it is new."""
        now = time()
        if self._until.get(signature, 0.0) > now:
            return False
        self._until.pop(signature, None)
        while self._until and (len(self) >= self._most or next(iter(self._until.values())) <= now):
            del self._until[next(iter(self._until))]
        # Where our clock is behind Slack's, a signature holds for longer than five minutes after it came.
        self._until[signature] = now + 2 * SIGNED_SECONDS
        return True


class HttpDoor:
    """The web application at its address."""

    def __init__(self, web_app: web.Application) -> None:
        """Take what is served."""
        # The lines of an access log would hold the codes with which workspaces install the bot. And a body that is
        # too big would be read to its end, and thrown away, for ten seconds.
        self._runner = web.AppRunner(
            web_app, access_log=None, shutdown_timeout=_DRAIN_SECONDS, lingering_time=_LINGER_SECONDS
        )

    async def start(self, host: str, port: int) -> None:
        """Open the door; port 0 is any that is free. Raises OSError where the address is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()

    @property
    def port(self) -> int:
        """Return the port, once the door is open."""
        port: int = self._runner.addresses[0][1]
        return port

    async def stop(self) -> None:
        """Let nobody in any more, and wait up to ten seconds for those who are inside."""
        await self._runner.cleanup()


def make_web_app(
    app: AsyncApp, *, signing_secret: str = "", installed: bool = False, health: Health = dict
) -> web.Application:
    """Return the pages of the bot: Slack's requests where there is a secret, and installation where it is `installed`.

    `health` tells how it is; its `ok` decides whether the answer is 200 or 503.
    """
    made = web.Application(client_max_size=MOST)
    if signing_secret:
        made.router.add_post(EVENTS_PATH, Door(app, signing_secret).take)
    flow = app.oauth_flow
    if installed and flow is not None:
        made.router.add_get(INSTALL_PATH, _page(flow.handle_installation))
        made.router.add_get(REDIRECT_PATH, _page(flow.handle_callback))
    made.router.add_get(HEALTH_PATH, _health_page(health))
    return made


def _page(show: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> Page:
    async def page(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await show(await to_bolt_request(request)))

    return page


def _health_page(health: Health) -> Page:
    async def page(_: web.Request) -> web.Response:
        facts = {"ok": True, **health()}
        return web.json_response(facts, status=200 if facts["ok"] else 503)

    return page
