import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, func, inspect, select
from sqlmodel import SQLModel

from bots.fleet import apply_schema
from core.store import upgrade
from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.upgrade import MIGRATIONS, configuration
from tests.core.store.rows import fill

OURS = set(SQLModel.metadata.tables)
REVISIONS = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
HEAD = REVISIONS[-1]
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9998"
down_revision = "{head}"


def upgrade():
    with op.batch_alter_table("clients") as batch:
        batch.add_column(sa.Column("note", sa.String(), nullable=False, server_default="none"))
        batch.alter_column("name", type_=sa.Text())
    {then}
"""


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.engine.dispose()


@pytest.fixture
def empty_file(tmp_path: Path) -> Iterator[Database]:
    """A SQLite file that is not there yet."""
    with opened(f"sqlite:///{tmp_path}/checkmsg.db") as database:
        yield database


@pytest.fixture
def empty_server(empty_postgres: str) -> Iterator[Database]:
    """A PostgreSQL database without tables."""
    with opened(empty_postgres) as database:
        yield database


@pytest.fixture(params=["empty_file", "empty_server"])
def empty(request: pytest.FixtureRequest) -> Database:
    """Each kind of database in turn, without tables."""
    database: Database = request.getfixturevalue(request.param)
    return database


@pytest.fixture
def filled(empty: Database) -> Database:
    """The same with rows in every table."""
    empty.migrate()
    with empty.engine.begin() as connection:
        fill(connection, SQLModel.metadata.sorted_tables, "Alder")
    return empty


def a_next_version_is_installed(monkeypatch: pytest.MonkeyPatch, folder: Path, *, then: str = "pass") -> None:
    scripts = folder / "of the next version"
    shutil.copytree(MIGRATIONS, scripts)
    (scripts / "versions" / "9998_next.py").write_text(NEXT.format(head=HEAD, then=then))
    monkeypatch.setattr(upgrade, "MIGRATIONS", scripts)


def tables(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name != "alembic_version")
    return found


def rows(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables(connection).sorted_tables
        }


def columns(database: Database, table: str) -> set[str]:
    return {column["name"] for column in inspect(database.engine).get_columns(table)}


def test_the_migrations_make_the_tables_that_the_code_knows(empty: Database) -> None:
    empty.migrate()
    with empty.engine.begin() as connection:
        command.check(configuration(connection))


def test_the_tables_of_the_queue_stand_beside_ours(empty_server: Database) -> None:
    apply_schema(empty_server)
    empty_server.migrate()
    with empty_server.engine.begin() as connection:
        command.check(configuration(connection))
        assert "procrastinate_jobs" in inspect(connection).get_table_names()


def test_there_is_one_newest_revision() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


def test_revisions_are_numbered_in_their_order() -> None:
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_all_is_taken_back_to_nothing_and_made_again(filled: Database) -> None:
    with filled.engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
        assert not OURS & set(inspect(connection).get_table_names())
    filled.migrate()
    assert set(rows(filled)) == OURS


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_rows_of_every_revision_come_along(empty: Database, revision: str) -> None:
    with empty.engine.begin() as connection:
        command.upgrade(configuration(connection), revision)
        fill(connection, tables(connection).sorted_tables, "Alder")
    before = rows(empty)
    empty.migrate()
    after = rows(empty)
    assert all(before.values())
    assert {name: after[name] for name in before} == before


def test_a_table_that_others_point_to_is_altered_and_no_row_is_lost(
    filled: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = rows(filled)
    a_next_version_is_installed(monkeypatch, tmp_path)
    filled.migrate()
    assert rows(filled) == before
    assert "note" in columns(filled, "clients")
    with filled.write() as session, pytest.raises(Exception, match=r"(?i)foreign key"):
        session.execute(SQLModel.metadata.tables["clients"].delete())


def test_an_update_that_fails_half_way_changes_nothing(
    filled: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = rows(filled)
    a_next_version_is_installed(monkeypatch, tmp_path, then="raise InterruptedError")
    with pytest.raises(InterruptedError):
        filled.migrate()
    monkeypatch.undo()
    filled.migrate()
    assert rows(filled) == before
    assert "note" not in columns(filled, "clients")


def test_an_update_that_would_leave_rows_of_nothing_changes_nothing(
    filled: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = rows(filled)
    a_next_version_is_installed(monkeypatch, tmp_path, then='op.execute("DELETE FROM clients")')
    with pytest.raises(Exception, match=r"(?i)foreign key|belong to nothing"):
        filled.migrate()
    assert rows(filled) == before


def test_a_file_with_rows_is_copied_before_an_update(
    empty_file: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty_file.migrate()
    with empty_file.engine.begin() as connection:
        fill(connection, SQLModel.metadata.sorted_tables, "Alder")
    empty_file.migrate()
    copy = tmp_path / f"checkmsg.db.{HEAD}"
    assert not copy.exists()
    copy.write_text("left by an update before")
    a_next_version_is_installed(monkeypatch, tmp_path)
    empty_file.migrate()
    with opened(f"sqlite:///{copy}") as copied:
        assert rows(copied) == rows(empty_file)
        assert "note" not in columns(copied, "clients")
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_file_without_rows_is_not_copied(
    empty_file: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty_file.migrate()
    a_next_version_is_installed(monkeypatch, tmp_path)
    empty_file.migrate()
    assert not list(tmp_path.glob("checkmsg.db.[0-9]*"))


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(
    filled: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    a_next_version_is_installed(monkeypatch, tmp_path)
    filled.migrate()
    monkeypatch.undo()
    before = rows(filled)
    with pytest.raises(DatabaseError, match="newer checkmsg"):
        filled.migrate()
    assert rows(filled) == before
    assert "note" in columns(filled, "clients")


def test_a_file_of_another_program_is_refused_and_no_byte_of_it_is_touched(tmp_path: Path) -> None:
    file = tmp_path / "addresses.db"
    with sqlite3.connect(file) as theirs:
        theirs.execute("CREATE TABLE addresses (name)")
    theirs.close()
    before = file.read_bytes()
    with pytest.raises(DatabaseError, match="another program"):
        Database(f"sqlite:///{file}").migrate()
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("content", ["Dear reader, this is a letter.\n" * 500, "hi"])
def test_a_file_that_is_no_database_is_refused_and_no_byte_of_it_is_touched(
    tmp_path: Path, content: str
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(content)
    with pytest.raises(DatabaseError, match="no database of checkmsg"):
        Database(f"sqlite:///{file}").migrate()
    assert file.read_text() == content


def test_tables_of_our_names_that_are_not_ours_are_refused_on_a_server(empty_server: Database) -> None:
    with empty_server.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE clients (name text)")
    with pytest.raises(DatabaseError, match="another program"):
        empty_server.migrate()


def test_a_place_without_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="folder") as caught:
        Database(f"sqlite:///{tmp_path}/nowhere/checkmsg.db").migrate()
    assert "\n" not in str(caught.value)


def test_many_that_start_together_all_find_the_tables(empty: Database) -> None:
    url = empty.engine.url.render_as_string(hide_password=False)

    def start(_: int) -> set[str]:
        with opened(url) as database:
            database.migrate()
            return set(rows(database))

    with ThreadPoolExecutor(6) as crowd:
        assert list(crowd.map(start, range(6))) == [OURS] * 6


def test_who_comes_second_to_a_new_file_waits_for_the_first(empty_file: Database, tmp_path: Path) -> None:
    first = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(first, fcntl.LOCK_EX)
    with ThreadPoolExecutor(1) as crowd:
        second = crowd.submit(empty_file.migrate)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.2)
        os.close(first)
        second.result(timeout=10)


def test_a_command_starts_while_a_bot_writes(filled: Database) -> None:
    with filled.write() as session, opened(filled.engine.url.render_as_string(hide_password=False)) as beside:
        session.execute(SQLModel.metadata.tables["posts"].delete())
        beside.migrate()


def test_a_file_is_made_for_its_owner_alone(empty_file: Database, tmp_path: Path) -> None:
    empty_file.migrate()
    with empty_file.write() as session:
        session.execute(SQLModel.metadata.tables["posts"].delete())
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert modes == dict.fromkeys(("checkmsg.db", "checkmsg.db-wal", "checkmsg.db-shm"), 0o600)


def test_a_number_that_was_given_out_is_never_given_out_again(filled: Database) -> None:
    with filled.engine.begin() as connection:
        found = tables(connection).sorted_tables
        before = {
            table.name: connection.execute(select(func.max(table.c.id))).scalar_one() for table in found
        }
        for table in reversed(found):
            connection.execute(table.delete())
        after = fill(connection, found, "Birch")
    assert all(min(after[name]) > number for name, number in before.items())
