import re
from collections.abc import Callable
from dataclasses import fields as fields_of
from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bots.slack.blocks import messages, view_blocks
from core.reply import (
    Block,
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
from tests.bots.slack.accepted import CHECK, assert_posts, outline, seen, shown, units

COUNTED = re.compile(r"… and ([\d,]+) more lines?")
HOSTILE = (
    "<!channel>",
    "<!here|x>",
    "<@U1>",
    "<#C1|general>",
    "<https://evil.example|Upwork Help>",
    "https://evil.example/pay?a=1&b=2",
    "Circumvention · https://evil.example",
    "@everyone @here",
    "`code` ```block``` `",
    "*bold* _it_ ~no~ > quote &lt;!channel&gt;",
    ":telephone_receiver:",
    "\u202etfel ot\u202c \u2067x\u2069 \u061c\u200f",
    "\x1b[2J\x00\r",
    "\ud800",
    "\u200b",
    "\n\n",
    "👩‍👩‍👧 🔎",
    "&&&&<<<<>>>>",
    '"\\"\\',
)


short_texts = st.text(max_size=40)
hostile_texts = st.lists(st.sampled_from(HOSTILE) | short_texts, max_size=6).map(" ".join)
long_texts = st.builds(
    lambda piece, times: (piece * times)[:40_000],
    st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=80),
    st.integers(1, 3000),
)
texts = short_texts | hostile_texts | hostile_texts | long_texts
buttons = st.builds(
    Button, texts, st.sampled_from(["run", "stage", "dismiss"]), short_texts | hostile_texts | long_texts
)
blocks = st.one_of(
    st.builds(Heading, texts, texts),
    st.builds(Paragraph, texts),
    st.builds(Quote, texts, texts),
    st.builds(Preformatted, texts, texts),
    st.builds(Diff, texts, texts),
    st.lists(st.builds(Field, texts, texts), max_size=20).map(lambda rows: Fields(tuple(rows))),
    st.builds(Buttons, st.lists(buttons, max_size=4).map(tuple), st.lists(buttons, max_size=8).map(tuple)),
    st.builds(Image, st.just(b"png"), texts, texts),
    st.builds(File, texts, st.just(b"csv"), texts),
    st.builds(Footnote, texts),
)
replies = st.builds(Reply, st.just(Rung.FULL), st.lists(blocks, max_size=12).map(tuple))


def words_of(block: Block) -> list[str]:
    """Return the texts of a block that are shown in full."""
    match block:
        case Fields(rows):
            return [words for row in rows for words in (row.name, row.value)]
        case Preformatted():
            return [block.text]
        case Image():
            return [block.alt]
        case File():
            return [block.name, block.says]
        case Buttons():
            return []
    return [getattr(block, field.name) for field in fields_of(block)]


@settings(max_examples=150, deadline=None)
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


def said(text: str) -> list[Block]:
    """Return a text in every place in which a reply may say it."""
    return [
        Heading(text, text),
        Paragraph(text),
        Quote(text, text),
        Preformatted(text, text),
        Diff(text, text),
        Fields((Field(text, text),)),
        Buttons((Button(text, "run", text),) * 3, (Button(text, "run", text),) * 9),
        Buttons((), (Button(text, "run"),)),
        Image(b"", text, text),
        File(text, b"", text),
        Footnote(text),
    ]


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


def finding(number: int) -> list[Block]:
    return [
        Paragraph(f"{number}. Client asks for WhatsApp (UPW101)"),
        Quote(f"words {number} " + "a b " * 20),
    ]


def test_a_hundred_findings_go_on_in_the_thread_and_end_with_their_controls() -> None:
    found = chain.from_iterable(map(finding, range(100)))
    controls = Buttons((Button("Sent it", "answered"),))
    posted = assert_posts(Reply(Rung.FULL, (Heading("100 findings"), *found, controls)))
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
    found = tuple(chain.from_iterable(map(finding, range(50))))
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
@settings(max_examples=60, deadline=None)
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
