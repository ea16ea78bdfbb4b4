"""One agency's rows within one transaction. What is asked for through it never crosses into another agency."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement
from sqlmodel import Session, SQLModel, col, select

from core.store.crypto import Keyring
from core.store.database import Database

# Told of a new post within the transaction that adds it, so that a queue beside the outbox is never out of step.
Announce = Callable[[Session, int], None]

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Tenant:
    """An agency, the transaction it is looked at in, and the keys."""

    session: Session
    agency_id: int
    keyring: Keyring
    announce: Announce

    def all(
        self,
        table: type[Row],
        *where: ColumnElement[bool] | bool,
        order: Any = None,
        limit: int | None = None,
    ) -> Sequence[Row]:
        """Return the agency's rows of a table that meet every condition."""
        query = select(table).where(_agency_of(table) == self.agency_id, *where)
        return self.session.exec(query.order_by(*_order(table, order)).limit(limit)).all()

    def first(self, table: type[Row], *where: ColumnElement[bool] | bool, order: Any = None) -> Row | None:
        """Return the first such row, or None."""
        query = select(table).where(_agency_of(table) == self.agency_id, *where)
        return self.session.exec(query.order_by(*_order(table, order)).limit(1)).first()

    def get(self, table: type[Row], row_id: int | None) -> Row | None:
        """Return the agency's row with this id, or None: another agency's row is not there."""
        return None if row_id is None else self.first(table, _column(table, "id") == row_id)

    def add(self, row: Row) -> Row:
        """Add a row; its id is known afterwards."""
        self.session.add(row)
        self.session.flush()
        return row


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
            yield Tenant(session, agency_id, self.keyring, self.announce)

    @contextmanager
    def read(self, agency_id: int) -> Iterator[Tenant]:
        """Give an agency's rows for reading."""
        with self.database.read() as session:
            yield Tenant(session, agency_id, self.keyring, self.announce)


def _agency_of(table: type[SQLModel]) -> ColumnElement[Any]:
    return _column(table, "id" if table.__tablename__ == "agencies" else "agency_id")


def _column(table: type[SQLModel], name: str) -> ColumnElement[Any]:
    return cast("ColumnElement[Any]", col(getattr(table, name)))


def _order(table: type[SQLModel], order: Any) -> tuple[Any, ...]:
    if order is None:
        return (_column(table, "id"),)
    return order if isinstance(order, tuple) else (order,)
