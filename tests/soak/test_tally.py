from collections import Counter

import pytest

from tests.soak.people import Expected, Kind, Post
from tests.soak.place import Said, Seen
from tests.soak.tally import standing

ASKS, PAYS = (Said(f"{words}: keep it here", 2.0, None) for words in (Expected.ASKS, Expected.PAYS))


@pytest.mark.parametrize(
    "expected, replies, marks, is_lost, number",
    [
        (Expected.ASKS, [ASKS], 0, False, 1),
        (Expected.ASKS, [], 0, True, 0),
        (Expected.ASKS, [], 1, True, 1),
        (Expected.ASKS, [PAYS], 0, True, 1),
        (Expected.ASKS, [ASKS, ASKS], 0, False, 2),
        (Expected.ASKS, [ASKS], 1, False, 2),
        (Expected.MARK, [], 1, False, 1),
        (Expected.MARK, [], 0, True, 0),
        (Expected.MARK, [ASKS], 1, False, 2),
        (Expected.NOTHING, [], 0, False, 0),
        (Expected.NOTHING, [ASKS], 0, True, 1),
        (Expected.NOTHING, [], 1, True, 1),
    ],
)
def test_what_stands_at_a_post_tells_whether_it_was_lost_or_answered_twice(
    expected: Expected, replies: list[Said], marks: int, is_lost: bool, number: int
) -> None:
    post = Post(Kind.PIECES, "pieces-0", "Omar 0", 1, expected, ids=["1", "2"])
    seen = Seen({"2": replies, "3": [ASKS]}, [], Counter({"1": marks, "3": 1}), Counter())
    missing, found = standing(post, seen)
    assert (bool(missing), found) == (is_lost, number)
