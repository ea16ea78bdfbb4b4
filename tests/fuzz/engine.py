"""The engine, fed with bytes: from the text to the verdict, the reply, and what is stored of it."""

from dataclasses import replace
from datetime import date
from itertools import pairwise, product
from time import thread_time

from core.fold import fold
from core.model import Place, Purpose, Relationship, Speaker, Stage
from core.policy import load
from core.question import Answer, Question, check, reply
from core.reply import Reply
from core.sealing import seal, unseal

SECONDS = 2.0  # of processor time for one input of some thousand bytes, while every branch is being watched
TODAY = date(2026, 11, 22)
# The first byte of an input chooses one of them.
QUESTIONS = [
    Question("", Relationship(stage=stage), place, speaker, ("Mara",), ("Acme",), purpose)
    for stage, place, speaker, purpose in product(
        (None, Stage.ACTIVE_CONTRACT),
        (Place.MESSAGE, Place.PROPOSAL),
        (None, Speaker.CLIENT, Speaker.US),
        (None, *Purpose),
    )
]


class TooSlow(Exception):  # noqa: N818
    """An input that took more time than any may."""


def feed(data: bytes) -> None:
    """Judge what some bytes say; raises whatever is wrong with the engine."""
    question = QUESTIONS[data[0] % len(QUESTIONS)] if data else QUESTIONS[0]
    # Bytes that are no letters become halves of a pair, as they come out of JSON.
    text = data[1:].decode("utf-8", errors="surrogateescape")
    answer, shown, took = _judged(replace(question, text=text))
    if took > SECONDS:
        # The first text in a language opens its words, once a process: only what is slow again is slow by itself.
        took = _judged(replace(question, text=text))[2]
    if took > SECONDS:
        raise TooSlow(f"{took:.1f} seconds for {len(text)} characters")
    assert shown.blocks
    _places_lie_in_the_text(answer, text)
    _folding_keeps_places(text)
    reading, excerpts = unseal(seal(answer.reading, answer.excerpts))
    assert (reading.signals, excerpts) == (answer.reading.signals, answer.excerpts)


def _judged(question: Question) -> tuple[Answer, Reply, float]:
    """Return an answer, how it is told, and the seconds of processor time that both took."""
    begun_at = thread_time()
    answer = check(question, load(), TODAY)
    shown = reply(answer, load())
    return answer, shown, thread_time() - begun_at


def _places_lie_in_the_text(answer: Answer, text: str) -> None:
    messages = answer.conversation.messages
    assert all(0 <= message.start <= message.end <= len(text) for message in messages)
    assert all(earlier.end <= later.start for earlier, later in pairwise(messages))
    spans = [(signal.message, signal.start, signal.end) for signal in answer.reading.signals]
    spans += [
        (span.message, span.start, span.end) for found in answer.verdict.findings for span in found.evidence
    ]
    for number, start, end in spans:
        assert messages[number].start <= start < end <= messages[number].end


def _folding_keeps_places(text: str) -> None:
    folded = fold(text)
    starts = [folded.start(index) for index in range(len(folded.text) + 1)]
    assert starts == sorted(starts)
    assert starts[-1] == len(text)
