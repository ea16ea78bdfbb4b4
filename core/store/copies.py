"""Copies of a SQLite database: whether one is whole and ours, and how it takes the place of what is there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile

from core.store.database import Database
from core.store.errors import LOCKED, DatabaseError, plainly
from core.store.owners import hand_over
from core.store.upgrade import in_turn, revision_of

_LOGS = ("-wal", "-shm", "-journal")  # What SQLite keeps beside a file that is in use.


@contextmanager
def working_copy(source: Path, file: Path) -> Iterator[Database]:
    """Give a copy of a database beside the file whose place it is to take; what is left of it is removed.

    Raises DatabaseError, also from within, with the name of the source.
    """
    part = file.with_name(f"{file.name}.part")
    copy = Database(f"sqlite:///{part}")
    try:
        _remove(part)
        _copy(source, part)
        yield copy
    except OSError as error:
        raise DatabaseError(f"{source} cannot be copied to {file.parent}: {error.strerror}.") from None
    except DatabaseError as error:
        raise DatabaseError(str(error).replace(str(part), str(source))) from None
    finally:
        copy.engine.dispose()
        _remove(part)


def revision_if_whole(copy: Database) -> str:
    """Return the revision of a copy; raises DatabaseError where it is damaged, empty, newer or another program's."""
    if not is_whole(copy):
        raise DatabaseError(f"{copy.shown}: the file is damaged. Take an older one; nothing was changed.")
    revision = revision_of(copy)
    if not revision:
        raise DatabaseError(f"{copy.shown}: it is empty. Choose another file; nothing was changed.")
    return revision


def is_whole(database: Database) -> bool:
    """Return whether a SQLite file is undamaged, down to every row that points to another; it is read from end to end."""
    with database.outside() as connection:
        is_sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        return is_sound and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None


def put_in_place(copy: Database, file: Path, kept: Path) -> bool:
    """Let a working copy take the place of a file, and return whether there was one; it has another name then.

    Nobody may use either. A process that is killed leaves the one or the other in place, never none and never a mixture.
    """
    part = copy.file
    assert part is not None
    _settle(copy)
    was_there = file.exists() and file.stat().st_size > 0
    with in_turn(file), plainly(str(file)):
        if was_there:
            _keep(file, kept)
        # A log that belonged to the old file would be taken for one of the new.
        for name in _LOGS:
            Path(f"{file}{name}").unlink(missing_ok=True)
        part.replace(file)
        anew = Database(f"sqlite:///{file}")
        with anew.outside() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        anew.engine.dispose()
    return was_there


def _copy(source: Path, part: Path) -> None:
    for name in ("", "-wal"):  # Of a file that was copied while it was in use the rest is in its log.
        if not name or Path(f"{source}{name}").exists():
            _copy_for_owner(Path(f"{source}{name}"), Path(f"{part}{name}"))


def _copy_for_owner(source: Path, target: Path) -> None:
    target.touch(mode=0o600)
    hand_over(target)
    copyfile(source, target)


def _settle(database: Database) -> None:
    """Bring everything from the log into the file; raises DatabaseError where somebody else uses it."""
    with database.outside() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
    database.engine.dispose()


def _keep(file: Path, kept: Path) -> None:
    """Give a file another name as well; raises DatabaseError where somebody uses it."""
    os.link(file, kept)
    for name in _LOGS:
        if Path(f"{file}{name}").exists():
            _copy_for_owner(Path(f"{file}{name}"), Path(f"{kept}{name}"))
    try:
        _settle(Database(f"sqlite:///{file}"))
    except DatabaseError as error:
        if LOCKED in str(error):
            _remove(kept)
            raise
        return  # It is damaged, which may be why another one takes its place, and is kept with all that lies beside it.
    for name in _LOGS:
        Path(f"{kept}{name}").unlink(missing_ok=True)


def _remove(part: Path) -> None:
    for name in ("", *_LOGS):
        Path(f"{part}{name}").unlink(missing_ok=True)
