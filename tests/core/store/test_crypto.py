from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlmodel import SQLModel

from core.store import rotation
from core.store.crypto import Keyring, KeyringError, new_key
from core.store.database import Database
from core.store.keyfile import keys_beside
from core.store.rotation import SEALED, seal_anew
from core.store.tables import CheckRow
from core.store.tenant import Store
from tests.core.store.rows import fill

OLD, NEW, FOREIGN = new_key(), new_key(), new_key()
AGENCIES = (1, 2)
EVERYTHING = [
    *("1 agencies", "1 checks", "1 inbox", "1 inbox", "1 installations", "1 installations"),
    *("2 agencies", "2 checks", "2 checks", "2 inbox", "2 inbox", "2 installations", "2 installations"),
]


def with_keys(store: Store, *keys: str) -> Store:
    return Store(store.database, Keyring(keys))


@pytest.fixture
def sealed_store(any_database: Database) -> Store:
    """Two agencies that have something sealed with the old key wherever there can be; one check has expired."""
    store = Store(any_database, Keyring([OLD]))
    with any_database.engine.begin() as connection:
        for marker in ("Alder", "Birch"):
            fill(connection, SQLModel.metadata.sorted_tables, marker)
    for agency_id in AGENCIES:
        with store.write(agency_id) as tenant:
            for table, name in SEALED:
                for row in tenant.all(table):
                    setattr(row, name, store.keyring.seal(f"{agency_id} {table.__tablename__}".encode()))
                    tenant.add(row)
    with store.write(1) as tenant:
        tenant.all(CheckRow)[0].sealed = None
    return store


def opened(store: Store) -> list[str]:
    """Return everything that is sealed, opened."""
    found = []
    for agency_id in AGENCIES:
        with store.read(agency_id) as tenant:
            for table, name in SEALED:
                values = [getattr(row, name) for row in tenant.all(table)]
                found += [store.keyring.open(value).decode() for value in values if value is not None]
    return found


def test_what_is_sealed_is_opened_and_not_read() -> None:
    keyring = Keyring([NEW])
    sealed = keyring.seal(b"Can we talk on WhatsApp?")
    assert b"WhatsApp" not in sealed
    assert keyring.open(sealed) == b"Can we talk on WhatsApp?"


def test_the_newest_key_seals_and_every_key_opens() -> None:
    assert Keyring([NEW, OLD]).open(Keyring([OLD]).seal(b"x")) == b"x"
    assert Keyring([NEW]).open(Keyring([NEW, OLD]).seal(b"x")) == b"x"


@pytest.mark.parametrize(
    "spoilt",
    [b"", b"nonsense", Keyring([FOREIGN]).seal(b"x"), Keyring([NEW]).seal(b"x")[:-1]],
    ids=["nothing", "nonsense", "under another key", "cut short"],
)
def test_what_no_key_opens_is_told_with_what_to_do(spoilt: bytes) -> None:
    with pytest.raises(KeyringError, match="Put back the key") as caught:
        Keyring([NEW]).open(spoilt)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("keys", [[], [""], ["secret"], [NEW, "secret"], [NEW[:-1]], ["ключ"]])
def test_keys_that_are_none_are_told_with_how_one_is_made(keys: list[str]) -> None:
    with pytest.raises(KeyringError, match="openssl rand -base64 32") as caught:
        Keyring(keys)
    assert NEW[:-1] not in str(caught.value)


def test_with_a_new_key_in_front_everything_is_sealed_anew_and_the_old_one_can_go(
    sealed_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 1)
    assert opened(sealed_store) == EVERYTHING
    assert seal_anew(with_keys(sealed_store, NEW, OLD)) == len(EVERYTHING)
    assert opened(with_keys(sealed_store, NEW)) == EVERYTHING
    with pytest.raises(KeyringError):
        opened(sealed_store)


def test_with_a_wrong_key_nothing_is_lost(sealed_store: Store) -> None:
    wrong = with_keys(sealed_store, FOREIGN)
    for broken in (opened, seal_anew):
        with pytest.raises(KeyringError):
            broken(wrong)
    assert opened(sealed_store) == EVERYTHING


def test_what_was_broken_off_is_begun_again(sealed_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 1)

    def exchange(sealed: bytes) -> bytes:
        with sealed_store.write(2) as tenant:
            row = tenant.all(CheckRow)[-1]
            before, row.sealed = row.sealed, sealed
        assert before is not None
        return before

    whole = exchange(b"damaged")
    both = with_keys(sealed_store, NEW, OLD)
    with pytest.raises(KeyringError):
        seal_anew(both)
    exchange(whole)
    assert opened(both) == EVERYTHING
    assert seal_anew(both) == len(EVERYTHING)
    assert opened(with_keys(sealed_store, NEW)) == EVERYTHING


def test_a_key_is_made_beside_the_database_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "checkmsg.db.key"
    keys = keys_beside(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys_beside(path) == keys
    assert list(tmp_path.iterdir()) == [path]
    Keyring(keys)


def test_all_that_start_together_get_the_same_key(tmp_path: Path) -> None:
    together = Barrier(8)

    def start(number: int) -> tuple[str, ...]:
        together.wait()
        return keys_beside(tmp_path / str(number // 8))

    with ThreadPoolExecutor(8) as crowd:
        keys = list(crowd.map(start, range(20 * 8)))
    assert [len(set(keys[first : first + 8])) for first in range(0, len(keys), 8)] == [1] * 20


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"secret\n", NEW.encode()[:20], b"\xff" * 44], ids=["0", "1", "2", "3", "4"]
)
def test_a_key_file_that_is_empty_or_damaged_is_told_and_left_as_it_is(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "checkmsg.db.key"
    path.write_bytes(content)
    with pytest.raises(KeyringError, match="from a backup") as caught:
        keys_beside(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == content


@pytest.mark.parametrize("place", ["nowhere/checkmsg.db.key", "."])
def test_a_key_file_that_cannot_be_made_or_read_is_told(tmp_path: Path, place: str) -> None:
    with pytest.raises(KeyringError, match="cannot be used"):
        keys_beside(tmp_path / place)
