"""Errors that a person can mend, and what may be logged of the others."""

from traceback import format_tb


class PlainError(Exception):
    """What happened, to what, and what to do, in one line that is shown as it stands."""


def trace(error: BaseException) -> str:
    """Return what may be logged of an error: its kind and where it happened.

    Its message is left out, because it may quote what was pasted.
    """
    return f"{type(error).__name__}\n{''.join(format_tb(error.__traceback__))}"
