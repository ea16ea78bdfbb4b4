"""The inbox: what people posted in channels that are read, stored before a platform is told that we have it.

The words are sealed and stay for minutes only, as long as a neighbouring post may belong to them. The row stays longer:
by it an edit or a deletion finds its check.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, delete, select

from core.recognition import fingerprint
from core.records import Arrival, ArrivalKind, Attachment, InboxStatus, Platform
from core.store import checks, people
from core.store.tables import InboxRow, WorkspaceRow
from core.store.tenant import Store, Tenant, rows_of

WORDS_KEPT = timedelta(minutes=10)
ROWS_KEPT = timedelta(days=2)  # A platform tells us the same news again for hours, not for days.
CHECKED_KEPT = timedelta(days=60)  # As long as an edit or a deletion is likely to come.
LEASE = timedelta(minutes=2)
_SEALED = ("text", "attachments", "pictures", "private", "asked", "by_bot")


@dataclass(frozen=True, slots=True)
class Claim:
    """News that is held: where it is from, what it holds, and how often it was taken up."""

    platform: Platform
    workspace: str
    arrival: Arrival
    attempts: int


def keep(tenant: Tenant, workspace_id: int, arrival: Arrival, now: datetime) -> int | None:
    """Store news of a post; returns its number, or None where it was stored before."""
    content = {name: value for name, value in asdict(arrival).items() if name in _SEALED}
    return tenant.add_once(
        InboxRow,
        ("workspace_id", "key"),
        agency_id=tenant.agency_id,
        workspace_id=workspace_id,
        key=arrival.key,
        kind=arrival.kind,
        channel=arrival.channel,
        message=arrival.message,
        author=arrival.author,
        thread=arrival.thread,
        posted_at=arrival.posted_at,
        received_at=now,
        status=InboxStatus.WAITING,
        attempts=0,
        held_by="",
        fingerprint=fingerprint(arrival.text, people.recognition_key(tenant)),
        sealed=tenant.keyring.seal(json.dumps(content).encode()),
    )


def concerns(tenant: Tenant, workspace_id: int, channel: str, message: str) -> bool:
    """Return whether something of a post is stored, or was judged."""
    is_stored = bool(_of_post(tenant, workspace_id, channel, message))
    return is_stored or checks.by_source(tenant, f"{channel}:{message}") is not None


def due(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Return the numbers of what can be read now, of all agencies, the oldest first."""
    with store.database.read() as session:
        rows = session.exec(select(InboxRow.id).where(_is_due(now)).order_by(col(InboxRow.id)).limit(limit))
        return rows.all()


def claim(store: Store, row_id: int, now: datetime, token: str) -> Claim | None:
    """Hold a row for the length of a lease; returns None where another holds it, or it was read.

    Raises KeyringError where its words cannot be opened.
    """
    held = (
        update(InboxRow)
        .where(col(InboxRow.id) == row_id, _is_due(now))
        .values(held_by=token, held_until=now + LEASE, attempts=InboxRow.attempts + 1)
        .returning(col(InboxRow.id))
    )
    with store.database.write() as session:
        if session.execute(held).first() is None:
            return None
        row = session.get_one(InboxRow, row_id)
        workspace = session.get_one(WorkspaceRow, row.workspace_id)
        arrival = opened(store.tenant(session, row.agency_id), row)
        return Claim(Platform(workspace.platform), workspace.external_id, arrival, row.attempts)


def get(tenant: Tenant, row_id: int) -> InboxRow | None:
    """Return a row by its number."""
    return tenant.get(InboxRow, row_id)


def opened(tenant: Tenant, row: InboxRow) -> Arrival:
    """Return what a row holds; without words where they are erased."""
    known = Arrival(
        kind=ArrivalKind(row.kind),
        channel=row.channel,
        message=row.message,
        author=row.author,
        posted_at=row.posted_at,
        thread=row.thread,
    )
    if row.sealed is None:
        return known
    content = json.loads(tenant.keyring.open(row.sealed))
    content["attachments"] = tuple(Attachment(**attachment) for attachment in content["attachments"])
    return replace(known, **content)


def neighbours(tenant: Tenant, row: InboxRow, gap: timedelta) -> list[InboxRow]:
    """Return the posts that belong together with one, that one among them, in the order in which they were posted.

    They are of the same author, at most a gap apart, with nobody in between, and their words are still there.
    """
    nearby = tenant.all(
        InboxRow,
        col(InboxRow.workspace_id) == row.workspace_id,
        col(InboxRow.channel) == row.channel,
        col(InboxRow.thread) == row.thread,
        col(InboxRow.kind) == ArrivalKind.POSTED,
        col(InboxRow.posted_at).between(row.posted_at - WORDS_KEPT, row.posted_at + WORDS_KEPT),
        order=(col(InboxRow.posted_at), col(InboxRow.id)),
    )
    here = next(number for number, other in enumerate(nearby) if other.id == row.id)
    first = last = here
    while first > 0 and _belong_together(nearby[first - 1], nearby[first], gap):
        first -= 1
    while last + 1 < len(nearby) and _belong_together(nearby[last], nearby[last + 1], gap):
        last += 1
    return list(nearby[first : last + 1])


def _belong_together(earlier: InboxRow, later: InboxRow, gap: timedelta) -> bool:
    return (
        earlier.author == later.author
        and later.posted_at - earlier.posted_at < gap
        and earlier.sealed is not None
        and later.sealed is not None
    )


def post_of(tenant: Tenant, row: InboxRow) -> InboxRow | None:
    """Return the row of the post that an edit or a deletion is about."""
    rows = _of_post(tenant, row.workspace_id, row.channel, row.message)
    return next((other for other in rows if other.kind == ArrivalKind.POSTED and other.id != row.id), None)


def is_overtaken(tenant: Tenant, row: InboxRow) -> bool:
    """Return whether later news of the same post was read before this."""
    rows = _of_post(tenant, row.workspace_id, row.channel, row.message)
    return any(other.status == InboxStatus.READ and other.id != row.id for other in rows)


def stand_in(tenant: Tenant, row: InboxRow) -> None:
    """Let an edit stand for the post itself, of which nothing else has reached us."""
    row.kind = ArrivalKind.POSTED
    tenant.add(row)


def rewrite(tenant: Tenant, post: InboxRow, edit: InboxRow) -> None:
    """Let a post say what an edit made of it; the edit's own copy of the words is erased."""
    post.sealed, post.fingerprint, edit.sealed = edit.sealed, edit.fingerprint, None
    tenant.add(post)
    tenant.add(edit)


def mark(tenant: Tenant, rows: Iterable[InboxRow], status: InboxStatus, check_id: int | None = None) -> None:
    """Note how far rows have come, and the check they became."""
    for row in rows:
        row.status, row.held_by, row.check_id = status, "", check_id
        tenant.add(row)


def erase_words(tenant: Tenant, rows: Iterable[InboxRow]) -> None:
    """Erase the words of posts that are gone."""
    for row in rows:
        row.sealed = None
        tenant.add(row)


def put_off(store: Store, row_id: int, until: datetime) -> None:
    """Let a row wait after a failure."""
    with store.database.write() as session:
        session.execute(
            update(InboxRow).where(col(InboxRow.id) == row_id).values(held_by="", held_until=until)
        )


def expire(tenant: Tenant, now: datetime) -> None:
    """Erase the words that no neighbour can belong to any more, and the rows that nothing will ask for."""
    rows = rows_of(InboxRow)
    of_agency = rows.c.agency_id == tenant.agency_id
    is_settled = rows.c.status != InboxStatus.WAITING
    tenant.session.execute(
        update(rows)
        .where(of_agency, is_settled, rows.c.sealed.is_not(None), rows.c.received_at < now - WORDS_KEPT)
        .values(sealed=None)
    )
    tenant.session.execute(
        delete(InboxRow).where(
            col(InboxRow.agency_id) == tenant.agency_id,
            col(InboxRow.status) != InboxStatus.WAITING,
            or_(
                col(InboxRow.received_at) < now - CHECKED_KEPT,
                col(InboxRow.check_id).is_(None) & (col(InboxRow.received_at) < now - ROWS_KEPT),
            ),
        )
    )


def _of_post(tenant: Tenant, workspace_id: int, channel: str, message: str) -> Sequence[InboxRow]:
    return tenant.all(
        InboxRow,
        col(InboxRow.workspace_id) == workspace_id,
        col(InboxRow.channel) == channel,
        col(InboxRow.message) == message,
    )


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a row that can be read: it waits, nobody holds it, and it is the first of its channel."""
    earlier = aliased(InboxRow)
    is_in_the_way = exists().where(
        col(earlier.workspace_id) == InboxRow.workspace_id,
        col(earlier.channel) == InboxRow.channel,
        col(earlier.status) == InboxStatus.WAITING,
        col(earlier.id) < InboxRow.id,
    )
    return (
        (col(InboxRow.status) == InboxStatus.WAITING)
        & or_(col(InboxRow.held_until).is_(None), col(InboxRow.held_until) <= now)
        & ~is_in_the_way
    )
