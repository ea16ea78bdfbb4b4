"""Text files that people post in Slack, fetched without giving the token away."""

from collections.abc import Collection

from bots.decoding import FileError
from bots.files import MOST, Source, fetch_from
from core.records import Attachment

__all__ = ["FileError", "fetch"]

_LOCKED = "Slack does not let me open {name}. Ask an admin to install the app again, or paste it as text."


def fetch(file: Attachment, token: str, hosts: Collection[str], *, most: int = MOST) -> str:
    """Return the text of a file of at most so many bytes, which only these hosts are asked for with the token.

    Raises FileError where there is nothing to read.
    """
    slack = Source("Slack", hosts, _LOCKED, {"Authorization": f"Bearer {token}"})
    return fetch_from(slack, file, most=most)
