"""Citations: the only addresses that we make links of are those of the policy's own sources."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from core.policy import load


class Piece(NamedTuple):
    """Words, and the address that they lead to, if any."""

    words: str
    address: str = ""


def pieces(text: str) -> Iterator[Piece]:
    """Yield a text in order: what stands between its citations, and the title and the address of each."""
    done = 0
    for citation in _citations().finditer(text):
        title, _, address = citation.group().rpartition(" · ")
        yield Piece(text[done : citation.start()])
        yield Piece(title, address)
        done = citation.end()
    yield Piece(text[done:])


@cache
def _citations() -> re.Pattern[str]:
    """Match a title and an address just as a source has them."""
    cited = (f"{source.title} · {source.url}" for source in load().sources.values() if source.url)
    return re.compile(rf"(?:{'|'.join(map(re.escape, cited))})(?=\s|$)")
