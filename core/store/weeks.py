"""The numbers of a week, counted where the rows are. The queries are built once: that takes longer than to run one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, select, true
from sqlmodel import col

from core.digest import NeedKind
from core.model import Level, Origin, Speaker, State
from core.store.checks import CAUGHT
from core.store.reminders import LIVING, living_since
from core.store.tables import CheckRow, ClientRow, DigestRow, FindingRow
from core.store.tenant import Tenant

GRAVE = (Level.VIOLATION, Level.WARNING)
SETTLED = (State.ANSWERED, State.RESOLVED, State.DISMISSED)
PUSHES = ("UPW115", "UPW315")

_CHECKED = (
    select(
        func.count().label("checks"),
        func.count(func.distinct(CheckRow.client_id)).label("clients"),
        func.count().filter(col(CheckRow.unchecked).is_(True)).label("unchecked"),
    )
    .where(
        col(CheckRow.agency_id) == bindparam("agency"),
        col(CheckRow.asked_at) >= bindparam("start"),
        col(CheckRow.asked_at) < bindparam("end"),
    )
    .subquery()
)
_ALIVE = and_(*LIVING)
_GAPS = (
    select(
        *(
            func.count().filter(what).label(name)
            for name, what in {
                "met_unknown": _ALIVE
                & col(ClientRow.converted_on).is_(None)
                & (col(ClientRow.met_on).is_(None) | col(ClientRow.met_on_estimated).is_(True)),
                "stage_unknown": _ALIVE & col(ClientRow.stage).is_(None),
                "origin_unproven": _ALIVE
                & (col(ClientRow.origin) == Origin.ELSEWHERE)
                & col(ClientRow.origin_proof).is_(False),
                "not_living": ~_ALIVE
                & col(ClientRow.merged_into).is_(None)
                & col(ClientRow.removed).is_(False),
            }.items()
        )
    )
    .where(col(ClientRow.agency_id) == bindparam("agency"))
    .subquery()
)
# Both are one row, and a trip to a server takes longer than to count.
_TOTALS = select(_CHECKED, _GAPS).join_from(_CHECKED, _GAPS, true())
_KIND = case(
    (col(FindingRow.by) == Speaker.US, NeedKind.BREACH),
    (col(FindingRow.rule).in_(PUSHES), NeedKind.PUSH),
    else_=NeedKind.ASK,
)
_RANKED = (
    select(
        _KIND.label("kind"),
        col(FindingRow.client_id),
        col(FindingRow.rule),
        col(FindingRow.check_id),
        col(FindingRow.found_at),
        func.row_number().over(partition_by=_KIND, order_by=col(FindingRow.found_at)).label("place"),
        func.count().over().label("number"),
    )
    .where(
        col(FindingRow.agency_id) == bindparam("agency"),
        col(FindingRow.state) == State.OPEN,
        col(FindingRow.level).in_(GRAVE),
    )
    .subquery()
)
_OPEN = select(_RANKED).where(_RANKED.c.place <= bindparam("most"))
_ENDING = (
    select(ClientRow)
    .where(
        col(ClientRow.agency_id) == bindparam("agency"),
        *LIVING,
        col(ClientRow.last_bound_on) >= bindparam("first"),
        col(ClientRow.last_bound_on) <= bindparam("last"),
    )
    .order_by(col(ClientRow.last_bound_on))
)

_LAST_PLANNED = select(func.max(DigestRow.week)).where(col(DigestRow.agency_id) == bindparam("agency"))


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found between two instants."""

    asks: int
    answered: int
    breaches: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The checks of a span and the clients they were about; and of how many clients something is not known."""

    checks: int
    clients: int
    unchecked: int  # checks that were not read whole
    met_unknown: int  # of living clients, as the next two
    stage_unknown: int
    origin_unproven: int
    not_living: int


@dataclass(frozen=True, slots=True)
class Open:
    """A grave finding that nobody has settled."""

    kind: NeedKind
    client_id: int | None
    rule: str
    check_id: int
    found_at: datetime


def counts(tenant: Tenant, bounds: Sequence[tuple[datetime, datetime]]) -> list[Counts]:
    """Return what was found in each of several spans that follow one another."""
    ends = {f"end{n}": end for n, (_, end) in enumerate(bounds)}
    rows = tenant.session.execute(
        _in_spans(len(bounds)), {"agency": tenant.agency_id, "start": bounds[0][0], **ends}
    )
    found = [Counter[str]() for _ in bounds]
    for n, by, state, count in rows:
        if by != Speaker.US:
            found[n]["asks"] += count
            found[n]["answered"] += count * (state in SETTLED)
        elif state != State.DISMISSED:
            found[n]["breaches"] += count
    return [Counts(count["asks"], count["answered"], count["breaches"]) for count in found]


def totals(tenant: Tenant, start: datetime, end: datetime, today: date) -> Totals:
    """Return the totals of a span, with the gaps as of a day."""
    span = {"agency": tenant.agency_id, "start": start, "end": end, "since": living_since(today)}
    return Totals(*tenant.session.execute(_TOTALS, span).one())


def open_ones(tenant: Tenant, most: int) -> tuple[list[Open], int]:
    """Return the grave findings that are open, of each kind the oldest few, and how many there are in all."""
    rows = tenant.session.execute(_OPEN, {"agency": tenant.agency_id, "most": most}).all()
    found = [Open(NeedKind(row.kind), row.client_id, row.rule, row.check_id, row.found_at) for row in rows]
    return found, rows[0].number if rows else 0


def ending(tenant: Tenant, today: date, days: int) -> Sequence[ClientRow]:
    """Return the living clients whose last bound day lies within some days, the nearest first."""
    last = today + timedelta(days=days)
    return tenant.session.scalars(
        _ENDING, {"agency": tenant.agency_id, "since": living_since(today), "first": today, "last": last}
    ).all()


def planned(tenant: Tenant, week: str) -> DigestRow | None:
    """Return the digest of a week, once it was planned."""
    return tenant.first(DigestRow, col(DigestRow.week) == week)


def last_planned(tenant: Tenant) -> str:
    """Return the latest week whose digest was planned, or nothing before the first."""
    return tenant.session.scalar(_LAST_PLANNED, {"agency": tenant.agency_id}) or ""


def plan(tenant: Tenant, week: str, numbers: dict[str, Any], now: datetime, *, anew: bool) -> None:
    """Freeze the numbers of a week's digest; those that are frozen already are replaced only by new ones asked for."""
    columns = {"agency_id": tenant.agency_id, "week": week, "numbers": numbers, "planned_at": now}
    added = tenant.add_once(DigestRow, ("agency_id", "week"), **columns)
    row = planned(tenant, week) if anew and added is None else None
    if row is not None:
        row.numbers = numbers
        tenant.add(row)


@cache
def _in_spans(number: int) -> Select[Any]:
    span = case(*((col(FindingRow.found_at) < bindparam(f"end{n}"), n) for n in range(number)))
    return (
        select(span, col(FindingRow.by), col(FindingRow.state), func.count())
        .where(
            col(FindingRow.agency_id) == bindparam("agency"),
            col(FindingRow.found_at) >= bindparam("start"),
            col(FindingRow.found_at) < bindparam(f"end{number - 1}"),
            col(FindingRow.level).in_(GRAVE),
            col(FindingRow.state_by) != CAUGHT,
        )
        .group_by(span, col(FindingRow.by), col(FindingRow.state))
    )
