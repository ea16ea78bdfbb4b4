"""The methods of the Web API that we call: how they are registered, and what Slack checks in all of them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from tests.slack.state import State, Thing, Wrong

Method = Callable[[State, Thing], Thing]
METHODS: dict[str, Method] = {}
SCOPES: dict[str, str] = {}  # by method; `*` stands for the kind of channel
LONGEST_TEXT = 4000
LONGEST_BLOCKS = 11_300


def method(name: str, scope: str = "") -> Callable[[Method], Method]:
    def register(function: Method) -> Method:
        METHODS[name], SCOPES[name] = function, scope
        return function

    return register


def needed(state: State, name: str, arguments: Thing) -> str:
    """Return the right that a call needs, or nothing."""
    scope = SCOPES.get(name, "")
    if "*" not in scope:
        return scope
    channel = arguments.get("channel", "")
    return scope.replace("*", state.kind(channel) if channel in state.channels else "channels")


def visible(state: State, arguments: Thing, key: str = "channel") -> str:
    """Return a channel that our bot may see."""
    channel_id = arguments.get(key, "")
    if channel_id in state.users:
        return str(state.direct(channel_id)["id"])
    hidden = channel_id in state.channels and state.kind(channel_id) != "channels"
    if channel_id not in state.channels or (hidden and state.me not in state.members[channel_id]):
        raise Wrong("channel_not_found")
    return str(channel_id)


def writable(state: State, arguments: Thing, key: str = "channel") -> str:
    channel_id = visible(state, arguments, key)
    if state.channels[channel_id]["is_archived"]:
        raise Wrong("is_archived")
    if state.me not in state.members[channel_id]:
        raise Wrong("not_in_channel")
    return channel_id


def own(state: State, arguments: Thing, code: str) -> tuple[str, Thing]:
    channel_id = visible(state, arguments)
    message = state.message(channel_id, arguments.get("ts", ""))
    if message["user"] != state.me:
        raise Wrong(code)
    return channel_id, message


def accept_blocks(blocks: Sequence[Thing], most: int = 50) -> None:
    """Refuse what Slack would refuse, as its own library and the limits that it lacks know it."""
    ids = Counter(
        element.get("action_id")
        for block in blocks
        for element in block.get("elements", [])
        if block.get("type") == "actions"
    )
    try:
        takes = all(Block.parse(dict(block)).to_dict() for block in blocks)  # type: ignore[union-attr]
    except Exception as error:
        raise Wrong("invalid_blocks", response_metadata={"messages": [str(error)]}) from error
    if not takes or len(blocks) > most or any(number > 1 for number in ids.values()):
        raise Wrong("invalid_blocks")
    if any(block["type"] == "section" and not (block.get("text") or block.get("fields")) for block in blocks):
        raise Wrong("invalid_blocks")


def _length(node: Any) -> int:
    if isinstance(node, Mapping):
        return sum(_length(value) for value in node.values())
    return sum(map(_length, node)) if isinstance(node, list) else len(str(node))


def content_of(arguments: Thing) -> Thing:
    text, blocks = arguments.get("text") or "", arguments.get("blocks") or []
    if not text and not blocks:
        raise Wrong("no_text")
    if len(text) > LONGEST_TEXT:
        raise Wrong("msg_too_long")
    accept_blocks(blocks)
    if _length(blocks) > LONGEST_BLOCKS:
        raise Wrong("msg_blocks_too_long")
    metadata = arguments.get("metadata")
    if metadata is not None and not {"event_type", "event_payload"} <= set(metadata):
        raise Wrong("invalid_metadata_format")
    return {"text": text, "blocks": blocks, **({"metadata": metadata} if metadata else {})}
