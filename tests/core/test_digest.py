import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digest import Digest, Ending, Gaps, Need, NeedKind, Pending, WeekCount, freeze, most_urgent, thaw

COUNTS = st.integers(0, 10_000)
QUIET = Digest(
    agency="Northlight",
    week="2026-W47",
    needs=(),
    to_confirm=(),
    asks=0,
    answered=0,
    breaches=0,
    checks=42,
    clients=18,
    weeks=tuple(WeekCount(f"2026-W{week}", 0, 0) for week in range(40, 48)),
    ending=(),
    gaps=Gaps(met_unknown=12),
    unchecked=0,
)


@given(
    st.builds(
        Digest,
        needs=st.lists(st.from_type(Need), max_size=5).map(tuple),
        to_confirm=st.lists(st.from_type(Pending), max_size=5).map(tuple),
        weeks=st.tuples(*[st.builds(WeekCount, st.text(), COUNTS, COUNTS)] * 8),
        ending=st.lists(st.from_type(Ending), max_size=5).map(tuple),
    )
)
def test_a_digest_comes_back_from_json_as_it_was(digest: Digest) -> None:
    assert thaw(json.loads(json.dumps(freeze(digest)))) == digest


def test_values_that_are_no_digest_are_refused_without_repeating_them() -> None:
    frozen: Mapping[str, Any] = {**freeze(QUIET), "surprise": "Quillfeather Ltd"}

    with pytest.raises(TypeError) as refused:
        thaw(frozen)

    assert "Quillfeather" not in str(refused.value)


def test_the_most_urgent_five_are_the_gravest_and_of_the_same_kind_the_oldest() -> None:
    waiting = [
        Need(kind, "Acme", "UPW311", number, date(2026, 11, day))
        for number, (kind, day) in enumerate(
            [
                (NeedKind.ALLOWANCE, 1),
                (NeedKind.ASK, 20),
                (NeedKind.ASK, 9),
                (NeedKind.POST, 2),
                (NeedKind.BREACH, 22),
                (NeedKind.BREACH, 18),
                (NeedKind.PUSH, 19),
            ]
        )
    ]

    assert [need.id for need in most_urgent(waiting)] == [5, 4, 6, 2, 1]


@pytest.mark.parametrize(
    "happened",
    [
        {"needs": (Need(NeedKind.ASK, "Acme", "UPW101", 1, date(2026, 11, 17)),)},
        {"to_confirm": (Pending((1,), "Acme: contract active"),)},
        {"asks": 1},
        {"breaches": 1},
        {"ending": (Ending("Acme", date(2026, 12, 3)),)},
        {"unchecked": 1},
    ],
)
def test_a_week_is_empty_until_something_happens_or_waits(happened: dict[str, Any]) -> None:
    assert QUIET.is_empty
    assert not Digest(**{**{name: getattr(QUIET, name) for name in QUIET.__slots__}, **happened}).is_empty
