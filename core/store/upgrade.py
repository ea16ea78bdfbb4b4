"""Bring the tables to the state that this version needs: the migrations of Alembic, one process at a time.

On SQLite a table is altered by writing it anew, which needs foreign keys to be off. They can only be switched outside
a transaction, so they are looked through before it is committed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.engine import Connection
from sqlmodel import select

from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.tables import TABLES, AgencyRow

MIGRATIONS = Path(__file__).parent / "migrations"
_BOOKKEEPING = "alembic_version"
_LOCK = 7_201_926  # Any number of ours.
_ALEMBIC = Lock()  # It keeps the database that it works on in a global.


def upgrade(database: Database) -> None:
    """Run the migrations that are missing; raises DatabaseError for a database that they do not fit."""
    if not database.is_sqlite:
        _check(database)
        with database.engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            _run(connection)
        return
    with _in_turn(database.file):
        revision = _check(database)
        if revision != _scripts().get_current_head():
            _copy(database, revision)
            _upgrade_file(database)


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _run(connection: Connection) -> None:
    with _ALEMBIC:
        command.upgrade(configuration(connection), "head")


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


@contextmanager
def _in_turn(file: Path | None) -> Iterator[None]:
    """Let commands that start together open a SQLite file one after the other; it is made for its owner alone."""
    if file is None:
        yield
        return
    import fcntl

    try:
        folder = os.open(file.parent, os.O_RDONLY)
    except OSError as error:
        raise DatabaseError(
            f"{file}: its folder cannot be opened: {error.strerror}. Make it first."
        ) from None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if not file.exists() and os.access(file.parent, os.W_OK):
            file.touch(mode=0o600)
        yield
    finally:
        os.close(folder)


def _check(database: Database) -> str:
    """Return the revision of a database, or nothing for an empty one; raises DatabaseError where it is not ours."""
    with database.read() as session:
        connection = session.connection()
        found = MigrationContext.configure(connection).get_current_heads()
        tables = set(inspect(connection).get_table_names()) - {_BOOKKEEPING}
    if set(found) - {script.revision for script in _scripts().walk_revisions()}:
        raise DatabaseError(
            f"{database.shown}: it was written by a newer checkmsg. Install that version, or restore a backup; it "
            "was left as it is."
        )
    # Beside ours PostgreSQL may hold what it likes.
    strange = tables if database.is_sqlite else tables & {str(table.__tablename__) for table in TABLES}
    if strange and not found:
        raise DatabaseError(
            f"{database.shown}: it holds tables of another program. Choose another database; it was left as it is."
        )
    return "".join(found)


def _copy(database: Database, revision: str) -> None:
    """Write the rows of a file, where it has any, into one that is named by their revision, for its owner alone."""
    if not database.file or not revision:
        return
    with database.read() as session:
        if session.exec(select(AgencyRow.id).limit(1)).first() is None:
            return
    database.copy_to(database.file.with_name(f"{database.file.name}.{revision}"))


def _upgrade_file(database: Database) -> None:
    with database.outside() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _run(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise DatabaseError(
                    f"{database.shown}: this update would leave rows that belong to nothing. Nothing was changed; "
                    "please report it."
                )
            connection.commit()
        finally:
            connection.rollback()
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
