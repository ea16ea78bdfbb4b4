from collections.abc import Callable
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.discord.controls import Menu, Row, pressed
from bots.discord.layout import Message
from core.reply import (
    Block,
    Button,
    Buttons,
    Diff,
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
from tests.bots.anything import HOSTILE, findings, replies, said, words_of
from tests.bots.discord.accepted import CHECK, assert_accepted, outline, read, rest, seen, shown


def in_order(block: Block) -> list[str]:
    """Return what of a block is told in full; a picture shows itself, and a file its name."""
    match block:
        case Image():
            return []
        case File():
            return [block.says]
    return words_of(block)


def carried(said: Message) -> list[tuple[int, str, str] | None]:
    rows = [part for part in said.parts if isinstance(part, Row | Menu)]
    controls = chain.from_iterable(row.buttons if isinstance(row, Row) else row.options for row in rows)
    return [pressed(control.custom_id) for control in controls]


@settings(max_examples=150)
@given(replies)
def test_discord_takes_every_reply_and_nothing_of_it_is_lost_or_made_live(reply: Reply) -> None:
    sent = assert_accepted(reply)
    left = seen(rest(sent) or shown(sent))
    for words in map(seen, chain.from_iterable(map(in_order, reply.blocks))):
        _, found, left = left.partition(words) if words else ("", "nothing", left)
        assert found


short = st.text(max_size=20)
handy = st.builds(Button, short, st.sampled_from(["run", "stage"]), st.integers(0, 10**6).map(str))


@settings(max_examples=50)
@given(replies, st.lists(handy, max_size=3), st.lists(handy, max_size=8))
def test_the_headline_and_the_controls_are_always_there(
    reply: Reply, buttons: list[Button], more: list[Button]
) -> None:
    words = [block for block in reply.blocks if not isinstance(block, Buttons)]
    controls = Buttons(tuple(buttons), tuple(more))
    sent = assert_accepted(replace(reply, blocks=(Heading("Keep it here"), *words, controls)))
    assert outline(sent)[0] == "**Keep it here**"
    assert sent.headline == "**Keep it here**"
    wanted = {(CHECK, button.action, button.value) for button in (*buttons, *more)}
    assert sorted(map(str, carried(sent))) == sorted(map(str, wanted))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_and_never_live(text: str) -> None:
    sent = assert_accepted(Reply(Rung.FULL, tuple(said(f"{text} x"))))
    assert seen(shown(sent)).count(seen(f"{text} x")) >= 11


@pytest.mark.parametrize("text", ["", " ", "\n \n", "\u202e", "\u200b", "\x00"])
def test_what_cannot_be_seen_is_left_out_or_replaced(text: str) -> None:
    sent = assert_accepted(Reply(Rung.FULL, (*said(text), Paragraph("x"))))
    assert outline(sent)[-1] == "x"
    assert not rest(sent)


def test_a_reply_without_words_says_so() -> None:
    for blocks in ((), (Paragraph(""),), (Buttons(()),)):
        sent = assert_accepted(Reply(Rung.FULL, blocks))
        assert outline(sent) == ["There is nothing to say."]
        assert sent.headline == "There is nothing to say."


def test_a_hundred_findings_are_one_message_with_its_controls_and_a_file() -> None:
    controls = Buttons((Button("Sent it", "answered"),))
    sent = assert_accepted(Reply(Rung.FULL, (Heading("100 findings"), *findings(100), controls)))
    assert outline(sent)[0] == "**100 findings**"
    assert outline(sent)[-3:] == [
        "-# The rest is in checkmsg.txt.",
        "Attached checkmsg.txt",
        "[Sent it]",
    ]
    assert shown(sent).count("Client asks") > 20
    assert rest(sent).count("Client asks") == 100


@pytest.mark.parametrize("make", [Quote, Paragraph, Footnote, Heading, lambda text: Preformatted("", text)])
@pytest.mark.parametrize(
    "piece", ["word ", "x", "&", "🔎", "สวัสดี ", "line\n", "`a` ", "<@1>\n", "*", "||x||"]
)
def test_forty_thousand_characters_are_told_as_far_as_there_is_room_and_whole_in_the_file(
    make: Callable[[str], Block], piece: str
) -> None:
    text = (piece * 40_000)[:40_000]
    sent = assert_accepted(Reply(Rung.FULL, (Heading("Long"), make(text), Paragraph("end"))))
    assert seen(rest(sent)) == seen(f"Long{text}end")
    told = seen(shown(sent)).partition("Therestisin")[0].removesuffix("…")
    if make in (Quote, Paragraph, Footnote, Heading):
        assert seen(f"Long{text}").startswith(told)
        assert len(told) > 600
    else:
        assert outline(sent) == [
            "**Long**", "-# It is long, and in checkmsg.txt.", "end", "Attached checkmsg.txt",
        ]  # fmt: skip


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"]), min_size=1, max_size=1200))
@settings(max_examples=60)
def test_a_script_copies_as_it_stands(text: str) -> None:
    text = f"x{text}x".replace("```", "")
    for block in (Preformatted("text to send", text), Diff("before", text)):
        sent = assert_accepted(Reply(Rung.FULL, (Heading("Keep it here"), block)))
        (content,) = (part.content for part in sent.parts if hasattr(part, "content"))
        assert content.endswith(f"\n```\n{text}\n```")
        assert read(content).words.endswith(text)
