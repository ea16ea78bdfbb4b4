from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from core.records import Platform
from core.store import people
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.heard import Heard, heard, mark_heard
from core.store.tables import WorkspaceRow
from core.store.tenant import Store

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
DISCORD = Platform.DISCORD
SERVERS = ("1", "2", "3")


@pytest.fixture
def any_store(any_database: Database) -> Store:
    """Three servers in each kind of database in turn, with nothing in them."""
    store = Store(any_database, Keyring([new_key()]))
    for server in SERVERS:
        install(store, DISCORD, server)
    return store


def install(store: Store, platform: Platform, external_id: str) -> people.Place:
    with store.database.write() as session:
        return people.install(session, store.keyring, platform, external_id, external_id, NOW)


def marks(store: Store) -> list[datetime | None]:
    found = [heard(store, DISCORD, server) for server in SERVERS]
    return [known.until for known in found if known is not None]


def test_a_server_was_never_heard_before_it_is_marked(any_store: Store) -> None:
    assert marks(any_store) == [None, None, None]
    mark_heard(any_store, DISCORD, ["1", "3", "of-nobody"], NOW)
    assert marks(any_store) == [NOW, None, NOW]


@pytest.mark.parametrize("first, second, expected", [(NOW, LATER, LATER), (LATER, NOW, LATER)])
def test_a_mark_never_moves_back(
    first: datetime, second: datetime, expected: datetime, any_store: Store
) -> None:
    mark_heard(any_store, DISCORD, ["1"], first)
    mark_heard(any_store, DISCORD, ["1"], second)
    assert marks(any_store)[0] == expected


def test_all_servers_are_marked_in_one_statement_and_none_in_no_statement(any_store: Store) -> None:
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(any_store.database.engine, "before_cursor_execute", note)
    mark_heard(any_store, DISCORD, SERVERS, NOW)
    changes = [statement for statement in statements if statement.startswith("UPDATE")]
    assert len(changes) == 1
    statements.clear()
    mark_heard(any_store, DISCORD, [], LATER)
    assert statements == []
    assert marks(any_store) == [NOW, NOW, NOW]


def test_another_platform_with_the_same_id_is_not_marked(any_store: Store) -> None:
    install(any_store, Platform.SLACK, "1")
    mark_heard(any_store, Platform.SLACK, ["1"], NOW)
    assert marks(any_store) == [None, None, None]


def test_the_watched_channels_of_a_server_are_those_of_no_other(any_store: Store) -> None:
    for server in SERVERS:
        place = install(any_store, DISCORD, server)
        with any_store.write(place.agency_id) as tenant:
            people.channel(tenant, place.workspace_id, f"{server}0", "chats").purpose = "chats"
            people.channel(tenant, place.workspace_id, f"{server}1", "talk")
    assert heard(any_store, DISCORD, "2") == Heard(None, ("20",))
    assert heard(any_store, DISCORD, "4") is None


def test_of_an_agency_with_two_servers_each_has_its_own_channels(any_store: Store) -> None:
    place = install(any_store, DISCORD, "1")
    other = install(any_store, DISCORD, "2")
    with any_store.database.write() as session:
        session.get_one(WorkspaceRow, other.workspace_id).agency_id = place.agency_id
    with any_store.write(place.agency_id) as tenant:
        for workspace_id, channel in ((place.workspace_id, "10"), (other.workspace_id, "20")):
            people.channel(tenant, workspace_id, channel, channel).purpose = "chats"
    assert heard(any_store, DISCORD, "1") == Heard(None, ("10",))
    assert heard(any_store, DISCORD, "2") == Heard(None, ("20",))
