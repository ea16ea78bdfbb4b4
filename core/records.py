"""The vocabulary of what is remembered: who said what about a client, what was sent, what falls due.

Frozen values only, as in model.py; store/ keeps them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.model import Purpose


class Platform(StrEnum):
    """Where people talk to the bot."""

    TERMINAL = "terminal"
    SLACK = "slack"
    DISCORD = "discord"


class About(StrEnum):
    """What a statement about a client is about."""

    CONTRACT = "contract"
    PLAN = "plan"
    ORIGIN = "origin"
    MET = "met"
    CONVERTED = "converted"


class ContractStep(StrEnum):
    """The last thing that happened to a contract; NONE takes an offer or a contract back."""

    OFFERED = "offered"
    STARTED = "started"
    ENDED = "ended"
    NONE = "none"


class Via(StrEnum):
    """How a statement reached us; what a paste says is only ever an estimate or a proposal."""

    SAID = "said"
    PASTE = "paste"
    LIST = "list"


class Period(StrEnum):
    """How precisely a day was given; a month or a year stands for its last day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class PostKind(StrEnum):
    """What a post of ours is."""

    REPLY = "reply"
    ALERT = "alert"
    REMINDERS = "reminders"
    DIGEST = "digest"
    NOTICE = "notice"  # one of the fixed things that are said, as wording/notices.py has them
    SUMMARY = "summary"  # what was read without a word, for the one who asked for it


# Summaries of what the agency's people do: not where clients, or everybody on the platform, may read.
REPORTS = frozenset({PostKind.ALERT, PostKind.REMINDERS, PostKind.DIGEST, PostKind.SUMMARY})
PINNED = "watched"  # the notice that says what a channel is for


class ArrivalKind(StrEnum):
    """What happened to a post of people's."""

    POSTED = "posted"
    EDITED = "edited"
    DELETED = "deleted"


class InboxStatus(StrEnum):
    """How far a post of people's has come on its way in."""

    WAITING = "waiting"
    READ = "read"
    FAILED = "failed"  # given up, and said


class PostStatus(StrEnum):
    """How far a post has come on its way out."""

    PENDING = "pending"
    SENDING = "sending"  # claimed; whether it arrived is not known until it is marked
    SENT = "sent"
    PARKED = "parked"  # given up; a lead sees it and may try again
    CANCELLED = "cancelled"


class ReminderKind(StrEnum):
    """Which moment of the two-year clock a reminder is for."""

    NINETY_DAYS = "ninety-days"
    THIRTY_DAYS = "thirty-days"
    SEVEN_DAYS = "seven-days"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the agency on one platform."""

    id: int
    agency_id: int
    workspace_id: int
    name: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A place where people talk; without a purpose it is not watched."""

    id: int
    name: str
    purpose: Purpose | None = None
    client_id: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said about a client; the relationship is what the statements come to."""

    id: int
    about: About
    value: str  # a ContractStep, Plan or Origin; for `met` and `converted` the day in `on` speaks
    said_by: str
    said_at: datetime
    on: date | None = None
    subject: str = ""  # the contract, or the freelancer of ours who met the client; empty for the agency
    reference: str = ""  # proof of an origin, number of a notice, who saw the badge and when
    via: Via = Via.SAID
    by_lead: bool = False
    confirmed_by: str = ""
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of a client's two-year clock, identified by client, kind and day."""

    client_id: int
    kind: ReminderKind
    last_bound_on: date
    due_on: date  # in the agency's zone


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file that hangs on a post of people's, and where it is fetched."""

    name: str
    address: str
    size: int
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a platform told us about a post of people's, by the platform's own ids."""

    kind: ArrivalKind
    channel: str
    message: str
    author: str
    posted_at: datetime
    text: str = ""
    thread: str = ""  # of which it is a reply; empty for a post of its own
    version: str = ""  # tells one edit of a post from the next
    attachments: tuple[Attachment, ...] = ()
    pictures: int = 0
    other_files: int = 0  # of kinds that are not read
    private: bool = False  # written to us alone
    asked: bool = False  # somebody wants an answer to it
    by_bot: bool = False
    answered: bool = False  # by us, as its platform shows, though we do not remember it

    @property
    def key(self) -> str:
        """Return what makes the same news one, however often it comes."""
        return ":".join(filter(None, (self.channel, self.message, self.version)))


@dataclass(frozen=True, slots=True)
class Post:
    """Something the bot sends: ids of what it is about, never rendered text."""

    id: int
    agency_id: int
    workspace_id: int
    kind: PostKind
    destination: str  # a channel, or a person for a direct message, as the platform names it
    dedupe_key: str
    not_before: datetime
    subject: dict[str, int | str] = field(default_factory=dict)
    thread: str = ""
    replaces: str = (
        ""  # the dedupe key of the earlier post that this one updates; once claimed, the platform's id
    )
    status: PostStatus = PostStatus.PENDING
    attempts: int = 0
    first_attempt_at: datetime | None = None
    external_id: str = ""
    last_error: str = ""
