"""What Slack puts around what people write. Bolt and our listeners rely on its form, so another form is not taken in.

Within it, where people and other apps write, anything may stand: `reading.py` and `payload.py` look at that.
"""

from collections.abc import Mapping
from typing import Any

from bots.slack.payload import Payload

_TEXTS = frozenset(
    (
        "action_id",
        "block_id",
        "callback_id",
        "channel_id",
        "command",
        "enterprise_id",
        "hash",
        "id",
        "private_metadata",
        "response_url",
        "team_id",
        "thread_ts",
        "trigger_id",
        "ts",
        "type",
        "user_id",
    )
)
_OBJECTS = frozenset(("user", "team", "enterprise", "channel", "container", "message", "view", "state"))
_LISTS = frozenset(("authorizations", "actions"))
_AROUND: Mapping[str, tuple[str, ...]] = {
    "block_actions": ("actions",),
    "view_closed": ("view",),
    "view_submission": ("view",),
}
# What is asked of an event, by its type.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": ("user",),
    "member_joined_channel": ("user", "channel"),
    "reaction_added": ("user",),
    "channel_archive": ("channel",),
    "group_archive": ("channel",),
    "channel_id_changed": ("old_channel_id", "new_channel_id"),
}
_RENAMED = ("channel_rename", "group_rename")


def is_envelope(body: Payload) -> bool:
    """Return whether a request has the form in which Slack sends events, commands and what people press."""
    address = body.get("response_url") or "https"
    return (
        all(_is_so(key, value) for key, value in body.items())
        and all(_is_part(body[key]) for key in _OBJECTS if body.get(key))
        and all(map(_is_part, body.get("authorizations") or ()))
        and all(map(_is_action, body.get("actions") or ()))
        and all(body.get(key) for key in _AROUND.get(str(body.get("type")), ()))
        and isinstance(body.get("text") or "", str)
        and str(address).startswith("http")
        and ("event" not in body or _is_event(body["event"]))
    )


def _is_so(key: str, value: Any) -> bool:
    if value is None:
        return True
    if key in _LISTS:
        return isinstance(value, list)
    return isinstance(value, str) if key in _TEXTS else key not in _OBJECTS or isinstance(value, Mapping)


def _is_part(part: Any) -> bool:
    return isinstance(part, Mapping) and all(_is_so(key, part[key]) for key in _TEXTS if key in part)


def _is_action(action: Any) -> bool:
    return (
        _is_part(action)
        and isinstance(action.get("action_id"), str)
        and isinstance(action.get("selected_option") or {}, Mapping)
    )


def _is_event(event: Any) -> bool:
    if not isinstance(event, Mapping) or not isinstance(event.get("type"), str):
        return False
    if event["type"] in _RENAMED:
        channel = event.get("channel")
        return isinstance(channel, Mapping) and all(
            isinstance(channel.get(key), str) for key in ("id", "name")
        )
    return all(isinstance(event.get(key), str) for key in _NEEDED.get(event["type"], ()))
