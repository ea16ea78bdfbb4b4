"""SQLite in a file, or PostgreSQL: connections, transactions, migrations, and errors in plain words.

SQLite writes begin with BEGIN IMMEDIATE: a transaction that reads first and writes later would meet "database is
locked" as soon as two of them overlap, and waiting does not help it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, create_engine

MIGRATIONS = Path(__file__).parent / "migrations"
IN_MEMORY = "sqlite://"
_ONLY_READS = "only_reads"
_BUSY_SECONDS = 10
_MIGRATION_LOCK = 7_201_926  # Any number of ours: replicas that start together migrate one after the other.

# What drivers say, and what that means to the person who runs checkmsg.
_PLAIN = (
    ("database or disk is full", "the disk is full. Make room; nothing was changed."),
    ("no space left", "the disk is full. Make room; nothing was changed."),
    ("readonly database", "the file is read-only. Give this user the right to write; nothing was changed."),
    (
        "unable to open database file",
        "the file cannot be opened. Check that its folder exists and may be written.",
    ),
    ("file is not a database", "this is no database of checkmsg. Choose another file; it was left as it is."),
    ("database is locked", "another process holds the database. Try again in a moment; nothing was changed."),
    (
        "connection refused",
        "the server does not answer. Check that PostgreSQL runs and the address is right.",
    ),
    ("could not translate host", "the server's name is not known. Check CHECKMSG_DATABASE_URL."),
    ("password authentication failed", "the password was refused. Check CHECKMSG_DATABASE_URL."),
)


class DatabaseError(Exception):
    """A database that cannot be used now; the message says what happened and what to do."""


class Database:
    """One database; it hands out transactions."""

    def __init__(self, url: str = IN_MEMORY) -> None:
        """Open a database by its URL, `sqlite:///FILE` or `postgresql://…`; nothing is read yet."""
        try:
            address = make_url(url)
            if address.drivername in ("postgresql", "postgres"):
                address = address.set(drivername="postgresql+psycopg")
            self.is_sqlite = address.get_backend_name() == "sqlite"
            self.file = Path(address.database) if self.is_sqlite and address.database else None
            self.engine = _engine(address, self.is_sqlite, in_memory=self.is_sqlite and not self.file)
        except (ArgumentError, NoSuchModuleError):
            raise DatabaseError(
                "CHECKMSG_DATABASE_URL is no address of a database. Write sqlite:///FILE or "
                "postgresql://USER:PASSWORD@HOST/NAME."
            ) from None
        self._reading = self.engine.execution_options(**{_ONLY_READS: True})

    @property
    def shown(self) -> str:
        """Return where the database is, without a password."""
        return str(self.file) if self.file else self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session whose changes are committed together, or not at all."""
        with self._plainly(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that changes nothing."""
        with self._plainly(), Session(self._reading, expire_on_commit=False) as session:
            yield session

    def migrate(self) -> None:
        """Bring the tables to the state this version needs; raises DatabaseError where they are newer."""
        from alembic import command

        with self._plainly(), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_lock({_MIGRATION_LOCK})")
            self._refuse_newer(connection)
            command.upgrade(self.alembic(connection), "head")
            connection.commit()
            if not self.is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_MIGRATION_LOCK})")

    def alembic(self, connection: Connection) -> Any:
        """Return Alembic's configuration for a connection of this database."""
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        return config

    def _refuse_newer(self, connection: Connection) -> None:
        from alembic.runtime.migration import MigrationContext
        from alembic.script import ScriptDirectory

        known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
        found = set(MigrationContext.configure(connection).get_current_heads())
        if found - known:
            raise DatabaseError(
                f"{self.shown} was written by a newer checkmsg. Install that version, or restore a backup."
            )

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            said = str(error.orig).lower()
            for sign, meaning in _PLAIN:
                if sign in said:
                    raise DatabaseError(f"{self.shown}: {meaning}") from None
            raise


def _engine(address: Any, is_sqlite: bool, *, in_memory: bool) -> Engine:
    if not is_sqlite:
        return create_engine(address, pool_pre_ping=True)
    # A database in memory lives as long as its one connection.
    pool: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {}
    engine = create_engine(
        address, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}, **pool
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        # The driver's own BEGIN is switched off, so that ours below decides how a transaction begins.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            cursor.execute("PRAGMA " + pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        only_reads = connection.get_execution_options().get(_ONLY_READS)
        connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def held_alone(database: Database) -> Iterator[None]:
    """Hold a SQLite file for one running bot; raises DatabaseError where another holds it.

    Other commands may use the file beside it. PostgreSQL needs no such thing.
    """
    if database.file is None:
        yield
        return
    import fcntl

    with _lock_file(database.file) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DatabaseError(
                f"another checkmsg already runs on {database.file}. Stop it, or use PostgreSQL for several: set "
                "CHECKMSG_DATABASE_URL=postgresql://…"
            ) from None
        yield


def _lock_file(file: Path) -> TextIO:
    path = file.with_name(file.name + ".lock")
    try:
        return path.open("w", encoding="ascii")
    except OSError as error:
        raise DatabaseError(f"{path} cannot be written: {error.strerror}.") from error
