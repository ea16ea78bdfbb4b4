"""What the people of an agency write, and what has to come of it."""

from dataclasses import dataclass, field
from enum import StrEnum

# In one channel so many others post between two posts of one person, else both could be one conversation.
MEMBERS = tuple(f"Omar {number}" for number in range(17))
_SYLLABLES = ("vo", "ku", "mi", "ro", "te", "sa", "no", "li", "fe", "du")


class Kind(StrEnum):
    """What somebody posts."""

    ASK = "ask"  # a client wants to talk elsewhere
    FINE = "fine"  # a client writes, and nothing has to be done
    CHATTER = "chatter"  # colleagues talk
    DRAFT = "draft"  # what one of ours is about to send
    PIECES = "pieces"  # a client's words in several posts
    FILE = "file"  # a client's words in a file


class Expected(StrEnum):
    """What has to stand at a post in the end: the one reply that says so, a mark alone, or nothing at all."""

    ASKS = "Client asks to move to WhatsApp"
    PAYS = "Outside payment"
    DRAFT = "Before you send"
    GONE = "This post is gone"
    MARK = "mark"
    NOTHING = "nothing"

    @property
    def is_reply(self) -> bool:
        """Return whether it is said in words."""
        return self not in (Expected.MARK, Expected.NOTHING)


# The channels in which each kind is posted, by what they are watched for, and how many of them there are.
CHANNELS = {
    Kind.ASK: ("chats", 18),
    Kind.PIECES: ("chats", 6),
    Kind.DRAFT: ("drafts", 6),
    Kind.CHATTER: ("mixed", 8),
}
WHERE = {**{kind: kind for kind in CHANNELS}, Kind.FINE: Kind.ASK, Kind.FILE: Kind.ASK}
EXPECTED = {
    Kind.ASK: Expected.ASKS,
    Kind.FINE: Expected.MARK,
    Kind.CHATTER: Expected.NOTHING,
    Kind.DRAFT: Expected.DRAFT,
    Kind.PIECES: Expected.ASKS,
    Kind.FILE: Expected.ASKS,
}


@dataclass
class Post:
    """Something that somebody has posted, in one message or several."""

    kind: Kind
    channel: str
    person: str
    number: int
    expected: Expected
    ids: list[str] = field(default_factory=list)
    posted_at: float = 0.0  # the last of it; seconds, as all instants of a soak
    is_touched: bool = False  # It was edited, deleted or pressed, which happens once.
    deleted_at: float | None = None


@dataclass
class Question:
    """A command, or the press of a control, which gets its answer at once or never."""

    asked_at: float
    about: str  # what the answer is known by


def client(number: int) -> str:
    """Return the name of a client that nobody else has."""
    return "".join(_SYLLABLES[int(digit)] for digit in f"{number:04}").capitalize()


def texts(kind: Kind, number: int) -> list[str]:
    """Return what is posted, as so many messages."""
    name = client(number)
    match kind:
        case Kind.FINE:
            return [
                f"{name}: Thanks, draft {number} looks good. I will review it on Monday and come back to you."
            ]
        case Kind.CHATTER:
            return [f"has anybody looked at ticket {number}? I am out for lunch until {number % 4 + 1}"]
        case Kind.DRAFT:
            return [f"Draft: Sure, please write me on WhatsApp about milestone {number}."]
        case Kind.PIECES:
            first = f"{name}: Hi, the brief for order {number} is attached, all {number % 7 + 2} pages of it."
            more = f"{name}: Page {number % 5 + 1} is the one that matters most."
            return [first, *([more] if number % 2 else []), f"{name}: Can we move to WhatsApp? It is easier."]
    # No number stands in it: beside some of them the engine misses the ask, and what is measured here is delivery.
    return [f"{name}: Hi, can we move to WhatsApp? It is easier for me."]


def edited(number: int) -> str:
    """Return what a post is edited to."""
    return f"{client(number)}: I would rather pay you by PayPal directly, then we both save the fees."
