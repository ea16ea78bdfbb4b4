"""What labels say of red flags, and how they are learnt."""

import numpy as np

from core.flags import WARNS_OF
from training import flags

NAMES = tuple(WARNS_OF)


def held_and_told(**row: object) -> tuple[set[str], set[str]]:
    held, told = flags.answers(row)
    return (
        {name for name, one in zip(NAMES, held, strict=True) if one},
        {name for name, one in zip(NAMES, told, strict=True) if one},
    )


def test_a_flag_by_name_is_held_and_no_other() -> None:
    assert held_and_told(outcome="caution", kinds=["unpaid_work"], flag="early") == (
        {"flag-early"},
        set(NAMES),
    )


def test_a_kind_that_may_be_several_flags_counts_against_none_of_them() -> None:
    held, told = held_and_told(outcome="caution", kinds=["unpaid_work"])
    assert held == set()
    assert told == set(NAMES) - {"flag-sample", "flag-early", "flag-partner"}


def test_a_kind_that_is_one_flag_is_held() -> None:
    assert held_and_told(outcome="caution", kinds=["suspicious_file"]) == ({"flag-file"}, set(NAMES))


def test_fees_beside_a_way_past_them_are_no_complaint() -> None:
    held, told = held_and_told(outcome="violation", kinds=["fees", "payment"])
    assert (held, told) == (set(), set(NAMES) - {"flag-fee"})


def test_what_is_innocent_holds_none() -> None:
    assert held_and_told(outcome="allowed", kinds=["benign"]) == (set(), set(NAMES))


def test_numbers_that_tell_are_found_and_what_is_not_told_is_left_out() -> None:
    dice = np.random.default_rng(7)
    x = dice.normal(size=(400, 5)).astype(np.float32)
    held = np.stack([x[:, 1] > 0.5, x[:, 3] > 0], axis=1).astype(np.float32)
    told = np.ones_like(held)
    wrong = held.copy()
    wrong[:100, 0] = 1 - wrong[:100, 0]
    told[:100, 0] = 0
    weights, bias = flags.fitted(x, wrong, told)
    assert ((x @ weights + bias > 0) == (held > 0)).mean() > 0.95
