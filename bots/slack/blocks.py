"""The neutral reply in Slack's look: Block Kit, always within Slack's limits.

What is too long for one message goes on in the next; what is too long for all of them is counted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, groupby
from types import MappingProxyType
from typing import Any, assert_never

from bots.fitting import blank, clean
from bots.slack.controls import controls, labels, pressed, value_of
from bots.slack.limits import ALT, MESSAGE, TEXT, VIEW, Size, packed, shortened, size
from bots.slack.markup import escape
from bots.slack.richtext import Line, Run, lines, pages, rich, small, told, words_of
from core.reply import (
    Block,
    Buttons,
    Diff,
    Fields,
    File,
    Footnote,
    Heading,
    Image,
    Paragraph,
    Preformatted,
    Quote,
    Reply,
)

__all__ = ["Message", "Upload", "messages", "pressed", "uploads", "value_of", "view_blocks"]

MOST_MESSAGES = 6
SCRIPT = 8000  # A text to send is cut only where it is longer, for it is copied in one piece.
LONGEST_LABEL = 150
LONGEST_ALT = 1000  # of a file
ONE_LINE = 300  # characters that the line about what was left out takes, with its keys
NOTHING = "There is nothing to say."


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `text` stands for its blocks in a notification and for those who listen."""

    text: str
    blocks: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes with a reply; `alt` says in words what a picture shows."""

    name: str
    content: bytes
    title: str
    alt: str


@dataclass(frozen=True, slots=True)
class _Part:
    """Blocks that stay in one message, and their words."""

    blocks: tuple[dict[str, Any], ...]
    words: str
    is_controls: bool = False

    @property
    def size(self) -> Size:
        return Size(size(self.blocks), len(self.blocks))


def messages(reply: Reply, check_id: int = 0) -> tuple[Message, ...]:
    """Return a reply as one message, and those that continue it in its thread."""
    groups = list(_together(_parts(reply, check_id, {}), MESSAGE))
    if len(groups) > MOST_MESSAGES:
        groups, left = groups[: MOST_MESSAGES - 1], groups[MOST_MESSAGES - 1 :]
        groups.append(_counted(chain.from_iterable(left), check_id))
    return tuple(map(_message, groups))


def view_blocks(
    reply: Reply, check_id: int = 0, pictures: Mapping[str, str] = MappingProxyType({})
) -> tuple[dict[str, Any], ...]:
    """Return a reply as the blocks of one view; `pictures` are Slack's file ids by the names of images."""
    parts = _parts(reply, check_id, pictures)
    shown, *left = _together(parts, VIEW)
    if left:
        room = Size(VIEW.characters - MESSAGE.characters, VIEW.things - MESSAGE.things)
        shown, *left = _together(parts, room)
        shown += _counted(chain.from_iterable(left), check_id)
    return tuple(chain.from_iterable(part.blocks for part in shown))


def uploads(reply: Reply) -> tuple[Upload, ...]:
    """Return the files that go with a reply."""
    return tuple(upload for block in reply.blocks for upload in _uploaded(block))


def _uploaded(block: Block) -> Iterator[Upload]:
    match block:
        case Image(content, name, alt):
            yield Upload(_named(name), content, _named(name), shortened(clean(alt), LONGEST_ALT))
        case File(name, content, says):
            yield Upload(_named(name), content, shortened(clean(says), LONGEST_LABEL), "")


def _named(name: str) -> str:
    """Return a name under which Slack takes a file."""
    return "file" if blank(clean(name)) else shortened(clean(name), LONGEST_LABEL)


def _message(group: Sequence[_Part]) -> Message:
    """Return parts as a message whose text is its headline and the line after it."""
    said = [part.words for part in group if not part.is_controls] or [part.words for part in group]
    # Without this sign Slack makes no link of an address.
    text = shortened("\n".join(said[:2]).replace("://", " "), TEXT - 1)
    return Message(escape(text), tuple(chain.from_iterable(part.blocks for part in group)))


def _counted(left: Iterable[_Part], check_id: int) -> list[_Part]:
    """Return what stands for parts that are too many: how many lines they are, and the controls among them."""
    parts = list(left)
    room = Size(MESSAGE.characters - ONE_LINE, MESSAGE.things - 1)
    kept = next(_together((part for part in parts if part.is_controls), room), [])
    number = sum(part.words.count("\n") + 1 for part in parts) - len(kept)
    said = f"… and {number:,} more line" + ("" if number == 1 else "s")
    line = [Run(f"{said}, "), Run(f"/checkmsg show {check_id}", "code")] if check_id else [Run(said)]
    return [*_text([line]), *kept]


def _together(parts: Iterable[_Part], most: Size) -> Iterator[list[_Part]]:
    return packed(parts, lambda part: part.size, most)


def _parts(reply: Reply, check_id: int, pictures: Mapping[str, str]) -> list[_Part]:
    """Return all that a reply shows, in order; something in any case, since Slack refuses to post nothing."""
    numbers = count(1)
    parts = [part for block in _joined(reply.blocks) for part in _shown(block, check_id, pictures, numbers)]
    return parts or [*_text(lines(NOTHING))]


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with paragraphs that follow one another as one, since they are the lines of a list."""
    for _, group in groupby(blocks, type):
        same = list(group)
        texts = [block.text for block in same if isinstance(block, Paragraph)]
        yield from [Paragraph("\n".join(texts))] if texts else same


def _shown(
    block: Block, check_id: int, pictures: Mapping[str, str], numbers: Iterator[int]
) -> Iterator[_Part]:
    match block:
        case Heading(text, aside):
            *ahead, last = told(text, "bold")
            yield from _text([*ahead, [*last, Run(f"   {clean(aside)}" if aside else "")]])
        case Paragraph(text):
            yield from _text(told(text))
        case Quote(text, note):
            yield from _text(lines(text), "quote")
            yield from _text(lines(note))
        case Preformatted(label, text):
            yield from _script(label, text)
        case Diff(before, after):
            instead = lines(after, ahead="+ ") if after else []
            yield from _text([*lines(before, "strike", ahead="− "), *instead])
        case Fields(fields):
            yield from _text(
                [(Run(clean(field.name), "bold"), Run(f"   {clean(field.value)}")) for field in fields]
            )
        case Image(_, name, alt) if name in pictures:
            words = "Picture" if blank(clean(alt)) else shortened(clean(alt), ALT)
            yield _Part(({"type": "image", "slack_file": {"id": pictures[name]}, "alt_text": words},), words)
        case Image(_, _, words) | Footnote(words):
            yield from _small(words)
        case File(name, _, says):
            yield from _text(lines(f"{name}: {says}"))
        case Buttons():
            rows, typed = controls(block, check_id, numbers)
            yield from (_Part((row,), labels(block), is_controls=True) for row in rows)
            yield from _text(typed)
        case _:
            assert_never(block)


def _text(text: Iterable[Line], kind: str = "section") -> Iterator[_Part]:
    for page in pages(text):
        yield _Part((rich(page, kind),), words_of(page))


def _small(text: str) -> Iterator[_Part]:
    for page in pages(lines(text)):
        yield _Part(tuple(small(page)), words_of(page))


def _script(label: str, text: str) -> Iterator[_Part]:
    """Yield a text to send under its label, from which it is never parted."""
    above = tuple(small(lines(shortened(" ".join(clean(label).split()), LONGEST_LABEL))))
    for page in pages(lines(text), SCRIPT):
        yield _Part((*above, rich(page, "preformatted")), words_of(page))
        above = ()
