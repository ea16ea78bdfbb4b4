"""The vocabulary of checkmsg: what every other file talks about.

Frozen values only; nothing here reads a clock, a file or a platform.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    """Where the contract between client and agency stands."""

    NO_CONTRACT = "no-contract"
    OFFER_SENT = "offer-sent"
    ACTIVE_CONTRACT = "active-contract"
    EARLIER_CONTRACT = "earlier-contract"


IN_PERSON = "in-person"  # The channel of those who meet each other.
WITH_A_CONTRACT = (Stage.ACTIVE_CONTRACT, Stage.EARLIER_CONTRACT)


class Plan(StrEnum):
    """The client's Upwork membership."""

    BASIC = "basic"
    BUSINESS_PLUS = "business-plus"
    BUSINESS = "business"
    ENTERPRISE = "enterprise"


class Origin(StrEnum):
    """Where client and agency first met."""

    UPWORK = "upwork"
    ELSEWHERE = "elsewhere"


class Place(StrEnum):
    """Where the text stands or will stand."""

    MESSAGE = "message"
    PROPOSAL = "proposal"
    PROFILE = "profile"
    JOB_POST = "job-post"
    OTHER_ROOM = "other-room"


class Purpose(StrEnum):
    """What a watched channel is for; it decides what is read there."""

    CHATS = "chats"
    DRAFTS = "drafts"
    MIXED = "mixed"


class Speaker(StrEnum):
    """Who wrote a message of the conversation."""

    CLIENT = "client"
    US = "us"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class Window(StrEnum):
    """State of the duty to bill on Upwork, as twoyears.py computes it."""

    BOUND = "bound"
    ENDED = "ended"
    CONVERTED = "converted"
    OUTSIDE = "outside"


class Kind(StrEnum):
    """What a signal says is in the text."""

    # Contact data and pages that lead to it.
    PHONE = "phone"
    EMAIL = "email"
    MESSENGER_ID = "messenger-id"
    SOCIAL_HANDLE = "social-handle"
    ADDRESS = "address"
    CONTACT_FORM = "contact-form"
    CONTACT_PAGE = "contact-page"
    MEETING_LINK = "meeting-link"
    SCHEDULER = "scheduler"
    PORTFOLIO_LINK = "portfolio-link"
    REMINDED_LINK = "reminded-link"  # A sample of our work, with the word that replies come here.
    OWN_SITE = "own-site"
    # Talk.
    MOVE = "move"
    CALL = "call"
    QUICK_CALL = "quick-call"
    CONTACT_REQUEST = "contact-request"
    PHONE_FOR_ACCESS = "phone-for-access"
    PAST_TALK = "past-talk"
    UNSOLICITED_CONTACT = "unsolicited-contact"
    OUTSIDE_EXPORT = "outside-export"
    TERMS_BY_ACCESS = "terms-by-access"
    PLAN_CLAIM = "plan-claim"
    OFFER_AS_CONTRACT = "offer-as-contract"
    PRESSURE = "pressure"
    OTHER_WORKROOM = "other-workroom"
    # Payment.
    PAY_OUTSIDE = "pay-outside"
    OUTSIDE_METHOD = "outside-method"
    FEE_AVOIDANCE = "fee-avoidance"
    FEE_COMPLAINT = "fee-complaint"
    FIRST_TASK_OUTSIDE = "first-task-outside"
    SPLIT_PAYMENT = "split-payment"
    THIRD_PARTY_PAYMENT = "third-party-payment"
    REFERRAL = "referral"
    DIRECT_HIRE = "direct-hire"
    DIRECT_CONTRACT = "direct-contract"
    OTHER_JOB_OUTSIDE = "other-job-outside"
    OUTSIDE_INVOICE = "outside-invoice"
    PAST_PAYMENT = "past-payment"
    CONVERSION = "conversion"
    CONVERSION_CLAIM = "conversion-claim"
    TEAM_PAYROLL = "team-payroll"
    MEMBER_LEAVES = "member-leaves"
    # Safety.
    UNPAID_TEST = "unpaid-test"
    FREE_OFFER = "free-offer"  # The same, where it is we who offer it.
    EARLY_WORK = "early-work"
    SUSPICIOUS_FILE = "suspicious-file"
    ACCESS_REQUEST = "access-request"
    TELEGRAM_FIRST = "telegram-first"
    HOSTILITY = "hostility"
    VAGUE_PARTNERSHIP = "vague-partnership"
    PAY_TO_WORK = "pay-to-work"
    # Record, proposal quality and adjacent rules.
    SCOPE_CHANGE = "scope-change"
    UNFUNDED_WORK = "unfunded-work"
    THIN_PROPOSAL = "thin-proposal"
    LECTURE = "lecture"
    FEEDBACK_TRADE = "feedback-trade"
    ACCOUNT_SHARING = "account-sharing"


class Stance(StrEnum):
    """How the speaker stands to what the signal names."""

    ASSERTED = "asserted"
    REFUSED = "refused"
    CONDITIONAL = "conditional"
    REPORTED = "reported"


class Reason(StrEnum):
    """What a contact or a tool is wanted for."""

    NONE = "none"
    ACCESS = "access"
    LEGAL = "legal"
    PRODUCT = "product"


class Level(StrEnum):
    """How grave a finding is, gravest first."""

    VIOLATION = "violation"
    WARNING = "warning"
    CARE = "care"
    ADVICE = "advice"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Return 0 for the gravest level and 4 for info."""
        return _RANKS[self]


_RANKS = {level: rank for rank, level in enumerate(Level)}


class Outcome(StrEnum):
    """What a verdict comes to: the gravest text finding, or clear."""

    VIOLATION = "violation"
    WARNING = "warning"
    CARE = "care"
    ADVICE = "advice"
    CLEAR = "clear"


class State(StrEnum):
    """What has become of a finding."""

    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    RESOLVED = "resolved"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Message:
    """One utterance of a conversation; start and end slice its words out of the pasted text."""

    speaker: Speaker
    start: int
    end: int
    name: str = ""
    sent_at: str = ""
    stage: Stage | None = None  # set by a system line earlier in the same paste
    lang: str = ""  # in which it is answered, where several clients write


@dataclass(frozen=True, slots=True)
class Conversation:
    """A pasted text cut into messages."""

    text: str
    messages: tuple[Message, ...]
    place: Place = Place.MESSAGE
    draft: bool = False  # our own text before it is sent
    exported_from: str = ""  # another chat application or mail, when the paste is its export
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """Something a detector found; start and end slice the original text and hold no words."""

    kind: Kind
    message: int  # index into Conversation.messages
    start: int
    end: int
    by: Speaker = Speaker.UNKNOWN
    channel: str = ""
    stance: Stance = Stance.ASSERTED
    purpose: Reason = Reason.NONE
    disguised: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that judging needs, without the text: it can be stored and judged again."""

    messages: tuple[Message, ...]
    signals: tuple[Signal, ...]
    place: Place = Place.MESSAGE
    draft: bool = False
    unchecked: tuple[str, ...] = ()
    scope: tuple[tuple[str, str], ...] = ()  # scope item -> confirmed, mentioned or missing
    lang: str = "en"

    def language_at(self, message: int) -> str:
        """Return the language in which a message is answered."""
        return self.messages[message].lang or self.lang


@dataclass(frozen=True, slots=True)
class Relationship:
    """What is known of one client company and our agency; None means not known."""

    client: str = ""
    stage: Stage | None = None
    plan: Plan | None = None
    badge_seen: bool = False
    origin: Origin | None = None
    origin_proof: bool = False
    met_on: date | None = None
    met_on_estimated: bool = False
    converted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the original text, within one message."""

    message: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One signal, or several on the same words, under one rule."""

    rule: str
    level: Level
    by: Speaker
    evidence: tuple[Span, ...]
    signals: tuple[Signal, ...] = ()
    related: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    state: State = State.OPEN


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reading means for a relationship on a day."""

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    assumed: tuple[tuple[str, str], ...] = ()
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands in somebody's words that count."""

    source: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A cited document."""

    id: str
    title: str
    url: str
    checked_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One policy fact of the ledger, in our words."""

    id: str
    says: str
    strength: str
    sources: tuple[str, ...]
    checked_on: date
    verify: bool = False
    seed: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A text that proves a rule, with the relationship it is judged in."""

    text: str
    relationship: Relationship
    today: date
    speaker: Speaker | None = None
    place: Place = Place.MESSAGE
    draft: bool = False
    evidence: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()  # facts this text alone proves


@dataclass(frozen=True, slots=True)
class SignalCondition:
    """Conditions that must hold together on one signal; an empty tuple asks nothing."""

    any: tuple[Kind, ...] = ()
    by: tuple[Speaker, ...] = ()
    stance: tuple[Stance, ...] = ()
    purpose: tuple[Reason, ...] = ()
    channel: tuple[str, ...] = ()
    disguised: bool | None = None


@dataclass(frozen=True, slots=True)
class Applies:
    """The relationships and places in which a rule holds; an empty tuple asks nothing."""

    stage: tuple[Stage, ...] = ()
    exempt: bool | None = None
    plan: tuple[Plan, ...] = ()
    origin: tuple[Origin, ...] = ()
    window: tuple[Window, ...] = ()
    place: tuple[Place, ...] = ()
    draft: bool | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """Another level that a rule takes under a narrower condition."""

    level: Level
    when: Applies = Applies()
    kinds: tuple[Kind, ...] = ()  # and only for signals of these kinds


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file, loaded and checked."""

    code: str
    name: str
    title: str
    level: Level
    status: str
    trigger: str
    why: str
    facts: tuple[str, ...]
    signals: SignalCondition
    applies: Applies
    script: str
    instead: str
    citations: tuple[Citation, ...]
    covers: tuple[str, ...] = ()
    rides: tuple[str, ...] = ()  # code prefixes that a companion rule rides on
    raised: tuple[Raised, ...] = ()
    aliases: tuple[str, ...] = ()
    false_positives: tuple[str, ...] = ()
    default_on: bool = True
    breaks: tuple[Example, ...] = field(default=())
    allowed: tuple[Example, ...] = field(default=())
