import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wording.names import one_line


@pytest.mark.parametrize(
    "words, shown",
    [
        ("Acme & Söhne", "Acme & Söhne"),
        ("  株式会社\u3000ミライ ", "株式会社 ミライ"),
        ("Acme\n2. Nothing needs you", "Acme 2. Nothing needs you"),
        ("Acme\x1b[31m\x00 Ltd", "Acme [31m Ltd"),
        ("Acme \u202eelbirret", "Acme elbirret"),
        ("x" * 61, "x" * 59 + "…"),
        ("\u200b\n", ""),
    ],
)
def test_a_name_is_shown_as_it_is_but_in_one_line(words: str, shown: str) -> None:
    assert one_line(words) == shown


@given(st.text(), st.integers(2, 80))
def test_a_line_is_printable_and_no_longer_than_it_may_be(words: str, longest: int) -> None:
    line = one_line(words, longest)

    assert line.isprintable()
    assert len(line) <= longest
    assert one_line(line, longest) == line
