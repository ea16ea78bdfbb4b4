from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import col, select

from core.commands.checking import Paste
from core.commands.commands import Asker, Commands
from core.policy import load
from core.records import Platform
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tables import AgencyRow, ClientRow, MemberRow
from core.store.tenant import Store
from tests.conftest import BEGAN_AT

REPLICAS = 6
POLICY = load()


@pytest.fixture
def commands(any_database: Database) -> Commands:
    """What several replicas have in common."""
    return Commands(Store(any_database, Keyring([new_key()])), POLICY)


def asker(person: str) -> Asker:
    return Asker(Platform.SLACK, "T1", "Alder", person, person, "C1", "chats")


def at_once(act: Callable[[int], object]) -> None:
    together = Barrier(REPLICAS)

    def wait_and_act(number: int) -> None:
        together.wait()
        act(number)

    with ThreadPoolExecutor(REPLICAS) as crowd:
        list(crowd.map(wait_and_act, range(REPLICAS)))


def test_a_new_workspace_begins_one_agency_with_one_lead(commands: Commands) -> None:
    at_once(lambda number: commands.run(asker(f"U{number}"), "lead list", BEGAN_AT))
    with commands.store.database.read() as session:
        (agency_id,) = session.exec(select(AgencyRow.id))
        people = session.exec(select(MemberRow).where(col(MemberRow.agency_id) == agency_id)).all()
    assert sorted(row.name for row in people) == [f"U{number}" for number in range(REPLICAS)]
    assert sum(row.lead for row in people) == 1


def test_a_new_client_is_added_once(commands: Commands) -> None:
    paste = Paste("Globex 10:02 AM\nCan we jump on WhatsApp?\nMe 10:04 AM\nHappy to.", destination="C1")
    at_once(lambda _: commands.check(asker("U1"), paste, BEGAN_AT))
    at_once(lambda _: commands.run(asker("U1"), "client add Hooli", BEGAN_AT))
    with commands.store.database.read() as session:
        assert sorted(session.exec(select(ClientRow.name))) == ["Globex", "Hooli"]


def test_who_reads_and_then_writes_loses_nothing_that_another_wrote(any_store: Store) -> None:
    def count_on(_: int) -> None:
        for _ in range(10):
            with any_store.write(1) as tenant:
                (row,) = tenant.all(MemberRow)
                row.name = str(int(row.name) + 1 if row.name.isdecimal() else 1)

    at_once(count_on)
    with any_store.read(1) as tenant:
        assert [row.name for row in tenant.all(MemberRow)] == [str(10 * REPLICAS)]
