from datetime import UTC, date, datetime
from html import escape
from itertools import groupby

import pytest

from bots.slack.blocks import messages, uploads, view_blocks
from core.commands.commands import Asker, Commands
from core.model import Speaker
from core.policy import load
from core.question import Question, check
from core.question import reply as reply_to
from core.records import Platform
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
from core.store.tenant import Store
from tests.bots.slack.accepted import (
    OF_A_VIEW,
    SOURCES,
    assert_accepted,
    assert_posts,
    outline,
)

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def test_only_a_whole_citation_of_ours_is_a_link() -> None:
    title, address = min((title, address) for title, address in SOURCES if address)
    link = f"<{address}|{escape(title, quote=False)}>"
    table: dict[str, list[str]] = {
        f"Why: kept here (UPW101) · {title} · {address} · checked 22 Nov 2026": [link],
        f"{title} · {address}": [link],
        f"UPW1 · {title} · {address} · checked today\nUPW2 · {title} · {address}": [link, link],
        address: [],
        f"Proof · {address}": [],
        f"{min(title for title, address in SOURCES if not address)} · ": [],
        f"{title} · {address}0": [],
        f"{title} · {address}.evil.example": [],
        f"{title} · {address}|x>": [],
        f"{title} · https://evil.example/{address}": [],
    }
    for text, links in table.items():
        (message,) = assert_posts(Reply(Rung.FULL, (Footnote(text),)))
        live = [e["text"] for block in message.blocks for e in block["elements"] if e["type"] == "mrkdwn"]
        assert live == links, text
        (message,) = assert_posts(Reply(Rung.FULL, (Paragraph(text), Quote(text, text))))
        assert {block["type"] for block in message.blocks} == {"rich_text"}


def test_the_words_round_a_citation_stand_without_their_separators() -> None:
    title, address = min((title, address) for title, address in SOURCES if address)
    (message,) = messages(
        Reply(Rung.FULL, (Footnote(f"Why: kept here · {title} · {address} · checked 22 Nov 2026"),))
    )
    assert [element["text"] for element in message.blocks[0]["elements"]] == [
        "Why: kept here",
        f"<{address}|{escape(title, quote=False)}>",
        "checked 22 Nov 2026",
    ]


def test_every_source_that_has_an_address_is_linked() -> None:
    cited = [(title, address) for title, address in sorted(SOURCES) if address]
    posted = assert_posts(Reply(Rung.FULL, tuple(Footnote(f"U · {title} · {url}") for title, url in cited)))
    live = [
        element["text"]
        for message in posted
        for block in message.blocks
        for element in block["elements"]
        if element["type"] == "mrkdwn"
    ]
    assert live == [f"<{address}|{escape(title, quote=False)}>" for title, address in cited]


def test_a_footnote_with_many_citations_takes_several_lines_of_small_print() -> None:
    title, address = min((title, address) for title, address in SOURCES if address)
    (message,) = assert_posts(Reply(Rung.FULL, (Footnote(f"UPW · {title} · {address}\n" * 8),)))
    assert [len(block["elements"]) for block in message.blocks] == [10, 6]


def test_an_image_is_uploaded_with_a_message_and_stands_in_a_view_by_its_file() -> None:
    reply = Reply(
        Rung.FULL, (Heading("Week"), Image(b"png", "w.png", "Asks: 4"), File("w.csv", b"1", "numbers"))
    )
    (message,) = assert_posts(reply)
    assert outline(message.blocks) == ["section *Week", "small Asks: 4", "section w.csv: numbers"]
    assert [(file.name, file.content, file.title, file.alt) for file in uploads(reply)] == [
        ("w.png", b"png", "w.png", "Asks: 4"),
        ("w.csv", b"1", "numbers", ""),
    ]
    view = view_blocks(reply, pictures={"w.png": "F1"})
    assert_accepted(view, OF_A_VIEW)
    assert view[1] == {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Asks: 4"}
    assert view_blocks(reply, pictures={"other.png": "F1"}) == message.blocks
    long = Reply(Rung.FULL, (Image(b"", "w.png", "x" * 5000),))
    assert_accepted(view_blocks(long, pictures={"w.png": "F1"}), OF_A_VIEW)
    assert len(uploads(long)[0].alt) == 1000


def test_the_text_of_a_message_is_its_headline_and_the_line_that_matters_most() -> None:
    table: list[tuple[Block, str]] = [
        (Preformatted("text to send", "Happy to <go> on here"), "Happy to &lt;go&gt; on here"),
        (Quote("call me", "Don't call."), "call me"),
        (Diff("a", "b"), "− a\n+ b"),
        (Buttons((Button("Undo", "run"),)), ""),
    ]
    for block, second in table:
        (message,) = messages(
            Reply(Rung.FULL, (Heading("Keep it here", "John & Co"), block, Footnote("why")))
        )
        assert message.text == f"Keep it here   John &amp; Co\n{second or 'why'}"


def test_a_diff_strikes_what_is_to_be_replaced() -> None:
    (message,) = messages(Reply(Rung.FULL, (Diff("call me\nnow", "write here"),)))
    assert outline(message.blocks) == ["section − ~call me\n− ~now\n+ write here"]


WHY = ["small Why:", "link", "small checked"]
CONTROLS = ["button", "button", "button", "static_select"]


def kinds(reply: Reply) -> list[str]:
    """Return the kinds of the parts of a reply that takes one message; small print also by its first word."""
    (message,) = assert_posts(reply)
    found = [part.split() for part in outline(message.blocks)]
    return [" ".join(words[: 2 if words[0] == "small" else 1]) for words in found]


@pytest.mark.parametrize(
    "text, speaker, parts",
    [
        (
            "Client: Looks good. Can we jump on WhatsApp? My number is +44 7700 900418\nMe: Hello",
            None,
            ["section", "small text", "preformatted", "quote", "section", *WHY, *CONTROLS],
        ),
        (
            "Client: Hallo, können wir über WhatsApp sprechen? Das wäre für uns viel einfacher.\nMe: Guten Tag",
            None,
            ["section", "small text", "preformatted", "small in", "preformatted", "quote", *WHY, *CONTROLS],
        ),
        (
            "Thank you for the brief. Sure, let us talk on Telegram.",
            Speaker.US,
            ["section", "section", "section", *WHY, *CONTROLS],
        ),
        ("Client: The draft looks good.\nMe: Thank you.", None, ["section"]),
    ],
)
def test_a_reply_keeps_its_order(text: str, speaker: Speaker | None, parts: list[str]) -> None:
    answer = check(Question(text, speaker=speaker), load(), date(2026, 11, 23))
    assert kinds(reply_to(answer, load())) == parts


def test_the_replies_to_commands_take_one_message(store: Store) -> None:
    commands = Commands(store, load())
    asker = Asker(Platform.SLACK, "T1", "Alder", "U1", "Mara", "C1", "chats", owner=True)
    table = {
        "help": ["section", "small `help"],
        "help mute": ["section"],
        "client add Acme <b> met 3 May 2026": ["section", "small Payment", "button"],
        "client list": ["section"],
        "rules": ["section", "small `rules"],
        "rules UPW103": ["section", "small UPW103", "link", "small checked"],
        "no such command": ["section"],
    }
    for words, parts in table.items():
        # How many parts a list takes changes with its length.
        assert [kind for kind, _ in groupby(kinds(commands.run(asker, words, NOW)))] == parts, words


def test_the_lines_of_a_list_stand_together() -> None:
    many = tuple(Paragraph(f"{number}. Acme") for number in range(90))
    (message,) = assert_posts(
        Reply(Rung.FULL, (Heading("90 things"), *many, Footnote("why"), Paragraph("last")))
    )
    assert len(message.blocks) == 4
    assert outline(message.blocks)[1].startswith("section 0. Acme\n1. Acme\n2. ")
