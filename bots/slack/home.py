"""The App Home: a reply with several headings as one page."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count
from typing import Any

from bots.fitting import clean
from bots.slack.blocks import view_blocks
from bots.slack.limits import VIEW, Size, length, packed, size
from bots.slack.richtext import Run, plain, rich, small
from core.reply import Block, Heading, Reply, Rung

HEADER = 150
_MORE = rich([[Run("There is more: "), Run("/checkmsg home", "code")]])
_ROOM = Size(VIEW.characters - size(_MORE), VIEW.things - 1)


def home_view(reply: Reply, pictures: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return a reply as the App Home; `pictures` are Slack's file ids by the names of images."""
    parts = [_part(block, place, pictures or {}) for place, block in enumerate(reply.blocks)]
    shown, *left = (
        packed(parts, lambda part: Size(size(part), len(part)), _ROOM) if parts else [[view_blocks(reply)]]
    )
    blocks = [*chain.from_iterable(shown), *([_MORE] if left else [])]
    return {"type": "home", "blocks": list(_numbered(blocks))}


def _numbered(blocks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield blocks in which every control has a number of its own; the parts of a page each begin to count anew."""
    numbers = count(1)
    for block in blocks:
        if block["type"] != "actions":
            yield block
            continue
        elements = [
            {**element, "action_id": f"{element['action_id'].partition(':')[0]}:{next(numbers)}"}
            for element in block["elements"]
        ]
        yield {**block, "elements": elements}


def _part(block: Block, place: int, pictures: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    """Return a block of a reply as blocks of the page; a heading begins a part of it."""
    if not isinstance(block, Heading):
        return view_blocks(Reply(Rung.FULL, (block,)), pictures=pictures)
    ahead: tuple[dict[str, Any], ...] = ({"type": "divider"},) if place else ()
    words = " ".join(clean(block.text).split())
    if not 0 < length(words) <= HEADER:
        return (*ahead, *view_blocks(Reply(Rung.FULL, (block,))))
    aside = small([[Run(clean(block.aside).strip())]])
    return (*ahead, {"type": "header", "text": plain(words)}, *aside)
