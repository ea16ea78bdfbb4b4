"""Looks into payloads, in which anything may be missing or of another kind than it should be."""

from collections.abc import Iterator, Mapping
from typing import Any

MOST = 1_000_000_000  # More is no size of a file and no number in a list.

Payload = Mapping[str, Any]


def text_of(holder: Payload, key: str) -> str:
    """Return a text, empty where there is none."""
    value = holder.get(key)
    # Half a surrogate pair can be written in JSON and nowhere else.
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""


def number_of(holder: Payload, key: str) -> int:
    """Return a count, 0 where there is none."""
    value = holder.get(key)
    return min(max(value, 0), MOST) if isinstance(value, int) else 0


def inner_of(holder: Payload, key: str) -> Payload:
    """Return an object, an empty one where there is none."""
    value = holder.get(key)
    return value if isinstance(value, Mapping) else {}


def items_of(holder: Payload, key: str) -> Iterator[Payload]:
    """Yield the objects of a list."""
    value = holder.get(key)
    return (item for item in value if isinstance(item, Mapping)) if isinstance(value, list) else iter(())
