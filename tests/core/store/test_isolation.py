"""No query crosses agencies: every statement is looked at while two agencies use everything there is."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import BindParameter, Connection, Delete, Engine, Join, Select, Table, Update, event
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList
from sqlalchemy.sql.operators import and_, eq
from sqlmodel import Session, SQLModel, col, select

from bots.delivery import Delivery
from bots.inbox import Inbox, News
from core.commands.arriving import Opened
from core.commands.checking import Paste
from core.commands.commands import ALL, Asker, Commands
from core.planner import due
from core.policy import load
from core.records import Arrival, ArrivalKind, Platform, Post
from core.rendering import render
from core.reply import Reply
from core.store import claims
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tables import AgencyRow, ClientRow, MemberRow
from core.store.tenant import Store
from tests.core.store.rows import fill

POLICY = load()
NOW = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)  # The dates in the examples lie before it.
# What nobody's agency stands behind: an installation that was only begun, what a platform was told, a replica's lease.
NOBODYS = ("sign_ins", "published", "leases")
TABLES = [table for table in SQLModel.metadata.sorted_tables if table.name not in NOBODYS]
# What looks over all agencies: delivery, the planner's list of agencies, whose a workspace or a code is.
OVER_ALL = (
    ("store/claims.py", ""),
    ("store/linking.py", ""),
    ("store/people.py", "agencies"),
    ("store/people.py", "workspace"),
    *(("store/inbox.py", name) for name in ("due", "claim", "put_off")),
)
FLUSH = "orm/persistence.py"
PASTES = (
    "Acme: Can I pay you by PayPal next month?",
    "Acme 10:02 AM\nCan we jump on WhatsApp? My number is +44 7700 900418.\nMe 10:04 AM\nHappy to.",
    "Me: Sure, send it to my PayPal, no problem.",
)
PRESSES = ("answered", "stage", "dismiss", "keep", "converted", "badge", "text", "mute", "share")


@dataclass
class Watch:
    """What the statements of an engine look into, and those that look beyond one agency a transaction."""

    agency: object = None  # of the transaction that is under way
    looked_into: set[str] = field(default_factory=set)
    crossing: list[str] = field(default_factory=list)

    def begins(self, _: Connection) -> None:
        self.agency = None

    def flushes(self, session: Session, *_: object) -> None:
        for row in (*session.new, *session.dirty, *session.deleted):
            if not isinstance(row, AgencyRow):
                self.belongs(row.agency_id, repr(row))

    def executes(self, _: Connection, statement: Any, __: Any, params: dict[str, Any], ___: Any) -> None:
        if not isinstance(statement, Select | Update | Delete) or _is_called_from(*OVER_ALL, (FLUSH, "")):
            return
        outside = list(_tables(statement))
        inside = [
            part for part in visitors.iterate(statement) if isinstance(part, Select) and part is not statement
        ]
        parts = [(statement, table) for table in outside]
        parts += [(part, table) for part in inside for table in _tables(part) if table not in outside]
        for part, table in parts:
            self.looked_into.add(table.name)
            self.belongs(_agency_in(part, table, params), statement)

    def belongs(self, agency: object, what: object) -> None:
        if agency is None or self.agency not in (None, agency):
            self.crossing.append(str(what))
        self.agency = agency


def _tables(statement: Any) -> Iterator[Table]:
    froms: list[Any] = (
        list(statement.get_final_froms()) if isinstance(statement, Select) else [statement.table]
    )
    while froms:
        found = froms.pop()
        if isinstance(found, Join):
            froms += [found.left, found.right]
        elif isinstance(found, Table):
            yield found


def _agency_in(statement: Any, table: Table, params: dict[str, Any]) -> object:
    """Return the agency that a statement demands of the rows of a table, or None."""
    own = "id" if table.name == "agencies" else "agency_id"
    where = statement.whereclause
    is_list = isinstance(where, BooleanClauseList) and where.operator is and_
    for term in where.clauses if is_list else [where]:
        if (
            isinstance(term, BinaryExpression)
            and term.operator is eq
            and isinstance(term.right, BindParameter)
        ):
            left: Any = term.left
            if (left.table.name, left.key) == (table.name, own):
                return params.get(term.right.key, term.right.value)
    return None


def _is_called_from(*places: tuple[str, str]) -> bool:
    frame = sys._getframe(1)
    while frame := frame.f_back:  # type: ignore[assignment]
        code = frame.f_code
        if any(code.co_filename.endswith(file) and name in ("", code.co_name) for file, name in places):
            return True
    return False


@contextmanager
def watched(engine: Engine) -> Iterator[Watch]:
    watch = Watch()
    listeners = (
        (engine, "begin", watch.begins),
        (engine, "before_execute", watch.executes),
        (Session, "before_flush", watch.flushes),
    )
    for listener in listeners:
        event.listen(*listener)
    yield watch
    for listener in listeners:
        event.remove(*listener)


@contextmanager
def opened() -> Iterator[Store]:
    database = Database()
    SQLModel.metadata.create_all(database.engine)
    yield Store(database, Keyring([new_key()]))
    database.engine.dispose()


def asker(agency: str, person: str = "Omar") -> Asker:
    return Asker(Platform.TERMINAL, agency, agency, person.casefold(), person, "desk", "desk")


class Nowhere:
    """Takes every post."""

    def send(self, post: Post, _: Reply) -> str:
        return str(post.id)

    def find(self, _: Post) -> None:
        return

    def mark(self, _: Post) -> str:
        return ""


class House:
    """The door of a platform that knows everybody by their ids."""

    is_open = True

    def open(self, workspace: str, arrival: Arrival) -> Opened:
        return Opened(arrival, self.stranger(workspace, arrival), unread=("list.txt cannot be read.",))

    def stranger(self, workspace: str, arrival: Arrival) -> Asker:
        return asker(workspace, arrival.author)


def listen(commands: Commands, agencies: list[str], now: datetime) -> None:
    """Let agencies post, edit and delete in a channel that is read."""
    inbox = Inbox(commands, {Platform.TERMINAL: House()}, lambda: now)
    posted = Arrival(ArrivalKind.POSTED, "desk", "p1", "omar", now, PASTES[1], pictures=1)
    edited = replace(posted, kind=ArrivalKind.EDITED, text=PASTES[2], version="2")
    for arrival in (posted, edited, replace(edited, kind=ArrivalKind.DELETED, version="gone")):
        for agency in agencies:
            commands.run(asker(agency), "watch here as chats", now)
            inbox.keep([News(Platform.TERMINAL, agency, arrival)])
            inbox.read_all()


def use_everything(commands: Commands, agencies: list[str]) -> None:
    """Let agencies take turns at every command, every control, and all that the bot does by itself."""
    store, now = commands.store, NOW
    delivery = Delivery(
        store, {Platform.TERMINAL: Nowhere()}, lambda post: render(store, POLICY, post, now), lambda: now
    )

    def deliver() -> None:
        for post_id in claims.due(store, now, 100):
            delivery.deliver(post_id)

    for words in ("lead list", "client add Acme met 2025-01-10", "client add Acme Inc", "client add Initech"):
        for agency in agencies:
            commands.run(asker(agency), words, now)
    for paste in PASTES:
        for agency in agencies:
            for person in ("Omar", "Dana"):
                commands.check(
                    asker(agency, person), Paste(paste, source=paste[:9], destination="desk", asked=True), now
                )
            deliver()
    listen(commands, agencies, now)
    for check_id, action in enumerate(PRESSES, 1):
        for agency in agencies:
            commands.press(
                asker(agency), check_id, action, "active-contract" if action == "stage" else "", now
            )
    for command in ALL:
        for agency in agencies:
            commands.run(asker(agency), command.example, now, "Acme, active, May 2025\nHooli; offer sent")
    for days in (8, 30):
        now = NOW + timedelta(days=days)
        due(store, now)
        deliver()
    for agency in agencies:
        commands.run(asker(agency), "privacy erase Initech confirm Initech", now)
        commands.run(asker(agency), f"privacy erase everything confirm {agency}", now)


def test_every_statement_demands_one_agency() -> None:
    with opened() as store, watched(store.database.engine) as watch:
        use_everything(Commands(store, POLICY), ["Alder", "Birch"])
    assert watch.crossing == []
    assert watch.looked_into == {table.name for table in TABLES}


def test_a_statement_that_crosses_would_be_seen() -> None:
    def crossing(session: Session) -> Iterator[object]:
        yield session.exec(select(ClientRow)).all()
        yield session.exec(select(ClientRow.id).where(col(ClientRow.name) == "Acme")).all()
        yield session.exec(
            select(ClientRow).where((col(ClientRow.agency_id) == 1) | (col(ClientRow.id) == 2))
        ).all()
        yield session.get(ClientRow, 1)
        yield session.exec(
            select(MemberRow).where(
                col(MemberRow.agency_id) == 1, col(MemberRow.id).in_(select(ClientRow.owner_id))
            )
        ).all()

    with opened() as store, watched(store.database.engine) as watch, store.database.read() as session:
        for number, _ in enumerate(crossing(session), 1):
            assert len(watch.crossing) == number


def rows_of(store: Store, agency_id: int) -> dict[str, Sequence[Any]]:
    with store.database.engine.connect() as connection:
        return {
            table.name: connection.execute(
                table.select().where(
                    (table.c.id if table.name == "agencies" else table.c.agency_id) == agency_id
                )
            ).all()
            for table in TABLES
        }


NUMBERS = st.integers(1, 12).map(str)
ACTS = st.one_of(
    st.sampled_from(PASTES).map(lambda text: ("paste", text)),
    st.tuples(st.sampled_from(PRESSES), NUMBERS),
    st.tuples(st.just("run"), st.sampled_from([command.example for command in ALL])),
    st.tuples(
        st.just("run"), st.tuples(st.sampled_from(["undo", "outbox retry", "unmute"]), NUMBERS).map(" ".join)
    ),
)


@settings(max_examples=15)
@given(st.lists(ACTS, min_size=4, max_size=12))
def test_whatever_an_agency_does_another_one_is_neither_changed_nor_seen(acts: list[tuple[str, str]]) -> None:
    with opened() as store:
        with store.database.engine.begin() as connection:
            fill(connection, TABLES, "Birch")
        before = rows_of(store, 1)
        commands = Commands(store, POLICY)
        said = []
        for act, words in acts:
            if act == "paste":
                commands.check(asker("Alder"), Paste(words, destination="desk", asked=True), NOW)
            elif act == "run":
                said.append(commands.run(asker("Alder"), words, NOW, "Acme, active"))
            else:
                said.append(commands.press(asker("Alder"), int(words), act, "active-contract", NOW))
        assert rows_of(store, 1) == before
        assert "Birch" not in repr(said)
