"""The words that tell who speaks, loaded once from the lexicon."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from core.model import Speaker

TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_EDGES = " \t*_~`\"'“”„«»‹›()[]{}<>#-–—•·|,.:;→"


_LEXICON = Path(__file__).parent.parent / "lexicon"


def load(name: str) -> dict[str, Any]:
    """Read one lexicon file."""
    return tomli.loads((_LEXICON / name).read_text(encoding="utf-8"))


_DATA = load("speakers.toml")
_ROLES = _DATA["roles"]
FIELDS = frozenset(_DATA["fields"]["words"])
MAIL_FROM = frozenset(_DATA["mail"]["from"])
MAIL_OTHER = frozenset(_DATA["mail"]["other"])
DATE_WORDS = frozenset(_DATA["dates"]["words"])
INTERFACE = frozenset(_DATA["interface"]["lines"])
TALKS = tuple(_DATA["headings"]["words"])
HEADINGS = (*TALKS, *_DATA["headings"]["apps"])
REMARKS = tuple(_DATA["remarks"]["words"])
NAMES_TOO: dict[str, list[str]] = _DATA["names_too"]
DRAFT_WORDS = frozenset(_DATA["draft"]["words"])
WROTE_WORDS = frozenset(_DATA["wrote"]["words"])
MAIL_WROTE = tuple(_DATA["wrote"]["mail"])
MAIL_WROTE_BEFORE = tuple(_DATA["wrote"]["mail_before"])
PRONOUNS = frozenset(_DATA["wrote"]["pronouns"])
_DRAFT_STARTS = tuple(f"{word} " for word in _DATA["draft"]["opening"])
_OBJECTS = tuple(f" {words}" for words in _DATA["wrote"]["objects"])
_WROTE_ENDS = tuple(f" {word}" for word in WROTE_WORDS) + tuple(
    word for word in WROTE_WORDS if word > "\u3000"
)

_EXACT: dict[str, Speaker] = {
    **dict.fromkeys(_ROLES["system"], Speaker.SYSTEM),
    **dict.fromkeys(_ROLES["us"], Speaker.US),
    **dict.fromkeys(_ROLES["client"], Speaker.CLIENT),
}
_WEAK: dict[str, Speaker] = {
    **dict.fromkeys(_ROLES["weak_us"], Speaker.US),
    **dict.fromkeys(_ROLES["weak_client"], Speaker.CLIENT),
}
_INSIDE: dict[str, Speaker] = {
    **dict.fromkeys(_ROLES["inside_us"], Speaker.US),
    **dict.fromkeys(_ROLES["inside_client"], Speaker.CLIENT),
}

_ASKS = frozenset(_ROLES["asks"])
_NAMES_OF_MONTHS = frozenset(_DATA["names_of_days"]["months"])
_NAMES_OF_DAYS = _NAMES_OF_MONTHS | frozenset(_DATA["names_of_days"]["words"])
_OWN_TEXT = frozenset(_DATA["draft"]["nouns"])
_NO_OPENERS = frozenset(_DATA["draft"]["no_openers"])
_CHANGES = frozenset(_DATA["draft"]["changes"])
_SOLID_CLIENT = tuple(word for word in _ROLES["client"] if word > "\u3000")


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of these words, in which the longest that fits is read."""
    return f"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})"


@lru_cache(maxsize=512)
def plain(text: str) -> str:
    """Fold a short label for comparison: no markup at its edges, no case."""
    return " ".join(text.strip(_EDGES).casefold().split())


@lru_cache(maxsize=512)
def role_of(label: str) -> Speaker | None:
    """Say which side a label names by itself, as in 'Client', 'Moi' or 'Nils Client'."""
    folded = plain(label)
    exact = _EXACT.get(folded)
    if exact is not None:
        return exact
    words = TOKEN.findall(folded)
    if not 1 < len(words) <= 6 or folded in FIELDS:
        return None
    if words[-1] == "me" and words[0] in _ASKS:
        return None
    opening = " ".join(words[:2])
    if opening in _EXACT and len(words) > 2 and is_proper_name(" ".join(label.split()[2:])):
        return _EXACT[opening]  # Some languages have two words for a client: "Khách hàng Trúc Lam".
    # Beside a role word the rest has to be a name or stand apart from it, or "works for us:" would be one.
    for word, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        # "Me Aubin" is a French lawyer.
        title = word == "me" and word == words[0] and not _set_apart(label)
        if word in _INSIDE and not title and (_set_apart(label) or is_proper_name(_without(label, word))):
            return _INSIDE[word]
        if word in _INSIDE and rest and word in _ROLES["client"] and len(rest) == 1 and rest[0] not in FIELDS:
            return Speaker.CLIENT if word == words[0] else None
    return None


def _without(label: str, word: str) -> str:
    return " ".join(part for part in label.split() if plain(part) != word)


@lru_cache(maxsize=512)
def weak_role_of(label: str) -> Speaker | None:
    """Say which side a label names once a second speaker stands beside it, as in 'C' and 'M'."""
    return _WEAK.get(plain(label))


@lru_cache(maxsize=512)
def is_exact_role(label: str) -> bool:
    """Tell whether a label is a role word and nothing else, as in 'Client' but not 'Client Ann'."""
    return plain(label) in _EXACT


@lru_cache(maxsize=512)
def is_draft_label(label: str) -> bool:
    """Tell whether a label marks our own text before it is sent, as in 'my reply' or 'draft for Ann'."""
    folded = plain(label)
    if folded in DRAFT_WORDS:
        return True
    first = folded.split(",")[0].split("(")[0].strip()
    return len(folded) <= 48 and (first in DRAFT_WORDS or folded.startswith(_DRAFT_STARTS))


def _is_we(word: str) -> bool:
    return Speaker.US in (_EXACT.get(word), _WEAK.get(word))


@lru_cache(maxsize=512)
def is_report_label(label: str) -> bool:
    """Tell whether a label reports somebody's words, as in 'he wrote' or 'message from the client'."""
    words = plain(label).split()
    folded = " ".join(words)
    if not 0 < len(words) <= 8 or (folded not in WROTE_WORDS and _is_we(words[0])):
        return False
    told = (
        _without_object(folded) if label.strip(_EDGES)[:1].isupper() or names_other_side(label) else [folded]
    )
    if any(said.endswith(_WROTE_ENDS) or said in WROTE_WORDS for said in told):
        return True
    return names_other_side(label) and any(f" {word} " in f" {folded} " for word in WROTE_WORDS)


def _without_object(folded: str) -> list[str]:
    """Return a label, also without the words by which it points to what follows, as in 'Ann just wrote this'."""
    return [folded, *(folded.removesuffix(words) for words in _OBJECTS if folded.endswith(words))]


@lru_cache(maxsize=512)
def reports_a_person(label: str) -> bool:
    """Tell 'Ann asks' and 'he wrote' from a thing that asks, as in 'so the form asks'."""
    if names_other_side(label) or plain(label) in WROTE_WORDS:
        return True
    verb = max((word for word in WROTE_WORDS if plain(label).endswith(word)), key=len, default="")
    return is_proper_name(label.strip(_EDGES)[: -len(verb) or None])


def loose_side_of(label: str) -> Speaker | None:
    """Say whose words follow a longer label above a post, as in 'client question' or 'answer I would give'.

    Good only at the very start of a text: inside a message such labels are ordinary sentences.
    """
    words = plain(label).replace("'s", "").replace("’s", "").split()
    if not 1 < len(words) <= 9 or words[0] in _NO_OPENERS:
        return None
    if any(word in _OWN_TEXT for word in words) and not any(word in _CHANGES for word in words):
        return Speaker.US
    return Speaker.CLIENT if any(_INSIDE.get(word) is Speaker.CLIENT for word in words) else None


def names_other_side(label: str) -> bool:
    """Tell whether a label speaks of the other side: a client word, or he, she, they."""
    words = plain(label).replace("'s", "").replace("’s", "").split()
    return any(word in PRONOUNS or _INSIDE.get(word) is Speaker.CLIENT for word in words) or any(
        word in folded for folded in ("".join(words),) for word in _SOLID_CLIENT
    )


@lru_cache(maxsize=512)
def is_name(label: str) -> bool:
    """Tell whether a label can be a person's name as chat programs print it."""
    folded = plain(label)
    if not folded or len(label) > 48 or folded in FIELDS or folded in INTERFACE:
        return False
    words = folded.split()
    if (
        len(words) > 6
        or label[-1] in "?!,;…"
        or any(char in label for char in '?!;{}=\\/<>"“”')
        or "//" in label
    ):
        return False
    if all(word.strip(".,") in DATE_WORDS or word.strip(".,").isdigit() for word in words):
        return is_name_of_a_month(label)
    return any(char.isalpha() for char in folded)


@lru_cache(maxsize=512)
def is_name_of_a_day(label: str) -> bool:
    """Tell whether a label is a person's name and a date's word as well, as Jan, June and Mo are."""
    return label[:1].isupper() and label.casefold() in _NAMES_OF_DAYS


@lru_cache(maxsize=512)
def is_name_of_a_month(label: str) -> bool:
    """Tell whether a label is a person's name that is a month as well, as Julio, May and Марта are."""
    return label[:1].isupper() and label.casefold() in _NAMES_OF_MONTHS


@lru_cache(maxsize=512)
def is_proper_name(label: str) -> bool:
    """Tell whether every longer word of a name starts as names do; scripts without case pass when short."""
    words = [word for word in label.strip(_EDGES).split() if word[0].isalpha()]
    if not words or not is_name(label):
        return False
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    if not cased:
        return len(words) <= 4 and len(label) <= 16
    return (
        cased[0][0].isupper()
        and all(word[0].isupper() or len(word) <= 3 for word in cased)
        and len(words) <= 5
    )


def _set_apart(label: str) -> bool:
    return any(mark in label for mark in "–—(-[|/")
