from typing import Any

import pytest
from slack_sdk.models.views import View

from bots.slack.home import home_view
from core.reply import Button, Buttons, Field, Fields, Footnote, Heading, Image, Paragraph, Reply, Rung

PICTURE = Image(b"picture", "weeks-to-2026-W47.png", "Client asks in eight weeks: 3, 5, 2, 4, 6, 3, 5, 9.")
HOME = Reply(
    Rung.FULL,
    (
        Heading("2 things need you", "Northlight"),
        Paragraph("1. Our breach at Acme: payment · 17 Nov"),
        Buttons((Button("Show 1", "run", "show 41"),)),
        Heading("14 facts to confirm"),
        Buttons((Button("Confirm all 14", "run", "confirm all until 14"),)),
        Heading("The week"),
        PICTURE,
    ),
)


def kinds(view: dict[str, Any]) -> list[str]:
    return [block["type"] for block in view["blocks"]]


def test_every_heading_begins_a_part_of_the_page() -> None:
    view = home_view(HOME)

    assert view["type"] == "home"
    assert kinds(view) == [
        "header",
        "context",
        "rich_text",
        "actions",
        "divider",
        "header",
        "actions",
        "divider",
        "header",
        "context",
    ]
    assert view["blocks"][0]["text"]["text"] == "2 things need you"
    View(**view).to_dict()


def test_a_picture_that_slack_has_is_shown_and_another_is_told_in_words() -> None:
    shown = home_view(HOME, {PICTURE.name: "F0123ABCD"})["blocks"][-1]
    told = home_view(HOME, {"weeks-to-2026-W46.png": "F0123ABCD"})["blocks"][-1]

    assert (shown["slack_file"], shown["alt_text"]) == ({"id": "F0123ABCD"}, PICTURE.alt)
    assert told["elements"][0]["text"] == PICTURE.alt


def test_a_heading_needs_nothing_beside_it() -> None:
    assert kinds(home_view(Reply(Rung.FULL, (Heading("Clients", " "),)))) == ["header"]


@pytest.mark.parametrize("heading", ["", " ", "\u202e", "x" * 151, "😀" * 76, "&" * 40])
def test_a_heading_that_no_header_can_hold_is_shown_otherwise(heading: str) -> None:
    view = home_view(Reply(Rung.FULL, (Paragraph("before"), Heading(heading), Paragraph("after"))))

    assert "header" not in kinds(view)
    View(**view).to_dict()


@pytest.mark.parametrize("number", [30, 98, 99, 100, 101, 3000])
def test_a_page_that_is_too_long_says_where_the_rest_is(number: int) -> None:
    blocks = tuple(Footnote(f"client {one}") for one in range(number))
    view = home_view(Reply(Rung.FULL, (Heading("Clients"), *blocks)))

    assert len(view["blocks"]) <= 100
    assert ("There is more" in str(view["blocks"][-1])) is (number >= 99)
    View(**view).to_dict()


def test_a_part_that_is_too_long_by_itself_is_cut_short() -> None:
    long = Fields(tuple(Field(f"client {one}", "bound until 3 December 2027 " * 20) for one in range(900)))

    assert len(home_view(Reply(Rung.FULL, (long, Heading("More"))))["blocks"]) <= 100


def test_an_empty_page_says_so() -> None:
    assert kinds(home_view(Reply(Rung.FULL, ()))) == ["rich_text"]
