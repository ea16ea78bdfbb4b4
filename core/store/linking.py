"""One agency for workspaces that began as several: a one-time code of the one, told in the other, moves all rows.

It is the one place where a row changes its agency, and where one transaction looks into two of them.

A code has ten characters out of 32, so 50 bits, and lives for minutes: to try a thousand a second all that time would
find it once in a billion times. Nobody has to be counted or locked out.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count

from sqlalchemy import delete, func, text, update
from sqlmodel import Session, SQLModel, col, select

from core.records import PostStatus
from core.store import clients, weeks
from core.store.tables import (
    TABLES,
    AgencyRow,
    AllowanceRow,
    DigestRow,
    LinkCodeRow,
    MuteRow,
    NameRow,
    PostRow,
    PreferenceRow,
    WorkspaceRow,
)
from core.store.tenant import Tenant, agency_of, rows_of
from core.transcript.words import plain

CODE_LASTS = timedelta(minutes=15)
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Without I, L, O and U.
_LOOK_ALIKES = str.maketrans("ILO", "110")
_LENGTH = 10
_ALONE = text("SELECT pg_try_advisory_xact_lock(7201930)")  # Any number of ours.
# News is stored without holding its agency. A weaker lock would let in somebody who has locked rows and waits for us.
_NEWS = text("LOCK TABLE inbox IN ROW EXCLUSIVE MODE")
_NO_NEWS = text("LOCK TABLE inbox IN EXCLUSIVE MODE")
_LATER = text("PRAGMA defer_foreign_keys = ON")  # Until the transaction ends.


@dataclass(frozen=True, slots=True)
class Namesake:
    """A client of an agency that joins another one, where its name is known already."""

    id: int
    name: str
    theirs: tuple[int, ...]  # the other one's clients that go by it


def make_code(tenant: Tenant, by: str, now: datetime) -> str:
    """Return a code by which another workspace can join, once and soon; the agency's earlier one is no good any more."""
    tenant.session.execute(delete(LinkCodeRow).where(col(LinkCodeRow.agency_id) == tenant.agency_id))
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    tenant.add(
        LinkCodeRow(agency_id=tenant.agency_id, code=_hash(code), made_by=by, expires_at=now + CODE_LASTS)
    )
    return spelt(code)


def spelt(code: str) -> str:
    """Return a code in two groups, however somebody has typed it."""
    typed = _typed(code)
    return f"{typed[: _LENGTH // 2]}-{typed[_LENGTH // 2 :]}"


def maker_of(tenant: Tenant, code: str, now: datetime) -> tuple[Tenant, str] | None:
    """Return the agency that a code was made in, and who made it; None where it is no code that is good now."""
    row = tenant.session.exec(
        select(LinkCodeRow).where(col(LinkCodeRow.code) == _hash(code), col(LinkCodeRow.expires_at) > now)
    ).first()
    return None if row is None else (replace(tenant, agency_id=row.agency_id, known={}), row.made_by)


def hold_both(joining: Tenant, receiving: Tenant) -> bool:
    """Let nobody else change the rows of two agencies, the first of which is held; False where another link is made.

    Two that join each other at once would wait for each other. So one link is made at a time, and whoever comes second
    does not wait, but lets go.
    """
    session = joining.session
    if _has_one_writer(session):
        return True
    if not session.scalar(_ALONE):
        return False
    receiving.hold()
    session.execute(_NO_NEWS)
    return True


def held(tenant: Tenant, workspace_id: int) -> Tenant:
    """Hold the agency of a workspace and return it: while one waited for it, the workspace may have joined another."""
    if _has_one_writer(tenant.session):
        return tenant
    while True:
        tenant.hold()
        agency_id = tenant.session.scalar(
            select(WorkspaceRow.agency_id).where(col(WorkspaceRow.id) == workspace_id)
        )
        if agency_id is None or agency_id == tenant.agency_id:
            return tenant
        tenant = replace(tenant, agency_id=agency_id, known={})


def keep_in_place(session: Session) -> None:
    """Let no workspace join another agency before this transaction ends, for whoever stores news without holding one."""
    if not _has_one_writer(session):
        session.execute(_NEWS)


def use_code(receiving: Tenant, code: str, now: datetime) -> bool:
    """Return whether a code is still good; it is no more then."""
    used = receiving.session.execute(
        delete(LinkCodeRow)
        .where(
            col(LinkCodeRow.agency_id) == receiving.agency_id,
            col(LinkCodeRow.code) == _hash(code),
            col(LinkCodeRow.expires_at) > now,
        )
        .returning(col(LinkCodeRow.id))
    )
    return used.first() is not None


def is_sending(tenant: Tenant) -> bool:
    """Return whether a post of the agency is on its way out; none can be taken up any more in this transaction.

    Whoever sends it knows it as this agency's, and would not find what it is about.
    """
    rows = tenant.session.exec(
        select(PostRow.held_by)
        .where(
            col(PostRow.agency_id) == tenant.agency_id,
            col(PostRow.status).in_((PostStatus.PENDING, PostStatus.SENDING)),
        )
        .with_for_update()
    )
    return any(rows.all())


def namesakes(joining: Tenant, receiving: Tenant) -> list[Namesake]:
    """Return the clients of an agency whose own name is one of a client of the other."""
    mine = clients.all_clients(joining)
    taken = set(clients.among(receiving, {plain(client.name) for client in mine}))
    found = [
        Namesake(client.id, client.name, tuple(row.id for row in clients.named(receiving, client.name)))
        for client in mine
        if plain(client.name) in taken
    ]
    return [namesake for namesake in found if namesake.theirs]


def name_apart(tenant: Tenant, name: str, workspace: str) -> str:
    """Return a client's name that tells it from its namesakes by its workspace, and that no client has."""
    candidates = (f"{name} ({workspace}{f' {number}' if number > 1 else ''})" for number in count(1))
    return next(candidate for candidate in candidates if not clients.named(tenant, candidate))


def move(joining: Tenant, receiving: Tenant) -> None:
    """Move every row of an agency into another one, both held, and remove the agency.

    What the receiving one has set holds; what the other has set for all its clients is dropped or withdrawn.
    """
    session = joining.session
    _give_way(joining, receiving)
    _keep_said_once(joining, receiving)
    _move_rows(session, joining.agency_id, receiving.agency_id)
    session.execute(delete(AgencyRow).where(col(AgencyRow.id) == joining.agency_id))
    session.expunge_all()  # What was looked up before is of an agency that is no more.


def _give_way(joining: Tenant, receiving: Tenant) -> None:
    """Take back what both agencies can only have once."""
    session, mine = joining.session, joining.agency_id
    for table in (PreferenceRow, LinkCodeRow):
        session.execute(delete(table).where(agency_of(table) == mine))
    # The receiving one's digest of a week that it has yet to tell of will count both.
    last = weeks.last_planned(receiving)
    theirs = select(DigestRow.week).where(col(DigestRow.agency_id) == receiving.agency_id)
    session.execute(
        delete(DigestRow).where(
            col(DigestRow.agency_id) == mine,
            (col(DigestRow.week) > last) | col(DigestRow.week).in_(theirs),
        )
    )
    for statement in (
        update(AllowanceRow)
        .where(col(AllowanceRow.agency_id) == mine, col(AllowanceRow.client_id).is_(None))
        .values(withdrawn=True),
        update(MuteRow)
        .where(col(MuteRow.agency_id) == mine, col(MuteRow.channel_id).is_(None))
        .values(lifted=True),
        # Whom an ambiguous name stands for was chosen among fewer.
        update(NameRow)
        .where(
            col(NameRow.agency_id) == mine,
            col(NameRow.key).in_(select(NameRow.key).where(col(NameRow.agency_id) == receiving.agency_id)),
        )
        .values(preferred=False),
    ):
        session.execute(statement.execution_options(synchronize_session=False))


def _keep_said_once(joining: Tenant, receiving: Tenant) -> None:
    """Let what was explained once count as explained: its key names the agency."""
    mine, theirs = (f"notice:{tenant.agency_id}:" for tenant in (joining, receiving))
    key = theirs + func.substr(PostRow.dedupe_key, len(mine) + 1)
    said = select(PostRow.dedupe_key).where(col(PostRow.agency_id) == receiving.agency_id)
    joining.session.execute(
        update(PostRow)
        .where(
            col(PostRow.agency_id) == joining.agency_id,
            col(PostRow.dedupe_key).startswith(mine, autoescape=True),
            col(PostRow.status) == PostStatus.SENT,  # By the key an earlier attempt is looked up.
            key.not_in(said),
        )
        .values(dedupe_key=key)
        .execution_options(synchronize_session=False)
    )


def _move_rows(session: Session, old: int, new: int) -> None:
    """Give the rows of all tables another agency, though they point to each other within one.

    PostgreSQL looks at that when a statement ends, so one statement changes all tables; SQLite can do so when the
    transaction ends.
    """
    changes = [
        update(rows).where(rows.c.agency_id == old).values(agency_id=new) for rows in map(rows_of, _owned())
    ]
    if _has_one_writer(session):
        session.execute(_LATER)
        for change in changes:
            session.execute(change)
    else:
        last, *others = changes
        session.execute(last.add_cte(*(change.cte(f"moved_{n}") for n, change in enumerate(others))))


def _has_one_writer(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _owned() -> Sequence[type[SQLModel]]:
    return [table for table in TABLES if table is not AgencyRow]


def _hash(code: str) -> str:
    return sha256(_typed(code).encode()).hexdigest()


def _typed(code: str) -> str:
    return "".join(char for char in code.upper() if char.isalnum()).translate(_LOOK_ALIKES)
