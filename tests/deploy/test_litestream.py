"""Litestream copies the SQLite file of a bot that writes and erases, and gives all of it back."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlmodel import col, select

from core.store import database as databases
from core.store.database import ERASES, Database
from core.store.tables import AgencyRow
from core.store.tenant import Store
from tests.conftest import founded
from tests.deploy.image import ROOT

LITESTREAM = Path(sys.executable).with_name("litestream")
CONFIG = ROOT / "deploy" / "litestream.yml"
PATIENCE_SECONDS = 20


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    # Litestream reads all the time, and whoever empties the log waits so long for that to end.
    monkeypatch.setattr(databases, "_BUSY_SECONDS", 0.1)
    database = Database(f"sqlite:///{tmp_path}/checkmsg.db")
    database.migrate()
    yield founded(database)
    database.engine.dispose()


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "DATABASE": f"{tmp_path}/checkmsg.db", "REPLICA_URL": f"file://{tmp_path}/replica"}


def test_what_was_written_and_erased_beside_it_comes_back_whole(
    store: Store, env: dict[str, str], tmp_path: Path
) -> None:
    with copied(env):
        for number in range(20):
            rename(store, f"Alder {number}")
            with store.database.write() as session:
                session.info[ERASES] = True
        seen = tmp_path / "seen.db"
        store.database.copy_to(seen)
    back = restored(env, tmp_path / "back.db")
    assert rows(back) == rows(seen)
    assert any("Alder 19" in str(row) for row in rows(back))


def test_the_bot_goes_on_with_a_file_that_came_back(
    store: Store, env: dict[str, str], tmp_path: Path
) -> None:
    with copied(env):
        rename(store, "Birch")
    database = Database(f"sqlite:///{restored(env, tmp_path / 'back.db')}")
    database.migrate()
    rename(Store(database, store.keyring), "Cedar")
    database.engine.dispose()
    assert any("Cedar" in str(row) for row in rows(tmp_path / "back.db"))


def rename(store: Store, name: str) -> None:
    with store.database.write() as session:
        session.exec(select(AgencyRow).where(col(AgencyRow.id) == 1)).one().name = name


@contextmanager
def copied(env: dict[str, str]) -> Iterator[None]:
    """Have Litestream copy for so long; when it is told to end, it copies what is left."""
    with subprocess.Popen(
        [LITESTREAM, "replicate", "-config", CONFIG], env=env, stdout=subprocess.DEVNULL
    ) as process:
        ends_at = time.monotonic() + PATIENCE_SECONDS
        try:
            while not list(Path(env["REPLICA_URL"].removeprefix("file://")).rglob("*.ltx")):
                assert time.monotonic() < ends_at, "Litestream has copied nothing"
                time.sleep(0.05)
            yield
        finally:
            process.terminate()


def restored(env: dict[str, str], to: Path) -> Path:
    subprocess.run(
        [LITESTREAM, "restore", "-config", CONFIG, "-o", to, env["DATABASE"]],
        env=env,
        check=True,
        capture_output=True,
    )
    return to


def rows(file: Path) -> list[str]:
    """Return all that stands in a database but what Litestream keeps there for itself."""
    with closing(sqlite3.connect(file)) as connection:
        return [line for line in connection.iterdump() if "_litestream" not in line]
