"""Fill a week's digest from what was recorded."""

from datetime import date
from zoneinfo import ZoneInfo

from core.digest import (
    NEEDS_SHOWN,
    Digest,
    Ending,
    Gaps,
    Need,
    NeedKind,
    Pending,
    WeekCount,
    most_urgent,
)
from core.store import allowances, clients, people, posts, weeks
from core.store.tables import FindingRow
from core.store.tenant import Tenant
from core.wording.facts import said
from core.zones import local_day, week_bounds, weeks_until

WEEKS_SHOWN = 8
ENDING_DAYS = 30


def digest_of(tenant: Tenant, week: str, today: date, zone: ZoneInfo) -> Digest:
    """Return the digest of a week as of today; the last of its eight weeks is that week."""
    shown = weeks_until(week, WEEKS_SHOWN)
    counted = weeks.counts(tenant, [week_bounds(name, zone) for name in shown])
    checks, checked_clients, unchecked = weeks.checked(tenant, *week_bounds(week, zone))
    needs = _needs(tenant, zone)
    urgent = most_urgent(needs)
    waiting = weeks.open_count(tenant) + sum(
        need.kind in (NeedKind.POST, NeedKind.ALLOWANCE) for need in needs
    )
    met_unknown, stage_unknown, origin_unproven, not_living = weeks.gaps(tenant, today)
    return Digest(
        agency=people.agency(tenant).name,
        week=week,
        needs=urgent,
        to_confirm=_to_confirm(tenant),
        asks=counted[-1].asks,
        answered=counted[-1].answered,
        breaches=counted[-1].breaches,
        checks=checks,
        clients=checked_clients,
        weeks=tuple(
            WeekCount(name, count.asks, count.breaches) for name, count in zip(shown, counted, strict=True)
        ),
        ending=tuple(
            Ending(client.name, client.last_bound_on, client.met_on_estimated)
            for client in weeks.ending(tenant, today, ENDING_DAYS)
            if client.last_bound_on is not None
        ),
        gaps=Gaps(met_unknown, stage_unknown, origin_unproven, not_living),
        unchecked=unchecked,
        needs_left=waiting - len(urgent),
    )


def _needs(tenant: Tenant, zone: ZoneInfo) -> list[Need]:
    found = [
        _need(tenant, kind, row, zone)
        for kind, rows in (
            (NeedKind.BREACH, weeks.open_breaches(tenant, NEEDS_SHOWN)),
            (NeedKind.PUSH, weeks.open_pushes(tenant, NEEDS_SHOWN)),
            (NeedKind.ASK, weeks.open_asks(tenant, NEEDS_SHOWN)),
        )
        for row in rows
    ]
    found += [
        Need(NeedKind.POST, "", post.kind, post.id, local_day(post.not_before, zone))
        for post in posts.parked(tenant)
    ]
    for entry in allowances.entries(tenant):
        if not entry.approved_by:
            client = clients.current(tenant, entry.client_id)
            on = local_day(entry.proposed_at, zone)
            found.append(Need(NeedKind.ALLOWANCE, client.name if client else "", entry.rule, entry.id, on))
    return found


def _need(tenant: Tenant, kind: NeedKind, row: FindingRow, zone: ZoneInfo) -> Need:
    client = clients.current(tenant, row.client_id)
    return Need(kind, client.name if client else "", row.rule, row.check_id, local_day(row.found_at, zone))


def _to_confirm(tenant: Tenant) -> tuple[Pending, ...]:
    pending = []
    for row in clients.waiting(tenant):
        client = clients.current(tenant, row.client_id)
        name = client.name if client else ""
        pending.append(
            Pending((row.id,), f"{name}: {said(clients.as_statement(row))}, said by {row.said_by}")
        )
    return tuple(pending)
