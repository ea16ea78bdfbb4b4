"""What is stored of a judged conversation, as bytes: its reading and its excerpts, neither names nor text.

`store/crypto.py` encrypts these bytes. A field that gets another name or another default in model.py makes
older bytes mean something else: that needs a new version here, and the reading of both.
"""

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from core.excerpts import Excerpt
from core.model import Reading

VERSION: Literal[1] = 1
DAMAGED = "The stored judgement is damaged. Paste the conversation again."
NEWER = "The stored judgement was written by a newer checkmsg. Update this one."


class SealError(ValueError):
    """Stored bytes that cannot be read; the message says why and holds none of them."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The stored form; a field that has its default is left out of it."""

    v: Literal[1]
    reading: Reading
    excerpts: tuple[Excerpt, ...] = ()


def seal(reading: Reading, excerpts: tuple[Excerpt, ...]) -> bytes:
    """Return compact JSON of all that judging and replying again needs."""
    nameless = tuple(replace(message, name="", sent_at="") for message in reading.messages)
    sealed = Sealed(VERSION, replace(reading, messages=nameless), excerpts)
    return _form().dump_json(sealed, exclude_defaults=True)


def unseal(stored: bytes) -> tuple[Reading, tuple[Excerpt, ...]]:
    """Return the reading, its messages without names and times, and the excerpts; raises SealError."""
    try:
        version = json.loads(stored)["v"]
    except (ValueError, TypeError, LookupError, RecursionError):
        raise SealError(DAMAGED) from None
    if isinstance(version, int) and version > VERSION:
        raise SealError(NEWER)
    try:
        sealed = _form().validate_json(stored)
    except ValidationError:
        # The cause is left out because it quotes what was stored.
        raise SealError(DAMAGED) from None
    return sealed.reading, sealed.excerpts


@cache
def _form() -> TypeAdapter[Sealed]:
    return TypeAdapter(Sealed)
