"""What the app asks of Slack, each with its reason, and the manifests in deploy/ that say it to Slack.

`python -m bots.slack.manifest` writes them anew. A right that is not here is not asked for: among them posting where
nobody invited the bot, joining channels by itself, and people's addresses.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.reply import COMMAND

SHORTCUT = "check_message"
EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
ADDRESS = "https://checkmsg.example.com"  # stands for the address at which Slack reaches the bot
FOLDER = Path(__file__).parents[2] / "deploy"
SOCKET_FILE = "slack-manifest.yaml"
HTTP_FILE = "slack-manifest-http.yaml"

# The rights of the bot, and what does not work without them.
SCOPES: Mapping[str, str] = {
    "commands": f"{COMMAND}, and the shortcut of a message",
    "chat:write": "replies, digests and reminders",
    "channels:history": "reading what is pasted in public channels",
    "groups:history": "reading what is pasted in private channels",
    "im:history": "reading what is written to the bot alone",
    "channels:read": "names of public channels, and who else can read there",
    "groups:read": "names of private channels, and who else can read there",
    "im:write": "alerts, digests and reminders to one person",
    "users:read": "names, and who is a guest or an owner",
    "files:read": "long pastes, which Slack turns into text files",
    "files:write": "the chart of a digest, calendars and exports",
    "reactions:read": "a ✅ or 🔇 that somebody puts on a reply",
    "reactions:write": "the 🔎 on a post that was read and is fine",
    "pins:write": "the one pinned line in a channel that is read",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something Slack tells us of: the right it needs, and what does not work without it."""

    scope: str  # empty where none is needed
    reason: str


EVENTS: Mapping[str, Event] = {
    "message.channels": Event("channels:history", "posts, edits and deletions in public channels"),
    "message.groups": Event("groups:history", "the same in private channels"),
    "message.im": Event("im:history", "the same in messages to the bot alone"),
    "app_home_opened": Event("", "the bot's own page"),
    "member_joined_channel": Event("channels:read", "the bot was invited: it asks what the channel is for"),
    "reaction_added": Event("reactions:read", "a ✅ or 🔇 on a reply"),
    "channel_archive": Event("channels:read", "a channel that is archived is no longer written to"),
    "channel_rename": Event("channels:read", "the new name in settings and digests"),
    "group_archive": Event("groups:read", "as channel_archive, for private channels"),
    "group_rename": Event("groups:read", "as channel_rename, for private channels"),
    "channel_id_changed": Event(
        "groups:read", "a private channel is shared with outsiders and gets another id"
    ),
    "app_uninstalled": Event("", "the token is erased, and nothing is sent any more"),
    "tokens_revoked": Event("", "as app_uninstalled; Slack tells of both in any order"),
}


def socket() -> dict[str, Any]:
    """Return the manifest of an app to which Slack speaks through Socket Mode; no public address is needed."""
    return _manifest("", {"socket_mode_enabled": True, "org_deploy_enabled": False})


def http() -> dict[str, Any]:
    """Return the manifest of an app that any number of workspaces install, and that Slack calls at ADDRESS."""
    made = _manifest(ADDRESS, {"socket_mode_enabled": False, "org_deploy_enabled": True})
    made["oauth_config"] = {"redirect_urls": [ADDRESS + REDIRECT_PATH], **made["oauth_config"]}
    return made


def _manifest(address: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    calls = {"request_url": address + EVENTS_PATH} if address else {}
    url = {"url": address + EVENTS_PATH} if address else {}
    return {
        "display_information": {
            "name": "checkmsg",
            "description": "Checks client conversations against Upwork's rules and says what to send instead.",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "checkmsg", "always_online": True},
            "shortcuts": [
                {
                    "name": "Check this message",
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": "Checks a message for you alone.",
                }
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    **url,
                    "description": "Checks a text, or shows what can be asked.",
                    "usage_hint": "[text | help | client | digest …]",
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**calls, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **calls},
            **settings,
            "token_rotation_enabled": False,
        },
    }


def as_yaml(manifest: Mapping[str, Any]) -> str:
    """Return a manifest as YAML, each right and event with its reason; what JSON calls a string YAML does, too."""
    return "\n".join(_lines(manifest)) + "\n"


def _lines(mapping: Mapping[str, Any]) -> Iterator[str]:
    for key, value in mapping.items():
        if isinstance(value, Mapping):
            yield f"{key}:"
            yield from (f"  {line}" for line in _lines(value))
        elif isinstance(value, list):
            yield f"{key}:"
            for item in value:
                first, *others = _lines(item) if isinstance(item, Mapping) else (_reasoned(item),)
                yield f"  - {first}"
                yield from (f"    {line}" for line in others)
        else:
            yield f"{key}: {_scalar(value)}"


def _scalar(value: str | bool) -> str:
    return json.dumps(value, ensure_ascii=False)


def _reasoned(item: str) -> str:
    reason = EVENTS[item].reason if item in EVENTS else SCOPES.get(item)
    return _scalar(item) + (f"  # {reason}" if reason else "")


def write(folder: Path = FOLDER) -> None:
    """Write both manifests into a folder."""
    folder.mkdir(exist_ok=True)
    for name, manifest in ((SOCKET_FILE, socket()), (HTTP_FILE, http())):
        (folder / name).write_text(as_yaml(manifest), encoding="utf-8")


if __name__ == "__main__":
    write()
