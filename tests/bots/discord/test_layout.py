from datetime import UTC, date, datetime

import pytest

from bots.discord.layout import Attached, Message, Picture, Text, message
from bots.discord.names import as_slash
from core.commands.commands import Asker, Commands
from core.model import Relationship, Speaker
from core.policy import load
from core.question import Question, check, reply
from core.records import Platform
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
from core.store.tenant import Store
from tests.bots.discord.accepted import CHECK, assert_accepted, outline, rest, shown

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SOURCE = next(source for source in load().sources.values() if source.url)
ASKED = """\
John D.  10:02 AM
Hi Dana, thanks for the proposal.
Dana Reyes  10:03 AM
Happy to answer anything about it.
John D.  10:04 AM
Can we jump on WhatsApp? +1 415 555 0132"""
PUSHED = """\
John D.  10:02 AM
Let us skip the platform, I pay you by PayPal and we both save the fee. My email is john.d@example.com.
Dana Reyes  10:05 AM
Sure, send it to my PayPal and we start today."""
DRAFT = "Let's talk on WhatsApp. My number is +1 415 555 0132.\nThe rest is fine, best regards."


def lines(*blocks: Block) -> list[str]:
    return outline(assert_accepted(Reply(Rung.FULL, blocks)))


def answer_to(text: str, speaker: Speaker | None = None) -> Message:
    question = Question(text, Relationship(client="John D."), us=("Dana Reyes",), speaker=speaker)
    return assert_accepted(reply(check(question, load(), date(2026, 11, 23)), load()))


def test_a_reply_has_the_headline_the_text_to_send_the_words_the_reason_and_the_controls() -> None:
    found = outline(answer_to(ASKED))
    assert found[:3] == [
        "**Client asks to move to WhatsApp: keep it here**",
        "-# John D. · treated as: no contract yet",
        "text to send",
    ]
    assert [line[:6] for line in found[3:]] == [
        "```", "Happy ", "```", "> Can ", "Don't ", "-# Why", "[Sent ", "(Offer",
    ]  # fmt: skip
    assert found[-2:] == [
        "[Sent it] [Contract is active] [Not a problem]",
        (
            "(Offer sent) (Worked together before) (Text only) (Why, and what is allowed) (Mute this thread) "
            "(Keep as evidence) (How to report it)"
        ),
    ]


@pytest.mark.parametrize("text, speaker", [(ASKED, None), (PUSHED, None), (DRAFT, Speaker.US)])
def test_a_reply_fits_a_phone(text: str, speaker: Speaker | None) -> None:
    assert (
        len(outline(answer_to(text, speaker))) <= 14
    )  # the fences of two blocks and the controls among them


def test_a_draft_shows_what_is_to_go_and_what_copies_in_its_place() -> None:
    found = outline(answer_to(DRAFT, Speaker.US))
    assert found[2:5] == ["```diff", "- Let's talk on WhatsApp. My number is +1 41• ••• ••32.", "```"]
    assert found[5:7] == ["write instead", "```"]
    assert found[7].startswith("Let us go through everything here.")
    assert found[8:10] == ["```", "The rest is fine. Check that what follows still fits."]


def test_every_block_has_its_look() -> None:
    table: list[tuple[Block, list[str]]] = [
        (Heading("Keep *it* here", "Acme\nno contract"), ["**Keep \\*it\\* here**", "-# Acme no contract"]),
        (Heading("Two\nlines"), ["**Two lines**"]),
        (Paragraph("one\n\n two"), ["one", " two"]),
        (Quote("> said\n- x", "Do `not`"), ["> \\> said", "> \\- x", "Do `not`"]),
        (Preformatted("text to send", "\nHello,\n\n  - you\n"), ["text to send", "```", "Hello,", "", "  - you", "```"]),
        (Preformatted("", "Hello"), ["```", "Hello", "```"]),
        (Diff("a\nb", "c"), ["```diff", "- a", "- b", "```", "write instead", "```", "c", "```"]),
        (Diff("a", ""), ["```diff", "- a", "```"]),
        (Fields((Field("zone", "UTC"), Field("`x`", "*"), Field("", "y"))), ["**zone**   UTC", "**`x`**   \\*", "y"]),
        (Footnote("Why: _so_\nAlso"), ["-# Why: \\_so\\_", "-# Also"]),
    ]  # fmt: skip
    for block, look in table:
        assert lines(block) == look, block


def test_only_a_citation_of_ours_is_a_link() -> None:
    cited = f"{SOURCE.title} · {SOURCE.url}"
    link = f"[{SOURCE.title}](<{SOURCE.url}>)"
    assert lines(Footnote(f"Why: so (UPW101) · {cited} · checked 22 Nov")) == [
        f"-# Why: so (UPW101) · {link} · checked 22 Nov"
    ]
    for text in (f"{cited}evil", f"Evil · {SOURCE.url}", "Circumvention · https://evil.example"):
        assert "](" not in lines(Footnote(text))[0]
    assert "](" not in lines(Paragraph(cited))[0]


def test_paragraphs_are_the_lines_of_a_list_and_cards_and_quotes_stand_apart() -> None:
    found = lines(
        Heading("One"),
        Paragraph("a"),
        Paragraph("b"),
        Quote("c"),
        Quote("d\ne"),
        Paragraph("f"),
        Heading("Two"),
    )
    assert found == ["**One**", "a", "b", "> c", "", "> d", "> e", "f", "", "**Two**"]


def test_controls_stand_where_they_belong() -> None:
    found = lines(Heading("A"), Buttons((Button("X", "x"),)), Heading("B"), Buttons((Button("Y", "y"),)))
    assert found == ["**A**", "[X]", "**B**", "[Y]"]


def test_commands_are_told_as_people_type_them() -> None:
    said = Reply(
        Rung.FULL,
        (
            Heading("Ask `lead list`", "`undo 3`"),
            Paragraph("`no such command`, `client list`"),
            Quote("`lead list`", "`lead list`"),
            Preformatted("`lead list`", "`lead list`"),
            Fields((Field("`lead list`", "`lead list`"),)),
            Footnote("`help`"),
        ),
    )
    sent = message(said, CHECK, as_slash)
    assert outline(sent) == [
        "**Ask `/checkmsg lead list`**",
        f"-# `{as_slash('undo 3')}`",
        "`no such command`, `/checkmsg client list`",
        "> \\`lead list\\`",
        "`/checkmsg lead list`",
        "`lead list`",
        "```",
        "`lead list`",
        "```",
        "**`/checkmsg lead list`**   `/checkmsg lead list`",
        f"-# `{as_slash('help')}`",
    ]
    assert sent.headline == "**Ask `/checkmsg lead list`**"


def test_a_hint_cannot_leave_its_code() -> None:
    sent = message(Reply(Rung.FULL, (Paragraph("`x` @y"),)), hint=lambda _: "a`@everyone`b")
    assert outline(sent) == ["`a@everyoneb` \\@y"]


def test_a_control_that_cannot_be_carried_is_a_line_to_type() -> None:
    long = Button("Allow `it`", "run", "lead list " + "x" * 100)
    sent = message(
        Reply(Rung.FULL, (Heading("A"), Buttons((long, Button("B", "stage", "é" * 101))))), CHECK, as_slash
    )
    assert outline(sent) == [
        "**A**",
        f"Allow it: type `{as_slash(long.value)}`",
        f"B: type `{as_slash('help')}`",
    ]


PNG = b"png"


def test_pictures_are_shown_in_place_and_files_are_told() -> None:
    said = Reply(
        Rung.FULL,
        (
            Heading("A"),
            Image(PNG, "weeks to 2026.png", "8 weeks"),
            Paragraph("b"),
            File("list.csv", b"x", "a row a week"),
        ),
    )
    sent = assert_accepted(said)
    assert sent.parts == (
        Text("**A**"),
        Picture("weeks-to-2026.png", "8 weeks"),
        Text("b\na row a week"),
        Attached("list.csv"),
    )
    assert [(file.name, file.content, file.description) for file in sent.files] == [
        ("weeks-to-2026.png", PNG, "8 weeks"),
        ("list.csv", b"x", ""),
    ]


def test_files_have_names_that_a_message_can_point_at() -> None:
    table = [
        (("a b.csv", "a b.csv"), ["a-b.csv", "a-b-2.csv"]),
        (("checkmsg.txt",), ["checkmsg-2.txt"]),
        (("../../etc/passwd",), ["etc-passwd"]),
        (("",), ["file"]),
        (("é.png",), ["png"]),
        (("x" * 200 + ".csv",), ["x" * 60 + ".csv"]),
    ]
    for names, found in table:
        sent = assert_accepted(Reply(Rung.FULL, tuple(File(name, b"", "x") for name in names)))
        assert [file.name for file in sent.files] == found, names


def test_a_file_that_is_too_big_or_one_too_many_is_told_of() -> None:
    big = b"x" * (10 * 1024 * 1024 + 1)
    assert lines(Heading("A"), File("all.csv", big, "all rows")) == [
        "**A**", "all.csv: all rows. It does not fit into this message.",
    ]  # fmt: skip
    half = File("half.csv", big[: len(big) // 2 + 1], "some rows")
    assert lines(half, half)[-2:] == [
        "Attached half.csv",
        "half.csv: some rows. It does not fit into this message.",
    ]
    many = [Image(b"", f"{number}.png", f"picture {number}") for number in range(4)]
    assert lines(Heading("A"), *many) == [
        "**A**",
        "Picture 0.png",
        "Picture 1.png",
        "-# picture 2",
        "-# picture 3",
    ]


def test_what_a_picture_shows_is_cut_where_it_is_long() -> None:
    (sent,) = assert_accepted(Reply(Rung.FULL, (Image(PNG, "a.png", "x" * 2000),))).files
    assert sent.description == "x" * 799 + "…"


def test_a_script_that_is_too_long_is_in_the_file_and_the_rest_is_told() -> None:
    sent = assert_accepted(
        Reply(Rung.FULL, (Heading("A"), Preformatted("text to send", "word " * 900), Footnote("Why")))
    )
    assert outline(sent) == [
        "**A**", "text to send", "-# It is long, and in checkmsg.txt.", "-# Why", "Attached checkmsg.txt",
    ]  # fmt: skip
    assert rest(sent) == "A\ntext to send\n" + "word " * 900 + "\nWhy"


def test_lines_end_where_the_room_ends() -> None:
    numbered = [f"line {number} of many" for number in range(400)]
    sent = assert_accepted(Reply(Rung.FULL, (Heading("A"), Paragraph("\n".join(numbered)), Footnote("Why"))))
    found = outline(sent)
    assert 150 < len(found) < 250
    assert found[1:-3] == numbered[: len(found) - 4]
    assert found[-2:] == ["-# The rest is in checkmsg.txt.", "Attached checkmsg.txt"]
    assert rest(sent).split("\n") == ["A", *numbered, "Why"]


@pytest.mark.parametrize(
    "block, headline",
    [
        (Heading("*Keep* it @here", "Acme"), "**\\*Keep\\* it \\@here**"),
        (Heading("x" * 301), f"**{'x' * 299}…**"),
        (Paragraph("one\ntwo"), "one"),
        (Paragraph("@" * 40_000), "\\@" * 299 + "…"),
        (Preformatted("", "# one\ntwo"), "\\# one two"),
        (Diff("one", "two"), "one"),
    ],
)
def test_the_headline_is_the_first_line_cut_where_it_is_long(block: Block, headline: str) -> None:
    assert assert_accepted(Reply(Rung.FULL, (block,))).headline == headline


def test_without_files_pictures_are_told_and_what_is_too_long_is_seen_with_a_command() -> None:
    told = Reply(
        Rung.FULL, (Heading("A"), Image(PNG, "a.png", "8 weeks"), Preformatted("b", "word " * 900), Footnote("Why"))
    )  # fmt: skip
    long = Reply(Rung.FULL, (Heading("A"), Paragraph("word " * 900)))
    for check_id, where in (
        (7, f"to be seen with `{as_slash('show 7')}`"),
        (0, "too much for this message"),
    ):
        bare = message(told, check_id, as_slash, with_files=False)
        assert outline(bare) == ["**A**", "-# 8 weeks", "b", f"-# It is long, and {where}.", "-# Why"]
        assert not bare.files
        assert outline(message(long, check_id, as_slash, with_files=False))[2] == f"-# The rest is {where}."
    assert outline(message(long, 7, as_slash))[2:] == [
        "-# The rest is in checkmsg.txt.", "Attached checkmsg.txt",
    ]  # fmt: skip


def test_a_script_is_never_cut() -> None:
    sent = assert_accepted(Reply(Rung.FULL, (Paragraph("x" * 3878), Preformatted("", "word " * 9))))
    assert outline(sent) == ["x" * 3878, "-# The rest is in checkmsg.txt.", "Attached checkmsg.txt"]


def test_a_line_that_is_cut_ends_with_an_ellipsis() -> None:
    found = lines(Heading("A"), Quote("word " * 2000))
    assert found[1].startswith("> word word ")
    assert found[1].endswith("word…")


@pytest.mark.parametrize("text", ["word ", "ж", "ส", "🔎"])
def test_long_texts_beside_many_controls_and_pictures_are_not_too_much(text: str) -> None:
    controls = Buttons((), tuple(Button(text * 40, "run", f"show {number}") for number in range(50)))
    pictures = [Image(PNG, "a.png", text * 900)] * 2
    for more in ([], [controls], pictures, [controls, *pictures]):
        sent = assert_accepted(Reply(Rung.FULL, (Heading("A"), Paragraph(text * 9000), *more)))
        assert outline(sent)[0] == "**A**"
        assert len(shown(sent)) > 600


def test_what_just_fits_is_shown_whole() -> None:
    whole = assert_accepted(Reply(Rung.FULL, (Paragraph("x" * 3898),)))
    assert outline(whole) == ["x" * 3898]
    assert rest(assert_accepted(Reply(Rung.FULL, (Paragraph("x" * 3899),)))) == "x" * 3899


def test_a_text_of_many_bytes_takes_more_room() -> None:
    for text, room in (("ж", 3898), ("ส", 2598), ("🔎", 1949)):
        assert not rest(assert_accepted(Reply(Rung.FULL, (Paragraph(text * room),)))), text
        assert rest(assert_accepted(Reply(Rung.FULL, (Paragraph(text * (room + 2)),)))), text


def test_the_replies_to_commands_take_one_message_without_a_file(store: Store) -> None:
    commands = Commands(store, load())
    asker = Asker(Platform.DISCORD, "T1", "Alder", "U1", "Mara", "1", "chats", owner=True)
    for words in (
        "help mute",
        "client add Acme <b> met 3 May 2026",
        "client list",
        "rules UPW103",
        "settings",
        "home",
    ):
        sent = assert_accepted(commands.run(asker, words, NOW))
        assert not sent.files, words
    assert rest(assert_accepted(commands.run(asker, "help", NOW)))


def test_a_name_in_a_reply_is_shown_as_it_is(store: Store) -> None:
    commands = Commands(store, load())
    asker = Asker(Platform.DISCORD, "T1", "Alder", "U1", "Mara", "1", "chats", owner=True)
    sent = assert_accepted(commands.run(asker, 'client add "*Acme* <@1> @everyone"', NOW))
    assert "*Acme* <@1> @everyone" in shown(sent)
