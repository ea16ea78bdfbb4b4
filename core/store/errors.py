"""What drivers say when a database fails, and what that means to the person who runs checkmsg."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from core.errors import PlainError

LOCKED = "another process holds it. Try again in a moment; nothing was changed."
# The signs are parts of what drivers really say; tests/core/store/test_database.py has them say it.
_MEANINGS = (
    ("database or disk is full", "the disk is full. Make room; nothing was changed."),
    ("no space left", "the disk is full. Make room; nothing was changed."),
    ("readonly database", "it is read-only. Give this user the right to write; nothing was changed."),
    ("read-only transaction", "it is read-only. Use the server that is written to; nothing was changed."),
    ("permission denied", "this user may not use the tables. Let it own the database; nothing was changed."),
    (
        "unable to open database",
        "the file cannot be opened. Check that its folder exists and may be written.",
    ),
    ("file is not a database", "this is no database of checkmsg. Choose another file; it was left as it is."),
    ("image is malformed", "the file is damaged. Restore a backup; nothing was changed."),
    ("database is locked", LOCKED),
    ("connection refused", "the server does not answer. Check that PostgreSQL runs at this address."),
    ("no such file", "the server does not answer. Check that PostgreSQL runs at this address."),
    ("timeout expired", "the server does not answer. Check that PostgreSQL runs at this address."),
    ("failed to resolve host", "the server's name is not known. Check CHECKMSG_DATABASE_URL."),
    ("password authentication failed", "the password was refused. Check CHECKMSG_DATABASE_URL."),
    ("no password supplied", "the server asks for a password. Put it into CHECKMSG_DATABASE_URL."),
    ("terminating connection", "the server has ended the connection. Try again in a moment."),
    ("server closed the connection", "the server has ended the connection. Try again in a moment."),
)
_SEVERITY = "FATAL: "


class DatabaseError(PlainError):
    """A database that cannot be used now; the message says what happened and what to do."""


@contextmanager
def plainly(shown: str) -> Iterator[None]:
    """Turn what the driver of a database says into a DatabaseError; a mistake of ours stays what it is."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).partition("\n")[0]
        for sign, meaning in _MEANINGS:
            if sign in said.lower():
                raise DatabaseError(f"{shown}: {meaning}") from None
        if isinstance(error, OperationalError | InterfaceError):
            raise DatabaseError(f"{shown}: {said.rpartition(_SEVERITY)[2].strip()}.") from None
        if error.orig is not None:
            # In the lines that follow PostgreSQL quotes the row, and rows are confidential.
            error.args = error.orig.args = (said,)
        raise
