"""What is sealed, and with which keys: the first key seals, every key opens.

Putting a new key in front and sealing anew is a rotation; `cryptography`'s MultiFernet does the work.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyringError(ValueError):
    """Keys that cannot be used, or that do not open what was sealed; the message says what to do."""


class Keyring:
    """The keys of an installation."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take keys as `checkmsg` prints them, the newest first; raises KeyringError where one is no key."""
        if not keys:
            raise KeyringError("no key is set. Put one into CHECKMSG_KEYS.")
        try:
            self._keys = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise KeyringError(
                "CHECKMSG_KEYS holds something that is no key. A key is 44 letters, digits, - and _ that end in =; "
                "leave the setting out to have one made."
            ) from None

    def seal(self, content: bytes) -> bytes:
        """Return the content encrypted with the first key."""
        return self._keys.encrypt(content)

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed; raises KeyringError where no key fits or the bytes were changed."""
        try:
            return self._keys.decrypt(sealed)
        except InvalidToken:
            raise KeyringError(
                "stored evidence does not open with the keys of CHECKMSG_KEYS. Put the key it was sealed with "
                "back, behind the new one."
            ) from None

    def rotate(self, sealed: bytes) -> bytes:
        """Return the same content sealed with the first key; raises KeyringError as `open`."""
        self.open(sealed)
        return self._keys.rotate(sealed)


def new_key() -> str:
    """Return a fresh key."""
    return Fernet.generate_key().decode()


def key_beside(path: Path) -> str:
    """Return the key kept in a file, which is made with rights for its owner alone where it is not there."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = new_key()
        file.write(key + "\n")
    return key
