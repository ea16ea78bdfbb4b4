import numpy as np
import pytest

from core.network import CLIENT, FOLDER, POST, QUESTIONS, REACHES, US, Network, chance, clue_numbers, network
from core.subwords import subwords


def test_the_files_of_the_network_fit_together() -> None:
    net = network()
    lines = (FOLDER / "pieces.tsv").read_text(encoding="utf-8").split("\n")[:-1]
    assert len(net.pieces) == len(lines) + 1  # one more for what no piece holds
    assert len(net.clue_rows) == len(clue_numbers())
    assert len(net.layers) == len(REACHES)
    assert net.exit_bias.shape == (len(QUESTIONS),)


@pytest.mark.parametrize("words", [[0], [1], list(range(1, 160)), [0] * 160])
@pytest.mark.parametrize("speaker", [CLIENT, US, POST])
def test_every_question_gets_finite_odds_however_many_words_there_are(words: list[int], speaker: int) -> None:
    net = network()
    odds = net.odds(net.summary(words, speaker), clue_numbers())
    assert list(odds) == list(QUESTIONS)
    assert np.isfinite(list(odds.values())).all()


def test_a_clue_that_is_not_known_changes_nothing() -> None:
    net = network()
    summary = net.summary(subwords("see you in the room"), CLIENT)
    assert net.odds(summary, ["no such clue"]) == net.odds(summary, [])


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
    assert tiny([0, 0, 0]).summary([1, 2, 0], CLIENT).tolist() == [1.0, 2.0]
    assert tiny([0, 0, 0]).summary([1, 2, 0], US).tolist() == [6.0, 7.0]


def test_a_convolution_sees_the_neighbour_on_its_side() -> None:
    # Only the word behind another one gains by it: evened out, a neighbour counts 1.
    from_left = tiny([1, 0, 0]).summary([1, 2], CLIENT)
    from_right = tiny([0, 0, 1]).summary([1, 2], CLIENT)
    assert from_left == pytest.approx([(1 + 3) / 2, 3], abs=1e-4)
    assert from_right == pytest.approx([(2 + 2) / 2, 2], abs=1e-4)
