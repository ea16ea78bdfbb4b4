"""Books of phrases compiled beforehand, since to compile half a dozen takes longer than to judge a message.

`python -m core.lexicon` writes them to __pycache__, where Python keeps compiled modules, under a name that
holds a checksum of all that they are made from. Where none has that name, the word lists are compiled anew.
"""

import pickle
from contextlib import suppress
from functools import cache
from os import getpid
from pathlib import Path
from zlib import crc32

import core.fold
import core.phrases
import core.tokens
from core.phrases import PhraseBook

SOURCES = Path(__file__).parent
FOLDER = SOURCES / "__pycache__"
ABANDONED_SECONDS = 3600.0  # Nobody takes so long to write one.
CODE = (core.fold, core.phrases, core.tokens)


def read(code: str, folder: Path = FOLDER) -> PhraseBook | None:
    """Return a language's book if it was prepared from the word lists as they are now, and may be read."""
    try:
        kept = _path(code, folder).read_bytes()
    except OSError:
        return None
    book: PhraseBook = pickle.loads(kept)  # noqa: S301 - whoever can write here can write the code too.
    return book


def write(books: dict[str, PhraseBook], folder: Path = FOLDER) -> None:
    """Write the books of some languages in place of all that were prepared before.

    Each is there whole or not at all, also for whoever reads or prepares them at the same time.
    """
    folder.mkdir(exist_ok=True)
    paths = {code: _path(code, folder) for code in books}
    for code, book in books.items():
        unfinished = paths[code].with_suffix(f".{getpid()}.book.part")
        unfinished.write_bytes(pickle.dumps(book))
        unfinished.replace(paths[code])
    for old in set(folder.glob("*.book")) - set(paths.values()):
        old.unlink(missing_ok=True)
    newest = max((path.stat().st_mtime for path in paths.values()), default=0.0)
    for part in folder.glob("*.book.part"):
        _sweep(part, newest - ABANDONED_SECONDS)


def _sweep(part: Path, before: float) -> None:
    """Remove what a process that was killed has left unfinished; another one may be writing just now."""
    with suppress(FileNotFoundError):
        if part.stat().st_mtime < before:
            part.unlink()


@cache
def _checksum() -> str:
    """Return a checksum of the word lists and of the code that compiles them."""
    found = 0  # No more is needed to see that a file was edited, and a cryptographic one takes four megabytes to import.
    code = (Path(str(module.__file__)) for module in CODE)
    for path in sorted((*SOURCES.glob("*.txt"), SOURCES / "channels.toml", *SOURCES.glob("*.py"), *code)):
        found = crc32(path.read_bytes(), found)
    return f"{found:08x}"


def _path(code: str, folder: Path) -> Path:
    return folder / f"{code}.{_checksum()}.book"
