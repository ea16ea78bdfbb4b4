"""Text made to fit: into what a screen can show, and into so many characters, as each platform counts them."""

import re
from bisect import bisect_right
from collections.abc import Callable

Length = Callable[[str], int]

_STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HALVES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return a text without what steers a screen, turns a line round or cannot be sent; line breaks stay."""
    return _HALVES.sub("\ufffd", _STEERING.sub("", text.replace("\t", " ")))


def one_line(text: str) -> str:
    """Return a clean text in one line."""
    return " ".join(clean(text).split())


def blank(text: str) -> bool:
    """Return whether nothing can be seen of a text; platforms refuse one that is empty."""
    return not any(char.isprintable() and char != " " for char in text)


def count_fitting(text: str, most: int, length: Length) -> int:
    """Return how many characters of a text fit into a length, of which each takes one or more."""
    ends = range(1, min(len(text), most) + 1)
    return bisect_right(ends, most, key=lambda end: length(text[:end]))


def shorten(text: str, most: int, length: Length) -> str:
    """Return a text that is at most so long, with an ellipsis where something is left out."""
    return text if length(text) <= most else text[: count_fitting(text, most - 1, length)].rstrip() + "…"
