"""Seal everything anew with the newest key, so that an older one can be thrown away."""

from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

from core.store import people
from core.store.tables import TABLES
from core.store.tenant import Store, column

BATCH = 500
SEALED = tuple(
    (table, sealed.name)
    for table in TABLES
    for sealed in SQLModel.metadata.tables[str(table.__tablename__)].columns
    if isinstance(sealed.type, LargeBinary)
)


def seal_anew(store: Store) -> int:
    """Seal anew whatever is sealed, and return how much it was; what was broken off may be begun again.

    Raises KeyringError where no key opens something: it stays as it is.
    """
    with store.database.read() as session:
        agencies = people.agencies(session)
    return sum(
        _seal_column(store, agency_id, table, name) for agency_id in agencies for table, name in SEALED
    )


def _seal_column(store: Store, agency_id: int, table: type[SQLModel], name: str) -> int:
    """Seal a column of an agency anew, batch by batch, so that others come in between."""
    done, last = 0, 0
    while True:
        with store.write(agency_id) as tenant:
            rows = tenant.all(
                table, column(table, "id") > last, column(table, name).is_not(None), limit=BATCH
            )
            for row in rows:
                last = getattr(row, "id")  # noqa: B009  # The common type of all tables has no id.
                setattr(row, name, store.keyring.rotate(getattr(row, name)))
        done += len(rows)
        if len(rows) < BATCH:
            return done
