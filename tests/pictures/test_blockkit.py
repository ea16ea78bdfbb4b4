from typing import Any

import pytest

from bots.slack.blocks import messages
from bots.slack.forms import check_form, form_of
from bots.slack.home import home_view
from bots.slack.sender import MARKS
from core.commands.commands import usages
from core.reply import (
    Button,
    Buttons,
    Diff,
    Field,
    Fields,
    File,
    Footnote,
    Heading,
    Image,
    Paragraph,
    Preformatted,
    Quote,
    Reply,
    Rung,
)
from tests.pictures.blockkit import blocks_html, home_html, message_html, modal_html, post_html
from tests.pictures.drawing import UnknownKind
from tests.pictures.emoji import DRAWN

ALL = Reply(
    Rung.FULL,
    (
        Heading("Headline", "aside"),
        Paragraph("plain with `code`"),
        Quote("quoted", "note"),
        Preformatted("label", "script"),
        Diff("before", "after"),
        Fields((Field("name", "field"),)),
        Buttons((Button("press", "run", "help"),), (Button("menu", "run", "home"),)),
        Buttons((), tuple(Button(f"entry {number}", "run") for number in range(9))),
        Image(b"", "chart.png", "words for it"),
        File("list.csv", b"", "rows"),
        Footnote("small"),
    ),
)
PLAIN = {"type": "plain_text", "text": "words", "emoji": False}


def test_all_that_the_bot_says_can_be_drawn() -> None:
    (message,) = messages(ALL)
    drawn = message_html(message.blocks, {})
    home = home_html(home_view(ALL, {"chart.png": "F1"}), {"F1": "data:,picture"})

    for words in (
        "Headline",
        "aside",
        "code",
        "quoted",
        "note",
        "script",
        "before",
        "after",
        "field",
        "press",
        "small",
    ):
        assert words in drawn
        assert words in home
    assert "words for it" in drawn
    assert 'src="data:,picture"' in home


def test_all_that_the_bot_asks_can_be_drawn() -> None:
    forms = [form_of(command, usage) for usage, command in usages().items()]

    for view in (*forms, check_form(), check_form(["Acme"])):
        drawn = modal_html(view, {})
        assert all(block["label"]["text"] in drawn for block in view["blocks"] if block["type"] == "input")


@pytest.mark.parametrize(
    "block",
    [
        {"type": "video"},
        {"type": "section", "text": PLAIN, "accessory": {"type": "button", "text": PLAIN}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*bold*"}},
        {"type": "actions", "elements": [{"type": "button", "text": PLAIN, "style": "danger"}]},
        {"type": "actions", "elements": [{"type": "datepicker"}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": []}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "emoji"}]}]},
        {"type": "section", "text": {**PLAIN, "text": "🚀"}},
    ],
)
def test_what_cannot_be_drawn_is_an_error(block: dict[str, Any]) -> None:
    with pytest.raises(UnknownKind):
        blocks_html([block], {})


def test_every_mark_that_the_bot_puts_on_a_post_is_drawn_and_none_is_left_to_a_font() -> None:
    for mark in MARKS:
        drawn = post_html("Dana", "words", mark)
        assert DRAWN[mark] in drawn
        assert mark not in drawn


def test_no_words_are_taken_for_html() -> None:
    hostile = "<b>&amp;</b>\"'"
    (message,) = messages(Reply(Rung.FULL, (Heading(hostile, hostile), Quote(hostile), Footnote(hostile))))
    drawn = message_html(message.blocks, {})

    assert drawn.count("&lt;b&gt;&amp;amp;&lt;/b&gt;") == 4
    assert hostile not in drawn
