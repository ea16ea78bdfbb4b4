import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.excerpts import Excerpt
from core.model import Message, Reading, Relationship, Signal, Speaker, Stage
from core.policy import load
from core.question import Answer, Question, check
from core.sealing import SealError, seal, unseal

CORPUS = Path(__file__).parents[1] / "corpus"
POLICY = load()
TODAY = date(2026, 11, 22)
ASK = "Client: Can we talk on WhatsApp? +1 415 555 0132\nMe: Let us stay here, Dana."
OFFSETS = st.integers(min_value=0, max_value=40_000)
MESSAGES = st.builds(Message, speaker=..., start=OFFSETS, end=OFFSETS, stage=...)
SIGNALS = st.builds(
    Signal,
    kind=...,
    message=OFFSETS,
    start=OFFSETS,
    end=OFFSETS,
    by=...,
    channel=st.text(max_size=9),
    stance=...,
    purpose=...,
    disguised=...,
)
PAIRS = st.tuples(st.text(max_size=9), st.text(max_size=9))
READINGS = st.builds(
    Reading,
    messages=st.lists(MESSAGES, max_size=4).map(tuple),
    signals=st.lists(SIGNALS, max_size=4).map(tuple),
    place=...,
    draft=...,
    unchecked=st.lists(st.text(max_size=9), max_size=2).map(tuple),
    scope=st.lists(PAIRS, max_size=2).map(tuple),
    lang=st.text(max_size=9),
)
EXCERPTS = st.lists(
    st.builds(Excerpt, message=OFFSETS, start=OFFSETS, end=OFFSETS, words=st.text(max_size=20)), max_size=3
).map(tuple)


def judged(text: str, stage: Stage | None = None) -> Answer:
    return check(Question(text=text, relationship=Relationship(stage=stage)), POLICY, TODAY)


@given(READINGS, EXCERPTS)
def test_what_was_sealed_comes_back(reading: Reading, excerpts: tuple[Excerpt, ...]) -> None:
    assert unseal(seal(reading, excerpts)) == (reading, excerpts)


def test_names_and_times_are_not_stored() -> None:
    reading = Reading((Message(Speaker.CLIENT, 0, 5, "Lorna", "9:41 AM", Stage.OFFER_SENT),), ())

    sealed = seal(reading, ())

    assert b"Lorna" not in sealed
    assert b"9:41" not in sealed
    assert unseal(sealed)[0].messages == (Message(Speaker.CLIENT, 0, 5, stage=Stage.OFFER_SENT),)


def test_a_judgement_of_the_corpus_takes_at_most_a_few_kilobytes() -> None:
    lines = (CORPUS / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
    answers = [judged(json.loads(line)["text"]) for line in lines]

    assert max(len(seal(answer.reading, answer.excerpts)) for answer in answers) < 8000


def test_bytes_of_a_newer_version_are_refused_with_what_to_do() -> None:
    with pytest.raises(SealError, match=r"written by a newer checkmsg. Update"):
        unseal(b'{"v":2,"judgement":{}}')


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"\xff\x00\xfe",
        b"null",
        b"[1]",
        b"{}",
        b'{"v":0}',
        b'{"v":"1"}',
        b'{"v":1}',
        b'{"v":1,"reading":{"messages":5,"signals":[]}}',
        b'{"v":1,"reading":{"messages":[{"speaker":"Lorna","start":0,"end":5}],"signals":[]}}',
        b"[" * 100_000,
    ],
)
def test_damaged_bytes_are_refused_without_being_quoted(stored: bytes) -> None:
    with pytest.raises(SealError, match=r"damaged. Paste the conversation again") as caught:
        unseal(stored)

    assert caught.value.__suppress_context__
    assert "Lorna" not in str(caught.value)


def test_bytes_that_were_cut_off_anywhere_are_refused() -> None:
    answer = judged(ASK)
    sealed = seal(answer.reading, answer.excerpts)
    for length in range(len(sealed)):
        with pytest.raises(SealError, match="damaged"):
            unseal(sealed[:length])
