"""What Slack accepts, written down a second time and apart from our code, and what of it is seen."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape, unescape
from typing import Any, NamedTuple

from slack_sdk.models.blocks import Block

from bots.slack.blocks import Message, messages, pressed, uploads, view_blocks
from core.policy import load
from core.reply import Image, Reply

UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
SOURCES = {(source.title, source.url) for source in load().sources.values()}

CHECK = 12  # the check that replies belong to


class Limits(NamedTuple):
    """What one message or one view may hold."""

    blocks: int
    characters: int


OF_A_MESSAGE = Limits(50, 9000)
OF_A_VIEW = Limits(100, 30_000)


def units(text: str) -> int:
    """Return a length as Slack may count it: an emoji as two, & and < and > as their escapes."""
    return len(escape(text, quote=False).encode("utf-16-le")) // 2


def strings(node: Any) -> Iterator[str]:
    """Yield every string of a payload but its keys."""
    if isinstance(node, Mapping):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from strings(value)
    elif isinstance(node, str):
        yield node


def assert_shown(text: str, most: int) -> None:
    assert any(char.isprintable() and char != " " for char in text)
    assert units(text) <= most
    assert not UNSEEN.search(text)


def assert_plain(node: Mapping[str, Any], most: int) -> None:
    assert node.keys() == {"type", "text", "emoji"}
    assert (node["type"], node["emoji"]) == ("plain_text", False)
    assert_shown(node["text"], most)


def assert_rich_text(block: Mapping[str, Any]) -> None:
    assert block.keys() == {"type", "elements"}
    assert block["elements"]
    for part in block["elements"]:
        assert part.keys() == {"type", "elements"}
        assert part["type"] in {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}
        assert_shown("".join(run["text"] for run in part["elements"]), 9000)
        for run in part["elements"]:
            assert run["type"] == "text"
            assert run.keys() <= {"type", "text", "style"}
            assert run["text"]
            assert run.get("style", {"bold": True}) in ({"bold": True}, {"strike": True}, {"code": True})


def assert_context(block: Mapping[str, Any]) -> None:
    assert block.keys() == {"type", "elements"}
    assert 1 <= len(block["elements"]) <= 10
    for element in block["elements"]:
        if element["type"] == "plain_text":
            assert_plain(element, 3000)
        else:
            # The only thing that Slack reads for markup is a whole citation of ours.
            assert element.keys() == {"type", "text", "verbatim"}
            assert (element["type"], element["verbatim"]) == ("mrkdwn", True)
            link = re.fullmatch(r"<(https://[^|<>\s]+)\|([^|<>]+)>", element["text"])
            assert link
            assert (unescape(link[2]), link[1]) in SOURCES


def assert_actions(block: Mapping[str, Any]) -> None:
    assert block.keys() == {"type", "elements"}
    assert 1 <= len(block["elements"]) <= 25
    for element in block["elements"]:
        if element["type"] == "button":
            assert element.keys() == {"type", "text", "action_id", "value"}
            assert re.fullmatch(r"press:\d{1,5}", element["action_id"])
            assert_plain(element["text"], 75)
            assert_carried(element["value"], 2000)
            continue
        assert re.fullmatch(r"more:\d{1,5}", element["action_id"])
        if element["type"] == "overflow":
            assert element.keys() == {"type", "options", "action_id"}
            assert 1 <= len(element["options"]) <= 5
        else:
            assert element["type"] == "static_select"
            assert element.keys() == {"type", "options", "action_id", "placeholder"}
            assert_plain(element["placeholder"], 150)
            assert 1 <= len(element["options"]) <= 100
        for option in element["options"]:
            assert option.keys() == {"text", "value"}
            assert_plain(option["text"], 75)
            assert_carried(option["value"], 150)


def assert_carried(value: str, most: int) -> None:
    assert 0 < units(value) <= most
    assert pressed(value) is not None


def assert_image(block: Mapping[str, Any]) -> None:
    assert block.keys() == {"type", "slack_file", "alt_text"}
    assert block["slack_file"].keys() == {"id"}
    assert_shown(block["alt_text"], 2000)


ASSERT: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "rich_text": assert_rich_text,
    "context": assert_context,
    "actions": assert_actions,
    "image": assert_image,
}


def assert_accepted(blocks: Sequence[dict[str, Any]], limits: Limits) -> None:
    """Assert that Slack would take these blocks, by its own library and by the table of its limits."""
    assert 1 <= len(blocks) <= limits.blocks
    assert sum(map(units, strings(blocks))) <= limits.characters
    assert len(json.dumps(blocks, ensure_ascii=False).encode("utf-16-le")) <= 6 * limits.characters
    for block in blocks:
        ASSERT[block["type"]](block)
        parsed = Block.parse(json.loads(json.dumps(block)))
        assert parsed is not None
        assert parsed.to_dict() == block
    ids = [
        element["action_id"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    assert len(ids) == len(set(ids))


def assert_posts(reply: Reply) -> tuple[Message, ...]:
    """Assert that a reply can be posted and shown in a view; returns its messages."""
    posted = messages(reply, CHECK)
    assert 1 <= len(posted) <= 6
    for message in posted:
        assert_accepted(message.blocks, OF_A_MESSAGE)
        assert 0 < len(message.text) < 3000
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)|://", message.text)
        assert not UNSEEN.search(message.text)
    pictures = {block.name: "F1" for block in reply.blocks if isinstance(block, Image)}
    for view in (view_blocks(reply, CHECK), view_blocks(reply, CHECK, pictures)):
        assert_accepted(view, OF_A_VIEW)
    for file in uploads(reply):
        assert_shown(file.name, 150)
        assert not UNSEEN.search(file.title + file.alt)
        assert units(file.alt) <= 1000
    return posted


def seen(text: str) -> str:
    """Return what of a text can be told apart whatever its layout: no blanks, separators and marks of code."""
    return "".join(char for char in UNSEEN.sub("", text) if char.isprintable() and char not in " `·\ufffd−+")


def shown(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Return the words of rich text and small print, a link by its label."""
    return "".join(
        re.sub(r"^<[^|]*\|(.*)>$", r"\1", element["text"]) if element["type"] == "mrkdwn" else element["text"]
        for block in blocks
        if block["type"] in ("rich_text", "context")
        for part in (block["elements"] if block["type"] == "rich_text" else [block])
        for element in part["elements"]
    )


def outline(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the parts of blocks in order, each by its kind and its first words."""
    found: list[str] = []
    for block in blocks:
        for part in block["elements"]:
            match block["type"], part["type"]:
                case "rich_text", kind:
                    marks = {"bold": "*", "strike": "~", "code": "`"}
                    words = "".join(
                        f"{marks[next(iter(run['style']))]}{run['text']}" if "style" in run else run["text"]
                        for run in part["elements"]
                    )
                    found.append(f"{kind.removeprefix('rich_text_')} {words[:40]}")
                case "context", "mrkdwn":
                    found.append(f"link {part['text'][:30]}")
                case "context", _:
                    found.append(f"small {part['text'][:30]}")
                case _, "button":
                    found.append(f"button {part['text']['text']}")
                case _, kind:
                    found.append(kind)
    return found
