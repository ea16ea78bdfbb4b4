"""Who and what there is, and what has been said: the methods that change nothing."""

import base64
from collections.abc import Sequence
from typing import Any

from tests.slack.methods import method, visible
from tests.slack.state import DIRECT, State, Thing, Wrong


@method("auth.test")
def _(state: State, _arguments: Thing) -> Thing:
    ids = {"team_id": state.team["id"], "user_id": state.me, "bot_id": state.bot_id}
    names = {"team": state.team["name"], "user": state.users[state.me]["name"], "url": state.url}
    return {**ids, **names, "enterprise_id": state.enterprise_id, "is_enterprise_install": False}


@method("team.info", "team:read")
def _(state: State, _arguments: Thing) -> Thing:
    return {"team": state.team}


@method("users.info", "users:read")
def _(state: State, arguments: Thing) -> Thing:
    if arguments.get("user") not in state.users:
        raise Wrong("user_not_found")
    return {"user": state.users[arguments["user"]]}


@method("conversations.info", "*:read")
def _(state: State, arguments: Thing) -> Thing:
    channel_id = visible(state, arguments)
    is_member = state.me in state.members[channel_id]
    return {"channel": {"is_member": is_member, **state.channels[channel_id]}}


@method("conversations.open", "im:write")
def _(state: State, arguments: Thing) -> Thing:
    people = str(arguments.get("users", "")).split(",")
    for person in people:
        user = state.users.get(person)
        if user is None:
            raise Wrong("user_not_found")
        if user["deleted"]:
            raise Wrong("user_disabled")
        if user["is_bot"]:
            raise Wrong("cannot_dm_bot")
    return {"channel": state.direct(*people)}


@method("conversations.list", "channels:read")
def _(state: State, arguments: Thing) -> Thing:
    kinds = {"public_channel": "channels", "private_channel": "groups", "im": DIRECT}
    wanted = {kinds[kind] for kind in str(arguments.get("types", "public_channel")).split(",")}
    seen = [
        {"is_member": state.me in state.members[channel_id], **channel}
        for channel_id, channel in state.channels.items()
        if state.kind(channel_id) in wanted
        and (state.me in state.members[channel_id] or state.kind(channel_id) == "channels")
    ]
    return _page(arguments, "channels", seen)


@method("conversations.members", "*:read")
def _(state: State, arguments: Thing) -> Thing:
    return _page(arguments, "members", state.members[visible(state, arguments)])


@method("conversations.history", "*:history")
def _(state: State, arguments: Thing) -> Thing:
    channel_id = _read(state, arguments)
    shown = [
        message
        for message in state.messages[channel_id]
        if message.get("thread_ts", message["ts"]) == message["ts"]
        or message.get("subtype") == "thread_broadcast"
    ]
    return _page(arguments, "messages", _between(arguments, shown)[::-1])


@method("conversations.replies", "*:history")
def _(state: State, arguments: Thing) -> Thing:
    channel_id = _read(state, arguments)
    named = [message for message in state.messages[channel_id] if message["ts"] == arguments.get("ts")]
    root = str(named[0].get("thread_ts", named[0]["ts"])) if named else ""
    thread = state.thread(channel_id, root)
    if not thread:
        raise Wrong("thread_not_found")
    first = [message for message in thread if message["ts"] == root]
    rest = [message for message in thread if message["ts"] != root]
    return _page(arguments, "messages", _between(arguments, first, {}) + _between(arguments, rest))


def _read(state: State, arguments: Thing) -> str:
    channel_id = visible(state, arguments)
    if state.me not in state.members[channel_id]:
        raise Wrong("not_in_channel")
    return channel_id


def _between(arguments: Thing, messages: list[Thing], span: Thing | None = None) -> list[Thing]:
    """Return messages of a span of time, without metadata unless that is asked for."""
    span = arguments if span is None else span
    oldest, latest = float(span.get("oldest") or 0), float(span.get("latest") or "inf")
    inclusive = str(span.get("inclusive", "")).lower() in ("1", "true")
    hidden = (
        set() if str(arguments.get("include_all_metadata", "")).lower() in ("1", "true") else {"metadata"}
    )
    return [
        {key: value for key, value in message.items() if key not in hidden}
        for message in messages
        if oldest < float(message["ts"]) < latest or (inclusive and float(message["ts"]) in (oldest, latest))
    ]


def _page(arguments: Thing, key: str, things: Sequence[Any]) -> Thing:
    limit = int(arguments.get("limit") or 100)
    start = int(base64.b64decode(arguments["cursor"])) if arguments.get("cursor") else 0
    more = start + limit < len(things)
    cursor = base64.b64encode(str(start + limit).encode()).decode() if more else ""
    page = list(things[start : start + limit])
    return {key: page, "has_more": more, "response_metadata": {"next_cursor": cursor}}


@method("oauth.v2.access")
def _(state: State, arguments: Thing) -> Thing:
    if arguments.get("code") not in state.grants:
        raise Wrong("invalid_code")
    return state.grants.pop(arguments["code"])
