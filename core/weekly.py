"""Fill a week's digest from what was recorded."""

from collections.abc import Mapping
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
from core.records import Post
from core.store import allowances, clients, people, posts, weeks
from core.store.tables import AllowanceRow, StatementRow
from core.store.tenant import Tenant
from core.store.weeks import Open
from core.wording.facts import said
from core.zones import local_day, week_bounds, weeks_until

WEEKS_SHOWN = 8
ENDING_DAYS = 30

Names = Mapping[int | None, str]


def digest_of(tenant: Tenant, week: str, today: date, zone: ZoneInfo) -> Digest:
    """Return the digest of a week as of today; the last of its eight weeks is that week."""
    shown = weeks_until(week, WEEKS_SHOWN)
    counted = weeks.counts(tenant, [week_bounds(name, zone) for name in shown])
    totals = weeks.totals(tenant, *week_bounds(week, zone), today)
    open_ones, open_count = weeks.open_ones(tenant, NEEDS_SHOWN)
    proposed = allowances.proposed(tenant)
    parked = posts.parked(tenant)
    longest_waiting = sorted(parked, key=lambda post: (post.not_before, post.id))[:NEEDS_SHOWN]
    waiting = clients.waiting(tenant)
    about: list[Open | AllowanceRow | StatementRow] = [*open_ones, *proposed, *waiting]
    names = clients.names(tenant, [row.client_id for row in about])
    urgent = most_urgent(
        [
            *(_settle(one, names, zone) for one in open_ones),
            *(_send(tenant, post, zone) for post in longest_waiting),
            *(_decide(entry, names, zone) for entry in proposed),
        ]
    )
    return Digest(
        agency=people.agency(tenant).name,
        week=week,
        needs=urgent,
        to_confirm=tuple(_confirm(row, names) for row in waiting),
        asks=counted[-1].asks,
        answered=counted[-1].answered,
        breaches=counted[-1].breaches,
        checks=totals.checks,
        clients=totals.clients,
        weeks=tuple(
            WeekCount(name, count.asks, count.breaches) for name, count in zip(shown, counted, strict=True)
        ),
        ending=tuple(
            Ending(client.name, client.last_bound_on, client.met_on_estimated)
            for client in weeks.ending(tenant, today, ENDING_DAYS)
            if client.last_bound_on is not None
        ),
        gaps=Gaps(totals.met_unknown, totals.stage_unknown, totals.origin_unproven, totals.not_living),
        unchecked=totals.unchecked,
        needs_left=open_count + len(parked) + len(proposed) - len(urgent),
    )


def _settle(one: Open, names: Names, zone: ZoneInfo) -> Need:
    return Need(one.kind, names.get(one.client_id, ""), one.rule, one.check_id, local_day(one.found_at, zone))


def _send(tenant: Tenant, post: Post, zone: ZoneInfo) -> Need:
    channel = people.known_channel(tenant, post.workspace_id, post.destination)
    what = f"{post.kind} in #{channel.name}" if channel else str(post.kind)
    return Need(NeedKind.POST, "", what, post.id, local_day(post.not_before, zone))


def _decide(entry: AllowanceRow, names: Names, zone: ZoneInfo) -> Need:
    on = local_day(entry.proposed_at, zone)
    return Need(
        NeedKind.ALLOWANCE, names.get(entry.client_id, ""), entry.rule, entry.id, on, entry.client_id or 0
    )


def _confirm(row: StatementRow, names: Names) -> Pending:
    text = f"{names[row.client_id]}: {said(clients.as_statement(row))}, said by {row.said_by}"
    return Pending((row.id,), text)
