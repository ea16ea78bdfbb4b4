"""What was judged, without its words; and what became of the findings."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, true, update
from sqlmodel import col, select

from core.model import Finding, Speaker, State, Verdict
from core.reply import Rung
from core.store.tables import CheckRow, FindingRow
from core.store.tenant import Tenant, rows_of

KEPT = timedelta(days=730)
CAUGHT = "caught"  # Who settles what was found in a draft: nothing was sent.
BY_TIME = "time"  # An ask that has only grown old was answered by nobody.
RECENT = 50  # Checks of a client or channel by which a growing paste is known again.

# The queries of every tick are built once: that takes longer than to run one.
_CLOSE_OLD_ASKS = (
    update(FindingRow)
    .where(
        col(FindingRow.agency_id) == bindparam("agency"),
        col(FindingRow.state) == State.OPEN,
        col(FindingRow.by) != Speaker.US,
        col(FindingRow.found_at) < bindparam("before"),
    )
    .values(state=State.ANSWERED, state_at=bindparam("now"), state_by=BY_TIME)
    .execution_options(synchronize_session=False)
)
_EXPIRE = (
    update(CheckRow)
    .where(col(CheckRow.agency_id) == bindparam("agency"), col(CheckRow.expires_at) <= bindparam("now"))
    .values(sealed=None, expires_at=None)
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A judgement to be recorded: who asked, where, when, and how the text is known again."""

    member_id: int
    channel_id: int | None
    client_id: int | None
    source: str
    asked_at: datetime
    fingerprint: str
    marks: Sequence[str]
    first_new: int
    reading: bytes
    expires_at: datetime


def record(tenant: Tenant, seen: Seen, verdict: Verdict, rung: Rung, *, caught: bool = False) -> CheckRow:
    """Add a check and its findings; the reading is sealed. `caught` says that it is a draft, of which nothing was sent."""
    check = tenant.add(
        CheckRow(
            agency_id=tenant.agency_id,
            channel_id=seen.channel_id,
            member_id=seen.member_id,
            client_id=seen.client_id,
            source=seen.source,
            asked_at=seen.asked_at,
            outcome=verdict.outcome,
            rung=rung,
            fingerprint=seen.fingerprint,
            marks=list(seen.marks),
            first_new=seen.first_new,
            assumed=[fact for fact, _ in verdict.assumed],
            unchecked=bool(verdict.unchecked),
            sealed=tenant.keyring.seal(seen.reading),
            expires_at=seen.expires_at,
        )
    )
    add_findings(tenant, check, verdict.findings, seen.asked_at)
    if caught:
        ours = [row for row in findings_of(tenant, check.id) if row.by == Speaker.US]
        close(tenant, ours, State.RESOLVED, CAUGHT, seen.asked_at)
    return check


def is_draft(tenant: Tenant, check: CheckRow) -> bool:
    """Return whether something was found in a check that was not sent yet."""
    return any(row.state_by == CAUGHT for row in findings_of(tenant, check.id))


def add_findings(tenant: Tenant, check: CheckRow, findings: Iterable[Finding], now: datetime) -> None:
    """Add findings of a check."""
    rows = [
        {
            "agency_id": tenant.agency_id,
            "check_id": check.id,
            "client_id": check.client_id,
            "rule": finding.rule,
            "level": finding.level,
            "by": finding.by,
            "start": finding.evidence[0].start,
            "state": finding.state,
            "found_at": now,
            "state_at": now,
            "state_by": "",
            "alert": "",
        }
        for finding in findings
    ]
    if rows:
        tenant.session.execute(insert(rows_of(FindingRow)), rows)


def find(tenant: Tenant, check_id: int) -> CheckRow | None:
    """Return a check by its number."""
    return tenant.get(CheckRow, check_id)


def last_of(tenant: Tenant, member_id: int) -> CheckRow | None:
    """Return the last check that a member asked for."""
    return tenant.first(CheckRow, col(CheckRow.member_id) == member_id, order=col(CheckRow.id).desc())


def by_source(tenant: Tenant, source: str) -> CheckRow | None:
    """Return the last check of a post, by the platform's id of it."""
    return tenant.first(CheckRow, col(CheckRow.source) == source, order=col(CheckRow.id).desc())


def of_sources(tenant: Tenant, sources: Collection[str]) -> Sequence[CheckRow]:
    """Return the checks of some posts, the last of a post behind the others."""
    return tenant.all(CheckRow, col(CheckRow.source).in_(sources))


def withdraw(tenant: Tenant, check: CheckRow, now: datetime) -> None:
    """Mark the findings of a check as gone with their post, and erase its reading and its marks."""
    close(tenant, findings_of(tenant, check.id), State.GONE, "", now)
    check.sealed, check.marks, check.withdrawn = None, [], True
    tenant.add(check)


def same_text(tenant: Tenant, fingerprint: str, client_id: int | None) -> CheckRow | None:
    """Return the last check of the same text for the same client."""
    return tenant.first(
        CheckRow,
        col(CheckRow.fingerprint) == fingerprint,
        col(CheckRow.client_id) == client_id,
        order=col(CheckRow.id).desc(),
    )


def known_marks(tenant: Tenant, client_id: int | None, channel_id: int | None) -> set[str]:
    """Return the marks of the messages judged lately for a client; without a client, in a channel."""
    where = col(CheckRow.client_id) == client_id if client_id else col(CheckRow.channel_id) == channel_id
    # What somebody asked in private was answered to nobody else.
    seen = col(CheckRow.channel_id).is_not(None) if channel_id else true()
    lately = (
        select(CheckRow.marks)
        .where(col(CheckRow.agency_id) == tenant.agency_id, where, seen)
        .order_by(col(CheckRow.id).desc())
        .limit(RECENT)
    )
    return {mark for marks in tenant.session.exec(lately) for mark in marks}


def reading_of(tenant: Tenant, check: CheckRow) -> bytes | None:
    """Return a check's reading, or None when it has expired; raises KeyringError where no key fits."""
    return None if check.sealed is None else tenant.keyring.open(check.sealed)


def with_readings(tenant: Tenant, client_ids: Sequence[int]) -> Sequence[CheckRow]:
    """Return a client's checks that can be judged again, oldest first."""
    return tenant.all(CheckRow, col(CheckRow.client_id).in_(client_ids), col(CheckRow.sealed).is_not(None))


def expired_count(tenant: Tenant, client_ids: Sequence[int]) -> int:
    """Return how many of a client's checks with open findings can no longer be judged again."""
    rows = tenant.all(
        FindingRow, col(FindingRow.client_id).in_(client_ids), col(FindingRow.state) == State.OPEN
    )
    checks = {row.check_id for row in rows}
    return len(tenant.all(CheckRow, col(CheckRow.id).in_(checks), col(CheckRow.sealed).is_(None)))


def findings_of(tenant: Tenant, check_id: int) -> Sequence[FindingRow]:
    """Return the findings of a check."""
    return tenant.all(FindingRow, col(FindingRow.check_id) == check_id)


def of_clients(tenant: Tenant, client_ids: Sequence[int]) -> Sequence[CheckRow]:
    """Return every check of a client, oldest first."""
    return tenant.all(CheckRow, col(CheckRow.client_id).in_(client_ids))


def open_asks(tenant: Tenant, client_ids: Sequence[int]) -> Sequence[FindingRow]:
    """Return what a client asked for and nobody has answered."""
    return tenant.all(
        FindingRow,
        col(FindingRow.client_id).in_(client_ids),
        col(FindingRow.state) == State.OPEN,
        col(FindingRow.by) != Speaker.US,
    )


def declined_rules(tenant: Tenant, client_ids: Sequence[int], before: datetime) -> set[str]:
    """Return the rules of a client's asks that somebody had answered before an instant."""
    rows = tenant.all(
        FindingRow,
        col(FindingRow.client_id).in_(client_ids),
        col(FindingRow.state) == State.ANSWERED,
        col(FindingRow.state_by) != BY_TIME,
        col(FindingRow.by) != Speaker.US,
        col(FindingRow.state_at) < before,
    )
    return {row.rule for row in rows}


def read_quietly(tenant: Tenant, since: datetime, until: datetime, *, past: bool) -> Sequence[CheckRow]:
    """Return the checks of a span whose answers were held back; with `past` all that have not been answered."""
    quiet = col(CheckRow.reply_key) == "" if past else col(CheckRow.held_back).is_(True)
    return tenant.all(
        CheckRow,
        col(CheckRow.asked_at) >= since,
        col(CheckRow.asked_at) < until,
        col(CheckRow.withdrawn).is_(False),
        quiet,
    )


def dismissed_alike(tenant: Tenant, client_id: int | None, rule: str) -> int:
    """Return in how many checks of a client findings under a rule were dismissed."""
    if client_id is None:
        return 0
    rows = tenant.all(
        FindingRow,
        col(FindingRow.client_id) == client_id,
        col(FindingRow.rule) == rule,
        col(FindingRow.state) == State.DISMISSED,
    )
    return len({row.check_id for row in rows})


def said_since(tenant: Tenant, client_id: int, rule: str, since: datetime) -> bool:
    """Return whether a rule was found for a client since an instant."""
    return (
        tenant.first(
            FindingRow,
            col(FindingRow.client_id) == client_id,
            col(FindingRow.rule) == rule,
            col(FindingRow.found_at) >= since,
        )
        is not None
    )


def close(tenant: Tenant, findings: Iterable[FindingRow], state: State, by: str, now: datetime) -> None:
    """Give findings a state."""
    for finding in findings:
        finding.state, finding.state_at, finding.state_by = state, now, by
        tenant.add(finding)


def assign(tenant: Tenant, check: CheckRow, client_id: int | None) -> None:
    """Give a check, and its findings, the client it is about."""
    check.client_id = client_id
    tenant.add(check)
    for finding in findings_of(tenant, check.id):
        finding.client_id = client_id
        tenant.add(finding)


def judged_again(tenant: Tenant, check: CheckRow, verdict: Verdict, by: str, now: datetime) -> bool:
    """Record a new verdict on a stored reading; returns whether it says something else than before."""
    before = {(row.rule, row.start): row for row in findings_of(tenant, check.id)}
    after = {(finding.rule, finding.evidence[0].start): finding for finding in verdict.findings}
    changed = check.outcome != verdict.outcome
    for key, row in before.items():
        if key not in after and row.state == State.OPEN:
            close(tenant, [row], State.RESOLVED, by, now)
            changed = True
        elif key in after and _reopens(row, after[key]):
            close(tenant, [row], State.OPEN, by, now)
            changed = True
    for key, finding in after.items():
        if key not in before:
            add_findings(tenant, check, [finding], now)
            changed = True
        elif before[key].level != finding.level:
            before[key].level = finding.level
            tenant.add(before[key])
            changed = True
    check.outcome = verdict.outcome
    check.assumed = [fact for fact, _ in verdict.assumed]
    check.revision += changed
    tenant.add(check)
    return changed


def _reopens(row: FindingRow, finding: Finding) -> bool:
    """Tell whether a finding that a fact had resolved stands again."""
    return row.state == State.RESOLVED and row.state_by != CAUGHT and finding.state is not State.RESOLVED


def finding(tenant: Tenant, finding_id: int) -> FindingRow | None:
    """Return a finding by its number."""
    return tenant.get(FindingRow, finding_id)


def keep(tenant: Tenant, check: CheckRow, now: datetime) -> datetime:
    """Keep a check's reading for 24 months; returns when it is erased."""
    check.kept, check.expires_at = True, now + KEPT
    tenant.add(check)
    return check.expires_at


def close_old_asks(tenant: Tenant, before: datetime, now: datetime) -> None:
    """Close what clients asked before an instant; what our own side did stays open."""
    tenant.session.execute(_CLOSE_OLD_ASKS, {"agency": tenant.agency_id, "before": before, "now": now})


def expire(tenant: Tenant, now: datetime) -> None:
    """Erase the readings whose time has come; what a lead keeps has another time."""
    tenant.session.execute(_EXPIRE, {"agency": tenant.agency_id, "now": now})
