from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.encoder import LIFTED, MOST_BEFORE, SAID_BEFORE, Asked, encoder, posts_encoder
from core.network import CLIENT, FOLDER, POST, QUESTIONS, US, Text, clue_numbers
from core.subwords import Vocabulary, subwords


def test_the_files_of_the_encoder_fit_together() -> None:
    found = encoder()
    pieces = Vocabulary.read(FOLDER).pieces
    assert len(found.pieces) == len(found.scales) == len(pieces) + 1  # one more for what no piece holds
    assert len(found.clue_rows) == len(clue_numbers())
    assert len(found.speakers) == SAID_BEFORE + 2
    assert found.exit_bias.shape == (len(QUESTIONS),)


def test_the_network_of_posts_differs_in_its_upper_layers_alone() -> None:
    whole, posts = encoder(), posts_encoder()
    assert len(posts.layers) == len(whole.layers)
    assert all(one is other for one, other in zip(posts.layers[:LIFTED], whole.layers, strict=False))
    assert not any(
        one is other for one, other in zip(posts.layers[LIFTED:], whole.layers[LIFTED:], strict=True)
    )
    assert posts.pieces is whole.pieces
    assert posts.clue_rows.shape == whole.clue_rows.shape
    post = Asked(Text(subwords("who answers the bakery today? I'm at the dentist"), POST))
    (one,), (other,) = posts.odds([post]), whole.odds([post])
    assert one.keys() == other.keys()
    assert one["client_text"] != other["client_text"]


@pytest.mark.parametrize("words", [[0], [1], list(range(1, 160)), [0] * 160])
@pytest.mark.parametrize("speaker", [CLIENT, US, POST])
def test_every_question_gets_finite_odds_however_many_words_there_are(words: list[int], speaker: int) -> None:
    text = Text(words, speaker, clue_numbers().keys())
    bare, after = encoder().odds([Asked(text), Asked(text, [Text(words, CLIENT)] * 3)])
    assert list(bare) == list(QUESTIONS)
    assert np.isfinite([*bare.values(), *after.values()]).all()


def test_nothing_to_read_is_no_answer() -> None:
    assert encoder().odds([]) == []


def said(text: str, speaker: int = CLIENT) -> Text:
    return Text(subwords(text), speaker)


WORDS = st.lists(st.integers(0, 5000), min_size=1, max_size=160)
TEXTS = st.builds(Text, WORDS, st.sampled_from([CLIENT, US]))


@settings(max_examples=12)
@given(st.lists(st.builds(Asked, TEXTS, st.lists(TEXTS, max_size=2)), min_size=2, max_size=9))
def test_texts_that_are_read_together_see_nothing_of_each_other(asked: list[Asked]) -> None:
    def numbers(found: list[dict[str, float]]) -> list[list[float]]:
        return [list(one.values()) for one in found]

    together = encoder().odds(asked)
    alone = [odds for one in asked for odds in encoder().odds([one])]
    np.testing.assert_allclose(numbers(together), numbers(alone), rtol=1e-2, atol=1e-2)


def test_of_what_was_said_before_the_end_is_read() -> None:
    long, last = said("one two three four five " * 40, US), said("Where shall the shop send it?")
    read = Asked(said("Here."), [long, last]).words_before
    assert len(read) == MOST_BEFORE
    assert [word for word, who in read if who == SAID_BEFORE + CLIENT] == list(last.subwords)
    assert Asked(said("Here."), [said("changed", US), long, last]).words_before == read


@pytest.mark.parametrize(
    ("question", "answer", "of_the_product", "of_us"),
    [
        (
            "talk",
            "On WhatsApp only, please.",
            "Where should the shop send its order confirmations?",
            "Where shall I send you my weekly updates?",
        ),
        (
            "talk",
            "WhatsApp and phone, big and green.",
            "Which buttons do you want on the contact page of the bakery site?",
            "How would you like to stay in touch with me until we start?",
        ),
        (
            "pay",
            "Cash or bank transfer, whatever suits.",
            "How do guests pay at the café?",
            "How do you want to pay me for the logo?",
        ),
    ],
)
def test_the_same_words_mean_less_after_a_question_about_the_product(
    question: str, answer: str, of_the_product: str, of_us: str
) -> None:
    def odds(before: Sequence[str]) -> float:
        (found,) = encoder().odds([Asked(said(answer), [said(one, US) for one in before])])
        return found[question]

    assert odds([of_the_product]) + 1 < odds([of_us])
