"""The neutral document: what the bot says, before a platform gives it a look."""

from dataclasses import dataclass
from enum import StrEnum

COMMAND = "/checkmsg"  # what people type to ask something
IN_SIGHT = 3  # controls; what more there are stands in a menu


class Rung(StrEnum):
    """How loudly an answer is given."""

    FULL = "full"
    LINE = "line"
    REACTION = "reaction"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line: who did what and what to do; `aside` is its second half."""

    text: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words from the conversation, contact data masked, and what to do about them."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Preformatted:
    """A text that copies cleanly."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Diff:
    """A sentence of a draft and what to write instead, nothing where it only goes."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Field:
    """A name and its value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Fields:
    """A short table."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """A control; action and value come back as plain strings when it is pressed."""

    label: str
    action: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """At most three controls in sight, the rest in a menu."""

    buttons: tuple[Button, ...]
    more: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as PNG; `alt` says in words all that it shows."""

    content: bytes
    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class File:
    """A file for the person to keep; `says` is what it holds, in half a sentence."""

    name: str
    content: bytes
    says: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """Small print: the reason with its citation, or what could not be checked."""

    text: str


Block = Heading | Paragraph | Quote | Preformatted | Diff | Fields | Buttons | Image | File | Footnote


READ = "🔎"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer and how loudly to give it."""

    rung: Rung
    blocks: tuple[Block, ...]
    done: bool = True  # False where what was asked could not be done
    mark: str = READ  # what stands on the post where nothing is to be said
