import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlmodel import SQLModel, col

from core.commands.checking import Paste
from core.commands.commands import Asker, Commands
from core.planner import due
from core.policy import load
from core.records import Platform
from core.reply import Buttons, Reply
from core.store import privacy
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tables import TABLES, ChannelRow, DigestRow, PostRow
from core.store.tenant import Store
from tests.conftest import BEGAN_AT
from tests.core.store.rows import AT, fill

# What nobody's agency stands behind: an installation that was only begun, what a platform was told, a replica's lease.
NOBODYS = ("sign_ins", "published", "leases")
SORTED = [table for table in SQLModel.metadata.sorted_tables if table.name not in NOBODYS]
CLIENTS = SQLModel.metadata.tables["clients"]
ABOUT_A_CLIENT = [
    CLIENTS,
    *(SQLModel.metadata.tables[str(table.__tablename__)] for table in reversed(privacy.ABOUT_A_CLIENT)),
]
Ids = Mapping[str, list[int]]


@pytest.fixture
def any_store(any_database: Database) -> Store:
    """Each kind of database in turn."""
    return Store(any_database, Keyring([new_key()]))


@pytest.fixture
def file_store(sqlite_file: Database) -> Store:
    """A database in a file."""
    return Store(sqlite_file, Keyring([new_key()]))


def add_agency(store: Store, marker: str) -> Ids:
    with store.database.engine.begin() as connection:
        return fill(connection, SORTED, marker)


def add_client(store: Store, marker: str, within: Ids) -> list[int]:
    """Add two clients, the second part of the first, with rows about them wherever there can be some; return both."""
    with store.database.engine.begin() as connection:
        made = fill(connection, ABOUT_A_CLIENT, marker, within)
        ids, checks, findings = (made[name][-2:] for name in ("clients", "checks", "findings"))
        told = [{"check": check} for check in checks] + [{"finding": finding} for finding in findings]
        post: dict[str, Any] = {"kind": "", "destination": marker, "thread": "", "replaces": "", "status": ""}
        post |= {"attempts": 0, "held_by": "", "external_id": "", "last_error": ""}
        post |= {"agency_id": made["agencies"][0], "workspace_id": made["workspaces"][0]}
        for number, subject in enumerate(told):
            key = f"{marker}-{number}"
            connection.execute(
                insert(PostRow).values(subject=subject, dedupe_key=key, not_before=AT, created_at=AT, **post)
            )
        in_alder = col(DigestRow.agency_id) == made["agencies"][0]
        connection.execute(update(DigestRow).where(in_alder).values(numbers={"names": [marker]}))
        connection.execute(
            update(ChannelRow).values(client_id=ids[-1]).where(col(ChannelRow.id) == made["channels"][0])
        )
    return ids


def counts(store: Store, agency_id: int) -> dict[str, int]:
    with store.database.engine.connect() as connection:
        return {
            table.name: connection.execute(
                select(func.count())
                .select_from(table)
                .where((table.c.id if table.name == "agencies" else table.c.agency_id) == agency_id)
            ).scalar_one()
            for table in SORTED
        }


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_an_export_holds_every_row_of_the_agency_and_of_no_other(any_store: Store) -> None:
    alder, birch = add_agency(any_store, "Alder"), add_agency(any_store, "Birch")
    with any_store.read(alder["agencies"][0]) as tenant:
        exported = dict(privacy.export(tenant))
    assert {name: [row["id"] for row in rows] for name, rows in exported.items()} == alder
    text = json.dumps(exported)
    assert "Birch" not in text
    assert b64encode(b"Birch").decode()[:6] not in text
    assert all(
        "Alder" in json.dumps(rows) or b64encode(b"Alder").decode()[:6] in text for rows in exported.values()
    )
    assert birch.keys() == exported.keys()


def test_erasing_an_agency_reaches_every_table_and_no_other_agency(any_store: Store) -> None:
    alder, birch = (add_agency(any_store, name)["agencies"][0] for name in ("Alder", "Birch"))
    before = counts(any_store, birch)
    with any_store.write(alder) as tenant:
        privacy.erase_agency(tenant)
    assert set(counts(any_store, alder).values()) == {0}
    assert counts(any_store, birch) == before
    assert all(before.values())


def test_nothing_of_an_erased_agency_stays_in_the_files(file_store: Store, tmp_path: Path) -> None:
    alder = add_agency(file_store, "Alder")["agencies"][0]
    add_agency(file_store, "Birch")
    (tmp_path / "checkmsg.db.0001").write_text("a copy that an update has left, with Alder in it")
    assert b"Alder" in everything_in(tmp_path)
    with file_store.write(alder) as tenant:
        privacy.erase_agency(tenant)
    assert b"Alder" not in everything_in(tmp_path)
    assert b"Birch" in everything_in(tmp_path)


def test_every_table_that_points_to_a_client_is_known() -> None:
    pointing = {table.name for table in SORTED for key in table.foreign_keys if key.column.table is CLIENTS}
    assert pointing == {table.name for table in ABOUT_A_CLIENT} | {"channels"}


def test_every_table_is_known() -> None:
    assert {table.__tablename__ for table in TABLES} == {table.name for table in SORTED}


def test_erasing_a_client_reaches_every_table_and_leaves_the_others_as_they_are(any_store: Store) -> None:
    alder, birch = add_agency(any_store, "Alder"), add_agency(any_store, "Birch")
    agencies = [made["agencies"][0] for made in (alder, birch)]
    before = [counts(any_store, agency_id) for agency_id in agencies]
    ids = add_client(any_store, "Acme", alder)
    with any_store.write(agencies[0]) as tenant:
        privacy.erase_client(tenant, ids)
        assert [row.client_id for row in tenant.all(ChannelRow)] == [None, alder["clients"][-1]]
    # The digests name clients; their numbers can be counted again.
    assert counts(any_store, agencies[0]) == before[0] | {"digests": 0}
    assert counts(any_store, agencies[1]) == before[1]


def test_nothing_of_an_erased_client_stays_in_the_files(file_store: Store, tmp_path: Path) -> None:
    alder = add_agency(file_store, "Alder")
    add_agency(file_store, "Birch")
    ids = add_client(file_store, "Acme", alder)
    assert b"Acme" in everything_in(tmp_path)
    with file_store.write(alder["agencies"][0]) as tenant:
        privacy.erase_client(tenant, ids)
    content = everything_in(tmp_path)
    assert b"Acme" not in content
    assert b"Alder" in content


def test_what_was_said_and_done_about_a_client_is_gone_with_it(file_store: Store, tmp_path: Path) -> None:
    commands = Commands(file_store, load())
    omar = Asker(Platform.TERMINAL, "terminal", "Alder Studio", "omar", "Omar", "desk", "desk")

    def run(words: str) -> Reply:
        reply = commands.run(omar, words, BEGAN_AT)
        assert reply.done, reply
        return reply

    run("client add Northwind")
    commands.check(
        omar, Paste("Northwind: Can I pay you by PayPal?", destination="omar", asked=True), BEGAN_AT
    )
    run("dismiss")
    run("client add Globex")
    run("client alias Northwind also John of Northwind")
    run("contract start Northwind on 2025-12-01 called Northwind shop")
    run("origin Northwind elsewhere proof Northwind invoice")
    run("allow UPW101 for Northwind because Northwind may")
    merged = run("client merge Northwind into Globex")
    (undo,) = (block.buttons[0] for block in merged.blocks if isinstance(block, Buttons))
    run(undo.value)
    run("channel bind Northwind in client-chats")
    bound = run("channel bind Globex in client-chats")
    run("digest now")
    due(file_store, BEGAN_AT)
    assert b"Northwind" in everything_in(tmp_path)
    run("privacy erase Northwind confirm Northwind")
    content = everything_in(tmp_path)
    assert b"northwind" not in content.lower()
    assert b"Globex" in content
    (undo,) = (block.buttons[0] for block in bound.blocks if isinstance(block, Buttons))
    assert not commands.run(omar, undo.value, BEGAN_AT).done


def test_what_is_broken_off_erases_nothing(any_store: Store) -> None:
    alder = add_agency(any_store, "Alder")["agencies"][0]
    before = counts(any_store, alder)

    def broken_off() -> None:
        with any_store.write(alder) as tenant:
            privacy.erase_agency(tenant)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        broken_off()
    assert counts(any_store, alder) == before
