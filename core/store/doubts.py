"""What a database that was put back as it once was cannot know: what has left and come in since, and which numbers are used."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, text, update
from sqlmodel import Session, SQLModel, col, select

from core.records import InboxStatus, PostKind, PostStatus
from core.store.tables import (
    ChangeRow,
    CheckRow,
    InboxRow,
    MemberRow,
    PostRow,
    StatementRow,
    WorkspaceRow,
)

RESTORED = "Restored"  # Why a post was given up.
# What the agency is told is worth telling late; an answer in a channel is not.
LATE = timedelta(hours=24)
TOLD_LATE = (PostKind.ALERT, PostKind.REMINDERS, PostKind.DIGEST, PostKind.SUMMARY)
_HAPPENED = (
    WorkspaceRow.heard_at,
    WorkspaceRow.installed_at,
    MemberRow.joined_at,
    StatementRow.said_at,
    ChangeRow.at,
    CheckRow.asked_at,
    PostRow.created_at,
    PostRow.sent_at,
    InboxRow.received_at,
)
_NUMBERS_BEGAN_AT = datetime(2026, 1, 1, tzinfo=UTC)


def known_until(session: Session, now: datetime) -> datetime:
    """Return the last instant of which a database knows anything, which is not after it was copied."""
    latest = [session.exec(select(func.max(col(happened)))).one() for happened in _HAPPENED]
    return min(max(filter(None, latest), default=now), now)


def doubt_posts(session: Session, since: datetime, now: datetime) -> tuple[int, int]:
    """Have every post that is due looked up before it is sent, as one that may have left since an instant.

    What was to be said in a channel more than a day ago is given up instead. Returns how many are looked up, and how
    many given up; a post that had been given up before is looked up when somebody has it sent again.
    """
    is_due = col(PostRow.status).in_((PostStatus.PENDING, PostStatus.SENDING)) & (
        col(PostRow.not_before) <= now
    )
    is_late = (col(PostRow.not_before) < now - LATE) & col(PostRow.kind).not_in(TOLD_LATE)
    first = func.coalesce(PostRow.first_attempt_at, since)
    given_up = _change(
        session,
        is_due & is_late,
        status=PostStatus.PARKED,
        last_error=RESTORED,
        held_by="",
        first_attempt_at=first,
    )
    looked_up = _change(
        session,
        is_due,
        status=PostStatus.SENDING,
        attempts=0,
        held_by="",
        held_until=None,
        first_attempt_at=first,
    )
    _change(session, col(PostRow.status) == PostStatus.PARKED, first_attempt_at=first)
    return looked_up, given_up


def lost_time(session: Session, agency_id: int) -> tuple[datetime, datetime] | None:
    """Return the time that the last restore took away from an agency, as its leads are told, or None."""
    last = session.exec(
        select(PostRow)
        .where(PostRow.agency_id == agency_id, col(PostRow.dedupe_key).startswith(key_of_restore(agency_id)))
        .order_by(col(PostRow.id).desc())
        .limit(1)
    ).first()
    return None if last is None else (datetime.fromisoformat(str(last.subject["until"])), last.created_at)


def key_of_restore(agency_id: int) -> str:
    """Return how the keys begin under which the leads of an agency are told of a restore."""
    return f"notice:{agency_id}:restored:"


def give_up_unread(session: Session) -> dict[int, int]:
    """Give up what had come in and was not read, since it may have been answered since; returns how many, by agency."""
    is_waiting = col(InboxRow.status) == InboxStatus.WAITING
    number = select(InboxRow.agency_id, func.count()).where(is_waiting).group_by(col(InboxRow.agency_id))
    found: dict[int, int] = dict(map(tuple, session.execute(number)))
    session.execute(
        update(InboxRow)
        .where(is_waiting)
        .values(status=InboxStatus.FAILED, held_by="")
        .execution_options(synchronize_session=False)
    )
    return found


def skip_numbers(session: Session, now: datetime) -> None:
    """Let no number be given out again that may have been given out since: a control under a reply still carries it.

    One a second since 2026 is more than there can have been.
    """
    ahead = int((now - _NUMBERS_BEGAN_AT).total_seconds())
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    for table in SQLModel.metadata.sorted_tables:
        for statement in _SKIP_IN_SQLITE if is_sqlite else _SKIP:
            session.execute(text(statement), {"table": table.name, "ahead": ahead})


_SKIP_IN_SQLITE = (
    """
    INSERT INTO sqlite_sequence (name, seq) SELECT :table, 0
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = :table)
    """,
    "UPDATE sqlite_sequence SET seq = seq + :ahead WHERE name = :table",
)
_SKIP = (
    "SELECT setval(name, nextval(name) + :ahead) FROM CAST(pg_get_serial_sequence(:table, 'id') AS regclass) AS name",
)


def _change(session: Session, where: ColumnElement[bool], **values: Any) -> int:
    changed: Any = session.execute(
        update(PostRow).where(where).values(**values).execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)
