"""Text files that people post in Discord; their links are signed, so that no token goes along, and run out in a day."""

from collections.abc import Collection

from bots.decoding import FileError
from bots.files import MOST, Source, fetch_from
from core.records import Attachment

__all__ = ["FileError", "fetch"]

_LOCKED = "The link to {name} has run out. Post it again, or paste it as text."
# Networks such as the one before Discord's files are known to turn away the name that Python gives itself.
_HEADERS = {"User-Agent": "DiscordBot (checkmsg)"}


def fetch(file: Attachment, hosts: Collection[str], *, most: int = MOST) -> str:
    """Return the text of a file of at most so many bytes, which only these hosts are asked for.

    Raises FileError where there is nothing to read.
    """
    return fetch_from(Source("Discord", hosts, _LOCKED, _HEADERS), file, most=most)
