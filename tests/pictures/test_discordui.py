import re
from collections.abc import Callable
from typing import Any

import pytest

from bots.discord.modals import check_modal, form_modal
from core.commands.commands import usages
from core.reply import Footnote, Heading, Paragraph, Preformatted, Quote, Reply, Rung
from tests.pictures.discord import said, told
from tests.pictures.discordui import components_html, modal_html
from tests.pictures.drawing import UnknownKind
from tests.pictures.markdown import markdown_html
from tests.pictures.test_blockkit import ALL

BUTTON = {"type": 2, "style": 2, "label": "words", "disabled": False}
SELECT = {"type": 3, "options": [], "placeholder": "More", "disabled": False}
CONTAINER = {"type": 17, "components": [], "accent_color": None, "spoiler": False}


@pytest.mark.parametrize("look", [said, told])
def test_all_that_the_bot_says_can_be_drawn(look: Callable[[Reply], str]) -> None:
    html = look(ALL)

    for words in (
        "Headline",
        "aside",
        "quoted",
        "note",
        "label",
        "script",
        "before",
        "after",
        "field",
        "small",
    ):
        assert words in html
    assert "press" in html
    assert "More" in html
    assert "entry" not in html  # What a menu holds is not seen before it is opened.
    assert "<code>code</code>" in html
    assert ('alt="words for it"' in html) == (look is said)  # Embeds carry no such words.
    assert "list.csv" in html


def test_all_that_the_bot_asks_can_be_drawn() -> None:
    forms = [form_modal(command, usage) for usage, command in usages().items()]

    for modal in (*forms, check_modal(), check_modal(["Acme"])):
        payload = modal.to_dict()
        html = modal_html(payload)
        assert payload["title"] in html
        assert all(part["label"] in html for part in payload["components"] if part["type"] == 18)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold \\*and\\* more**", '<div class="line"><b>bold *and* more</b></div>'),
        ("-# small", '<div class="small">small</div>'),
        ("> one\n> two\nno more", '<div class="quote">one<br>two</div><div class="line">no more</div>'),
        ("[a page](<https://example.com/a_b>)", '<div class="line"><a>a page</a></div>'),
        ("type `client add`", '<div class="line">type <code>client add</code></div>'),
        ("\\- no list", '<div class="line">- no list</div>'),
        ("```\n**as it is**\n```", '<div class="code"><i class="copy"></i>**as it is**</div>'),
        (
            "```diff\n- gone\nkept\n```",
            '<div class="code"><i class="copy"></i><span class="gone">- gone</span>\nkept</div>',
        ),
    ],
)
def test_markdown_is_read_as_discord_reads_it(text: str, html: str) -> None:
    assert markdown_html(text) == html


@pytest.mark.parametrize(
    "component",
    [
        {"type": 9, "components": []},
        {**CONTAINER, "accent_color": 5},
        {**CONTAINER, "header": "words"},
        {**BUTTON, "style": 5},
        {**BUTTON, "disabled": True},
        {**BUTTON, "label": "🚀"},
        {**SELECT, "disabled": True},
        *(
            {"type": 10, "content": text}
            for text in ("*italic*", "__under__", "~~gone~~", "||hidden||", "<@1>")
        ),
        {"type": 10, "content": "# title"},
        {"type": 10, "content": "- a list"},
        {"type": 10, "content": "1. a list"},
        {"type": 10, "content": "```python\nwords\n```"},
        {"type": 13, "file": {"url": "attachment://a.txt"}, "spoiler": True},
    ],
)
def test_what_cannot_be_drawn_is_an_error(component: dict[str, Any]) -> None:
    with pytest.raises(UnknownKind):
        components_html([component], {})


@pytest.mark.parametrize("part", [Heading, Paragraph, Quote, Footnote, lambda text: Preformatted("", text)])
def test_no_words_are_taken_for_html_or_markdown(part: Callable[[str], Any]) -> None:
    hostile = "<b>&amp;</b>\"' **no** ~~no~~ ||no|| [no](https://example.com) > no"
    shown = re.sub(r"<[^>]+>", "", said(Reply(Rung.FULL, (part(hostile),))))

    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;\"' **no** ~~no~~ ||no|| [no](https://example.com) &gt; no" in shown
