"""Errors that a person can mend."""


class PlainError(Exception):
    """What happened, to what, and what to do, in one line that is shown as it stands."""
