"""Clients, the names they go by, and the statements about them.

A merged client keeps its rows and points to the one it was merged into, so that a merge can be taken back.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, or_, select

from core.model import Origin, Plan, Relationship, Stage
from core.records import About, Statement, Via
from core.relationships import last_bound_on, relationship, waits
from core.store.tables import ClientRow, NameRow, StatementRow
from core.store.tenant import Tenant
from core.transcript.words import plain

_WAITING = (
    select(StatementRow)
    .join(ClientRow, col(ClientRow.id) == StatementRow.client_id)
    .where(
        col(StatementRow.agency_id) == bindparam("agency"),
        col(ClientRow.agency_id) == bindparam("agency"),
        col(ClientRow.removed).is_(False),
        col(StatementRow.undone).is_(False),
        col(StatementRow.by_lead).is_(False),
        col(StatementRow.confirmed_by) == "",
        # Every client of a paste has such a guess, and none of them waits.
        or_(col(StatementRow.via) != Via.PASTE, col(StatementRow.about) != About.MET),
    )
    .order_by(col(StatementRow.id))
)
_NAMES = select(col(ClientRow.id), col(ClientRow.name), col(ClientRow.merged_into)).where(
    col(ClientRow.agency_id) == bindparam("agency"), col(ClientRow.id).in_(bindparam("ids", expanding=True))
)


def named(tenant: Tenant, name: str) -> Sequence[ClientRow]:
    """Return the clients that go by a name; more than one where it is ambiguous."""
    names = tenant.all(NameRow, col(NameRow.key) == plain(name))
    chosen = [row for row in names if row.preferred] or names
    found = {client.id: client for row in chosen if (client := current(tenant, row.client_id)) is not None}
    there = [client for client in found.values() if not client.removed]
    # Whose own name it is comes before those who are also called so.
    return [client for client in there if plain(client.name) == plain(name)] or there


def current(tenant: Tenant, client_id: int | None) -> ClientRow | None:
    """Return the client that an id stands for today, merges followed."""
    row = tenant.get(ClientRow, client_id)
    while row is not None and row.merged_into is not None:
        row = tenant.get(ClientRow, row.merged_into)
    return row


def names(tenant: Tenant, client_ids: Iterable[int | None]) -> dict[int | None, str]:
    """Return the names that ids stand for today, merges followed; an id of nobody is left out."""
    wanted = {client_id for client_id in client_ids if client_id is not None}
    rows: dict[int, Any] = {}
    fresh = wanted
    while fresh:
        ids = {"agency": tenant.agency_id, "ids": list(fresh)}
        found = {row.id: row for row in tenant.session.execute(_NAMES, ids)}
        rows |= found
        fresh = {row.merged_into for row in found.values() if row.merged_into is not None} - rows.keys()

    def name(row: Any) -> str:
        return row.name if row.merged_into is None else name(rows[row.merged_into])

    return {client_id: name(rows[client_id]) for client_id in wanted & rows.keys()}


def among(tenant: Tenant, labels: Collection[str]) -> list[str]:
    """Return those of some labels, folded, that clients go by."""
    return [row.key for row in tenant.all(NameRow, col(NameRow.key).in_(labels))] if labels else []


def written_names(tenant: Tenant) -> Sequence[str]:
    """Return every name a client goes by, for offering near ones."""
    return [row.written for row in tenant.all(NameRow)]


def names_of(tenant: Tenant, client: ClientRow) -> Sequence[NameRow]:
    """Return the names of a client and of those merged into it."""
    return tenant.all(NameRow, col(NameRow.client_id).in_(ids(tenant, client)))


def all_clients(tenant: Tenant) -> Sequence[ClientRow]:
    """Return the clients that were not merged into another, by name."""
    return tenant.all(
        ClientRow,
        col(ClientRow.merged_into).is_(None),
        col(ClientRow.removed).is_(False),
        order=col(ClientRow.name),
    )


def ids(tenant: Tenant, client: ClientRow) -> list[int]:
    """Return the id of a client and of everything merged into it."""
    found, fresh = [client.id], [client.id]
    while fresh:
        rows = tenant.all(ClientRow, col(ClientRow.merged_into).in_(fresh))
        fresh = [row.id for row in rows if row.id not in found]
        found += fresh
    return found


def add(tenant: Tenant, name: str, now: datetime, today: date, *, confirmed: bool) -> ClientRow:
    """Add a client under a name."""
    row = tenant.add(
        ClientRow(
            agency_id=tenant.agency_id,
            name=name,
            confirmed=confirmed,
            created_at=now,
            last_active_on=today,
        )
    )
    add_name(tenant, row, name)
    return row


def name_row(tenant: Tenant, client: ClientRow, name: str) -> NameRow | None:
    """Return the row by which a client goes by a name, if it does."""
    return tenant.first(NameRow, col(NameRow.client_id) == client.id, col(NameRow.key) == plain(name))


def add_name(tenant: Tenant, client: ClientRow, name: str) -> NameRow:
    """Let a client go by a further name; returns the row that is there where it already does."""
    return name_row(tenant, client, name) or tenant.add(
        NameRow(agency_id=tenant.agency_id, client_id=client.id, key=plain(name), written=name)
    )


def preferred(tenant: Tenant, name: str) -> Sequence[NameRow]:
    """Return the rows of those for whom an ambiguous name was said to stand."""
    return tenant.all(NameRow, col(NameRow.key) == plain(name), col(NameRow.preferred).is_(True))


def say(tenant: Tenant, client: ClientRow, statement: Statement, today: date) -> StatementRow:
    """Add a statement about a client and let the client's row follow, on the agency's day."""
    row = tenant.add(
        StatementRow(
            agency_id=tenant.agency_id,
            client_id=client.id,
            about=statement.about,
            value=statement.value,
            on=statement.on,
            subject=statement.subject,
            reference=statement.reference,
            via=statement.via,
            said_by=statement.said_by,
            said_at=statement.said_at,
            by_lead=statement.by_lead,
        )
    )
    refresh(tenant, client, today)
    return row


def refresh(tenant: Tenant, client: ClientRow, today: date) -> None:
    """Write into a client's row what the statements about it come to."""
    known = relationship(client.name, (as_statement(row) for row in statements(tenant, client)))
    client.stage = known.stage
    client.plan = known.plan
    client.badge_seen = known.badge_seen
    client.origin = known.origin
    client.origin_proof = known.origin_proof
    client.met_on = known.met_on
    client.met_on_estimated = known.met_on_estimated
    client.converted_on = known.converted_on
    bound = last_bound_on(known)
    if bound != client.last_bound_on or client.bound_noted_on is None:
        client.last_bound_on, client.bound_noted_on = bound, today
    tenant.add(client)


def relationship_of(client: ClientRow) -> Relationship:
    """Return what is known of a client, as its row holds it."""
    return Relationship(
        client=client.name,
        stage=Stage(client.stage) if client.stage else None,
        plan=Plan(client.plan) if client.plan else None,
        badge_seen=client.badge_seen,
        origin=Origin(client.origin) if client.origin else None,
        origin_proof=client.origin_proof,
        met_on=client.met_on,
        met_on_estimated=client.met_on_estimated,
        converted_on=client.converted_on,
    )


def statements(tenant: Tenant, client: ClientRow) -> Sequence[StatementRow]:
    """Return the statements about a client in the order in which they were made."""
    return tenant.all(StatementRow, col(StatementRow.client_id).in_(ids(tenant, client)))


def as_statement(row: StatementRow) -> Statement:
    """Return a statement's row as a value."""
    return Statement(
        id=row.id,
        about=About(row.about),
        value=row.value,
        said_by=row.said_by,
        said_at=row.said_at,
        on=row.on,
        subject=row.subject,
        reference=row.reference,
        via=Via(row.via),
        by_lead=row.by_lead,
        confirmed_by=row.confirmed_by,
        undone=row.undone,
    )


def waiting(tenant: Tenant) -> list[StatementRow]:
    """Return the statements that wait for a lead; of one matter only what was said last."""
    rows = tenant.session.exec(_WAITING, params={"agency": tenant.agency_id})
    last: dict[tuple[object, ...], StatementRow] = {}
    for row in rows:
        if waits(as_statement(row)):
            last[row.client_id, row.about, row.subject] = row
    return list(last.values())


def touched(rows: Iterable[StatementRow], tenant: Tenant) -> list[ClientRow]:
    """Return the clients that statements are about, each once."""
    found = {client.id: client for row in rows if (client := current(tenant, row.client_id)) is not None}
    return list(found.values())
