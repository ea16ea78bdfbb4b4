import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from time import monotonic
from traceback import format_exception
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import col, select

from core.store.database import ERASES, Database, held_alone
from core.store.errors import DatabaseError
from core.store.tables import AgencyRow, PreferenceRow

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
WORDS = "what a client has written"
HOLDER = """
import sys
from core.store.database import Database, held_alone
with held_alone(Database(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def agency(name: str = "Alder", created_at: datetime = AT) -> AgencyRow:
    return AgencyRow(name=name, created_at=created_at, sealed_key=b"")


def add(database: Database, *rows: Any) -> None:
    with database.write() as session:
        for row in rows:
            session.add(row)
            session.flush()


def names(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.exec(select(AgencyRow.name).order_by(col(AgencyRow.id))))


def url_of(kept: Database, **other: Any) -> str:
    return kept.engine.url.set(**other).render_as_string(hide_password=False)


def told(broken: Callable[[], object]) -> str:
    """Return the one sentence, or two, that is said of what is broken."""
    with pytest.raises(DatabaseError) as caught:
        broken()
    said = str(caught.value)
    assert "\n" not in said
    assert "sqlalche.me" not in said
    return said


def test_what_was_written_is_read(any_database: Database) -> None:
    add(any_database, agency("Alder"), agency("Birch"))
    assert names(any_database) == ["Alder", "Birch"]


def test_a_write_that_fails_in_the_middle_leaves_no_row(any_database: Database) -> None:
    with pytest.raises(IntegrityError):
        add(any_database, agency(), PreferenceRow(agency_id=99, name="zone", value="Europe/Berlin"))
    assert names(any_database) == []


def test_a_write_that_is_broken_off_leaves_no_row(any_database: Database) -> None:
    def broken_off() -> None:
        with any_database.write() as session:
            session.add(agency())
            session.flush()
            raise InterruptedError

    with pytest.raises(InterruptedError):
        broken_off()
    assert names(any_database) == []


def test_an_error_quotes_no_row(any_database: Database) -> None:
    with pytest.raises(IntegrityError) as caught:
        add(any_database, AgencyRow(name=WORDS, created_at=AT))  # type: ignore[call-arg]  # That is the mistake.
    assert WORDS not in "".join(format_exception(caught.value))


@pytest.mark.parametrize("hours", [-5, 5.75])
def test_an_instant_comes_back_as_the_same_one_in_utc(any_database: Database, hours: float) -> None:
    add(any_database, agency(created_at=AT.astimezone(timezone(timedelta(hours=hours)))))
    with any_database.read() as session:
        (kept,) = session.exec(select(AgencyRow.created_at))
    assert (kept, kept.tzinfo) == (AT, UTC)


def test_an_instant_without_a_zone_is_refused(any_database: Database) -> None:
    with pytest.raises(StatementError, match="ValueError"):
        add(any_database, agency(created_at=AT.replace(tzinfo=None)))
    assert names(any_database) == []


def test_two_that_read_and_then_write_never_find_the_database_locked(sqlite_file: Database) -> None:
    add(sqlite_file, agency("0"))

    def count_on(_: int) -> None:
        database = Database(url_of(sqlite_file))
        for _ in range(40):
            with database.write() as session:
                (row,) = session.exec(select(AgencyRow))
                row.name = str(int(row.name) + 1)
        database.engine.dispose()

    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(count_on, range(4)))
    assert names(sqlite_file) == ["160"]


def test_who_reads_waits_for_no_writer(any_database: Database) -> None:
    add(any_database, agency("Alder"))
    with any_database.write() as session:
        session.add(agency("Birch"))
        session.flush()
        assert names(any_database) == ["Alder"]


@pytest.mark.parametrize("is_read", [False, True])
def test_what_is_erased_leaves_the_log_too_and_it_is_said_where_somebody_reads_that(
    sqlite_file: Database, caplog: pytest.LogCaptureFixture, is_read: bool
) -> None:
    assert sqlite_file.file is not None
    log = sqlite_file.file.with_name(f"{sqlite_file.file.name}-wal")
    with sqlite3.connect(sqlite_file.file, isolation_level=None) as reader:
        if is_read:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM agencies").fetchone()
        add(sqlite_file, agency(WORDS))
        began = monotonic()
        with sqlite_file.write() as session:
            session.delete(session.exec(select(AgencyRow)).one())
            session.info[ERASES] = True
        assert monotonic() - began < 5, "who reads for good must not hold up everybody"
        assert (WORDS.encode() in log.read_bytes()) is is_read
    reader.close()
    assert ("is being read" in caplog.text) is is_read
    assert WORDS not in caplog.text


def test_a_bot_holds_a_file_and_a_second_one_is_told_to_use_postgresql(sqlite_file: Database) -> None:
    def run_another() -> None:
        with held_alone(Database(url_of(sqlite_file))):
            pass

    with held_alone(sqlite_file):
        said = told(run_another)
        add(sqlite_file, agency("Written by a command beside it"))
    assert str(sqlite_file.file) in said
    assert "PostgreSQL" in said
    run_another()


def test_a_bot_that_was_killed_holds_nothing(sqlite_file: Database) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, url_of(sqlite_file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as bot:
        assert bot.stdout is not None
        assert bot.stdout.readline() == b"held\n"
        bot.kill()
        bot.wait()
        with held_alone(sqlite_file):
            pass


def test_several_bots_may_run_on_postgresql(postgres: Database) -> None:
    with held_alone(postgres), held_alone(Database(url_of(postgres))):
        pass


@pytest.mark.parametrize(
    "url",
    [
        "",
        "checkmsg.db",
        "sqlite:/checkmsg.db",
        "mysql://reader@localhost/checkmsg",
        "postgresql://localhost:port/checkmsg",
        "redis://localhost",
    ],
)
def test_an_address_that_is_none_is_told_with_one_that_is(url: str) -> None:
    said = told(lambda: Database(url))
    assert "CHECKMSG_DATABASE_URL" in said
    assert "sqlite:///FILE" in said


def test_a_full_disk_is_told_and_nothing_is_half_done(sqlite_file: Database) -> None:
    sqlite_file.engine.dispose()

    @event.listens_for(sqlite_file.engine, "connect")
    def _fill_the_disk(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # No more than there are.

    said = told(lambda: add(sqlite_file, agency("Alder"), *[agency("x" * 5_000) for _ in range(100)]))
    assert "disk is full" in said
    assert names(sqlite_file) == []


def test_a_file_that_may_only_be_read_is_read_and_not_written(sqlite_file: Database) -> None:
    add(sqlite_file, agency())
    # A root user may write to any file, so the file is opened in a way that nobody may.
    readable = Database(f"sqlite:///file:{sqlite_file.file}?mode=ro&uri=true")
    assert names(readable) == ["Alder"]
    assert "read-only" in told(lambda: add(readable, agency("Birch")))
    readable.engine.dispose()
    assert names(sqlite_file) == ["Alder"]


def test_a_file_that_is_damaged_is_told(sqlite_file: Database) -> None:
    add(sqlite_file, *[agency("x" * 5_000) for _ in range(5)])
    sqlite_file.engine.dispose()
    assert sqlite_file.file is not None
    content = sqlite_file.file.read_bytes()
    sqlite_file.file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    assert "Restore a backup" in told(lambda: names(sqlite_file))


def test_a_file_that_another_process_does_not_let_go_of_is_told(
    sqlite_file: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.store.database._BUSY_SECONDS", 0.1)
    hasty = Database(url_of(sqlite_file))
    with sqlite_file.write() as session:
        session.add(agency())
        session.flush()
        assert "Try again" in told(lambda: add(hasty, agency()))


@pytest.mark.parametrize("place", ["nowhere/checkmsg.db", "."])
def test_a_place_that_holds_no_file_is_told(tmp_path: Path, place: str) -> None:
    said = told(lambda: add(Database(f"sqlite:///{tmp_path / place}"), agency()))
    assert "folder exists" in said
    assert str(tmp_path) in said


@pytest.mark.parametrize("secret", ["reader:hidden@{}/checkmsg", "reader@{}/checkmsg?password=hidden"])
def test_a_server_that_is_not_there_is_told_without_the_password(secret: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = told(lambda: names(Database("postgresql://" + secret.format(f"127.0.0.1:{port}"))))
    assert "does not answer" in said
    assert "hidden" not in said


def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        url = f"postgresql://reader@127.0.0.1:{port}/checkmsg?connect_timeout=1"
        assert "does not answer" in told(lambda: names(Database(url)))


def test_a_server_that_goes_without_a_word_is_not_waited_for_long(postgres: Database) -> None:
    with postgres.read() as session:
        asked: Any = session.connection().connection.driver_connection
        settings = asked.info.get_parameters()
    assert int(settings["tcp_user_timeout"]) <= 10_000
    assert int(settings["keepalives_idle"]) + 2 * int(settings["keepalives_interval"]) <= 20


def test_a_server_of_an_unknown_name_is_told() -> None:
    said = told(lambda: names(Database("postgresql://reader@nowhere.invalid/checkmsg")))
    assert "name is not known" in said


def test_a_socket_that_is_not_there_is_told(tmp_path: Path) -> None:
    said = told(lambda: names(Database(f"postgresql://reader@/checkmsg?host={tmp_path}")))
    assert "does not answer" in said


def test_a_database_that_the_server_does_not_know_is_told(postgres: Database) -> None:
    said = told(lambda: names(Database(url_of(postgres, database="unheard_of"))))
    assert said.endswith('database "unheard_of" does not exist.')


@pytest.mark.parametrize("password, says", [("wrong", "password was refused"), (None, "asks for a password")])
def test_a_password_that_is_wrong_or_missing_is_told(
    postgres: Database, password: str | None, says: str
) -> None:
    said = told(lambda: names(Database(url_of(postgres, username="asked_for_password", password=password))))
    assert says in said
    assert "wrong@" not in said


def test_a_user_without_rights_is_told(postgres: Database) -> None:
    def read_as_a_stranger() -> None:
        with postgres.write() as session:
            session.execute(text("CREATE ROLE stranger"))
            session.execute(text("SET LOCAL ROLE stranger"))
            session.execute(text("SELECT * FROM agencies"))

    assert "own the database" in told(read_as_a_stranger)


def test_a_connection_that_the_server_ends_is_told_and_the_next_one_works(postgres: Database) -> None:
    def ended() -> None:
        with postgres.write() as session:
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    assert "has ended the connection" in told(ended)
    assert names(postgres) == []
