import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import Outcome, Relationship, Speaker, Stage, State, Verdict
from core.policy import load
from core.question import Answer, Question, check
from core.recognition import fingerprint, message_marks, new_tail, tail_verdict
from core.reply import Rung
from core.wording.verdict import rung_of

GROWING = Path(__file__).parents[1] / "corpus" / "growing.jsonl"
CHATS = {chat["id"]: chat for chat in map(json.loads, GROWING.read_text(encoding="utf-8").splitlines())}
POLICY = load()
TODAY = date(2026, 11, 22)
KEY = b"a key of some agency, 32 bytes.."


def judged(text: str, stage: Stage | None = None) -> Answer:
    return check(Question(text=text, relationship=Relationship(stage=stage)), POLICY, TODAY)


def marks_of(text: str) -> tuple[str, ...]:
    return message_marks(judged(text).conversation, KEY)


@pytest.mark.parametrize(
    "again",
    [
        "Client: it’s fine\nMe: ok",
        "client:  It's fine \n\nME: OK\n",
        "Client: it's\u200b fine\r\nMe:\u00a0ok",
    ],
)
def test_a_paste_is_known_again_whatever_its_case_and_spacing(again: str) -> None:
    assert fingerprint(again, KEY) == fingerprint("Client: it's fine\nMe: ok", KEY)


def test_other_words_or_another_key_give_another_fingerprint() -> None:
    prints = {fingerprint("fine", KEY), fingerprint("fine.", KEY), fingerprint("fine", KEY[::-1])}
    assert len(prints) == 3


@given(st.text())
def test_any_text_has_a_fingerprint_that_does_not_hold_it(text: str) -> None:
    found = fingerprint(text, KEY)
    assert len(found) == 64
    assert set(found) <= set("0123456789abcdef")


def test_the_same_words_count_as_another_message_from_another_side_or_when_said_again() -> None:
    marks = marks_of("Client: WhatsApp?\nMe: WhatsApp?\nClient: WhatsApp?")
    assert len(set(marks)) == 3


def test_a_speaker_who_is_settled_as_the_client_later_is_known_again() -> None:
    before, after = judged("Quinn 10:02: how much?"), judged("Quinn 10:02: how much?\nMe: 35 on Upwork")

    assert before.conversation.messages[0].speaker is Speaker.UNKNOWN
    assert after.conversation.messages[0].speaker is Speaker.CLIENT
    assert message_marks(before.conversation, KEY)[0] == message_marks(after.conversation, KEY)[0]


@pytest.mark.parametrize(
    "marks, known, first",
    [
        ("abcd", "ab", 2),
        ("abcde", "abx", None),  # Two of five: a greeting and its answer, perhaps of another chat.
        ("abcde", "ab", 2),  # The whole of what is known stands at its beginning.
        ("abc", "abcx", 3),
        ("a", "ax", 1),
        ("ab", "ax", None),
        ("ab", "a", 1),
        ("bcde", "abcd", 3),  # The beginning was not copied again.
        ("xabc", "abc", None),  # Older messages were copied as well, and nobody has answered those.
        ("abxc", "abc", 2),
        ("abc", "", None),
        ("", "abc", None),
    ],
)
def test_the_new_tail_begins_with_the_first_unknown_message(
    marks: str, known: str, first: int | None
) -> None:
    assert new_tail(marks, known) == first


@cache
def answers(name: str) -> tuple[Verdict, ...]:
    """Return what each paste of a growing chat is answered for."""
    chat = CHATS[name]
    known: set[str] = set()
    told = []
    for text in chat["steps"]:
        answer = judged(text, Stage(chat["stage"]))
        marks = message_marks(answer.conversation, KEY)
        first = new_tail(marks, known)
        verdict = answer.verdict
        if first is not None:
            verdict, _ = tail_verdict(verdict, answer.conversation.messages, first)
        told.append(verdict)
        known.update(marks)
    return tuple(told)


def spoken(name: str) -> list[int]:
    return [step for step, told in enumerate(answers(name)) if rung_of(told) in (Rung.FULL, Rung.LINE)]


@pytest.mark.parametrize("name", CHATS)
def test_a_growing_paste_is_answered_once_for_each_thing_that_is_new(name: str) -> None:
    chat = CHATS[name]
    # Which words of a message are quoted first may change as the chat grows; that it is told may not.
    told = [(f.rule, f.evidence[0].message) for verdict in answers(name) for f in verdict.findings]
    whole = judged(chat["steps"][-1], Stage(chat["stage"])).verdict

    assert set(spoken(name)) <= set(chat["new_finding_at"])
    assert len(told) == len(set(told))
    assert {(f.rule, f.evidence[0].message) for f in whole.findings} == set(told)


def test_most_growing_pastes_are_answered_exactly_when_their_labels_say() -> None:
    # In the others the detectors miss cash at a fair, a supplier's form that asks for a phone, and the
    # care that an address given for access deserves; a paste answered too often is a failure above.
    right = [name for name, chat in CHATS.items() if spoken(name) == chat["new_finding_at"]]
    assert len(right) >= 11


def test_a_push_in_the_tail_is_told_with_the_refusal_that_came_before() -> None:
    text = (
        "Client: I can pay you by PayPal directly.\nMe: No, we keep all payments on Upwork.\n"
        "Client: Come on, I can pay you by PayPal directly."
    )
    answer = judged(text)

    verdict, recalled = tail_verdict(answer.verdict, answer.conversation.messages, 2)

    assert {finding.evidence[0].message for finding in verdict.findings} == {2}
    assert "UPW315" in {finding.rule for finding in verdict.findings}
    assert recalled == ()


def test_an_open_ask_is_no_longer_the_outcome_but_is_recalled() -> None:
    answer = judged("Client: Can we talk on WhatsApp?\nMe: What shall we build?\nClient: A pinboard.")

    verdict, recalled = tail_verdict(answer.verdict, answer.conversation.messages, 3)

    assert answer.verdict.outcome is Outcome.VIOLATION
    assert verdict == Verdict(Outcome.CLEAR)
    assert [(finding.rule, finding.state) for finding in recalled] == [("UPW101", State.OPEN)]


def test_a_number_that_the_tail_completes_is_new() -> None:
    answer = judged("Client: you can reach me at 415 55\nClient: 5 0132 at any time")

    verdict, _ = tail_verdict(answer.verdict, answer.conversation.messages, 1)

    assert verdict.findings
    assert verdict == answer.verdict
