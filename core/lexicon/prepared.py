"""Books of phrases compiled beforehand, since to compile half a dozen takes longer than to judge a message.

`python -m core.lexicon` writes them to __pycache__, where Python keeps compiled modules, under a name that
holds a digest of all that they are made from. Where none has that name, the word lists are compiled anew.
"""

import pickle
from functools import cache
from hashlib import sha256
from pathlib import Path

import core.fold
import core.phrases
import core.tokens
from core.phrases import PhraseBook

SOURCES = Path(__file__).parent
FOLDER = SOURCES / "__pycache__"
CODE = (core.fold, core.phrases, core.tokens)


def read(code: str, folder: Path = FOLDER) -> PhraseBook | None:
    """Return a language's book if it was prepared from the word lists as they are now."""
    path = _path(code, folder)
    if not path.exists():
        return None
    book: PhraseBook = pickle.loads(path.read_bytes())  # noqa: S301 - whoever can write here can write the code too.
    return book


def write(books: dict[str, PhraseBook], folder: Path = FOLDER) -> None:
    """Write the books of some languages in place of all that were prepared before."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.book"):
        old.unlink()
    for code, book in books.items():
        path = _path(code, folder)
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(pickle.dumps(book))
        unfinished.replace(path)


@cache
def _digest() -> str:
    """Return a digest of the word lists and of the code that compiles them."""
    found = sha256()
    code = (Path(str(module.__file__)) for module in CODE)
    for path in sorted((*SOURCES.glob("*.txt"), SOURCES / "channels.toml", *SOURCES.glob("*.py"), *code)):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _path(code: str, folder: Path) -> Path:
    return folder / f"{code}.{_digest()}.book"
