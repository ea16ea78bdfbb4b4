"""The ids under which what happens now is logged: of a request, an agency, a post. Never a name, never words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

Id = int | str
_bound: ContextVar[dict[str, Id] | None] = ContextVar("bound", default=None)


@contextmanager
def bound(**ids: Id) -> Iterator[None]:
    """Let what this thread or task logs meanwhile carry ids beside those that are bound already."""
    before = _bound.set({**(_bound.get() or {}), **ids})
    try:
        yield
    finally:
        _bound.reset(before)


def note(**ids: Id) -> None:
    """Add ids that are only known now to those that are bound, for as long as these are; where none are, do nothing."""
    known = _bound.get()
    if known is not None:
        known.update(ids)


def bound_ids() -> Mapping[str, Id]:
    """Return the ids that are bound here and now."""
    return MappingProxyType(_bound.get() or {})
