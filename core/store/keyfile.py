"""The keys of a SQLite database in a file beside it, one a line, the newest first.

There is one line but while a key is being exchanged, or where somebody has put an older key behind it.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from core.store.crypto import Keyring, KeyringError, new_key
from core.store.owners import hand_over


def path_beside(file: Path) -> Path:
    """Return where the keys of a database are kept."""
    return file.with_name(f"{file.name}.key")


def keys_beside(path: Path) -> tuple[str, ...]:
    """Return the keys of a file, which is made with a new one, for its owner alone, where it is not there.

    Raises KeyringError for a file that cannot be read or written, or holds no key.
    """
    try:
        if not path.exists():
            _write(path, [new_key()], anew=True)
    except OSError as error:
        raise _unusable(path, error) from None
    return keys_in(path)


def keys_in(path: Path) -> tuple[str, ...]:
    """Return the keys of a file that is there; raises KeyringError as `keys_beside`."""
    try:
        keys = tuple(path.read_text(encoding="ascii").split())
        Keyring(keys)
    except OSError as error:
        raise _unusable(path, error) from None
    except (ValueError, KeyringError):
        raise KeyringError(
            f"{path} holds no key. Put the file back from a backup: only its key opens what was sealed."
        ) from None
    return keys


def keep_keys(path: Path, keys: Iterable[str]) -> None:
    """Let a file hold these keys, all of them or what it held before; raises KeyringError where it cannot be written."""
    try:
        _write(path, keys, anew=False)
    except OSError as error:
        raise _unusable(path, error) from None


def _write(path: Path, keys: Iterable[str], *, anew: bool) -> None:
    """Write keys into a file that appears with all of them; of two processes that make it at once, one comes first."""
    with NamedTemporaryFile(
        "w", dir=path.parent, encoding="ascii"
    ) as file:  # with rights for its owner alone
        file.write("".join(f"{key}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
        hand_over(Path(file.name))
        if anew:
            with suppress(FileExistsError):
                os.link(file.name, path)
            return
        part = path.with_name(f"{path.name}.part")
        part.unlink(missing_ok=True)
        os.link(file.name, part)
    part.replace(path)


def _unusable(path: Path, error: OSError) -> KeyringError:
    return KeyringError(
        f"{path} cannot be used: {error.strerror}. It keeps the key of the database beside it."
    )
