"""People and channels as Slack knows them; what was asked once is known for a while."""

import time
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bots.slack.errors import retry_after

PERSON_SECONDS = 600.0
ROOM_SECONDS = 60.0  # Outsiders may be let into a channel at any moment.
TIMEOUT_SECONDS = 5
PATIENCE_SECONDS = 5.0
DIRECT = "D"
SLACKBOT = "USLACKBOT"  # which Slack does not call a bot
Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or a bot; `outside` is who does not belong to the agency: a guest, or one of another company."""

    id: str
    name: str
    zone: str
    owner: bool = False
    outside: bool = False
    gone: bool = False
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A place where people talk; `shared` is where another company reads along, or was invited to."""

    id: str
    name: str
    private: bool = False
    shared: bool = False
    archived: bool = False
    direct: bool = False
    member: bool = False


class _Kept(Generic[Known]):
    """What was looked up, for so many seconds. Two threads may look at the same time, which does no harm."""

    def __init__(self, look: Callable[[str], Known], seconds: float) -> None:
        self._look = look
        self._seconds = seconds
        self._known: dict[str, tuple[float, Known]] = {}

    def of(self, key: str) -> Known:
        now = time.monotonic()
        known = self._known.get(key)
        if known is not None and now < known[0]:
            return known[1]
        found = self._look(key)
        self._known[key] = (now + self._seconds, found)
        return found

    def forget(self, key: str) -> None:
        self._known.pop(key, None)


class Directory:
    """Whom and what a workspace's bot can see. It may be asked from any thread."""

    def __init__(self, web: WebClient) -> None:
        """Take the client that asks; what is asked here has to be known within seconds, so it gets less time."""
        self._web = copy(web)
        self._web.timeout = TIMEOUT_SECONDS
        self._home: frozenset[str] = frozenset()
        self._people = _Kept(self._look_at_person, PERSON_SECONDS)
        self._rooms = _Kept(self._look_at_room, ROOM_SECONDS)

    def person(self, user_id: str) -> Person:
        """Return somebody; raises what the client raises, a rate limit only where it lasts longer than seconds."""
        return self._people.of(user_id)

    def room(self, channel_id: str) -> Room:
        """Return a channel; raises as `person` does."""
        return self._rooms.of(channel_id)

    def forget(self, external_id: str) -> None:
        """Look at somebody, or at a channel, anew when it is asked for next."""
        self._people.forget(external_id)
        self._rooms.forget(external_id)

    def _look_at_person(self, user_id: str) -> Person:
        user = _patiently(lambda: self._web.users_info(user=user_id))["user"]
        profile = user.get("profile") or {}
        names = (
            profile.get("display_name"),
            profile.get("real_name"),
            user.get("real_name"),
            user.get("name"),
        )
        return Person(
            id=user_id,
            name=next(filter(None, names), user_id),
            zone=user.get("tz") or "",
            owner=_any(user, "is_owner", "is_primary_owner", "is_admin"),
            outside=_any(user, "is_restricted", "is_ultra_restricted", "is_stranger")
            or not self._is_ours(user),
            gone=_any(user, "deleted"),
            bot=_any(user, "is_bot") or user_id == SLACKBOT,
        )

    def _look_at_room(self, channel_id: str) -> Room:
        if channel_id.startswith(DIRECT):
            # There is nothing to ask about a talk with one person, and asking would take one more right.
            return Room(channel_id, "", private=True, direct=True, member=True)
        channel = _patiently(lambda: self._web.conversations_info(channel=channel_id))["channel"]
        return Room(
            id=channel_id,
            name=channel.get("name") or "",
            private=_any(channel, "is_private"),
            shared=_is_shared(channel),
            archived=_any(channel, "is_archived"),
            member=_any(channel, "is_member"),
        )

    def _is_ours(self, user: Mapping[str, Any]) -> bool:
        """Return whether somebody is of our team, or of another team of our organisation."""
        if not self._home:
            said = _patiently(self._web.auth_test)
            self._home = frozenset(filter(None, (said.get("team_id"), said.get("enterprise_id"))))
        enterprise = (user.get("enterprise_user") or {}).get("enterprise_id")
        return not self._home.isdisjoint((user.get("team_id"), enterprise))


def _any(holder: Mapping[str, Any], *keys: str) -> bool:
    return any(holder.get(key) for key in keys)


def _is_shared(channel: Mapping[str, Any]) -> bool:
    """Return whether another company reads along; teams of one organisation may share a channel among themselves."""
    with_others = (
        "is_ext_shared",
        "is_pending_ext_shared",
        "connected_team_ids",
        "pending_connected_team_ids",
    )
    return _any(channel, *with_others) or (_any(channel, "is_shared") and not _any(channel, "is_org_shared"))


def _patiently(ask: Callable[[], SlackResponse]) -> SlackResponse:
    """Ask again when Slack wants to be left alone for a few seconds."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return ask()
        except SlackApiError as error:
            wait = retry_after(error)
            if wait is None or time.monotonic() + wait.total_seconds() > until:
                raise
            time.sleep(wait.total_seconds())
