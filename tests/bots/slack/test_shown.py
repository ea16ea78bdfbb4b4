from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.slack.reading import read
from core.model import Speaker
from core.transcript import parse

ME = "U0CHECKMSG"
POST = "https://acme.slack.com/archives/C0123456789/p1700000000000100"


def words(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **more}


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(parts)}


def text_of(**message: Any) -> str:
    return read(message, ME).text


def inline(*elements: dict[str, Any]) -> str:
    return text_of(blocks=[rich(section(*elements))])


@pytest.mark.parametrize(
    "element, shown",
    [
        (words("+1 202", style={"bold": True}), "+1 202"),
        (words("a & b <c> *d*"), "a & b <c> *d*"),
        ({"type": "link", "url": "http://readme.md", "text": "readme.md"}, "readme.md"),
        ({"type": "link", "url": "https://wa.me/1", "text": "here"}, "here (https://wa.me/1)"),
        ({"type": "link", "url": "mailto:a@example.com"}, "a@example.com"),
        ({"type": "link", "url": POST}, ""),
        ({"type": "emoji", "name": "telephone_receiver", "unicode": "1f4de"}, "📞"),
        ({"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fc"}, "👋🏼"),
        ({"type": "emoji", "name": "our_logo"}, ":our_logo:"),
        ({"type": "emoji", "name": "odd", "unicode": "d800"}, ":odd:"),
        ({"type": "emoji", "name": "odd", "unicode": "fffffffff"}, ":odd:"),
        ({"type": "user", "user_id": "U1"}, "@someone"),
        ({"type": "channel", "channel_id": "C1"}, "#channel"),
        ({"type": "usergroup", "usergroup_id": "S1"}, "@group"),
        ({"type": "broadcast", "range": "here"}, "@here"),
        ({"type": "date", "timestamp": 1, "fallback": "1 May", "url": "https://wa.me/1"}, "1 May (https://wa.me/1)"),
        ({"type": "color", "value": "#ff0000"}, "#ff0000"),
        ({"type": "of_tomorrow", "text": "words"}, "words"),
        ({"type": "of_tomorrow", "fallback": "words"}, "words"),
        ({"type": "of_tomorrow"}, ""),
    ],
)  # fmt: skip
def test_every_kind_of_element_has_its_words(element: dict[str, Any], shown: str) -> None:
    assert inline(words("a "), element, words(" b")) == f"a {shown} b"


def test_lists_quotes_and_code_keep_their_lines() -> None:
    listed = [section(words("one")), section(words("two"))]
    block = rich(
        section(words("See\n")),
        {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": listed},
        {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 4, "elements": listed},
        {"type": "rich_text_quote", "elements": [words("Can we\ntalk?\n")]},
        {"type": "rich_text_list", "style": "bullet", "border": 1, "elements": listed[:1]},
        {"type": "rich_text_preformatted", "elements": [words("a\n  b")]},
        section(words("end")),
    )
    assert text_of(text="flat", blocks=[block]) == (
        "See\n• one\n• two\n  5. one\n  6. two\n> Can we\n> talk?\n> • one\na\n  b\nend"
    )


def test_a_part_without_words_takes_no_line() -> None:
    assert text_of(blocks=[rich(section(words("one")), section(), section(words("two")))]) == "one\ntwo"


def test_a_number_beyond_reason_makes_no_long_text() -> None:
    listed = {"type": "rich_text_list", "style": "ordered", "elements": [section(words("one"))]}
    assert len(text_of(blocks=[rich(section(words("x")), {**listed, "indent": 10**5})])) < 30
    assert text_of(blocks=[rich({**listed, "offset": -5})]) == "1. one"
    assert len(text_of(blocks=[rich({**listed, "offset": 10**5000})])) < 20


def test_a_quote_is_the_clients_for_the_engine() -> None:
    quote = {"type": "rich_text_quote", "elements": [words("Can we move to WhatsApp?")]}
    text = text_of(blocks=[rich(section(words("Better not, I think.\n")), quote)])
    assert [message.speaker for message in parse(text).messages] == [Speaker.US, Speaker.CLIENT]


def test_blocks_of_apps_are_read_and_unknown_ones_leave_it_to_the_text() -> None:
    known = [
        {"type": "header", "text": {"type": "plain_text", "text": "New &amp; *raw*"}},
        {"type": "divider"},
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "*Ann* <https://wa.me/1|here>"},
            "fields": [{"type": "mrkdwn", "text": "*Job* Logo"}],
        },
        {
            "type": "context",
            "elements": [{"type": "mrkdwn", "text": "by Ann"}, {"type": "image", "alt_text": "x"}],
        },
        {"type": "markdown", "text": "**as it is**"},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Open"}}]},
    ]
    shown = "New & *raw*\nAnn here (https://wa.me/1)\nJob Logo\nby Ann\n**as it is**"
    assert text_of(text="New message", blocks=known) == shown
    unknown = {"type": "of_tomorrow", "rows": []}
    assert text_of(text="all of it", blocks=[*known, unknown]) == "all of it"
    assert text_of(text="", blocks=[*known, unknown]) == shown
    assert text_of(text="all of it", blocks=[{"type": "divider"}]) == "all of it"


ELEMENTS = st.fixed_dictionaries(
    {"type": st.sampled_from(["text", "link", "emoji", "user", "new"])},
    optional={"text": st.text(), "url": st.text(), "name": st.text(), "unicode": st.text("0123def-"), "user_id": st.just(ME)},
)  # fmt: skip
PARTS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["rich_text_section", "rich_text_quote", "rich_text_preformatted"]),
        "elements": st.lists(ELEMENTS, max_size=3),
    }
)


@given(st.lists(PARTS, max_size=4), st.text())
def test_words_that_are_typed_are_never_lost(parts: list[dict[str, Any]], text: str) -> None:
    posted = read({"text": text, "blocks": [rich(*parts)]}, "")
    for part in parts:
        for element in part["elements"]:
            if element["type"] == "text":
                shown = element.get("text", "").encode(errors="replace").decode()
                assert all(word in posted.text for word in shown.split())
