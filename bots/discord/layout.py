"""The neutral reply as one message within Discord's limits, as plain data.

All of a reply is one message, so that it arrives whole or not at all; what is too long for it goes along in a file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import NamedTuple, assert_never

from bots.discord.controls import Group, Menu, Row, command_of, groups, label_of
from bots.discord.limits import BUTTON, BYTES, HEADLINE, PART_BYTES, TEXT, shortened, weight
from bots.discord.markup import fenced
from bots.discord.styles import Hint, bold, hinted, quoted, small, struck, titled, told
from bots.discord.uploads import REST, Upload, uploads
from bots.fitting import blank, clean, count_fitting, one_line
from core.reply import (
    Block,
    Button,
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

NOTHING = "There is nothing to say."
INSTEAD = "write instead"
UNSENT = "It does not fit into this message."
BREAKS = 2  # between two lines, of which the second may stand apart


@dataclass(frozen=True, slots=True)
class Text:
    """Words in Discord's markdown."""

    content: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One of the files, shown as a picture; `description` says in words what it shows."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Attached:
    """One of the files, to keep."""

    name: str


Part = Text | Picture | Attached | Row | Menu


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `headline` is its first line, cut where it is long."""

    parts: tuple[Part, ...]
    files: tuple[Upload, ...]
    headline: str


class _Line(NamedTuple):
    """Plain words and how they are shown; what is copied is shown whole or not at all."""

    words: str
    show: Callable[[str], str]
    is_apart: bool = False
    is_copied: bool = False

    @property
    def shown(self) -> str:
        return ("\n" if self.is_apart else "") + self.show(self.words)


Thing = _Line | Part
Said = Heading | Paragraph | Quote | Preformatted | Diff | Fields | Footnote


def message(reply: Reply, check_id: int = 0, hint: Hint = str, *, with_files: bool = True) -> Message:
    """Return a reply as one message; `hint` turns a command line of ours into what people type here.

    Without files it has the words of its pictures, and says how what is too long for it is seen.
    """
    found = groups([block for block in reply.blocks if isinstance(block, Buttons)], check_id)
    files = uploads(reply.blocks) if with_files else {}
    things = list(_things(reply.blocks, iter(found), files, hint))
    if not any(isinstance(thing, _Line) for thing in things):
        things.insert(0, _Line(NOTHING, told))
    size = sum(group.size for group in found) + sum(map(_size, files.values()))
    room = min(TEXT, (BYTES - size) // 2)
    lines = [thing for thing in things if isinstance(thing, _Line)]
    headline = _headline(lines[0])
    if sum(map(_takes, lines)) <= room:
        shown = (thing.shown if isinstance(thing, _Line) else thing for thing in things)
        return Message(tuple(_parts(shown)), tuple(files.values()), headline)
    where = f"in {REST}" if with_files else _elsewhere(check_id, hint)
    parts = list(_parts(_fitting(things, room, where)))
    if not with_files:
        return Message(tuple(parts), (), headline)
    last = max(place for place, part in enumerate(parts) if isinstance(part, Text))
    parts.insert(last + 1, Attached(REST))
    rest = Upload(REST, "\n".join(line.words for line in lines).encode())
    return Message(tuple(parts), (*files.values(), rest), headline)


def _headline(line: _Line) -> str:
    """Return a line by itself; of what is copied no more than its words."""
    words = shortened(one_line(line.words), HEADLINE)
    return told(words) if line.is_copied else line.show(words)


def _elsewhere(check_id: int, hint: Hint) -> str:
    return hinted(f"to be seen with `show {check_id}`", hint) if check_id else "too much for this message"


def _size(file: Upload) -> int:
    return len(file.name) + len(file.description.encode()) + PART_BYTES


def _takes(line: _Line) -> int:
    return weight(line.shown) + BREAKS


def _parts(shown: Iterable[str | Part]) -> Iterator[Part]:
    """Yield parts, with lines that follow one another as one text."""
    for is_text, group in groupby(shown, lambda thing: isinstance(thing, str)):
        if is_text:
            yield Text("\n".join(map(str, group)).strip("\n"))
        else:
            yield from (thing for thing in group if not isinstance(thing, str))


def _fitting(things: Iterable[Thing], room: int, where: str) -> Iterator[str | Part]:
    """Yield lines as far as there is room for them and where the rest of them is, and all that is no line."""
    long = _Line(f"It is long, and {where}.", small)
    is_full = False
    for thing in things:
        if not isinstance(thing, _Line):
            yield thing
        elif not is_full:
            line = long if thing.is_copied and _takes(thing) > room else thing
            is_full = _takes(line) > room
            if is_full:
                yield from _beginning(thing, room)
                yield small(f"The rest is {where}.")
            else:
                room -= _takes(line)
                yield line.shown


def _beginning(line: _Line, room: int) -> Iterator[str]:
    """Yield as much of a line as there is room for; of what is copied nothing."""

    def cut(words: str) -> _Line:
        return line._replace(words=f"{words.rstrip()}…")

    end = 0 if line.is_copied else count_fitting(line.words, room, lambda words: _takes(cut(words)))
    end = line.words.rfind(" ", end // 2, end) + 1 or end
    if end:
        yield cut(line.words[:end]).shown


def _things(
    blocks: Sequence[Block], found: Iterator[Group], files: Mapping[int, Upload], hint: Hint
) -> Iterator[Thing]:
    """Yield all that a reply shows, in order."""
    before: Block | None = None
    for place, block in enumerate(blocks):
        match block:
            case Buttons():
                group = next(found)
                yield from (_typed(button, hint) for button in group.typed)
                yield from group.rows
            case Image(_, _, alt):
                file = files.get(place)
                yield from [Picture(file.name, file.description)] if file else _lines(alt, small)
            case File(name, _, says):
                file = files.get(place)
                yield from _lines(says if file else f"{name}: {says}. {UNSENT}", told)
                yield from [Attached(file.name)] if file else []
            case _:
                yield from _said(block, hint, is_apart=_is_apart(block, before))
        before = block


def _is_apart(block: Block, before: Block | None) -> bool:
    """Return whether a line is left free above a block: above a card, and between quotes, which would become one."""
    if isinstance(block, Heading):
        return before is not None
    return isinstance(block, Quote) and isinstance(before, Quote)


def _said(block: Said, hint: Hint, *, is_apart: bool) -> Iterator[_Line]:
    """Yield the lines of a block that holds words only."""
    match block:
        case Heading(text, aside):
            yield from _lines(one_line(hinted(text, hint)), bold, is_apart=is_apart)
            yield from _lines(one_line(hinted(aside, hint)), small)
        case Paragraph(text):
            yield from _lines(hinted(text, hint), told)
        case Quote(text, note):
            yield from _lines(text, quoted, is_apart=is_apart)
            yield from _lines(hinted(note, hint), told)
        case Preformatted(label, text):
            yield from _copied(text, fenced, label)
        case Diff(before, after):
            yield from _copied(before, struck)
            if after:
                yield from _copied(after, fenced, INSTEAD)
        case Fields(fields):
            for field in fields:
                name, value = (one_line(hinted(words, hint)) for words in (field.name, field.value))
                yield from _lines(f"{name}   {value}".strip(), partial(titled, end=len(name)))
        case Footnote(text):
            yield from _lines(hinted(text, hint), small)
        case _:
            assert_never(block)


def _lines(text: str, show: Callable[[str], str], *, is_apart: bool = False) -> Iterator[_Line]:
    """Yield the lines of a text in which something can be seen."""
    seen = [line for line in clean(text).split("\n") if not blank(line)]
    yield from (_Line(line, show, is_apart=is_apart and not number) for number, line in enumerate(seen))


def _copied(text: str, show: Callable[[str], str], label: str = "") -> Iterator[_Line]:
    """Yield a text that is copied as a whole, under its label."""
    text = clean(text).strip("\n")
    if not blank(text):
        # In plain size: above it stands the small print of the headline.
        yield from _lines(one_line(label), told)
        yield _Line(text, show, is_copied=True)


def _typed(button: Button, hint: Hint) -> _Line:
    """Return what to type instead of pressing."""
    label, command = (words.replace("`", "") for words in (label_of(button, BUTTON), command_of(button)))
    return _Line(f"{label}: type `{hint(command)}`", told)
