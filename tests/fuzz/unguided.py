"""Feed a target with what is changed at random, on machines that have no atheris."""

import random
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from time import monotonic
from traceback import print_exc

from tests.fuzz.seeds import WORDS

LONGEST = 4000  # bytes
PAUSE = 15.0  # seconds between two lines


def run(feed: Callable[[bytes], None], seeds: Sequence[bytes], seconds: float, failed: Path) -> bool:
    """Feed a target for so long; the first input that fails is kept in a folder, and ends it."""
    ends_at = monotonic() + seconds
    says_at = 0.0
    for number, data in enumerate(_inputs(seeds, random.Random()), 1):  # noqa: S311  # It keeps no secret.
        try:
            feed(data)
        except Exception:  # noqa: BLE001  # Whatever it is, it is what was looked for.
            print_exc()
            (failed / f"crash-{sha256(data).hexdigest()[:16]}").write_bytes(data)
            return False
        left = ends_at - monotonic()
        if monotonic() > says_at or left < 0:
            says_at = monotonic() + PAUSE
            print(f"  {number} inputs, {max(left, 0):.0f} s left", flush=True)
        if left < 0:
            break
    return True


def _inputs(seeds: Sequence[bytes], dice: random.Random) -> Iterator[bytes]:
    yield from seeds
    while True:
        data = dice.choice(seeds)
        for _ in range(dice.randint(1, 6)):
            data = _changed(data, dice.choice(seeds), dice)
        yield data[:LONGEST]


def _changed(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """Return some bytes with a piece taken out, repeated, or put in from elsewhere."""
    start, at = dice.randint(0, len(data)), dice.randint(0, len(other))
    end = start + dice.randint(0, 40)
    pieces = (
        b"",
        data[start:end] * dice.choice((2, 3, 50)),
        other[at : at + 80],
        dice.choice(WORDS).encode(),
        dice.randbytes(dice.randint(1, 4)),
        chr(dice.randint(0, 0xD7FF)).encode(),
    )
    return data[:start] + dice.choice(pieces) + data[end:]
