"""What stands at the bot's end in tests of the transport: a Bolt app, and requests signed as Slack signs them."""

import json
from collections.abc import Callable, Coroutine
from time import time
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

SECRET = "0123456789abcdef" * 2
MESSAGE = {"type": "message", "text": "hello", "user": "U1", "channel": "C1", "ts": "1.2"}
COMMAND = {"command": "/checkmsg", "text": "hello", "team_id": "T1", "user_id": "U1", "channel_id": "C1"}
CLICK = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "actions": [{"type": "button", "action_id": "press:0", "block_id": "b", "value": "v"}],
}
SUBMISSION = {
    "type": "view_submission",
    "view": {"type": "modal", "callback_id": "check"},
    "team": {"id": "T1"},
    "user": {"id": "U1"},
}
Ack = Callable[..., Coroutine[Any, Any, None]]


def bolt_app(address: str = "", **how: Any) -> AsyncApp:
    """Return an app of team T1 whose API is at an address; `how` is what AsyncApp takes besides."""
    client = AsyncWebClient(base_url=address)
    return AsyncApp(**{"client": client, "authorize": authorize, "signing_secret": SECRET, **how})


async def authorize() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None,
        team_id="T1",
        bot_token="xoxb-1",  # noqa: S106  # It opens nothing.
        bot_id="BBOT",
        bot_user_id="UBOT",
    )


def event_body(event: dict[str, Any]) -> str:
    """Return the body of a request that tells of an event."""
    return json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event})


def signed(body: str | bytes, at: str = "", secret: str = SECRET) -> dict[str, str]:
    """Return the headers of a request, signed now or at a time that may be none."""
    timestamp = at or str(int(time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    is_json = body[:1] in ("{", b"{")
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature or "",
        "Content-Type": "application/json" if is_json else "application/x-www-form-urlencoded",
    }
