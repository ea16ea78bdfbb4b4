import re
from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.markup import escape, fenced, plain
from core.model import Speaker
from core.reading import read
from core.transcript import parse

LONG = 40_000
POST = "https://discord.com/channels/123456789012345678/223456789012345678/323456789012345678"
PIECES = [
    "<", ">", "[", "](", ")", "(", "|", "||", "*", "**", "_", "__", "~~", "`", "``", "```", "\\", "\n", " ", "a", "1",
    "@", "#", "-", ".", ":", "<@1>", "<t:1>", "https://", "example.com", "/", ">>> ", "# ", "@everyone", "é", "📞",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join) | st.text()


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("[this document](https://wa.me/12025550132)", "this document (https://wa.me/12025550132)"),
        ("[this document](<https://wa.me/12025550132>)", "this document (https://wa.me/12025550132)"),
        ('[this document](https://wa.me/12025550132 "a title")', "this document (https://wa.me/12025550132)"),
        ("[**this** one](https://example.com/a_(b))", "this one (https://example.com/a_(b))"),
        ("[write to me](mailto:ann@example.com)", "write to me (ann@example.com)"),
        ("[call me](tel:+12025550132)", "call me (+12025550132)"),
        ("[ann@example.com](mailto:ann@example.com)", "ann@example.com"),
        ("[example.com](https://Example.com/)", "example.com"),
        ("[example.com](https://evil.example/)", "example.com (https://evil.example/)"),
        ("[ ](https://wa.me/1)", "https://wa.me/1"),
        ("<https://example.com/a_b>", "https://example.com/a_b"),
        ("**https://wa.me/1** __https://wa.me/2__", "https://wa.me/1 https://wa.me/2"),
        ("https://example.com/_a_*", "https://example.com/_a_*"),
        ("[not](a link)", "[not](a link)"),
        ("[not] (https://example.com)", "[not] (https://example.com)"),
        ("Ann <ann@example.com>", "Ann <ann@example.com>"),
    ],
)
def test_a_link_shows_its_label_and_its_target_where_that_is_another(raw: str, shown: str) -> None:
    assert plain(f"see {raw} ok") == f"see {shown} ok"


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("<@123456789012345678>", "@someone"),
        ("<@!123456789012345678>", "@someone"),
        ("<@&123456789012345678>", "@group"),
        ("<#123456789012345678>", "#channel"),
        ("</checkmsg check:123456789012345678>", "/checkmsg check"),
        ("<:wave:123456789012345678>", ":wave:"),
        ("<a:wave:123456789012345678>", ":wave:"),
        ("<t:1700000000>", "14 November 2023 22:13 UTC"),
        ("<t:1700000000:R>", "14 November 2023 22:13 UTC"),
        ("<t:99999999999:R>", "16 November 5138 09:46 UTC"),
        ("<t:8640000000000:R>", "<t:8640000000000:R>"),
        ("<@ann> <#general> <5", "<@ann> <#general> <5"),
    ],
)
def test_a_token_shows_what_it_stands_for_and_never_an_id(raw: str, shown: str) -> None:
    assert plain(raw) == shown


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("**bold** *it* _it_ __under__ ~~struck~~ ||hidden|| ***both*** __*both*__", "bold it it under struck hidden both both"),
        ("+1 ||202|| *555* ~~0132~~", "+1 202 555 0132"),
        ("|| hidden ||", " hidden "),
        ("W||hats||App What~~s~~App", "WhatsApp WhatsApp"),
        ("**a\nb** ||c\nd||", "a\nb c\nd"),
        ("*[here](https://example.com)*", "here (https://example.com)"),
        ("wh*ts*pp snake_case_name 2*3*4", "wh*ts*pp snake_case_name 2*3*4"),
        ("write to @_ann_ or /_ann_ or t.me._ann_", "write to @_ann_ or /_ann_ or t.me._ann_"),
        ("* one\n* two *", "* one\n* two *"),
        ("*never closed ||nor this ~~nor that", "*never closed ||nor this ~~nor that"),
        ("*a *b*", "a *b"),
        ("*a * b*", "a * b"),
        ("2 * 3*", "2 * 3*"),
        ("*a*b", "*a*b"),
        ("a_b_ 2", "a_b_ 2"),
        ("f*** you **** ______ |||| ~~~", "f*** you **** ______ |||| ~~~"),
        ("||||", "||||"),
    ],
)  # fmt: skip
def test_marks_go_where_they_format_and_stay_where_they_are_characters(raw: str, shown: str) -> None:
    assert plain(raw) == shown


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("`*code*` *not*", "*code* not"),
        ("``a ` b`` *not*", "a ` b not"),
        ("*not `closed* here`", "*not closed* here"),
        ("`\\`*it*", "\\it"),
        ("`not closed", "`not closed"),
        ("```\n*code* <@1>\n``` *not*", "\n*code* <@1>\n not"),
        ("```py\nx = 1```", "x = 1"),
        ("```Ann\nhi```", "Ann\nhi"),
        ("```ann```", "ann"),
        ("`py\nx`", "py\nx"),
        ("```a````", "a"),
        ("`[a` *b* c](https://example.com)", "[a b c](https://example.com)"),
    ],
)
def test_code_shows_its_characters(raw: str, shown: str) -> None:
    assert plain(raw) == shown


@pytest.mark.parametrize(
    "raw, shown",
    [
        (r"\*a\* \_b\_ \|\|c\|\| \~~d~~", "*a* _b_ ||c|| ~~d~~"),
        (r"\<@1> \[a](b) \`c`", "<@1> [a](b) `c`"),
        (r"¯\_(ツ)_/¯", "¯_(ツ)_/¯"),
        (r"ann\@example\.com", "ann@example.com"),
        (r"C:\new \5 \ end", r"C:\new \5 \ end"),
        ("a\\", "a\\"),
    ],
)
def test_a_backslash_makes_a_character_of_a_mark(raw: str, shown: str) -> None:
    assert plain(raw) == shown


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("> a\n> **b**\nc", "> a\n> b\nc"),
        (">a", ">a"),
        ("me:\n>>> a\n\n*b*", "me:\n> a\n> \n> b"),
        (">>> a\n>>> b", "> a\n> >>> b"),
        (">>> ```\nx\n```", "> \n> x\n> "),
        ("`\n>>> a`", "\n>>> a"),
        ("a >>> b", "a >>> b"),
        (">>>a", ">>>a"),
        ("# a\n## b\n  ### c\n-# d", "a\nb\nc\nd"),
        ("#### a\n#b\nc # d\n# ", "#### a\n#b\nc # d\n# "),
        ("- a\n  - b\n1. c", "- a\n  - b\n1. c"),
    ],
)
def test_quotes_keep_their_sign_in_every_line_and_headings_lose_theirs(raw: str, shown: str) -> None:
    assert plain(raw) == shown


def test_a_quote_of_all_that_follows_is_the_other_side_to_its_end() -> None:
    text = plain("I would say no. Fine?\n>>> Can we talk on WhatsApp?\n\nI pay more there")
    us, *clients = parse(text).messages
    assert (us.speaker, {message.speaker for message in clients}) == (Speaker.US, {Speaker.CLIENT})


@pytest.mark.parametrize(
    "post",
    [
        POST,
        POST.replace("//", "//ptb."),
        POST.rpartition("/")[0],
        POST.replace("123456789012345678", "@me"),
        f"<{POST}>",
    ],
)
def test_a_pointer_to_a_post_of_discord_is_no_address_on_another_messenger(post: str) -> None:
    assert plain(f"as in {post} above") == "as in  above"
    assert plain(f"[this one]({post.strip('<>')})") == "this one"


@pytest.mark.parametrize(
    "raw", ["https://discord.gg/abc", "https://discord.com/invite/abc", "https://discord.com/channels/x"]
)
def test_an_invitation_stays(raw: str) -> None:
    assert plain(raw) == raw


@pytest.mark.parametrize(
    "raw",
    [
        "my number is +1 **202** 555-0132",
        "||+1 202|| `555 0132`",
        r"\+1 202 555\-0132",
        "call +1||202||5550132",
    ],
)
def test_the_engine_finds_a_number_under_its_formatting(raw: str) -> None:
    assert "phone" in [signal.kind for signal in read(parse(plain(raw))).signals]


def test_the_engine_finds_a_link_behind_its_label() -> None:
    text = plain("It is all [in this document](https://wa.me/12025550132)")
    assert "whatsapp" in [signal.channel for signal in read(parse(text)).signals]


@pytest.mark.parametrize(
    "text, escaped",
    [
        ("@everyone @here", r"\@everyone \@here"),
        ("<@1> <@&2> <#3> </a:4>", r"\<\@1\> \<\@&2\> \<\#3\> \<\/a:4\>"),
        ("<:wave:1> <t:1:R>", r"\<:wave:1\> \<t:1:R\>"),
        ("**a** _b_ ~~c~~ ||d|| `e`", r"\*\*a\*\* \_b\_ \~\~c\~\~ \|\|d\|\| \`e\`"),
        ("[a](https://example.com)", r"\[a](https:\/\/example.com)"),
        ("discord.gg/abc", r"discord.gg\/abc"),
        ("> a\n>>> b\n# c\n-# d\n- e\n  + f\n* g\n1. h\n22) i", "\\> a\n\\>\\>\\> b\n\\# c\n\\-\\# d\n\\- e\n  \\+ f\n\\* g\n1\\. h\n22\\) i"),
        ("¯\\_(ツ)_/¯", "¯\\\\\\_(ツ)\\_\\/¯"),
        ("Well, it's 5-6 items (1.5 each): fine.", "Well, it's 5-6 items (1.5 each): fine."),
    ],
)  # fmt: skip
def test_what_is_escaped_means_nothing_and_is_otherwise_as_it_was(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(TEXTS)
def test_what_is_escaped_reads_as_it_was(text: str) -> None:
    assert plain(escape(text)) == text


@given(TEXTS)
def test_nothing_with_a_meaning_is_left_without_a_backslash(text: str) -> None:
    left = re.sub(r"\\[^0-9A-Za-z\s]", "\N{REPLACEMENT CHARACTER}", escape(text))
    assert not set("\\*_~|`<>@#[/") & set(left)
    assert not re.search(r"^\s*(?:[-+]|\d+\.) ", left, re.MULTILINE | re.ASCII)


@given(TEXTS)
def test_a_block_of_code_ends_where_it_is_meant_to(text: str) -> None:
    block = fenced(text)
    assert [match.start() for match in re.finditer("```", block)] == [0, len(block) - 3]
    assert block.replace("\u200b", "") == f"```\n{text}\n```".replace("\u200b", "")
    assert plain(f"{block}**b**").replace("\u200b", "") == f"\n{text}\nb".replace("\u200b", "")


def test_a_text_without_fences_is_copied_as_it_is() -> None:
    assert fenced("Use `a` or ``b``") == "```\nUse `a` or ``b``\n```"


@given(TEXTS)
def test_whatever_comes_is_read(text: str) -> None:
    assert len(plain(text)) <= 30 * len(text)


@pytest.mark.parametrize(
    "unit",
    [*PIECES, "<@", "*a ", "a*", "**a", "`*", "[a](", "[a](https://b", "[a](https://b(", "[a](https://b()", '[a](https://b "',
     "[`a](https://b", "https://_", "<t:", "</a", "<:a", "a_", "\n>>> ", "\n ", "\n1", "_a ", "`` ` "],
)  # fmt: skip
def test_time_grows_with_length_only(unit: str) -> None:
    text = (unit * LONG)[:LONG]
    assert timeit(lambda: (plain(text), escape(text), fenced(text)), number=1) < 1


def test_ticks_of_many_lengths_take_no_longer() -> None:
    text = " ".join("`" * length for length in range(1, 280))
    assert timeit(lambda: plain(text), number=1) < 1
