"""SQLite in a file, or PostgreSQL: connections, transactions, and who may hold a file.

SQLite writes begin with BEGIN IMMEDIATE: a transaction that reads first and writes later would meet "database is
locked" as soon as two of them overlap, and waiting does not help it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from glob import escape
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import URL, Engine, event, func, select
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, create_engine

from core.store.errors import DatabaseError, plainly
from core.store.owners import hand_over
from core.store.turns import Turns

logger = logging.getLogger(__name__)
IN_MEMORY = "sqlite://"
ERASES = "erases"  # In a session's info: what it takes away must not stay beside the file either.
COPY = "[0-9]" * 4  # How the name of a copy ends: with the revision of its tables.
BEFORE_RESTORE = "before-restore-"  # How the name of what a restore has replaced goes on.
# Behind the name of the file, what a killed process has left of a copy included.
_COPIES = (COPY, f"{COPY}.part", f"{BEFORE_RESTORE}*", "part", "part-*")
_BUSY_SECONDS = 10
_BRIEF_SECONDS = 1
# A server that has gone without a word would keep a replica waiting for a quarter of an hour.
_PATIENCE = {
    "connect_timeout": str(_BUSY_SECONDS),
    "tcp_user_timeout": str(_BUSY_SECONDS * 1000),
    "keepalives_idle": str(_BUSY_SECONDS),
    "keepalives_interval": "5",
    "keepalives_count": "2",
}
_BEGINNING = "beginning"  # An option of connections: the words with which their transactions begin.
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class Database:
    """One database; it hands out transactions."""

    def __init__(self, url: str = IN_MEMORY) -> None:
        """Open a database by its URL, `sqlite:///FILE` or `postgresql://…`; nothing is read yet."""
        address = _address(url)
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self.file = Path(address.database) if self.is_sqlite and address.database else None
        self.engine = _file_engine(address, self.file) if self.is_sqlite else _server_engine(address)
        self._turns = Turns()
        self._reading = self.engine.execution_options(**{_BEGINNING: "BEGIN"})

    @property
    def shown(self) -> str:
        """Return where the database is, without a password."""
        if self.file:
            return str(self.file)
        address = self.engine.url.set(drivername=self.engine.name, query={})
        return address.render_as_string(hide_password=True)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session whose changes are committed together, or not at all."""
        with (
            self._turns.turn() if self.is_sqlite else nullcontext(),
            plainly(self.shown),
            Session(self.engine, expire_on_commit=False) as session,
        ):
            with session.begin():
                yield session
            if self.file and session.info.get(ERASES):
                self._forget(self.file)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that changes nothing."""
        with plainly(self.shown), Session(self._reading, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def outside(self) -> Iterator[Connection]:
        """Give a connection outside any transaction: each statement is done, for all to see, as soon as it ends."""
        options = {_BEGINNING: ""} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        with plainly(self.shown), self.engine.connect() as connection:
            yield connection.execution_options(**options)

    def clock(self, now: datetime) -> Any:
        """Return the clock of leases: replicas whose clocks differ must take nothing from each other too early."""
        return now if self.is_sqlite else func.now()

    def server_time(self) -> datetime | None:
        """Return the time that a server has, which is the clock of its replicas; None for a file."""
        if self.is_sqlite:
            return None
        with self.read() as session:
            return session.scalar(select(func.clock_timestamp()))

    def copy_to(self, target: Path) -> None:
        """Copy a SQLite database, while others may use it, into a file that appears whole and for its owner alone."""
        part = target.with_name(f"{target.name}.part")
        with plainly(str(target)):
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
            try:
                with self.outside() as connection:
                    connection.exec_driver_sql("VACUUM INTO ?", (str(part),))
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)

    def migrate(self) -> str:
        """Bring the tables to the state this version needs; a SQLite file with rows is copied first.

        Returns the revision that was found, or nothing where there were no tables. Raises DatabaseError where the tables
        are newer or another program's, and leaves them as they are then.
        """
        from core.store.upgrade import upgrade

        with plainly(self.shown):
            return upgrade(self)

    def _forget(self, file: Path) -> None:
        """Empty the log beside a SQLite file, and remove the copies of ours: both still hold what is erased."""
        with self.outside() as connection:
            # Whoever reads just now, as Litestream does for good, must not hold up everybody else.
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_BRIEF_SECONDS * 1000}")
            try:
                is_read = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
        if is_read:
            logger.warning("the log of the database is being read, and holds what was erased until that ends")
        for name in _COPIES:
            for copy in file.parent.glob(f"{escape(file.name)}.{name}"):
                copy.unlink()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        return address.set(drivername=_DRIVERS[address.get_backend_name()])
    except (ArgumentError, KeyError, ValueError):
        raise DatabaseError(
            "CHECKMSG_DATABASE_URL is no address of a database. Write sqlite:///FILE or "
            "postgresql://USER:PASSWORD@HOST/NAME."
        ) from None


def _server_engine(address: URL) -> Engine:
    address = address.set(query={**_PATIENCE, **address.query})
    # What is hidden are rows, and rows are confidential.
    return create_engine(address, pool_pre_ping=True, hide_parameters=True)


def _file_engine(address: URL, file: Path | None) -> Engine:
    # A database in memory lives as long as its one connection.
    pool: dict[str, Any] = {} if file else {"poolclass": StaticPool}
    arguments = {"timeout": _BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(address, connect_args=arguments, hide_parameters=True, **pool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        # The driver's own BEGIN is switched off, so that ours below decides how a transaction begins.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
            cursor.execute("PRAGMA " + pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        words = connection.get_execution_options().get(_BEGINNING, "BEGIN IMMEDIATE")
        if words:
            connection.exec_driver_sql(words)

    return engine


def is_held(database: Database) -> bool:
    """Return whether a running bot holds a SQLite file."""
    if database.file is None or not _lock_path(database.file).exists():
        return False
    import fcntl

    with _lock_path(database.file).open(encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


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


def _lock_path(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


def _lock_file(file: Path) -> TextIO:
    path = _lock_path(file)
    try:
        if not path.exists():
            path.touch()
            hand_over(path)
        return path.open("w", encoding="ascii")
    except OSError as error:
        raise DatabaseError(f"{path} cannot be written: {error.strerror}.") from error
