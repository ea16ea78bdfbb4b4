"""Payloads of real shapes with something wrong in them."""

from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

Path = tuple[str | int, ...]
# What platforms never send where we look for something else, and what their people may write.
WORDS = (
    "",
    " ",
    "0",
    "-1",
    "9" * 30,
    "None",
    "@everyone",
    "<!channel>",
    "<@U1DANA|Dana>",
    "#1",
    "here",
    "`*_~>|",
    "=1+1",
    "\x00",
    "\u202e\u200b",
    "\ud800",
    "a\u0336" * 50,
    "word " * 900,
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 1, 2**31, 2**63, 10**30]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(WORDS),
    st.text(max_size=12),
)
ODD = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


KINDS = ("other", "gone", "word", "wrapped", "doubled")
SAME_KINDS = ("gone", "word", "doubled")  # Whatever is there is what it should be.


@st.composite
def broken(draw: st.DrawFn, shape: Any, kinds: Sequence[str] = KINDS) -> Any:
    """Return a payload in which some things are others, doubled or gone."""
    found = deepcopy(shape)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from([*paths(found)]))
        holder = _at(found, path[:-1])
        match draw(st.sampled_from(kinds)):
            case "gone":
                del holder[path[-1]]
            case "word" if isinstance(holder[path[-1]], str):
                holder[path[-1]] = draw(st.sampled_from(WORDS))
            case "wrapped":
                holder[path[-1]] = [holder[path[-1]]]
            case "doubled" if isinstance(holder, list):
                holder.append(deepcopy(holder[0]))
            case "other":
                holder[path[-1]] = draw(ODD)
        if not found:
            break
    return found


@st.composite
def said_otherwise(draw: st.DrawFn, shape: Any, keys: Collection[str]) -> Any:
    """Return a payload in which some of what people fill in, which stands at these keys, is something else."""
    found = deepcopy(shape)
    for path in [
        path for path in paths(found) if _is_filled(path, keys) and isinstance(_at(found, path), str)
    ]:
        if draw(st.booleans()):
            _at(found, path[:-1])[path[-1]] = draw(st.one_of(st.sampled_from(WORDS), st.text(max_size=40)))
    return found


def _is_filled(path: Path, keys: Collection[str]) -> bool:
    return bool({path[-1], *path[-2:-1]} & set(keys))


def paths(thing: Any, before: Path = ()) -> Iterator[Path]:
    """Yield where something stands in a payload."""
    inside: Any = (
        thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    )
    for key, value in inside:
        yield (*before, key)
        yield from paths(value, (*before, key))


def _at(thing: Any, path: Path) -> Any:
    for key in path:
        thing = thing[key]
    return thing
