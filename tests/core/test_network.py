import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.network import (
    CLIENT,
    FOLDER,
    POST,
    QUESTIONS,
    REACHES,
    US,
    Network,
    Text,
    chance,
    clue_numbers,
    network,
)
from core.subwords import Vocabulary, subwords


def test_the_files_of_the_network_fit_together() -> None:
    net = network()
    pieces = Vocabulary.read(FOLDER).pieces
    assert len(net.pieces) == len(pieces) + 1  # one more for what no piece holds
    assert len(net.clue_rows) == len(clue_numbers())
    assert len(net.layers) == len(REACHES)
    assert net.exit_bias.shape == (len(QUESTIONS),)


@pytest.mark.parametrize("words", [[0], [1], list(range(1, 160)), [0] * 160])
@pytest.mark.parametrize("speaker", [CLIENT, US, POST])
def test_every_question_gets_finite_odds_however_many_words_there_are(words: list[int], speaker: int) -> None:
    (odds,) = network().odds([Text(words, speaker, clue_numbers().keys())])
    assert list(odds) == list(QUESTIONS)
    assert np.isfinite(list(odds.values())).all()


def test_a_clue_that_is_not_known_changes_nothing() -> None:
    words = subwords("see you in the room")
    one, two = network().odds([Text(words, CLIENT, ["no such clue"]), Text(words, CLIENT)])
    assert one == two


LONGER_THAN_A_BATCH = st.lists(
    st.tuples(st.lists(st.integers(0, 5000), min_size=1, max_size=160), st.sampled_from([CLIENT, US])),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25)
@given(LONGER_THAN_A_BATCH)
def test_texts_that_are_read_together_see_nothing_of_each_other(drawn: list[tuple[list[int], int]]) -> None:
    net = network()
    texts = [Text(words, speaker) for words, speaker in drawn]
    together = net.summaries(texts)
    alone = np.concatenate([net.summaries([text]) for text in texts])
    np.testing.assert_allclose(together, alone, rtol=1e-3, atol=1e-3)


def test_nothing_to_read_is_no_answer() -> None:
    assert network().odds([]) == []


def test_odds_become_chances() -> None:
    assert chance(0.0) == 0.5
    assert chance(3.0) == pytest.approx(0.9526, abs=1e-4)
    assert 0 <= chance(-1e9) < 1e-8


def tiny(reach_weights: list[float]) -> Network:
    """A network of one number a word that heeds all alike and passes on what the first convolution sees."""
    passing = np.array(
        [[reach_weights[0], 0], [reach_weights[1], 0], [reach_weights[2], 0]], dtype=np.float32
    )
    silent = np.zeros((3, 2), dtype=np.float32)
    bias = np.zeros(2, dtype=np.float32)
    one = np.ones((1, 1), dtype=np.float32)
    return Network(
        pieces=np.array([[0], [1], [2]], dtype=np.int8),
        scale=np.ones(1, dtype=np.float32),
        entry=one,
        entry_bias=np.zeros(1, dtype=np.float32),
        speakers=np.array([[0], [5], [0]], dtype=np.float32),
        layers=((passing, bias), (silent, bias), (silent, bias)),
        clue_rows=np.zeros((1, 2), dtype=np.float32),
        heeded=np.zeros((1, 1), dtype=np.float32),
        middle=np.eye(2, dtype=np.float32),
        middle_bias=np.zeros(2, dtype=np.float32),
        exit=np.zeros((2, len(QUESTIONS)), dtype=np.float32),
        exit_bias=np.zeros(len(QUESTIONS), dtype=np.float32),
    )


def test_words_are_summed_up_by_their_mean_and_by_what_stands_out() -> None:
    assert tiny([0, 0, 0]).summaries([Text([1, 2, 0], CLIENT)])[0].tolist() == [1.0, 2.0]
    assert tiny([0, 0, 0]).summaries([Text([1, 2, 0], US)])[0].tolist() == [6.0, 7.0]


def test_a_convolution_sees_the_neighbour_on_its_side() -> None:
    # Only the word behind another one gains by it: evened out, a neighbour counts 1.
    from_left = tiny([1, 0, 0]).summaries([Text([1, 2], CLIENT)])[0]
    from_right = tiny([0, 0, 1]).summaries([Text([1, 2], CLIENT)])[0]
    assert from_left == pytest.approx([(1 + 3) / 2, 3], abs=1e-4)
    assert from_right == pytest.approx([(2 + 2) / 2, 2], abs=1e-4)
