"""The numbers of a week, counted where the rows are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func
from sqlmodel import col, select

from core.model import Level, Origin, Speaker, State
from core.store.reminders import living
from core.store.tables import CheckRow, ClientRow, DigestRow, FindingRow
from core.store.tenant import Tenant

GRAVE = (Level.VIOLATION, Level.WARNING)
PUSHES = ("UPW115", "UPW315")


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found between two instants."""

    asks: int
    answered: int
    breaches: int


def counts(tenant: Tenant, bounds: Sequence[tuple[datetime, datetime]]) -> list[Counts]:
    """Return what was found in each of several spans that follow one another."""
    grave = col(FindingRow.level).in_(GRAVE)
    asked = and_(grave, col(FindingRow.by) != Speaker.US)
    answered = and_(asked, col(FindingRow.state).in_((State.ANSWERED, State.RESOLVED, State.DISMISSED)))
    ours = and_(grave, col(FindingRow.by) == Speaker.US, col(FindingRow.state) != State.DISMISSED)
    columns = [
        func.sum(
            case((and_(what, col(FindingRow.found_at) >= start, col(FindingRow.found_at) < end), 1), else_=0)
        )
        for start, end in bounds
        for what in (asked, answered, ours)
    ]
    row = tenant.session.execute(
        select(*columns).where(
            col(FindingRow.agency_id) == tenant.agency_id,
            col(FindingRow.found_at) >= bounds[0][0],
            col(FindingRow.found_at) < bounds[-1][1],
        )
    ).one()
    numbers = [int(number or 0) for number in row]
    return [Counts(*numbers[n : n + 3]) for n in range(0, len(numbers), 3)]


def checked(tenant: Tenant, start: datetime, end: datetime) -> tuple[int, int, int]:
    """Return how many checks there were, of how many clients, and how many were not read whole."""
    row = tenant.session.execute(
        select(
            func.count(),
            func.count(func.distinct(CheckRow.client_id)),
            func.sum(case((col(CheckRow.unchecked).is_(True), 1), else_=0)),
        ).where(
            col(CheckRow.agency_id) == tenant.agency_id,
            col(CheckRow.asked_at) >= start,
            col(CheckRow.asked_at) < end,
        )
    ).one()
    return int(row[0]), int(row[1]), int(row[2] or 0)


def open_breaches(tenant: Tenant, limit: int) -> Sequence[FindingRow]:
    """Return what our own side did and nobody has settled, oldest first."""
    return _open(tenant, limit, col(FindingRow.by) == Speaker.US)


def open_pushes(tenant: Tenant, limit: int) -> Sequence[FindingRow]:
    """Return where a client pushed again and was not answered."""
    return _open(tenant, limit, col(FindingRow.by) != Speaker.US, col(FindingRow.rule).in_(PUSHES))


def open_asks(tenant: Tenant, limit: int) -> Sequence[FindingRow]:
    """Return what clients asked for and nobody has answered."""
    return _open(tenant, limit, col(FindingRow.by) != Speaker.US, col(FindingRow.rule).not_in(PUSHES))


def open_count(tenant: Tenant) -> int:
    """Return how many grave findings are open."""
    query = select(func.count()).where(col(FindingRow.agency_id) == tenant.agency_id, *_is_open())
    return tenant.session.exec(query).one()


def ending(tenant: Tenant, today: date, days: int) -> Sequence[ClientRow]:
    """Return the living clients whose last bound day lies within some days, the nearest first."""
    return tenant.all(
        ClientRow,
        *living(today),
        col(ClientRow.last_bound_on) >= today,
        col(ClientRow.last_bound_on) <= today + timedelta(days=days),
        order=col(ClientRow.last_bound_on),
    )


def gaps(tenant: Tenant, today: date) -> tuple[int, int, int, int]:
    """Return how many living clients have no known meeting day, stage or proof of origin, and how many are not living."""
    alive = and_(*living(today))
    there = and_(col(ClientRow.merged_into).is_(None), col(ClientRow.removed).is_(False))
    no_day = and_(
        alive,
        col(ClientRow.converted_on).is_(None),
        (col(ClientRow.met_on).is_(None)) | (col(ClientRow.met_on_estimated).is_(True)),
    )
    unproven = and_(alive, col(ClientRow.origin) == Origin.ELSEWHERE, col(ClientRow.origin_proof).is_(False))
    columns = [
        func.sum(case((what, 1), else_=0))
        for what in (no_day, and_(alive, col(ClientRow.stage).is_(None)), unproven, and_(there, ~alive))
    ]
    row = tenant.session.execute(select(*columns).where(col(ClientRow.agency_id) == tenant.agency_id)).one()
    met, stage, origin, resting = (int(number or 0) for number in row)
    return met, stage, origin, resting


def planned(tenant: Tenant, week: str) -> DigestRow | None:
    """Return the digest of a week, once it was planned."""
    return tenant.first(DigestRow, col(DigestRow.week) == week)


def _is_open() -> tuple[ColumnElement[bool], ...]:
    return (col(FindingRow.state) == State.OPEN, col(FindingRow.level).in_(GRAVE))


def _open(tenant: Tenant, limit: int, *where: ColumnElement[bool]) -> Sequence[FindingRow]:
    return tenant.all(FindingRow, *_is_open(), *where, order=col(FindingRow.found_at), limit=limit)
