"""The files that go with a message, under names by which the message can point at them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bots.discord.limits import ALT, FILE_NAME, FILES, FILES_BYTES, weight
from bots.fitting import clean, shorten
from core.reply import Block, File, Image

REST = "checkmsg.txt"
_OTHER = re.compile(r"[^A-Za-z0-9._-]+")  # Nothing else may stand in attachment://NAME.
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes with a message; `description` says in words what a picture shows."""

    name: str
    content: bytes
    description: str = ""


def uploads(blocks: Sequence[Block]) -> dict[int, Upload]:
    """Return the files of a reply by the places of their blocks; one is left for what is too long for the message."""
    found: dict[int, Upload] = {}
    names = {REST}
    room = FILES_BYTES
    for place, block in enumerate(blocks):
        if not isinstance(block, Image | File) or len(found) == FILES - 1 or len(block.content) > room:
            continue
        name = _named(block.name, names)
        names.add(name)
        room -= len(block.content)
        alt = clean(block.alt) if isinstance(block, Image) else ""
        found[place] = Upload(name, block.content, shorten(alt, ALT, weight))
    return found


def _named(name: str, taken: Collection[str]) -> str:
    """Return a name that is not taken."""
    safe = _OTHER.sub("-", name).strip("-.") or "file"
    ending = _ENDING.search(safe)
    stem, ending_of = (safe[: ending.start()], ending[0]) if ending else (safe, "")
    stem = stem[:FILE_NAME] or "file"
    numbers = ("", *(f"-{number}" for number in range(2, FILES + 2)))
    return next(one for number in numbers if (one := f"{stem}{number}{ending_of}") not in taken)
