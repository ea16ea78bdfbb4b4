import pytest
from sqlalchemy import DateTime, Table, UniqueConstraint, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from core.store.database import Database
from tests.core.store.rows import fill

# What nobody's agency stands behind: an installation that was only begun, what a platform was told, a replica's lease.
NOBODYS = ("sign_ins", "published", "leases")
TABLES = [table for table in SQLModel.metadata.sorted_tables if table.name not in NOBODYS]
OF_AN_AGENCY = [table for table in TABLES if table.name != "agencies"]
POINTERS = [
    (table, column, key.referred_table)
    for table in OF_AN_AGENCY
    for key in table.foreign_key_constraints
    for column in key.column_keys
    if column != "agency_id"
]


@pytest.mark.parametrize("table", OF_AN_AGENCY, ids=str)
def test_every_row_carries_its_agency(table: Table) -> None:
    agency_id = table.columns["agency_id"]
    assert not agency_id.nullable
    assert "agencies.id" in {key.target_fullname for key in agency_id.foreign_keys}


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_instant_is_aware(table: Table) -> None:
    kinds = [column.type for column in table.columns if column.type._type_affinity is DateTime]
    assert all(isinstance(kind, UTCDateTime) for kind in kinds)


@pytest.mark.parametrize("table", OF_AN_AGENCY, ids=str)
def test_every_row_of_an_agency_is_found_by_an_index(table: Table) -> None:
    assert "agency_id" in {columns[0] for columns in indexes(table)}


@pytest.mark.parametrize("table", OF_AN_AGENCY, ids=str)
def test_a_row_points_only_to_rows_of_its_agency(table: Table) -> None:
    pointers = [
        key.column_keys for key in table.foreign_key_constraints if key.referred_table.name != "agencies"
    ]
    assert all(columns[0] == "agency_id" and len(columns) == 2 for columns in pointers)


def test_a_database_refuses_every_row_that_points_into_another_agency(any_database: Database) -> None:
    with any_database.engine.begin() as connection:
        for marker in ("Alder", "Birch"):
            fill(connection, TABLES, marker)
    accepted = []
    for table, column, pointed_to in POINTERS:
        with any_database.engine.connect() as connection:
            (theirs, *_) = connection.scalars(select(pointed_to.c.id).where(pointed_to.c.agency_id == 2))
            change = update(table).where(table.c.agency_id == 1).values({column: theirs})
            try:
                connection.execute(change)
            except IntegrityError as error:
                assert "foreign key" in str(error).lower()  # noqa: PT017  # Whether one came is asked below.
                continue
            accepted.append(f"{table.name}.{column}")
    assert POINTERS
    assert accepted == []


def indexes(table: Table) -> list[list[str]]:
    """Return the columns of every index of a table."""
    unique = [list(key.columns.keys()) for key in table.constraints if isinstance(key, UniqueConstraint)]
    return [*unique, *(list(index.columns.keys()) for index in table.indexes)]
