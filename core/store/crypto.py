"""What is sealed, and with which keys: the first key seals, every key opens.

Putting a new key in front and sealing anew is a rotation; `cryptography`'s MultiFernet does the work.
"""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core.errors import PlainError

_HOW = "One is made by: openssl rand -base64 32 | tr +/ -_"


class KeyringError(PlainError):
    """Keys that cannot be used, or that do not open what was sealed; the message says what to do."""


class Keyring:
    """The keys of an installation."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take the keys, the newest first; raises KeyringError where one is no key."""
        if not keys:
            raise KeyringError(f"CHECKMSG_KEYS holds no key. {_HOW}")
        try:
            self._keys = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise KeyringError(f"CHECKMSG_KEYS holds something that is no key. {_HOW}") from None

    def seal(self, content: bytes) -> bytes:
        """Return the content encrypted with the first key."""
        return self._keys.encrypt(content)

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed; raises KeyringError where no key fits or the bytes were changed."""
        try:
            return self._keys.decrypt(sealed)
        except InvalidToken:
            raise KeyringError(
                "what was sealed does not open with these keys. Put back the key it was sealed with: into "
                "CHECKMSG_KEYS behind the newer ones, or as the .key file beside the database. Nothing is lost."
            ) from None

    def rotate(self, sealed: bytes) -> bytes:
        """Return the same content sealed with the first key; raises KeyringError as `open`."""
        return self.seal(self.open(sealed))


def new_key() -> str:
    """Return a fresh key."""
    return Fernet.generate_key().decode()
