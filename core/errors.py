"""Errors that a person can mend, and what may be logged of the others."""

from traceback import format_tb, walk_tb
from typing import NamedTuple


class PlainError(Exception):
    """What happened, to what, and what to do, in one line that is shown as it stands."""


class Frame(NamedTuple):
    """A place in the code."""

    module: str
    function: str
    line: int


class Trace(str):
    """The kind of an error and where it happened: as a text, and in parts for what takes it apart again."""

    __slots__ = ("frames", "kind")
    kind: str
    frames: tuple[Frame, ...]  # the outermost first

    @property
    def places(self) -> str:
        """Return where it happened, a place a line."""
        return self.partition("\n")[2]


def trace(error: BaseException) -> Trace:
    """Return what may be logged of an error: its kind and where it happened.

    Its message is left out, because it may quote what was pasted.
    """
    kind = type(error).__name__
    found = Trace(f"{kind}\n{''.join(format_tb(error.__traceback__))}")
    found.kind = kind
    found.frames = tuple(
        Frame(frame.f_globals.get("__name__", ""), frame.f_code.co_qualname, line)
        for frame, line in walk_tb(error.__traceback__)
    )
    return found
