"""Recognise what was pasted before, by keyed hashes: without the key they say nothing about the words.

A chat is pasted again whenever it has grown. The whole of it is judged, since a push after a refusal needs the
past; the answer leaves out what was answered before.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from core.fold import fold
from core.judge import outcome_of
from core.model import Conversation, Finding, Message, Speaker, State, Verdict

MARK_LENGTH = 16
FEWEST_KNOWN = 2  # A greeting alone does not make it the same chat.


def fingerprint(text: str, key: bytes) -> str:
    """Return the keyed hash of a paste; letter case, spacing and the look of characters make no difference."""
    return _keyed(_plain(text), key)


def message_marks(conversation: Conversation, key: bytes) -> tuple[str, ...]:
    """Return a short keyed hash for each message: of the speaker's role, the words, and the times they came before.

    Without the count, an ask repeated word for word after a refusal would pass for the first one.
    """
    return tuple(_keyed(said, key)[:MARK_LENGTH] for said in _said(conversation))


def new_tail(marks: Sequence[str], known: Collection[str]) -> int | None:
    """Return the index of the first new message of a growing paste, or None where the paste is no such thing.

    A paste has grown where the messages it begins with are known, and are half of it or all that is known.
    Where nothing is new, the index is the number of messages.
    """
    first = next((n for n, mark in enumerate(marks) if mark not in known), len(marks))
    most = first >= FEWEST_KNOWN and 2 * first >= len(marks)
    whole = first == len(marks) or set(known) <= set(marks[:first])
    return first if first and (most or whole) else None


def tail_verdict(
    verdict: Verdict, messages: Sequence[Message], first: int
) -> tuple[Verdict, tuple[Finding, ...]]:
    """Return the verdict on the messages from `first` on, and the earlier findings that are still open."""
    # A number that is cut in two messages is new with the message that makes it whole.
    begin = messages[first].start if first < len(messages) else messages[-1].end
    new = tuple(finding for finding in verdict.findings if finding.evidence[-1].end > begin)
    recalled = tuple(
        finding for finding in verdict.findings if finding not in new and finding.state is State.OPEN
    )
    # What the paste says of the stage holds for the tail as well.
    facts = {"stage-from-paste"}.union(*(finding.depends_on for finding in new))
    assumed = tuple((fact, value) for fact, value in verdict.assumed if fact in facts)
    outcome = outcome_of(new, unchecked=verdict.unchecked)
    return replace(verdict, outcome=outcome, findings=new, assumed=assumed), recalled


def _said(conversation: Conversation) -> Iterator[str]:
    before: Counter[str] = Counter()
    for message in conversation.messages:
        # Who speaks may be settled only when a chat has grown; until then they are judged as the client.
        role = Speaker.CLIENT if message.speaker is Speaker.UNKNOWN else message.speaker
        said = f"{role} {_plain(conversation.text[message.start : message.end])}"
        yield f"{before[said]} {said}"
        before[said] += 1


def _plain(text: str) -> str:
    return " ".join(fold(text).text.split())


def _keyed(words: str, key: bytes) -> str:
    return hmac.new(key, words.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
