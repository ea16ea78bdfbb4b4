"""Keeping checkmsg alive, as whoever keeps it types it."""

import gc
import io
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import psycopg
import pytest

from core.store.crypto import Keyring, new_key
from core.store.upgrade import head
from tests.postgres import fresh_database, tools

pytestmark = [
    # What typer imports of click warns of a version that is still to come.
    pytest.mark.filterwarnings("ignore:'click:DeprecationWarning"),
    # A command leaves its connections to the end of its process.
    pytest.mark.filterwarnings("ignore:.*was deleted while still open:ResourceWarning"),
]
OLD, NEW = new_key(), new_key()
# An exchange of keys that stops between the new key and the sealing.
WAITS = """
import sys, time
from bots import rotating
from bots.__main__ import main
rotating.seal_anew = lambda store: (print("now", flush=True), time.sleep(60))
sys.argv = ["checkmsg", "rotate-keys"]
main()
"""
COMMANDS = ("check", "rules", "eval", "run", "admin", "doctor", "migrate", "backup", "restore", "rotate-keys")
TO_0003 = ("DROP TABLE leases", "UPDATE alembic_version SET version_num = '0003'")


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no path be broken into lines."""
    monkeypatch.setenv("COLUMNS", "400")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in this process, which takes a tenth of the time."""
    from bots.__main__ import main

    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as context, redirect_stdout(out), redirect_stderr(err):
        context.setattr(sys, "argv", ["checkmsg", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    gc.collect()
    return subprocess.CompletedProcess(arguments, ended.value.code or 0, out.getvalue(), err.getvalue())  # type: ignore[arg-type]  # A number.


def change(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    """A database that knows Acme."""
    assert run("admin", "--as", "Dana", "client", "add", "Acme").returncode == 0
    return tmp_path / "own.db"


@pytest.fixture(name="server")
def _server(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database on a server that knows Acme, with the server's own tools at hand."""
    monkeypatch.setenv("PATH", f"{tools(postgres_url)}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CHECKMSG_KEYS", OLD)
    with fresh_database(postgres_url) as url:
        monkeypatch.setenv("CHECKMSG_DATABASE_URL", url)
        assert run("admin", "--as", "Dana", "client", "add", "Acme").returncode == 0
        yield url


def clients() -> str:
    done = run("admin", "--as", "Dana", "client", "list")
    assert done.returncode == 0, done.stderr
    return done.stdout


def told(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that says why something was not done."""
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    return line


def plainly(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a command that went well has said, as one line."""
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


@contextmanager
def a_bot_that_runs() -> Iterator[None]:
    arguments = [sys.executable, "-m", "bots", "run", "--as", "Omar"]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdin is not None
        assert bot.stdout is not None
        bot.stdin.write("/checkmsg client list\n")
        bot.stdin.flush()
        while "Acme" not in bot.stdout.readline():
            assert bot.poll() is None
        yield
        bot.stdin.close()
        assert bot.wait() == 0


# Tables.


def test_tables_are_made_and_brought_up_to_date_and_it_is_said_from_where_to_where(tmp_path: Path) -> None:
    before = run("migrate", "--check")
    made, again, after = run("migrate"), run("migrate"), run("migrate", "--check")
    assert (before.returncode, "not there yet" in before.stdout) == (1, True)
    assert f"the tables are made, at {head()}." in made.stdout
    assert f"the tables are at {head()} already." in again.stdout
    assert (after.returncode, after.stdout) == (0, "Nothing is to be done.\n")
    change(tmp_path / "own.db", *TO_0003)
    behind = run("migrate", "--check")
    assert (behind.returncode, "at 0003" in behind.stdout) == (1, True)
    assert f"brought from 0003 to {head()}." in run("migrate").stdout


def test_several_that_make_the_tables_of_a_server_at_once_all_succeed(
    empty_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKMSG_DATABASE_URL", empty_postgres)
    assert run("migrate", "--check").returncode == 1
    command = [sys.executable, "-m", "bots", "migrate"]
    together = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate(timeout=60)[0] for process in together]
    assert [process.returncode for process in together] == [0, 0, 0]
    assert sum("are made" in one for one in said) == 1
    assert sum("So are those of the queue." in one for one in said) == 1
    assert run("migrate", "--check").returncode == 0


# Copies.


def test_a_copy_is_put_back_and_what_it_replaces_is_kept(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with a_bot_that_runs():
        assert "Copied to" in run("backup", str(copy)).stdout
    assert copy.stat().st_mode & 0o777 == 0o600
    run("admin", "--as", "Dana", "client", "add", "Birch")
    said = plainly(run("restore", str(copy)))
    (kept,) = tmp_path.glob("own.db.before-restore-*")
    assert kept.name in said
    assert "What was erased since is there again" in said
    assert ("Acme" in clients(), "Birch" in clients()) == (True, False)
    assert b"Birch" in kept.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_nothing_is_put_back_while_a_bot_runs(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    run("backup", str(copy))
    with a_bot_that_runs():
        assert f"a bot runs on {file}. Stop it first" in told(run("restore", str(copy)))
        assert "Stop it first" in told(run("rotate-keys"))
    assert list(tmp_path.glob("*before*")) == []


@pytest.mark.parametrize(
    "spoil, said",
    [
        ("UPDATE alembic_version SET version_num = '9999'", "newer checkmsg"),
        ("DELETE FROM alembic_version", "tables of another program"),
        ("UPDATE members SET workspace_id = 77", "damaged"),
        ("UPDATE agencies SET sealed_key = x'00'", "keys do not open"),
    ],
)
def test_a_copy_that_does_not_fit_is_refused_before_anything_is_touched(
    file: Path, tmp_path: Path, spoil: str, said: str
) -> None:
    copy = tmp_path / "copy.db"
    run("backup", str(copy))
    change(copy, spoil)
    before = file.read_bytes(), sorted(path.name for path in tmp_path.iterdir())
    line = told(run("restore", str(copy)))
    assert line.startswith(f"checkmsg: {copy}: ")
    assert said in line
    assert (
        file.read_bytes(),
        sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".lock"),
    ) == (
        before[0],
        [name for name in before[1] if not name.endswith(".lock")],
    )


@pytest.mark.usefixtures("file")
def test_a_copy_of_an_older_version_is_put_back_and_brought_up_to_date(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    run("backup", str(copy))
    change(copy, *TO_0003)
    plainly(run("restore", str(copy)))
    assert run("migrate", "--check").returncode == 0
    assert "Acme" in clients()
    assert list(tmp_path.glob("own.db.part*")) == []


@pytest.mark.usefixtures("file")
def test_on_a_new_machine_a_copy_needs_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, key = tmp_path / "copy.db", tmp_path / "own.db.key"
    run("backup", str(copy))
    fresh = tmp_path / "new" / "own.db"
    fresh.parent.mkdir()
    monkeypatch.setenv("CHECKMSG_DATABASE_URL", f"sqlite:///{fresh}")
    assert f"{fresh}.key is missing" in told(run("restore", str(copy)))
    Path(f"{fresh}.key").write_bytes(key.read_bytes())
    plainly(run("restore", str(copy)))
    assert "Acme" in clients()


@pytest.mark.parametrize(
    "command, said",
    [
        (["backup", "{folder}/copy.db"], "nothing is remembered yet"),
        (["rotate-keys"], "nothing is remembered yet"),
        (["restore", "{folder}/none.db"], "is no file"),
        (["restore", "{folder}"], "is no file"),
    ],
)
def test_before_the_first_start_there_is_nothing_to_keep(
    command: list[str], said: str, tmp_path: Path
) -> None:
    assert said in told(run(*(word.format(folder=tmp_path) for word in command)))
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_copied_is_told(file: Path, tmp_path: Path) -> None:
    assert "is there already" in told(run("backup", str(file)))
    assert "nowhere" in told(run("backup", str(tmp_path / "nowhere" / "copy.db")))
    assert "the database itself" in told(run("restore", str(file)))


# Copies of a server.


@pytest.mark.usefixtures("server")
def test_a_server_is_dumped_and_put_back_into_an_empty_database(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump = tmp_path / "copy.dump"
    assert "Copied to" in plainly(run("backup", str(dump)))
    assert dump.stat().st_mode & 0o777 == 0o600
    assert "is not empty" in told(run("restore", str(dump)))
    with fresh_database(postgres_url) as url:
        monkeypatch.setenv("CHECKMSG_DATABASE_URL", url)
        monkeypatch.setenv("CHECKMSG_KEYS", NEW)
        assert "keys do not open" in told(run("restore", str(dump)))
        assert run("migrate", "--check").returncode == 1
        monkeypatch.setenv("CHECKMSG_KEYS", f"{NEW},{OLD}")
        assert "remembers everything until" in plainly(run("restore", str(dump)))
        assert run("migrate", "--check").returncode == 0
        assert "Acme" in clients()
        with psycopg.connect(url) as connection:
            (number,) = connection.execute("SELECT nextval('checks_id_seq')").fetchone() or (0,)
        assert number > 1_000_000


@pytest.mark.usefixtures("server")
def test_a_copy_that_is_not_finished_on_a_server_is_used_by_no_bot(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bots.dumps import put_back
    from core.store.database import Database

    dump = tmp_path / "copy.dump"
    run("backup", str(dump))
    with fresh_database(postgres_url) as url:
        monkeypatch.setenv("CHECKMSG_DATABASE_URL", url)
        database = Database(url)
        put_back(database, dump)
        database.engine.dispose()
        assert "another program" in told(run("admin", "client", "list"))
        assert "another program" in told(run("restore", str(dump)))


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("spoilt", [b"", b"nonsense", None])
def test_a_dump_that_is_damaged_is_refused(
    postgres_url: str, tmp_path: Path, spoilt: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump = tmp_path / "copy.dump"
    run("backup", str(dump))
    dump.write_bytes(dump.read_bytes()[:-2000] if spoilt is None else spoilt)
    with fresh_database(postgres_url) as url:
        monkeypatch.setenv("CHECKMSG_DATABASE_URL", url)
        assert "pg_restore failed: " in told(run("restore", str(dump)))
        assert run("migrate", "--check").returncode == 1


@pytest.mark.usefixtures("server")
def test_without_its_tools_a_server_is_not_copied_and_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pg_dump is not installed here" in told(run("backup", str(tmp_path / "copy.dump")))
    assert list(tmp_path.iterdir()) == []


def test_a_password_is_no_argument_of_a_tool(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    fake = tools / "pg_dump"
    fake.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\necho "$PGPASSWORD" > {tmp_path}/secret\n')
    fake.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CHECKMSG_DATABASE_URL", server.replace("postgres:@", "postgres:mill%40pond@"))
    run("backup", str(tmp_path / "copy.dump"))
    arguments = (tmp_path / "arguments").read_text()
    assert "postgresql://postgres@/" in arguments
    assert "mill" not in arguments
    assert (tmp_path / "secret").read_text() == "mill@pond\n"


# Keys.


def sealed_with(file: Path) -> bytes:
    with closing(sqlite3.connect(file)) as connection:
        (sealed,) = connection.execute("SELECT sealed_key FROM agencies").fetchone()
    return bytes(sealed)


def test_a_key_file_gets_a_new_key_and_the_old_one_is_kept_for_older_copies(
    file: Path, tmp_path: Path
) -> None:
    key, copy = tmp_path / "own.db.key", tmp_path / "copy.db"
    before = key.read_text()
    run("backup", str(copy))
    said = plainly(run("rotate-keys"))
    (old,) = tmp_path.glob("own.db.key.until-*")
    assert f"The old one is in {old}." in said
    assert (old.read_text(), len(key.read_text().split())) == (before, 1)
    assert key.read_text() != before
    assert [path.stat().st_mode & 0o777 for path in (key, old)] == [0o600, 0o600]
    Keyring([key.read_text().strip()]).open(sealed_with(file))
    assert "Acme" in clients()
    assert "as the last line of the .key file" in told(run("restore", str(copy)))
    key.write_text(key.read_text() + before)
    plainly(run("restore", str(copy)))
    assert "Acme" in clients()
    plainly(run("rotate-keys"))
    assert len(key.read_text().split()) == 1
    Keyring([key.read_text().strip()]).open(sealed_with(file))


def test_an_exchange_that_was_killed_is_gone_on_with(file: Path, tmp_path: Path) -> None:
    key = tmp_path / "own.db.key"
    before = key.read_text().strip()
    with subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        process.send_signal(signal.SIGKILL)
    first, second = key.read_text().split()
    assert second == before
    assert "Acme" in clients()
    plainly(run("rotate-keys"))
    assert key.read_text().split() == [first]
    Keyring([first]).open(sealed_with(file))
    assert "Acme" in clients()


@pytest.mark.usefixtures("server")
def test_keys_of_the_settings_are_exchanged_by_whoever_sets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Put a new one and a comma in front of it" in told(run("rotate-keys"))
    monkeypatch.setenv("CHECKMSG_KEYS", f"{NEW},{OLD}")
    assert "Take every key but the first out of CHECKMSG_KEYS" in plainly(run("rotate-keys"))
    monkeypatch.setenv("CHECKMSG_KEYS", NEW)
    assert "Acme" in clients()
    monkeypatch.setenv("CHECKMSG_KEYS", OLD)
    assert "CHECKMSG_KEYS" in told(run("admin", "client", "list"))


def test_help_comes_at_once_and_every_command_has_an_example() -> None:
    # How long it takes differs by machine; what it opens does not.
    asked = [sys.executable, "-X", "importtime", "-m", "bots", "--help"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    opened = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "typer" in opened
    assert opened.isdisjoint({"numpy", "phonenumbers", "sqlalchemy", "discord", "slack_bolt", "core.policy"})
    for command in COMMANDS:
        assert f" {command} " in done.stdout
        assert f"Example: checkmsg {command}" in run(command, "--help").stdout
