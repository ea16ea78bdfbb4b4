"""Tell client text and drafts from what colleagues write to each other.

A label that names a side decides alone, and so do words put to the team in quotation marks as a client's or as a
draft; else a network weighs the words of a post together with what its form says.
"""

from core.encoder import Asked, posts_encoder
from core.fold import fold
from core.languages import active
from core.lexicon import EVERYWHERE, book, load_channels
from core.model import Purpose
from core.network import POST, Text, chance, network
from core.signals import links
from core.subwords import UNKNOWN, subwords
from core.tokens import tokenize
from core.transcript.cues import has_no_spaces
from core.transcript.formats import cut_table
from core.transcript.page import Page
from core.transcript.signs import (
    LONE,
    MACHINE,
    QUOTED,
    deal_words,
    holds_contact,
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
# What is read in a channel for drafts although it is likelier talk: from which chance of the encoder on, and from which log
# odds of the small network. A short yes looks like a colleague's, so one that names a way to pay or to talk is read sooner.
# Chosen on all posts of such channels in the corpus: 28 of 1,363 colleagues' posts more are read, and 5 more answered.
_DOUBTFUL = (0.2, -2.0)
_NAMES_A_WAY = (0.005, -1.0)
_LEADS_THERE = (0.03, -1.0)  # Colleagues send each other links more often than they name a way.
_WAYS = ("any-rail", "bank", "cash", "outside", "channel", "meet", "mail")
_PLACES = ("chat", "meet", "booking")  # What a link leads to.


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
    likely = chance(second["client_text"])
    speaks_for_it = "g plainly yes" in seen or is_named_line(page, read.casefold())
    if likely >= (formed if speaks_for_it else unformed):
        return True
    return purpose is Purpose.DRAFTS and _may_be_draft(read, likely, first["client_text"])


def _may_be_draft(read: str, likely: float, odds: float) -> bool:
    """Tell whether a post in a channel for drafts is in doubt: what we send unread costs more than a word too many.

    Whatever is said to the team alone, as "he keeps asking", leaves no doubt, but for a word or two beside a way to pay or to
    talk: "I'm on it all day".
    """
    team = team_words(read.casefold())

    def reaches(bounds: tuple[float, float]) -> bool:
        return likely >= bounds[0] and odds >= bounds[1]

    if team == 0 and reaches(_DOUBTFUL):
        return True
    if team <= (2 if reaches(_DOUBTFUL) else 1) and reaches(_NAMES_A_WAY) and _names_a_way(read):
        return True
    return team <= 1 and reaches(_LEADS_THERE) and _leads_there(read)


def _names_a_way(read: str) -> bool:
    """Tell whether a post names a way to pay, or to talk elsewhere, or holds contact data."""
    if holds_contact(read):
        return True
    tokens = tokenize(fold(read))
    named = (book(code).find(tokens, []).touched for code in (EVERYWHERE, *active(tokens)))
    return any(touched.keys() & set(_WAYS) for touched in named)


def _leads_there(read: str) -> bool:
    """Tell whether a link in a post leads to talk elsewhere, as one to a calendar does."""
    folded = fold(read)
    linked = {link.channel for link in links.find(folded, tokenize(folded)) if link.channel}
    return any(load_channels()[name].kind in _PLACES for name in linked)


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
