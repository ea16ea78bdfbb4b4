"""How much waits, over all agencies, as numbers for whoever keeps the bot running: one small query each."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, or_
from sqlalchemy import select as select_several
from sqlmodel import Session, col, func, select

from core.records import InboxStatus, PostStatus
from core.store.database import Database
from core.store.tables import DigestRow, InboxRow, PostRow, WorkspaceRow

_LEFT = (PostStatus.PENDING, PostStatus.SENDING, PostStatus.PARKED)


@dataclass(slots=True)
class Backlog:
    """What waits of one platform; seconds are those for which the oldest does."""

    unsent: int = 0  # posts that are due
    unsent_seconds: float = 0.0
    unknown: int = 0  # posts that may have arrived, and that nobody is sending
    parked: int = 0  # posts that were given up
    unread: int = 0  # news that came in
    unread_seconds: float = 0.0


def backlogs(database: Database, now: datetime) -> Mapping[str, Backlog]:
    """Return what waits, by platform; where nothing does, there may be no entry."""
    found: dict[str, Backlog] = defaultdict(Backlog)
    with database.read() as session:
        for platform, unsent, since, unknown, parked in _outgoing(session, now):
            one = found[platform]
            one.unsent, one.unsent_seconds = unsent, _age(since, now)
            one.unknown, one.parked = unknown, parked
        for platform, unread, since in _incoming(session):
            one = found[platform]
            one.unread, one.unread_seconds = unread, _age(since, now)
    return found


def last_digest_at(database: Database) -> datetime | None:
    """Return when a digest was planned last, of whatever agency."""
    with database.read() as session:
        return session.exec(select(DigestRow.planned_at).order_by(col(DigestRow.id).desc()).limit(1)).first()


def _outgoing(session: Session, now: datetime) -> Any:
    status = col(PostRow.status)
    is_due = and_(status != PostStatus.PARKED, col(PostRow.not_before) <= now)
    is_nobodys = or_(col(PostRow.held_by) == "", col(PostRow.held_until) <= now)
    query = (
        select_several(
            col(WorkspaceRow.platform),
            _number(is_due),
            func.min(case((is_due, col(PostRow.not_before)))),
            _number(and_(status == PostStatus.SENDING, is_nobodys)),
            _number(status == PostStatus.PARKED),
        )
        .join(WorkspaceRow, col(WorkspaceRow.id) == PostRow.workspace_id)
        .where(status.in_(_LEFT))
        .group_by(col(WorkspaceRow.platform))
    )
    return session.execute(query)


def _incoming(session: Session) -> Any:
    query = (
        select_several(col(WorkspaceRow.platform), func.count(), func.min(col(InboxRow.received_at)))
        .join(WorkspaceRow, col(WorkspaceRow.id) == InboxRow.workspace_id)
        .where(col(InboxRow.status) == InboxStatus.WAITING)
        .group_by(col(WorkspaceRow.platform))
    )
    return session.execute(query)


def _number(condition: Any) -> Any:
    return func.count(case((condition, 1)))


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0
