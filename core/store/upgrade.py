"""Bring the tables to the state that this version needs: the migrations of Alembic, one process at a time.

On SQLite a table is altered by writing it anew, which needs foreign keys to be off. They can only be switched outside
a transaction, so they are looked through before it is committed.
"""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlmodel import Session, select

from core.store.database import Database
from core.store.errors import DatabaseError, plainly
from core.store.owners import hand_over
from core.store.tables import TABLES, AgencyRow

MIGRATIONS = Path(__file__).parent / "migrations"
_BOOKKEEPING = "alembic_version"
_LOCK = 7_201_926  # Any number of ours.
_ALEMBIC = Lock()  # It keeps the database that it works on in a global.


def upgrade(database: Database) -> str:
    """Run the migrations that are missing, and return the revision that was found, or nothing for an empty database.

    Raises DatabaseError for a database that they do not fit.
    """
    if not database.is_sqlite:
        with alone(database) as connection:
            revision = revision_of(database)
            run(connection)
        return revision
    with in_turn(database.file):
        revision = revision_of(database)
        if revision != head():
            _copy(database, revision)
            upgrade_file(database)
    return revision


@contextmanager
def alone(database: Database) -> Iterator[Connection]:
    """Give a transaction on PostgreSQL during which no process comes up: each waits here before it does anything."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        yield connection


@contextmanager
def become_ours(database: Database, revision: str) -> Iterator[Session]:
    """Give the one transaction in which tables that were put into PostgreSQL without their revision become a database of ours.

    They are up to date in it, and no process begins with them before it has ended well.
    """
    with plainly(database.shown), alone(database) as connection:
        connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})
        run(connection)
        with Session(connection, expire_on_commit=False) as session:
            yield session
            session.flush()


def is_current(database: Database) -> bool:
    """Return whether the tables are as this version needs them; raises DatabaseError where nobody answers."""
    with database.read() as session:  # Alembic's own way writes two lines into the log.
        found = session.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return found == [head()]


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def run(connection: Connection) -> None:
    """Run the migrations that are missing, in the transaction of a connection."""
    with _ALEMBIC:
        command.upgrade(configuration(connection), "head")


def head() -> str | None:
    """Return the revision that this version needs."""
    return _head_in(MIGRATIONS)


@cache
def _head_in(folder: Path) -> str | None:
    return ScriptDirectory(str(folder)).get_current_head()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


@contextmanager
def in_turn(file: Path | None) -> Iterator[None]:
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
            hand_over(file)
        yield
    finally:
        os.close(folder)


def revision_of(database: Database) -> str:
    """Return the revision of a database, or nothing for an empty one; raises DatabaseError where it is not ours."""
    with database.read() as session:
        connection = session.connection()
        found = MigrationContext.configure(connection).get_current_heads()
        tables = set(inspect(connection).get_table_names()) - {_BOOKKEEPING}
    refuse_unknown(found, database.shown)
    # Beside ours PostgreSQL may hold what it likes.
    strange = tables if database.is_sqlite else tables & {str(table.__tablename__) for table in TABLES}
    if strange and not found:
        raise DatabaseError(
            f"{database.shown}: it holds tables of another program. Choose another database; it was left as it is."
        )
    return "".join(found)


def refuse_unknown(revisions: Collection[str], shown: str) -> None:
    """Raise DatabaseError where tables are at a revision that this version does not know."""
    if set(revisions) - {script.revision for script in _scripts().walk_revisions()}:
        raise DatabaseError(
            f"{shown}: it was written by a newer checkmsg. Install that version, or restore a backup; it was left as it is."
        )


def _copy(database: Database, revision: str) -> None:
    """Write the rows of a file, where it has any, into one that is named by their revision, for its owner alone."""
    if not database.file or not revision:
        return
    with database.read() as session:
        if session.exec(select(AgencyRow.id).limit(1)).first() is None:
            return
    database.copy_to(database.file.with_name(f"{database.file.name}.{revision}"))


def upgrade_file(database: Database) -> None:
    """Run the migrations that are missing on a SQLite file."""
    with database.outside() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            run(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise DatabaseError(
                    f"{database.shown}: this update would leave rows that belong to nothing. Nothing was changed; "
                    "please report it."
                )
            connection.commit()
        finally:
            connection.rollback()
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
