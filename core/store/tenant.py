"""One agency's rows within one transaction. What is asked for through it never crosses into another agency."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Table, bindparam, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from core.ids import note
from core.store.crypto import Keyring
from core.store.database import Database

# Told of a new post within the transaction that adds it, so that a queue beside the outbox is never out of step.
Announce = Callable[[Session, int], None]

Row = TypeVar("Row", bound=SQLModel)

# To lock the agency's row would be a change, and the planner looks at every agency each minute.
_HOLD = text("SELECT pg_advisory_xact_lock(7201929, :agency)")  # Any number of ours.


@dataclass(frozen=True, slots=True)
class Tenant:
    """An agency, the transaction it is looked at in, and the keys."""

    session: Session
    agency_id: int
    keyring: Keyring
    announce: Announce
    known: dict[str, Any] = field(default_factory=dict)  # what was looked up in this transaction

    def all(
        self,
        table: type[Row],
        *where: ColumnElement[bool] | bool,
        order: Any = None,
        limit: int | None = None,
    ) -> Sequence[Row]:
        """Return the agency's rows of a table that meet every condition."""
        query = select(table).where(agency_of(table) == self.agency_id, *where)
        return self.session.exec(query.order_by(*_order(table, order)).limit(limit)).all()

    def first(self, table: type[Row], *where: ColumnElement[bool] | bool, order: Any = None) -> Row | None:
        """Return the first such row, or None."""
        query = select(table).where(agency_of(table) == self.agency_id, *where)
        return self.session.exec(query.order_by(*_order(table, order)).limit(1)).first()

    def get(self, table: type[Row], row_id: int | None) -> Row | None:
        """Return the agency's row with this id, or None: another agency's row is not there."""
        if row_id is None:
            return None
        return self.session.scalars(_by_id(table), {"agency": self.agency_id, "id": row_id}).first()

    def add(self, row: Row) -> Row:
        """Add a row; its id is known afterwards."""
        self.session.add(row)
        self.session.flush()
        return row

    def hold(self) -> None:
        """Let nobody else change the agency's rows before this transaction ends.

        Replicas on PostgreSQL would add a client twice otherwise; SQLite has one writer anyway.
        """
        if self.session.get_bind().dialect.name != "sqlite":
            self.session.execute(_HOLD, {"agency": self.agency_id})

    def add_once(self, table: type[SQLModel], unique: tuple[str, ...], **columns: Any) -> int | None:
        """Add a row and return its id, or None where one with the same unique columns is there, or is being added."""
        statement = _unless_there(self.session.get_bind().dialect.name, table, unique)
        row_id: int | None = self.session.scalar(statement, columns)
        return row_id

    def add_missing(
        self, table: type[SQLModel], unique: tuple[str, ...], rows: Sequence[dict[str, Any]]
    ) -> int:
        """Add rows, and return how many; those whose unique columns are there already, or are being added, are left out."""
        if not rows:
            return 0
        statement = _unless_there(self.session.get_bind().dialect.name, table, unique, returning=False)
        added: Any = self.session.execute(statement, rows, execution_options={"preserve_rowcount": True})
        return int(added.rowcount)


def _nobody(_: Session, __: int) -> None:
    """Announce to nobody: on one machine the outbox itself is looked through."""


@dataclass(frozen=True, slots=True)
class Store:
    """A database with the keys to it; it hands out transactions of one agency."""

    database: Database
    keyring: Keyring
    announce: Announce = _nobody

    @contextmanager
    def write(self, agency_id: int) -> Iterator[Tenant]:
        """Give an agency's rows; all changes are committed together, or none is."""
        with self.database.write() as session:
            tenant = self.tenant(session, agency_id)
            tenant.hold()
            yield tenant

    @contextmanager
    def read(self, agency_id: int) -> Iterator[Tenant]:
        """Give an agency's rows for reading."""
        with self.database.read() as session:
            yield self.tenant(session, agency_id)

    def tenant(self, session: Session, agency_id: int) -> Tenant:
        """Return an agency's rows within a transaction that is open already."""
        note(agency=agency_id)
        return Tenant(session, agency_id, self.keyring, self.announce)


@cache
def _by_id(table: type[Row]) -> SelectOfScalar[Row]:
    # It is asked for most of all, and to build a query takes longer than to run it.
    return select(table).where(
        agency_of(table) == bindparam("agency"), column(table, "id") == bindparam("id")
    )


@cache
def _unless_there(
    dialect_name: str, table: type[SQLModel], unique: tuple[str, ...], *, returning: bool = True
) -> Any:
    # Only the dialects know ON CONFLICT; both write it in the same way.
    dialect = sqlite if dialect_name == "sqlite" else postgresql
    rows = rows_of(table)
    statement = dialect.insert(rows).on_conflict_do_nothing(index_elements=unique)
    return statement.returning(rows.c.id) if returning else statement


def rows_of(table: type[SQLModel]) -> Table:
    """Return a table as SQL knows it; statements on it make no objects, which takes longer than the rows."""
    return SQLModel.metadata.tables[str(table.__tablename__)]


def agency_of(table: type[SQLModel]) -> ColumnElement[Any]:
    """Return the column of any table that says which agency a row belongs to."""
    return column(table, "id" if table.__tablename__ == "agencies" else "agency_id")


def column(table: type[SQLModel], name: str) -> ColumnElement[Any]:
    """Return a column of any table by its name."""
    return cast("ColumnElement[Any]", col(getattr(table, name)))


def _order(table: type[SQLModel], order: Any) -> tuple[Any, ...]:
    if order is None:
        return (column(table, "id"),)
    return order if isinstance(order, tuple) else (order,)
