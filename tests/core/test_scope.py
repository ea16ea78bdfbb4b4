"""Which of the seven items two sides have settled, and which only one of them has named."""

import pytest

from core.reading import read
from core.transcript import parse


def timeline(*lines: str) -> str:
    return dict(read(parse("\n".join(lines), us=("Dana",))).scope)["timeline"]


@pytest.mark.parametrize(
    "lines",
    [
        ("Tom: The deadline is Friday.", "Dana: Works for me."),
        ("Tom: The deadline is Friday.", "Dana: Two weeks works for me, agreed."),
        ("Tom: Ist der Liefertermin der 9. Mai?", "Dana: Einverstanden."),
        ("Tom Hale", "9:41 AM", "The deadline is Friday.", "Tom Hale sent an offer", "9:43 AM", "Dana", "9:45 AM", "Agreed."),
    ],
)  # fmt: skip
def test_an_item_is_confirmed_where_the_other_side_agrees(lines: tuple[str, ...]) -> None:
    assert timeline(*lines) == "confirmed"


@pytest.mark.parametrize(
    "lines",
    [
        ("Tom: A timeline of two weeks works for me, agreed.",),
        ("Tom: The deadline is Friday.", "Tom: Agreed."),
        ("Tom: The deadline is Friday.", "Dana: I see."),
    ],
)
def test_what_one_side_says_and_agrees_to_by_itself_is_only_mentioned(lines: tuple[str, ...]) -> None:
    assert timeline(*lines) == "mentioned"


def test_what_nobody_names_is_missing() -> None:
    assert timeline("Tom: Hello!", "Dana: Hello, works for me.") == "missing"


def items(*lines: str) -> dict[str, str]:
    """Return the items that are not missing."""
    scope = read(parse("\n".join(lines), us=("Dana",))).scope
    return {item: state for item, state in scope if state != "missing"}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Dana: Deliverables: five pages. Access: WordPress admin.", "Tom: Agreed to all of it."), {"deliverables": "confirmed", "access": "confirmed"}),
        (("Tom: I need five product pages and a contact form.", "Dana: Agreed."), {"deliverables": "confirmed"}),
        (("Dana: Two rounds of revisions are included.", "Tom: Two rounds are enough."), {"revisions": "confirmed"}),
        (("Dana: We can deliver by March 3.", "Tom: March 3 is fine."), {"timeline": "confirmed"}),
        (("Dana: It takes three weeks.", "Tom: Agreed.", "Tom: No, I need it in one week instead."), {"timeline": "mentioned"}),
    ],
)  # fmt: skip
def test_an_item_is_named_confirmed_and_opened_again_in_ordinary_words(
    lines: tuple[str, ...], expected: dict[str, str]
) -> None:
    assert items(*lines) == expected
