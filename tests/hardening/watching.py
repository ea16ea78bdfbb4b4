"""What must never happen, whatever comes in: an error in the log, or a fact that is another than before."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import select

from core.records import Via
from core.store.database import Database
from core.store.tables import AllowanceRow, MemberRow, StatementRow


class Errors(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.name}: {record.getMessage()}")


@contextmanager
def errors() -> Iterator[list[str]]:
    """Give the list of all that is logged as an error meanwhile."""
    kept = Errors()
    logging.getLogger().addHandler(kept)
    try:
        yield kept.said
    finally:
        logging.getLogger().removeHandler(kept)


def facts(database: Database) -> list[str]:
    """Return all that was said of clients, allowed and granted; what a paste estimates is left out."""
    with database.read() as session:
        said = session.exec(select(StatementRow).where(StatementRow.via != Via.PASTE)).all()
        leads = session.exec(select(MemberRow.id).where(MemberRow.lead)).all()
        allowed = session.exec(select(AllowanceRow)).all()
    return sorted([*(row.model_dump_json() for row in (*said, *allowed)), f"leads {sorted(leads)}"])
