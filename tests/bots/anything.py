"""Replies of every kind, with hostile words in every place: what any platform must be able to show."""

from collections.abc import Iterable
from dataclasses import fields as fields_of

from hypothesis import strategies as st

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

HOSTILE = (
    "<!channel>",
    "<!here|x>",
    "<@U1>",
    "<#C1|general>",
    "<https://evil.example|Upwork Help>",
    "https://evil.example/pay?a=1&b=2",
    "Circumvention · https://evil.example",
    "@everyone @here",
    "<@1> <@!2> <@&3> <#4> </pay:5> <:a:6> <t:0:R> <id:home>",
    "[Upwork Help](https://evil.example) <https://evil.example>",
    "discord.gg/evil",
    "`code` ```block``` `",
    "``` ```diff\n+ x\n```",
    "``two`` \\` \\\\",
    "*bold* _it_ ~no~ > quote &lt;!channel&gt;",
    "||spoiler|| **bold** __under__ ~~gone~~ ***",
    "# big\n-# small\n> said\n>>> all\n- one\n  + two\n1. three",
    ":telephone_receiver:",
    "\u202etfel ot\u202c \u2067x\u2069 \u061c\u200f",
    "\x1b[2J\x00\r",
    "\ud800",
    "\u200b",
    "\n\n",
    "👩‍👩‍👧 🔎",
    "สวัสดี",
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


def findings(number: int) -> Iterable[Block]:
    """Return the words of so many findings."""
    for place in range(number):
        yield Paragraph(f"{place}. Client asks for WhatsApp (UPW101)")
        yield Quote(f"words {place} " + "a b " * 20)
