from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from core.records import Platform
from core.store import published
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tables import PublishedRow
from core.store.tenant import Store

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def store(any_database: Database) -> Store:
    """Each kind of database in turn, with nothing in it."""
    return Store(any_database, Keyring([new_key()]))


def test_an_app_that_was_told_nothing_has_no_fingerprint(store: Store) -> None:
    published.keep(store, Platform.DISCORD, "42", "abc", MONDAY)

    assert published.last_fingerprint(store, Platform.DISCORD, "43") == ""
    assert published.last_fingerprint(store, Platform.SLACK, "42") == ""
    assert published.last_fingerprint(store, Platform.DISCORD, "42") == "abc"


def test_what_an_app_is_told_later_stands_in_place_of_the_earlier(store: Store) -> None:
    published.keep(store, Platform.DISCORD, "42", "abc", MONDAY)
    published.keep(store, Platform.DISCORD, "42", "def", TUESDAY)

    with store.database.read() as session:
        (row,) = session.exec(select(PublishedRow)).all()
    assert (row.fingerprint, row.published_at) == ("def", TUESDAY)


def test_replicas_that_start_together_do_not_disturb_each_other(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        told = [pool.submit(published.keep, store, Platform.DISCORD, "42", "abc", MONDAY) for _ in range(8)]
        for one in told:
            one.result()

    assert published.last_fingerprint(store, Platform.DISCORD, "42") == "abc"
