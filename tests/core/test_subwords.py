from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.subwords import UNKNOWN, Vocabulary, likeliest_cut, subwords
from tests.growth import MOST, growth

PIECES = ["\u2581what", "s", "app", "\u2581whatsapp", "\u2581", "a", "p"]
VOCABULARY = Vocabulary.of(PIECES, [-5, -3, -6, -9, -2, -4, -4])


def cut(word: str) -> tuple[int, ...]:
    return likeliest_cut(word, VOCABULARY)


def test_the_whole_word_wins_where_it_is_likelier_than_its_parts() -> None:
    assert cut("\u2581whatsapp") == (4,)


def test_a_word_that_is_not_known_is_cut_into_the_likeliest_parts() -> None:
    assert cut("\u2581whats") == (1, 2)
    assert cut("\u2581app") == (5, 3)


def test_a_character_that_no_piece_holds_is_unknown_and_costs_only_itself() -> None:
    assert cut("\u2581app\u0bb4s") == (5, 3, UNKNOWN, 2)


@pytest.mark.parametrize(
    "one, other",
    [
        ("what\u200bsapp me", "whatsapp me"),
        ("what\u00adsapp me", "whatsapp me"),
        ("ｗｈａｔｓａｐｐ me", "whatsapp me"),
        ("  whatsapp \n\n me ", "whatsapp me"),
    ],
)
def test_what_the_eye_does_not_see_changes_nothing(one: str, other: str) -> None:
    assert subwords(one) == subwords(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("for order 4750 can we talk elsewhere", "for order 4850 can we talk elsewhere"),
        ("+1 555 0142", "+1 555 0177"),
        ("٤٧٥٠", "4750"),
    ],
)
def test_which_number_it_is_changes_nothing(one: str, other: str) -> None:
    assert subwords(one) == subwords(other)


@pytest.mark.parametrize(
    "shouted, said",
    [
        ("CAN WE TALK ON THE PHONE FIRST?", "can we talk on the phone first?"),
        ("МОЖНО ВАШ НОМЕР ТЕЛЕФОНА", "можно ваш номер телефона"),
        ("BANA İNTERNETTEN YAZIN LÜTFEN", "bana internetten yazin lütfen"),
        (
            "WRITE TO jo@studio.example FROM NOW ON, PLEASE, I AM LATE",
            "write to jo@studio.example from now on, please, i am late",
        ),
    ],
)
def test_who_shouts_is_read_as_if_he_did_not(shouted: str, said: str) -> None:
    assert subwords(shouted) == subwords(said)


@pytest.mark.parametrize("text", ["ASAP, OK", "The NDA and the SOW", "Hello from WETTER GMBH in Bonn"])
def test_a_few_capitals_are_kept(text: str) -> None:
    assert subwords(text) != subwords(text.lower())


@pytest.mark.parametrize("one, other", [("24/7", "25/7"), ("4750", "47500"), ("v2", "v3")])
def test_short_numbers_and_the_length_of_long_ones_stay(one: str, other: str) -> None:
    assert subwords(one) != subwords(other)


@pytest.mark.parametrize("unheld", ["\0", "\ud800"])
def test_what_the_tree_cannot_look_up_is_unknown(unheld: str) -> None:
    assert subwords(f"a{unheld}b") == subwords("a\u0bb4b") == [*subwords("a"), UNKNOWN, *subwords("xb")[1:]]


def test_a_vocabulary_that_is_written_reads_the_same(tmp_path: Path) -> None:
    VOCABULARY.write(tmp_path)
    again = Vocabulary.read(tmp_path)
    assert again.pieces == VOCABULARY.pieces == PIECES
    assert likeliest_cut("\u2581whats\u0bb4", again) == cut("\u2581whats\u0bb4") == (1, 2, UNKNOWN)


@given(st.text(max_size=200))
def test_any_text_can_be_cut(text: str) -> None:
    assert all(number >= 0 for number in subwords(text))


@pytest.mark.parametrize("word", ["a", "\U0001f600", "வ", "xq"])
def test_a_long_word_takes_time_in_proportion_to_its_length(word: str) -> None:
    assert growth(subwords, lambda length: word * length, 10_000) < MOST
