import struct
import subprocess
import sys
from collections.abc import Sequence

import pytest

from core.chart import chart, drawn
from core.digest import WeekCount

SIGNATURE = b"\x89PNG\r\n\x1a\n"
USUAL = [(3, 0), (5, 1), (2, 0), (4, 0), (6, 0), (3, 0), (5, 0), (9, 0)]


def eight_weeks(counts: Sequence[tuple[int, int]]) -> list[WeekCount]:
    return [WeekCount(f"2026-W{week}", *count) for week, count in enumerate(counts, 40)]


@pytest.mark.parametrize(
    "counts",
    [USUAL, [(0, 0)] * 8, [(0, 0)] * 7 + [(7, 2)], [(1_234_567, 9_999)] * 8],
    ids=["usual", "nothing at all", "first week", "large numbers"],
)
def test_a_chart_is_a_png_three_times_as_wide_as_a_phone_shows_it(counts: list[tuple[int, int]]) -> None:
    picture = chart(eight_weeks(counts))

    assert picture.startswith(SIGNATURE)
    assert struct.unpack(">II", picture[16:24]) == (1080, 960)
    assert len(picture) < 200_000


def test_the_same_weeks_give_the_same_bytes_and_others_do_not() -> None:
    usual = chart(eight_weeks(USUAL))

    assert chart(eight_weeks(USUAL)) == usual
    assert chart(eight_weeks([*USUAL[:-1], (9, 1)])) != usual


def test_matplotlib_is_not_kept_in_memory() -> None:
    weeks = eight_weeks(USUAL)
    asked = f"import sys; from core.chart import chart; from core.digest import WeekCount; chart({weeks}); "
    asked += "print('matplotlib' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert told.stdout == "False\n"
    assert chart(weeks) == drawn(weeks)


def test_no_name_of_a_program_or_time_is_written_into_the_picture() -> None:
    assert not {b"tEXt", b"iTXt", b"zTXt", b"tIME"} & set(chunks(chart(eight_weeks(USUAL))))


def chunks(picture: bytes) -> list[bytes]:
    names, place = [], len(SIGNATURE)
    while place < len(picture):
        (length,) = struct.unpack(">I", picture[place : place + 4])
        names.append(picture[place + 4 : place + 8])
        place += length + 12
    return names
