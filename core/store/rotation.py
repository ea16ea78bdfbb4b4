"""Seal everything anew with the newest key, so that an older one can be thrown away; and see what the keys open."""

from sqlalchemy import LargeBinary
from sqlmodel import Session, SQLModel, select

from core.store import people
from core.store.crypto import Keyring, KeyringError
from core.store.tables import TABLES
from core.store.tenant import Store, column, rows_of

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


def unopened(session: Session, keyring: Keyring) -> int:
    """Return how much of what is sealed no key opens."""
    columns = [rows_of(table).c[name] for table, name in SEALED]
    sealed = (
        value
        for column in columns
        for value in session.execute(select(column).where(column.is_not(None))).scalars().yield_per(BATCH)
    )
    return sum(not opens(keyring, value) for value in sealed)


def opens(keyring: Keyring, sealed: bytes) -> bool:
    """Return whether a key opens what is sealed."""
    try:
        keyring.open(sealed)
    except KeyringError:
        return False
    return True


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
