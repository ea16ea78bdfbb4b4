"""What a person can ask, the same on every platform."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from core.excerpts import Excerpt, excerpts
from core.judge import judge
from core.model import Conversation, Outcome, Place, Purpose, Reading, Relationship, Speaker, Verdict
from core.policy import Policy
from core.reading import read
from core.reply import Reply
from core.transcript import is_conversation, parse
from core.transcript.tongues import in_their_languages
from core.wording.names import one_line
from core.wording.verdict import loudest_first, reply_to
from core.writers import addressed, clients_of

# What stands in one of these is nobody's talk, whatever the channel is for.
WRITTEN_BY_ONE = (Place.PROPOSAL, Place.PROFILE, Place.JOB_POST)


@dataclass(frozen=True, slots=True)
class Question:
    """A text to be judged and what is known about it."""

    text: str
    relationship: Relationship = field(default_factory=Relationship)
    place: Place = Place.MESSAGE
    speaker: Speaker | None = None
    us: Sequence[str] = ()
    clients: Sequence[str] = ()  # names that are known to be theirs
    purpose: Purpose | None = None
    lang: str = ""  # of the script; taken from the text where it is not given


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with what was read in it and what that means."""

    question: Question
    judged: bool
    conversation: Conversation
    reading: Reading
    excerpts: tuple[Excerpt, ...]
    verdict: Verdict


def check(question: Question, policy: Policy, today: date) -> Answer:
    """Judge a text; where the channel's purpose says that it is no client text, it is left alone."""
    purpose = question.purpose
    told = question.speaker is not None or question.place in WRITTEN_BY_ONE
    if not told and not is_conversation(question.text, purpose):
        empty = Conversation(text=question.text, messages=())
        return Answer(question, False, empty, Reading((), ()), (), Verdict(Outcome.CLEAR))
    conversation = parse(
        question.text,
        us=question.us,
        clients=question.clients,
        speaker=question.speaker,
        place=question.place,
        purpose=purpose,
    )
    if not question.lang:
        conversation = in_their_languages(conversation)
    reading = read(conversation, question.lang)
    verdict = judge(reading, question.relationship, policy, today)
    return Answer(question, True, conversation, reading, excerpts(conversation, reading), verdict)


def of_one_client(answer: Answer) -> Answer:
    """Return an answer about the client whom its gravest finding is about, where several write in one paste.

    What is stored of a paste holds no names, so this is for who has just pasted it.
    """
    messages, findings = answer.conversation.messages, answer.verdict.findings
    if answer.question.relationship.client or not findings or len(clients_of(messages)) < 2:
        return answer
    lead = min(findings, key=loudest_first)
    client = one_line(addressed(messages, lead.evidence[0].message))
    known = replace(answer.question.relationship, client=client)
    return replace(answer, question=replace(answer.question, relationship=known))


def reply(answer: Answer, policy: Policy) -> Reply:
    """Return what to say to a judged text."""
    return reply_to(answer.reading, answer.excerpts, answer.verdict, answer.question.relationship, policy)
