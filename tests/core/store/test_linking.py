from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from core.records import PostStatus
from core.store import allowances, clients, linking, people, weeks
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.linking import CODE_LASTS, make_code, move
from core.store.tables import (
    AgencyRow,
    AllowanceRow,
    DigestRow,
    MemberRow,
    MuteRow,
    PostRow,
    PreferenceRow,
    WorkspaceRow,
)
from core.store.tenant import Store, Tenant
from tests.conftest import BEGAN_AT, founded
from tests.core.store.rows import fill

OWNED = [table for table in SQLModel.metadata.sorted_tables if "agency_id" in table.columns]
ALL = [SQLModel.metadata.tables["agencies"], *OWNED]
GIVEN_UP = {"preferences", "link_codes"}
ALDER, BIRCH, CEDAR = 1, 2, 3
SOON = BEGAN_AT + timedelta(minutes=1)
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@pytest.fixture
def filled(any_database: Database) -> Store:
    """Each kind of database in turn, with three agencies that have rows in every table."""
    with any_database.engine.begin() as connection:
        for marker in ("Alder", "Birch", "Cedar"):
            fill(connection, ALL, marker)
    return Store(any_database, Keyring([new_key()]))


@pytest.fixture
def pair(any_store: Store) -> Store:
    """Each kind of database in turn, with Alder and an agency called Birch that has a workspace."""
    return with_birch(any_store)


def with_birch(store: Store) -> Store:
    with store.database.write() as session:
        session.add(AgencyRow(id=BIRCH, name="Birch", created_at=BEGAN_AT, sealed_key=b"sealed"))
        session.flush()
        session.add(
            WorkspaceRow(
                agency_id=BIRCH, platform="slack", external_id="T2", name="Birch", installed_at=BEGAN_AT
            )
        )
    return store


def rows_of(store: Store, agency_id: int) -> Rows:
    """Return every row of an agency, of each table, without the column that says so."""
    with store.database.engine.connect() as connection:
        return {
            table.name: [
                {name: value for name, value in row.items() if name != "agency_id"}
                for row in connection.execute(
                    table.select().where(table.c.agency_id == agency_id).order_by(table.c.id)
                ).mappings()
            ]
            for table in OWNED
        }


def other(tenant: Tenant, agency_id: int = BIRCH) -> Tenant:
    return replace(tenant, agency_id=agency_id, known={})


def join(store: Store) -> None:
    """Let Alder join Birch."""
    with store.write(ALDER) as tenant:
        assert linking.hold_both(tenant, other(tenant))
        move(tenant, other(tenant))


def test_every_row_of_every_table_moves_as_it_is_and_no_other_agency_is_touched(filled: Store) -> None:
    alder, birch, cedar = (rows_of(filled, agency) for agency in (ALDER, BIRCH, CEDAR))
    join(filled)
    expected = {name: [*([] if name in GIVEN_UP else alder[name]), *rows] for name, rows in birch.items()}
    assert rows_of(filled, BIRCH) == expected
    assert rows_of(filled, CEDAR) == cedar
    assert not any(rows_of(filled, ALDER).values())
    assert all(alder.values())
    with filled.database.read() as session:
        assert people.agencies(session) == [BIRCH, CEDAR]


def test_rows_point_to_rows_of_their_agency_afterwards(filled: Store) -> None:
    join(filled)
    pointers = [
        (table, key)
        for table in OWNED
        for key in table.foreign_key_constraints
        if key.referred_table.name != "agencies"
    ]
    with filled.database.engine.connect() as connection:
        for table, key in pointers:
            (_, column) = key.column_keys
            there = key.referred_table.alias()
            agencies = connection.execute(
                select(table.c.agency_id, there.c.agency_id).join(there, there.c.id == table.c[column])
            ).all()
            assert agencies, key
            assert all(mine == theirs for mine, theirs in agencies), key
    assert pointers


def test_what_was_looked_up_before_is_not_taken_for_what_is_there_now(pair: Store) -> None:
    with pair.write(ALDER) as tenant:
        before = tenant.all(MemberRow)
        move(tenant, other(tenant))
        after = other(tenant).all(MemberRow)
    assert [row.agency_id for row in before] == [ALDER]
    assert [row.agency_id for row in after] == [BIRCH]


def test_rows_that_nobody_thought_of_stop_the_move(filled: Store) -> None:
    with filled.database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE forgotten (agency_id INTEGER REFERENCES agencies (id))")
        connection.exec_driver_sql("INSERT INTO forgotten VALUES (1)")
    before = [rows_of(filled, agency) for agency in (ALDER, BIRCH, CEDAR)]
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        join(filled)
    assert [rows_of(filled, agency) for agency in (ALDER, BIRCH, CEDAR)] == before


def test_what_is_broken_off_moves_nothing(filled: Store) -> None:
    before = [rows_of(filled, agency) for agency in (ALDER, BIRCH)]

    def broken_off() -> None:
        with filled.write(ALDER) as tenant:
            move(tenant, other(tenant))
            raise InterruptedError

    with pytest.raises(InterruptedError):
        broken_off()
    assert [rows_of(filled, agency) for agency in (ALDER, BIRCH)] == before


@pytest.mark.parametrize(
    "typed",
    [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code.replace('-', ' ')} "],
    ids=["as shown", "small", "in one", "with blanks"],
)
def test_a_code_is_known_however_it_is_typed(pair: Store, typed: Callable[[str], str]) -> None:
    with pair.write(BIRCH) as tenant:
        code = make_code(tenant, "Dana", BEGAN_AT)
    with pair.write(ALDER) as tenant:
        people.recognition_key(tenant)
        found = linking.maker_of(tenant, typed(code), SOON)
        assert found is not None
        assert not found[0].known
        assert (found[0].agency_id, found[1]) == (BIRCH, "Dana")
        assert linking.spelt(typed(code)) == code


def test_look_alikes_are_one_letter() -> None:
    assert linking.spelt("o0il1-LOI0l") == "00111-10101"


def test_only_the_hash_of_a_code_is_stored(pair: Store) -> None:
    with pair.write(BIRCH) as tenant:
        code = make_code(tenant, "Dana", BEGAN_AT)
    (row,) = rows_of(pair, BIRCH)["link_codes"]
    assert not {code, code.replace("-", "")} & set(map(str, row.values()))
    assert len(row["code"]) == 64


def test_codes_are_long_and_never_the_same(store: Store) -> None:
    with store.write(ALDER) as tenant:
        codes = {make_code(tenant, "Dana", BEGAN_AT) for _ in range(300)}
    assert len(codes) == 300
    assert {len(code) for code in codes} == {11}
    assert len(set("".join(codes)) - {"-"}) == 32


def test_a_code_is_good_once_for_minutes_and_until_a_newer_one_is_made(pair: Store) -> None:
    with pair.write(BIRCH) as tenant:
        replaced = make_code(tenant, "Dana", BEGAN_AT)
        code = make_code(tenant, "Dana", BEGAN_AT)
    at_last, too_late = (BEGAN_AT + CODE_LASTS - timedelta(seconds=1), BEGAN_AT + CODE_LASTS)
    with pair.write(ALDER) as tenant:
        there = other(tenant)
        assert linking.maker_of(tenant, replaced, SOON) is None
        assert linking.maker_of(tenant, code, too_late) is None
        assert not linking.use_code(there, replaced, SOON)
        assert not linking.use_code(there, code, too_late)
        assert not linking.use_code(tenant, code, SOON)
        assert linking.use_code(there, code, at_last)
        assert not linking.use_code(there, code, at_last)
        assert linking.maker_of(tenant, code, at_last) is None


def test_the_receiving_agency_keeps_its_settings_and_the_other_loses_its_own(pair: Store) -> None:
    for agency_id, chosen in ((ALDER, {"zone": "Asia/Tokyo", "digest": "off"}), (BIRCH, {"ask-days": "3"})):
        with pair.write(agency_id) as tenant:
            for name, value in chosen.items():
                tenant.add(PreferenceRow(agency_id=agency_id, name=name, value=value))
    join(pair)
    with pair.read(BIRCH) as tenant:
        assert {row.name: row.value for row in tenant.all(PreferenceRow)} == {"ask-days": "3"}


def test_what_was_allowed_or_muted_for_all_clients_does_not_spread_to_the_receiving_agencys(
    pair: Store,
) -> None:
    with pair.write(ALDER) as tenant:
        acme = clients.add(tenant, "Acme", BEGAN_AT, BEGAN_AT.date(), confirmed=True)
        channel = people.channel(tenant, 1, "C1", "chats")
        for client_id, rule in ((None, "UPW101"), (acme.id, "UPW102")):
            row = allowances.propose(tenant, client_id, rule, "Mara", BEGAN_AT)
            row.approved_by = "Mara"
        for where, rule in ((None, "UPW103"), (channel.id, "")):
            allowances.mute(tenant, by="Mara", now=BEGAN_AT, rule=rule, channel_id=where)
        acme_id, channel_id = acme.id, channel.id
    join(pair)
    with pair.read(BIRCH) as tenant:
        assert allowances.allowed(tenant, None) == set()
        assert allowances.allowed(tenant, acme_id) == {"UPW102"}
        assert [row.channel_id for row in allowances.mutes(tenant, BEGAN_AT.date())] == [channel_id]
        assert len(tenant.all(AllowanceRow)) == len(tenant.all(MuteRow)) == 2


def test_of_digests_the_receiving_agencys_hold_and_weeks_it_has_yet_to_tell_of_are_its_own(
    pair: Store,
) -> None:
    for agency_id, known in ((ALDER, ["2026-W01", "2026-W02", "2026-W03"]), (BIRCH, ["2026-W02"])):
        with pair.write(agency_id) as tenant:
            for week in known:
                weeks.plan(tenant, week, {"of": agency_id}, BEGAN_AT, anew=False)
    join(pair)
    with pair.read(BIRCH) as tenant:
        found = {row.week: row.numbers["of"] for row in tenant.all(DigestRow)}
        assert found == {"2026-W01": ALDER, "2026-W02": BIRCH}
        assert weeks.last_planned(tenant) == "2026-W02"


def test_what_a_name_stands_for_is_asked_again_where_both_know_it(pair: Store) -> None:
    def add(agency_id: int, *names: str) -> None:
        with pair.write(agency_id) as tenant:
            for name in names:
                clients.add(tenant, name, BEGAN_AT, BEGAN_AT.date(), confirmed=True)
            for alias in ("John", "Lee") if agency_id == ALDER else ("John",):
                for client in clients.all_clients(tenant):
                    clients.add_name(tenant, client, alias)
            if agency_id == ALDER:
                for alias in ("John", "Lee"):
                    clients.add_name(tenant, clients.named(tenant, names[0])[0], alias).preferred = True

    add(ALDER, "Acme", "Initech")
    add(BIRCH, "Globex")
    join(pair)
    with pair.read(BIRCH) as tenant:
        assert {row.name for row in clients.named(tenant, "John")} == {"Acme", "Initech", "Globex"}
        assert [row.name for row in clients.named(tenant, "Lee")] == ["Acme"]


def post(tenant: Tenant, key: str, status: PostStatus = PostStatus.SENT, held_by: str = "") -> PostRow:
    workspace = tenant.all(WorkspaceRow)[0]
    return tenant.add(
        PostRow(
            agency_id=tenant.agency_id,
            workspace_id=workspace.id,
            kind="notice",
            destination="m1",
            dedupe_key=key,
            not_before=BEGAN_AT,
            created_at=BEGAN_AT,
            status=status,
            held_by=held_by,
            subject={},
        )
    )


def test_what_was_explained_once_is_known_as_explained(pair: Store) -> None:
    with pair.write(BIRCH) as tenant:
        post(tenant, "notice:2:welcome:U1")
    with pair.write(ALDER) as tenant:
        for key in ("notice:1:mark:7", "notice:1:welcome:U1", "reply:4:0"):
            post(tenant, key)
        post(tenant, "notice:1:mark:8", PostStatus.SENDING)
    join(pair)
    with pair.read(BIRCH) as tenant:
        assert {row.dedupe_key for row in tenant.all(PostRow)} == {
            "notice:2:welcome:U1",
            "notice:2:mark:7",
            "notice:1:welcome:U1",
            "notice:1:mark:8",
            "reply:4:0",
        }


@pytest.mark.parametrize(
    "status, held_by, sending",
    [
        (PostStatus.PENDING, "", False),
        (PostStatus.PENDING, "a token", True),
        (PostStatus.SENDING, "a token", True),
        (PostStatus.SENDING, "", False),
        (PostStatus.SENT, "a token", False),
    ],
)
def test_whether_a_post_is_on_its_way_is_seen(
    pair: Store, status: PostStatus, held_by: str, *, sending: bool
) -> None:
    with pair.write(ALDER) as tenant:
        post(tenant, "reply:1:0", status, held_by)
        assert linking.is_sending(tenant) is sending
        assert not linking.is_sending(other(tenant))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pg_advisory_xact_lock(7201929, 2)",
        "LOCK TABLE inbox IN ROW SHARE MODE",
        "UPDATE posts SET held_by = ''",
    ],
    ids=["who changes the receiving agency", "who keeps or reads news", "who sends"],
)
def test_on_a_server_others_wait_until_two_are_one(postgres: Database, statement: str) -> None:
    store = with_birch(founded(postgres))

    def beside() -> None:
        with store.database.write() as session:
            session.execute(text("SET LOCAL lock_timeout = '100ms'"))
            session.execute(text(statement))

    with store.write(ALDER) as tenant:
        post(tenant, "reply:1:0", PostStatus.PENDING)
    beside()
    with store.write(ALDER) as tenant:
        assert linking.hold_both(tenant, other(tenant))
        assert not linking.is_sending(tenant)
        with pytest.raises(DatabaseError, match="lock timeout"):
            beside()


def test_on_a_server_whoever_links_second_does_not_wait(postgres: Database) -> None:
    store = with_birch(founded(postgres))
    with store.write(ALDER) as first, store.write(BIRCH) as second:
        second.session.execute(text("SET LOCAL lock_timeout = '1s'"))
        assert linking.hold_both(first, other(first, CEDAR))
        assert not linking.hold_both(second, other(second, ALDER))


def test_namesakes_are_clients_whose_own_name_is_any_name_of_a_client_there(pair: Store) -> None:
    def add(tenant: Tenant, name: str, *aliases: str, **columns: Any) -> int:
        row = clients.add(tenant, name, BEGAN_AT, BEGAN_AT.date(), confirmed=True)
        for alias in aliases:
            clients.add_name(tenant, row, alias)
        tenant.add(row.sqlmodel_update(columns))
        return row.id

    with pair.write(BIRCH) as tenant:
        acme = add(tenant, "ACME")
        globex = add(tenant, "Globex", "John", "Lee")
        initech = add(tenant, "Initech", "Lee")
        add(tenant, "Hooli", removed=True)
    with pair.write(ALDER) as tenant:
        mine = {name: add(tenant, name) for name in ("acme", "John", "Lee", "Hooli", "Umbrella")}
        add(tenant, "Initech", removed=True)
        add(tenant, "Globex", merged_into=mine["Umbrella"])
        found = {(one.id, one.name, one.theirs) for one in linking.namesakes(tenant, other(tenant))}
    assert found == {
        (mine["acme"], "acme", (acme,)),
        (mine["John"], "John", (globex,)),
        (mine["Lee"], "Lee", (globex, initech)),
    }


def test_a_name_that_tells_apart_is_nobodys(store: Store) -> None:
    with store.write(ALDER) as tenant:
        for name in ("Acme", "Acme (Desk)", "Acme (Desk 2)"):
            clients.add(tenant, name, BEGAN_AT, BEGAN_AT.date(), confirmed=True)
        assert linking.name_apart(tenant, "Acme", "Hall") == "Acme (Hall)"
        assert linking.name_apart(tenant, "Acme", "Desk") == "Acme (Desk 3)"
