"""Short answers behind their questions, as training/answers.py puts them together."""

import tomllib
from collections.abc import Sequence
from itertools import pairwise

import pytest

from core.network import CLIENT, QUESTIONS, US
from core.weigh import MESSAGES_BEFORE
from training import answers
from training.samples import Sample

FILES = sorted(answers.FOLDER.glob("*.toml"))
PIECES = [tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES]


@pytest.mark.parametrize("pieces", PIECES, ids=[file.stem for file in FILES])
def test_each_language_has_all_lists_and_nothing_twice_in_one(pieces: answers.Pieces) -> None:
    assert pieces.keys() == PIECES[0].keys()
    for name, texts in pieces.items():
        assert len(texts) >= 5, name
        assert len(set(texts)) == len(texts), name


def put_together(monkeypatch: pytest.MonkeyPatch, *scenes: answers.Way) -> Sequence[Sample]:
    monkeypatch.setattr(answers, "SCENES", scenes)
    monkeypatch.setattr(answers, "EACH", 3)
    return list(answers.answers())


def said_of(one: Sample, question: str) -> bool | None:
    return one.answers[QUESTIONS.index(question)]


def test_an_answer_means_what_its_question_makes_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = put_together(monkeypatch, answers.behind("ask_us_pay", "say_rail", "payment"))
    theirs = put_together(monkeypatch, answers.behind("ask_them_pay", "say_rail"))
    assert len(ours) == len(theirs) == 3 * (len(FILES) + 1)
    assert all(said_of(one, "pay") is True and said_of(one, "talk") is False for one in ours)
    assert all(said_of(one, "pay") is False and said_of(one, "talk") is False for one in theirs)


def test_which_kind_of_talk_it_is_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in put_together(monkeypatch, answers.behind("ask_us_talk", "say_channel", "move")):
        assert said_of(one, "talk") is True
        assert said_of(one, "call") is None


def test_the_question_stands_last_and_the_two_speak_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in put_together(monkeypatch, answers.behind("ask_us_pay", "say_rail", "payment")):
        speakers = [speaker for _, speaker in one.before] + [one.speaker]
        assert all({first, second} == {CLIENT, US} for first, second in pairwise(speakers))
        assert len(one.before) <= MESSAGES_BEFORE


def test_an_answer_belongs_to_the_later_question(monkeypatch: pytest.MonkeyPatch) -> None:
    way = answers.second("ask_them_talk", "say_channel", "ask_us_talk", "say_channel", "move")
    asked = {question for pieces in PIECES for question in pieces["ask_us_talk"]}
    for one in put_together(monkeypatch, way):
        assert said_of(one, "talk") is True
        assert one.before[-1][0] in asked


def test_a_late_answer_goes_back_to_its_question(monkeypatch: pytest.MonkeyPatch) -> None:
    openings = tuple(opening for pieces in PIECES for opening in pieces["back"])
    asked = {question for pieces in PIECES for question in pieces["ask_us_pay"]}
    for one in put_together(monkeypatch, answers.later("ask_us_pay", "say_rail", "payment")):
        assert any(opening in one.text for opening in openings)
        assert one.before[0][0] in asked


def test_it_is_the_same_each_time() -> None:
    assert next(answers.answers()) == next(answers.answers())


def test_a_question_of_the_money_alone_is_no_step_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in put_together(monkeypatch, answers.asked("ask_us_pay")):
        assert said_of(one, "pay") is False
        assert said_of(one, "talk") is False


@pytest.mark.parametrize("said", ["hedge", "chat", "say_other"])
def test_what_neither_takes_nor_names_a_way_is_no_step_outside(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    for one in put_together(monkeypatch, answers.behind("offer_pay", said)):
        assert said_of(one, "pay") is False
        assert said_of(one, "talk") is False
