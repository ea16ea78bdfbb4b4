import re
from collections.abc import Callable
from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bots.slack.blocks import messages, view_blocks
from core.reply import (
    Block,
    Button,
    Buttons,
    Footnote,
    Heading,
    Paragraph,
    Preformatted,
    Quote,
    Reply,
    Rung,
)
from tests.bots.anything import HOSTILE, findings, replies, said, words_of
from tests.bots.slack.accepted import CHECK, assert_posts, outline, seen, shown, units

COUNTED = re.compile(r"… and ([\d,]+) more lines?")


@settings(max_examples=150)
@given(replies)
def test_slack_takes_every_reply_and_nothing_of_it_is_lost_or_made_live(reply: Reply) -> None:
    posted = assert_posts(reply)
    for there in ("".join(shown(message.blocks) for message in posted), shown(view_blocks(reply, CHECK))):
        left, counted = seen(there), COUNTED.search(there)
        for words in map(seen, chain.from_iterable(map(words_of, reply.blocks))):
            _, found, left = left.partition(words) if words else ("", "nothing", left)
            if counted and not found:
                break
            assert found


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_and_never_live(text: str) -> None:
    posted = assert_posts(Reply(Rung.FULL, tuple(said(f"{text} x"))))
    assert all(element["type"] != "mrkdwn" for block in posted[0].blocks for element in block["elements"])
    assert seen(shown(posted[0].blocks)).count(seen(f"{text} x")) >= 12


@pytest.mark.parametrize("text", ["", " ", "\n \n", "\u202e", "\u200b", "\x00"])
def test_what_cannot_be_seen_is_left_out_or_replaced(text: str) -> None:
    (message,) = assert_posts(Reply(Rung.FULL, (*said(text), Paragraph("x"))))
    assert outline(message.blocks)[-1] == "section x"


def test_a_reply_without_words_says_so() -> None:
    for blocks in ((), (Paragraph(""),), (Buttons(()),)):
        (message,) = assert_posts(Reply(Rung.FULL, blocks))
        assert outline(message.blocks) == ["section There is nothing to say."]
        assert message.text == "There is nothing to say."


def test_a_hundred_findings_go_on_in_the_thread_and_end_with_their_controls() -> None:
    controls = Buttons((Button("Sent it", "answered"),))
    posted = assert_posts(Reply(Rung.FULL, (Heading("100 findings"), *findings(100), controls)))
    assert 1 < len(posted) < 6
    assert outline(posted[0].blocks)[0] == "section *100 findings"
    assert outline(posted[-1].blocks)[-1] == "button Sent it"
    assert re.findall(r"words (\d+)", "".join(shown(message.blocks) for message in posted)) == [
        str(number) for number in range(100)
    ]


@pytest.mark.parametrize("make", [Quote, Paragraph, Footnote, Heading, lambda text: Preformatted("", text)])
@pytest.mark.parametrize("piece", ["word ", "x", "&", "🔎", "line\n", "`a` ", "<!channel>\n"])
def test_forty_thousand_characters_are_shown_whole_or_counted(
    make: Callable[[str], Block], piece: str
) -> None:
    text = (piece * 40_000)[:40_000]
    posted = assert_posts(Reply(Rung.FULL, (Heading("Long"), make(text))))
    said_in_all = "".join(shown(message.blocks) for message in posted)
    there, counted, _ = re.split(COUNTED, f"{said_in_all}… and 0 more lines", maxsplit=1)
    assert seen("Long" + text).startswith(seen(there))
    assert len(seen(there)) > 600
    assert (seen(there) == seen("Long" + text)) == (counted == "0")


def test_a_long_text_is_cut_between_words() -> None:
    posted = assert_posts(Reply(Rung.FULL, (Quote("words " * 3000),)))
    pages = [shown([block]) for message in posted for block in message.blocks]
    assert len(pages) > 6
    assert {word for page in pages for word in page.split()} == {"words"}


def test_a_view_holds_a_hundred_blocks() -> None:
    found = tuple(findings(50))
    assert len(view_blocks(Reply(Rung.FULL, found))) == 100
    view = view_blocks(Reply(Rung.FULL, (*found, Footnote("one more"))))
    assert len(view) <= 100
    assert outline(view)[-1].startswith("section … and ")


def test_what_six_messages_cannot_hold_is_counted_and_its_controls_are_kept() -> None:
    lines = [f"line {number} of many, with some words" for number in range(3000)]
    reply = Reply(Rung.FULL, (Paragraph("\n".join(lines)), Buttons((Button("Undo", "run", "undo 3"),))))
    posted = assert_posts(reply)
    assert len(posted) == 6
    there = re.findall(r"line (\d+) of", "\n".join(shown(message.blocks) for message in posted))
    assert there == [str(number) for number in range(len(there))]
    assert outline(posted[-1].blocks) == [
        f"section … and {3000 - len(there):,} more lines, `/checkmsg show ",
        "button Undo",
    ]
    assert "/checkmsg show" not in messages(reply)[-1].text
    view = view_blocks(reply, CHECK)
    there = re.findall(r"line (\d+) of", shown(view))
    assert len(there) > 400
    assert outline(view)[-2:] == [
        f"section … and {3000 - len(there):,} more lines, `/checkmsg show ",
        "button Undo",
    ]


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"]), min_size=1, max_size=3990),
    st.integers(0, 9000),
)
@example("x" * 7990, 9000)
@settings(max_examples=60)
def test_a_script_that_fits_one_message_is_never_cut(text: str, before: int) -> None:
    text = f"x{text}x"
    posted = messages(Reply(Rung.FULL, (Paragraph("w " * (before // 2)), Preformatted("text to send", text))))
    scripts = [
        (message.blocks[place - 1], run["text"])
        for message in posted
        for place, block in enumerate(message.blocks)
        for part in block["elements"]
        if part["type"] == "rich_text_preformatted"
        for run in part["elements"]
    ]
    if units(text) < 8000:
        ((label, script),) = scripts
        assert script == text
        assert label["elements"][0]["text"] == "text to send"


def test_a_single_line_that_is_left_out_is_counted_beside_the_controls() -> None:
    scripts = tuple(Preformatted(f"script {number}", "x" * 7900) for number in range(6))
    controls = Buttons(tuple(Button(f"Allow {number}", "run", "a" * 1900) for number in range(3)))
    posted = assert_posts(Reply(Rung.FULL, (*scripts, controls)))
    assert outline(posted[-1].blocks) == [
        "section … and 1 more line, `/checkmsg show 12",
        "button Allow 0",
        "button Allow 1",
        "button Allow 2",
    ]


def test_a_script_that_is_cut_has_its_label_once() -> None:
    posted = assert_posts(Reply(Rung.FULL, (Preformatted("text to send", "x" * 20_000),)))
    assert [outline(message.blocks)[0].split()[0] for message in posted] == ["small"] + ["preformatted"] * 2


def test_a_script_keeps_its_lines_and_blanks() -> None:
    script = "Hello,\n\n  - first item\n  - second\n\nBest"
    pasted = script.replace("first ", "first\t")
    (message,) = messages(Reply(Rung.FULL, (Preformatted("text to send", f"\n{pasted}\n"),)))
    assert message.blocks[1] == {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": script}]},
        ],
    }
