"""What still looks like a secret or like contact data is taken out of what is about to be written.

Nothing of the kind should come so far. This is the last step, for the day on which it does.
"""

from collections.abc import Callable
from itertools import chain
from typing import Any
from urllib.parse import parse_qs, unquote

import re2

from core.settings import Settings

_FEWEST_DIGITS = 8  # of a number that one can call.
_SHORTEST_SECRET = 4  # Shorter ones would take out parts of words, and tell by that what they are.
# What has digits only and is no number that one can call: of rows, of Discord's, and times that are ids of Slack's.
_ID = re2.compile(r"^(\d{1,8}|\d{16,}|\d{10}\.\d{6})$")
_URL = re2.compile(r"""(?i)\b([a-z][a-z0-9+.-]{1,20}://)([^\s"'<>`]*)""")
_HOST = re2.compile(r"^[\w.-]+(:\d{1,5})?")
_NUMBER = re2.compile(r"\+?[\p{Nd}(][\p{Nd}().\-/ \x{A0}\x{2010}-\x{2015}]{5,}[\p{Nd}]")
_PATTERNS = (
    # Tokens of Slack's, Discord's (three parts, or mfa.), keys that seal, and what follows Bearer or Bot in a header.
    (re2.compile(r"(?i)\b(xox[a-z0-9]{1,2}(\.xox[a-z])?|xapp|xwfp)-[\w.%-]+"), "[secret]"),
    (re2.compile(r"\b(mfa\.[\w-]{20,}|[\w-]{23,30}\.[\w-]{5,8}\.[\w-]{20,})"), "[secret]"),
    (re2.compile(r"[\w-]{43}="), "[secret]"),
    (re2.compile(r"(?i)\b(bearer|bot|basic) +[\w.~+/-]{16,}=*"), "[secret]"),
    (re2.compile(r"""[^\s"'<>(),;:=\[\]{}@]+@[^\s"'<>(),;:=\[\]{}]+"""), "[address]"),
)


def redaction(settings: Settings) -> Callable[[str], str]:
    """Return what takes secrets and contact data out of a text; the secrets of the settings wherever they stand."""
    known = sorted(_secrets(settings), key=len, reverse=True)

    def redact(text: str) -> str:
        for secret in known:
            text = text.replace(secret, "[secret]")
        # A part of a character that was cut in two cannot be written, and not be searched either.
        text = text.encode(errors="backslashreplace").decode()
        text = _URL.sub(_without_path, text)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        redacted: str = _NUMBER.sub(_unless_id, text)
        return redacted

    return redact


def _secrets(settings: Settings) -> set[str]:
    """Return what the settings keep to themselves: whole values, and the password of a database."""
    found: set[str] = set()
    for name, field in Settings.model_fields.items():
        if not field.repr:
            value = getattr(settings, name)
            found.update((value,) if isinstance(value, str) else value)
    url = settings.database_url
    # The driver takes everything up to the @ for the password, brackets and question marks too; urlsplit does not.
    password = url.partition("://")[2].partition("@")[0].partition(":")[2]
    query = url.rpartition("?")[2]
    found |= {password, unquote(password), *chain(*parse_qs(query).values())}
    return {secret for secret in found if len(secret) >= _SHORTEST_SECRET}


def _without_path(match: Any) -> str:
    """Keep the host of an address; userinfo, path and query may each hold a secret, and an @ hides where the host is."""
    host = None if "@" in match[2] else _HOST.search(match[2])
    if host is None:
        return f"{match[1]}…"
    return str(match[0]) if host[0] == match[2] else f"{match[1]}{host[0]}/…"


def _unless_id(match: Any) -> str:
    is_short = sum(map(str.isdecimal, match[0])) < _FEWEST_DIGITS
    return str(match[0]) if is_short or _ID.search(match[0]) else "[number]"
