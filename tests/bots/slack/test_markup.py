from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.slack.markup import escape, link, plain, unescape
from core.reading import read
from core.transcript import parse

LONG = 40_000
PIECES = [
    "<", ">", "|", "&", "&amp;", "&lt;", "*", "_", "~", "`", "```", "\n", " ", "a", "1", "@", "!", "^", "<@U1>",
    "<https://example.com/a|here>", "<tel:+12025550132|+1 202 555 0132>", "é", "📞",
]  # fmt: skip


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("<mailto:ann@example.com|ann@example.com>", "ann@example.com"),
        ("<mailto:ann@example.com>", "ann@example.com"),
        ("<mailto:ann lee@example.com|ann lee@example.com>", "ann lee@example.com"),
        ("<mailto:ann@example.com|write to me>", "write to me (ann@example.com)"),
        ("<tel:+12025550132|+1 (202) 555-0132>", "+1 (202) 555-0132"),
        ("<tel:+12025550132|call me>", "call me (+12025550132)"),
        ("<https://wa.me/12025550132|click here>", "click here (https://wa.me/12025550132)"),
        ("<https://example.com/a>", "https://example.com/a"),
        ("<https://example.com/|example.com>", "example.com"),
        ("<http://Example.com|example.com>", "example.com"),
        ("<http://readme.md|readme.md>", "readme.md"),
        ("<https://example.com/?a=1&amp;b=2|example.com/?a=1&amp;b=2>", "example.com/?a=1&b=2"),
        ("<https://evil.example/|example.com>", "example.com (https://evil.example/)"),
        ("<https://example.com|>", "https://example.com"),
        ("<https://example.com| >", "https://example.com"),
        ("<https://example.com|example.com >", "example.com "),
        ("<|label>", "label"),
    ],
)
def test_a_link_shows_what_was_typed_and_its_target_where_that_is_another(raw: str, shown: str) -> None:
    assert plain(f"see {raw} ok").text == f"see {shown} ok"


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("<@U12345678>", "@someone"),
        ("<@U12345678|ann>", "@ann"),
        ("<#C12345678|general>", "#general"),
        ("<#C12345678>", "#channel"),
        ("<!here>", "@here"),
        ("<!here|here>", "here"),
        ("<!subteam^S1|@sales>", "@sales"),
        ("<!subteam^S1>", "@group"),
        ("<!date^1700000000^{date_short}|14 Nov 2023>", "14 Nov 2023"),
        ("<!date^1700000000^{date_short}^https://wa.me/1|14 Nov>", "14 Nov (https://wa.me/1)"),
        ("<!>", "@group"),
        ("<>", ""),
    ],
)
def test_a_mention_shows_a_name_and_never_an_id(raw: str, shown: str) -> None:
    assert plain(raw).text == shown


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("&amp;lt;@U1&amp;gt;", "&lt;@U1&gt;"),
        ("&lt;https://example.com|here&gt;", "<https://example.com|here>"),
        ("&gt; can we talk?", "> can we talk?"),
        ("5 < 6", "5 < 6"),
        ("<<@U1>", "<@someone"),
    ],
)
def test_tokens_are_read_before_entities(raw: str, shown: str) -> None:
    assert plain(raw).text == shown


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("*bold* _italic_ ~struck~ *_both_*", "bold italic struck both"),
        ("+1 *202* _555_ `0132`", "+1 202 555 0132"),
        ("*<https://example.com|here>*", "here (https://example.com)"),
        ("`*code*` *bold*", "*code* bold"),
        ("```\n*code*\n``` *bold*", "\n*code*\n bold"),
        ("*not `closed* here`", "*not closed* here"),
        ("snake_case_name 2*3*4 a~b", "snake_case_name 2*3*4 a~b"),
        ("* one\n* two *", "* one\n* two *"),
        ("*a\nb*", "*a\nb*"),
        ("**two** __init__", "**two** __init__"),
        ("write to @_ann_ or /_ann_", "write to @_ann_ or /_ann_"),
        ("*never closed", "*never closed"),
        ("*a *b*", "a *b"),
        ("*a * b*", "a * b"),
        ("2 * 3*", "2 * 3*"),
        ("a_b_ c", "a_b_ c"),
        ("*a*b", "*a*b"),
        ("`a *b` c*", "a *b c*"),
    ],
)
def test_marks_go_where_they_format_and_stay_where_they_are_characters(raw: str, shown: str) -> None:
    assert plain(raw).text == shown


def test_a_pointer_to_a_post_of_slack_is_no_address_on_another_messenger() -> None:
    post = "https://acme.slack.com/archives/C0123456789/p1700000000000100"
    assert plain(f"as in <{post}?thread_ts=1700000000.000100&amp;cid=C0123456789>").text == "as in "
    assert link(post, "this one") == "this one"
    assert link(post, post) == ""
    assert link("https://acme.slack.com/join", "") == "https://acme.slack.com/join"


@pytest.mark.parametrize(
    "raw",
    ["my number is +1 *202* 555-0132", "<tel:+12025550132|tap>", "`+1 202` _555 0132_", "<tel:+12025550132>"],
)
def test_the_engine_finds_a_number_under_its_formatting(raw: str) -> None:
    assert "phone" in [signal.kind for signal in read(parse(plain(raw).text)).signals]


def test_the_engine_finds_a_link_behind_its_label() -> None:
    text = plain("It is all <https://wa.me/12025550132|in this document>").text
    assert "whatsapp" in [signal.channel for signal in read(parse(text)).signals]


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_spans_lead_from_every_character_back_to_where_it_came_from(raw: str) -> None:
    result = plain(raw)
    at = behind = 0
    for start, end, begin, stop in result.spans:
        assert (start, begin >= behind, end > start, stop > begin) == (at, True, True, True)
        shown, source = result.text[start:end], raw[begin:stop]
        assert shown == source or plain(source).text == shown
        at, behind = end, stop
    assert at == len(result.text)


@given(st.text(st.characters(exclude_characters="*_~`")))
def test_what_is_escaped_reads_as_it_was(text: str) -> None:
    assert plain(escape(text)).text == unescape(escape(text)) == text
    assert not set("<>") & set(escape(text))


@pytest.mark.parametrize("unit", [*PIECES, "<@", "<!date^", "*a ", "a*", "`*", "<a|", "<<>", "*a`", "&am"])
def test_time_grows_with_length_only(unit: str) -> None:
    text = (unit * LONG)[:LONG]
    assert timeit(lambda: plain(text), number=1) < 1
