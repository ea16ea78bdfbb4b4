"""What the fake Slack remembers, and how tests fill it."""

import itertools
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

Thing = dict[str, Any]
PUBLIC, PRIVATE, DIRECT = "channels", "groups", "im"  # as the names of rights begin


class Wrong(Exception):  # noqa: N818
    """Slack says no, with a code."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.answer = {"ok": False, "error": code, **more}


class State:
    """A workspace with our bot in it; everything is a plain dict in the shape of Slack's payloads."""

    def __init__(self) -> None:
        self.team: Thing = {"id": "T1", "name": "Alder", "domain": "alder"}
        self.enterprise_id: str | None = None
        self.me, self.bot_id, self.app_id = "UBOT", "BBOT", "A1"
        self.token, self.app_token = "xoxb-1-test", "xapp-1-test"
        self.users: dict[str, Thing] = {}
        self.channels: dict[str, Thing] = {}
        self.members: dict[str, list[str]] = {}
        self.messages: dict[str, list[Thing]] = defaultdict(list)  # by channel, in order
        self.files: dict[str, Thing] = {}
        self.contents: dict[str, bytes] = {}
        self.views: dict[str, Thing] = {}
        self.homes: dict[str, Thing] = {}  # by person
        self.ephemerals: list[Thing] = []
        self.responses: list[Thing] = []  # posts to response_urls
        self.pins: list[tuple[str, str]] = []
        self.triggers: set[str] = set()  # used ones
        self.grants: dict[str, Thing] = {}  # what oauth.v2.access answers, by code
        self.now: Callable[[], float] = time.time
        self.numbers = itertools.count(1)
        self._last_ts = 0
        self.url = ""
        self.add_user(self.me, name="checkmsg", is_bot=True)

    def add_user(self, user_id: str, name: str = "", **more: Any) -> Thing:
        """Add a person of the team; `more` are fields of Slack's user object, as is_restricted, deleted, tz."""
        profile = {"display_name": name, "real_name": name or user_id}
        user = {"id": user_id, "team_id": self.team["id"], "name": name or user_id, "tz": "Europe/Kyiv"}
        self.users[user_id] = {**user, "deleted": False, "is_bot": False, "profile": profile, **more}
        return self.users[user_id]

    def add_channel(self, channel_id: str, *people: str, bot: bool = True, **more: Any) -> Thing:
        """Add a channel with people, and with our bot unless told otherwise; `more` are fields of Slack's object."""
        channel = {"id": channel_id, "name": channel_id.lower(), "is_channel": True, "is_private": False}
        self.channels[channel_id] = {**channel, "is_im": False, "is_archived": False, **more}
        self.members[channel_id] = [*people, *([self.me] if bot else [])]
        return self.channels[channel_id]

    def direct(self, *people: str) -> Thing:
        """Return the direct messages between our bot and somebody."""
        for channel_id, members in self.members.items():
            if self.kind(channel_id) == DIRECT and set(members) == {self.me, *people}:
                return self.channels[channel_id]
        channel_id = f"D{next(self.numbers)}"
        return self.add_channel(channel_id, *people, is_im=True, is_channel=False, user=people[0])

    def kind(self, channel_id: str) -> str:
        channel = self.channels[channel_id]
        return DIRECT if channel["is_im"] else PRIVATE if channel["is_private"] else PUBLIC

    def say(self, channel_id: str, user: str, text: str, thread_ts: str = "", **more: Any) -> str:
        """Let a person post something; returns its ts."""
        return str(self.put(channel_id, {"user": user, "text": text, **more}, thread_ts)["ts"])

    def put(self, channel_id: str, message: Thing, thread_ts: str = "") -> Thing:
        message = {"type": "message", "ts": self._ts(), "team": self.team["id"], **message}
        if thread_ts:
            message["thread_ts"] = thread_ts
            for root in self.messages[channel_id]:
                if root["ts"] == thread_ts:
                    root["thread_ts"] = thread_ts
                    root["reply_count"] = root.get("reply_count", 0) + 1
        self.messages[channel_id].append(message)
        return message

    def message(self, channel_id: str, ts: str) -> Thing:
        for message in self.messages[channel_id]:
            if message["ts"] == ts:
                return message
        raise Wrong("message_not_found")

    def thread(self, channel_id: str, ts: str) -> list[Thing]:
        """Return the messages of a thread, its root first."""
        return [
            message
            for message in self.messages[channel_id]
            if ts in (message["ts"], message.get("thread_ts"))
        ]

    def ours(self, channel_id: str) -> list[Thing]:
        """Return what our bot has posted in a channel."""
        return [message for message in self.messages[channel_id] if message["user"] == self.me]

    def remove(self, channel_id: str, ts: str) -> None:
        """Take a message away; of one that has replies something is left."""
        message = self.message(channel_id, ts)
        if message.get("reply_count"):
            message.pop("metadata", None)
            message.update(subtype="tombstone", text="This message was deleted.", user="USLACKBOT", blocks=[])
        else:
            self.messages[channel_id].remove(message)

    def add_file(self, name: str, content: bytes, **more: Any) -> Thing:
        """Add a file that has been uploaded; it is fetched from its `url_private` with the token."""
        file_id = f"F{next(self.numbers)}"
        address = f"{self.url.removesuffix('api/')}files/{file_id}/{name}"
        file = {"id": file_id, "name": name, "title": name, "size": len(content), "mimetype": "text/plain"}
        self.files[file_id] = {**file, "mode": "hosted", "url_private": address, **more}
        self.files[file_id].setdefault("url_private_download", address)
        self.contents[file_id] = content
        return self.files[file_id]

    def response_url(self) -> str:
        """Return an address that takes five answers."""
        return f"{self.url.removesuffix('api/')}response/{next(self.numbers)}"

    def trigger(self) -> str:
        """Return what opens one modal."""
        return f"trigger.{next(self.numbers)}"

    def _ts(self) -> str:
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06}"
