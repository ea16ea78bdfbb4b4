"""What tests of several rooms begin with."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlmodel import SQLModel

from core.settings import OFF
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tables import AgencyRow, MemberRow, WorkspaceRow
from core.store.tenant import Store
from tests.postgres import fresh_database, server_url

# No change is to fail for what it did not touch: the same examples each time, however slow the machine is. `make fuzz`
# and `pytest --hypothesis-profile=new` look for new ones.
settings.register_profile(
    "the same each time", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("new", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("the same each time")

BEGAN_AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_memory_but_the_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that are started remember in a folder of the test, never in that of whoever runs it."""
    monkeypatch.setenv("CHECKMSG_DATABASE_URL", f"sqlite:///{tmp_path}/own.db")


@pytest.fixture(autouse=True)
def _no_port_but_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bots that are started open no port of their own, since several run at once; a test that looks at one names it."""
    for name in ("CHECKMSG_HEALTH_LISTEN", "CHECKMSG_METRICS_LISTEN"):
        monkeypatch.setenv(name, OFF)


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The address of a PostgreSQL server; no test is skipped for want of one."""
    return server_url()


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[str]:
    """The address of a database on that server that holds nothing."""
    with fresh_database(postgres_url) as url:
        yield url


@pytest.fixture
def postgres(empty_postgres: str) -> Iterator[Database]:
    """A PostgreSQL database with our tables."""
    database = Database(empty_postgres)
    SQLModel.metadata.create_all(database.engine)
    yield database
    database.engine.dispose()


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Iterator[Database]:
    """A SQLite file with our tables."""
    database = Database(f"sqlite:///{tmp_path}/checkmsg.db")
    database.migrate()
    yield database
    database.engine.dispose()


@pytest.fixture(params=["sqlite_file", "postgres"])
def any_database(request: pytest.FixtureRequest) -> Database:
    """Each kind of database in turn, with our tables."""
    database: Database = request.getfixturevalue(request.param)
    return database


@pytest.fixture
def store() -> Iterator[Store]:
    """A database in memory with an agency, its terminal and a member, each with the id 1."""
    database = Database()
    SQLModel.metadata.create_all(database.engine)
    yield founded(database)
    database.engine.dispose()


@pytest.fixture
def any_store(any_database: Database) -> Store:
    """The same in each kind of database."""
    return founded(any_database)


def founded(database: Database) -> Store:
    """Add an agency, its terminal and a member, each with the id 1."""
    store = Store(database, Keyring([new_key()]))
    with store.write(1) as tenant:
        tenant.add(
            AgencyRow(name="Alder", created_at=BEGAN_AT, sealed_key=store.keyring.seal(b"a key of the tests"))
        )
        tenant.add(
            WorkspaceRow(
                agency_id=1, platform="terminal", external_id="t1", name="Alder", installed_at=BEGAN_AT
            )
        )
        tenant.add(MemberRow(agency_id=1, workspace_id=1, external_id="m1", name="Mara", joined_at=BEGAN_AT))
    return store
