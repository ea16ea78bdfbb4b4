"""What all pictures have in common: words with our emoji drawn, and no part that is left out unseen."""

import re
from collections.abc import Callable, Collection, Mapping
from html import escape
from typing import Any

from tests.pictures.emoji import DRAWN, EMOJI

Kinds = Mapping[Any, tuple[Callable[..., str], str]]  # how a part is drawn, and what of it


class UnknownKind(ValueError):  # noqa: N818
    """Something that the pictures cannot show yet."""


def drawn(kinds: Kinds, part: Mapping[str, Any], unseen: Collection[str], *more: Any) -> str:
    """Return a part as HTML; raises UnknownKind for a kind, or something about it, that is not drawn here."""
    draw, known = kinds.get(part["type"], (None, ""))
    unknown = set(part) - {*known.split(), "type", *unseen}
    if draw is None or unknown:
        raise UnknownKind(" ".join([str(part["type"]), *sorted(unknown)]))
    return draw(part, *more)


def words(text: str) -> str:
    """Return words as HTML that shows them as they are; raises UnknownKind for an emoji that is not drawn yet."""
    return EMOJI.sub(_emoji, escape(text, quote=False))


def _emoji(found: re.Match[str]) -> str:
    if found.group() not in DRAWN:
        raise UnknownKind(found.group())
    return DRAWN[found.group()]
