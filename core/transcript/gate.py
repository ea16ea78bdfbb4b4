"""Tell client text and drafts from what colleagues write to each other.

A label that names a side decides alone, and so do words put to the team in quotation marks as a client's or as a
draft; else a network weighs the words of a post together with what its form says.
"""

from core.encoder import Asked, posts_encoder
from core.model import Purpose
from core.network import POST, Text, chance, network
from core.subwords import UNKNOWN, subwords
from core.transcript.cues import has_no_spaces
from core.transcript.formats import cut_table
from core.transcript.page import Page
from core.transcript.signs import (
    LONE,
    MACHINE,
    QUOTED,
    deal_words,
    is_card,
    is_marked,
    is_named_line,
    is_reported,
    judged_by_form,
    length,
    names_a_side,
    team_words,
)

_PLAINLY_TALK = (
    -6.0
)  # Log odds below which the small network's word is enough; the encoder is asked of all else.
_READ = 4_000
_SUBWORDS = 160  # Of a post; its beginning tells what it is.
# From which chance on a post is read, where its form speaks for it and where it does not. Chosen on posts that the
# networks had not learnt; tests/corpus/README.md says which.
_LEAST = {Purpose.MIXED: (0.5, 0.8), Purpose.CHATS: (0.3, 0.5), Purpose.DRAFTS: (0.6, 0.6)}


def is_conversation(text: str, purpose: Purpose | None) -> bool:
    """Tell whether a post in a channel of this purpose is client text or a draft."""
    if purpose is None:
        return True
    read = text[:_READ].strip()
    if not read:
        return False
    page = Page(read)
    told = names_a_side(page) or cut_table(page) or is_reported(read, read.casefold())
    if told and not is_card(read):
        return True
    if LONE.fullmatch(read) and not has_no_spaces(read):
        return False
    seen = post_clues(read, purpose)
    post = Text(subwords(read)[:_SUBWORDS] or [UNKNOWN], POST, seen)
    (first,) = network().odds([post])
    if first["client_text"] < _PLAINLY_TALK:
        return False
    (second,) = posts_encoder().odds([Asked(post)])
    formed, unformed = _LEAST[purpose]
    speaks_for_it = "g plainly yes" in seen or is_named_line(page, read.casefold())
    return chance(second["client_text"]) >= (formed if speaks_for_it else unformed)


def post_clues(read: str, purpose: Purpose) -> set[str]:
    """Return what the form of a post and its words of trade say about whose words it holds."""
    page = Page(read)
    folded = read.casefold()
    marked = is_marked(page, folded)
    clues = {
        f"g purpose {purpose}",
        f"g team {min(team_words(folded), 4)}",
        f"g deal {min(deal_words(folded), 6)}",
        f"g lines {min(len(page.lines), 6)}",
        f"g length {min(length(folded) // 8, 5)}",
        "g plainly " + ("yes" if judged_by_form(page, read, folded, purpose, marked) else "no"),
    }
    for name, holds in (
        ("marked", marked is True),
        ("marked as talk", marked is False),
        ("card", is_card(read)),
        ("machine", MACHINE.search(read)),
        ("lone", LONE.fullmatch(read)),
        ("reported", is_reported(read, folded)),
        ("in quotes", QUOTED.search(read)),
        ("quote block", any(page.text[start] == ">" for start, _ in page.lines[:400])),
        ("colon", read.partition("\n")[0].rstrip().endswith((":", "："))),
        ("question first", read.partition("\n")[0].rstrip().endswith(("?", "？", "؟"))),
        ("paragraphs", any(page.blank_before(index) for index in range(1, len(page.lines)))),
    ):
        if holds:
            clues.add("g " + name)
            clues.add(f"g {purpose} {name}")
    return clues
