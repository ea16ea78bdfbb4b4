"""How far a post has come on its way out, over all agencies. Used by delivery alone.

A post is held while somebody sends it and while it waits after a failure. SENDING is written before anything leaves,
so a post that is found SENDING may have arrived, and is looked up before it is sent again. Of one line, a thread of a
destination, only the first unfinished post moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.records import Post, PostStatus
from core.store.posts import change, get
from core.store.tables import PostRow, WorkspaceRow
from core.store.tenant import Store

_UNFINISHED = (PostStatus.PENDING, PostStatus.SENDING)


@dataclass(frozen=True, slots=True)
class Claim:
    """A post that is held under a token, whose it is, and the platform it goes to."""

    post: Post
    agency_id: int
    platform: str
    token: str


def due(store: Store, now: datetime, limit: int, *, whole_lines: bool = False) -> Sequence[int]:
    """Return the ids of posts of all agencies that can be claimed now, longest due first.

    Whole lines also hold what can be claimed as soon as those before it are out of the way.
    """
    with store.database.read() as session:
        return session.exec(
            select(PostRow.id)
            .where(_is_due(store, now, behind_held_only=whole_lines))
            .order_by(col(PostRow.not_before), col(PostRow.id))
            .limit(limit)
        ).all()


def claim(store: Store, post_id: int, *, now: datetime, lease: timedelta, token: str) -> Claim | None:
    """Hold a post that is due for the length of a lease; returns None where it is not due or is held by another."""
    with store.database.write() as session:
        is_ours = change(
            session,
            col(PostRow.id) == post_id,
            _is_due(store, now),
            held_until=store.database.clock(now) + lease,
            held_by=token,
            attempts=PostRow.attempts + 1,
        )
        if not is_ours:
            return None
        post = get(session, post_id)
        if post.replaces:
            post = replace(post, replaces=_external_id(session, post.replaces))
        workspace = session.get_one(WorkspaceRow, post.workspace_id)
        return Claim(post, workspace.agency_id, workspace.platform, token)


def _external_id(session: Session, dedupe_key: str) -> str:
    """Return the platform's id of the post that is replaced, or nothing where that one never arrived."""
    found = session.exec(select(PostRow.external_id).where(col(PostRow.dedupe_key) == dedupe_key)).first()
    return found or ""


def begin(store: Store, claim: Claim, *, now: datetime, lease: timedelta) -> bool:
    """Write down that a post leaves now, with a fresh lease; returns False where it is no longer held by this claim."""
    with store.database.write() as session:
        return change(
            session,
            _is_held(claim),
            status=PostStatus.SENDING,
            held_until=store.database.clock(now) + lease,
            first_attempt_at=func.coalesce(PostRow.first_attempt_at, now),
        )


def put_off(store: Store, claim: Claim, *, now: datetime, wait: timedelta, error: str, refused: bool) -> None:
    """Let a claimed post wait; `refused` says that nothing arrived, so that the next attempt need not look.

    Where another holds the post by now, its word counts and nothing is written; so too in `finish`.
    """
    with store.database.write() as session:
        change(
            session,
            _is_held(claim),
            **({"status": PostStatus.PENDING} if refused else {}),
            held_until=store.database.clock(now) + wait,
            held_by="",
            last_error=error,
        )


def finish(
    store: Store, claim: Claim, status: PostStatus, *, now: datetime, external_id: str = "", error: str = ""
) -> None:
    """Mark a claimed post as sent, parked or cancelled."""
    with store.database.write() as session:
        change(
            session,
            _is_held(claim),
            status=status,
            held_by="",
            external_id=external_id,
            last_error=error,
            sent_at=now if status == PostStatus.SENT else None,
        )


def release(store: Store, until: datetime) -> None:
    """Hold what a process was sending that is no more only until an instant; nobody else may be at work."""
    with store.database.write() as session:
        session.execute(
            update(PostRow)
            .where(col(PostRow.status).in_(_UNFINISHED), col(PostRow.held_by) != "")
            .values(held_by="", held_until=until)
        )


def _is_due(store: Store, now: datetime, *, behind_held_only: bool = False) -> ColumnElement[bool]:
    clock = store.database.clock(now)
    earlier = aliased(PostRow)
    is_in_the_way = exists().where(
        col(earlier.workspace_id) == PostRow.workspace_id,
        col(earlier.destination) == PostRow.destination,
        col(earlier.thread) == PostRow.thread,
        col(earlier.status).in_(_UNFINISHED),
        tuple_(earlier.not_before, earlier.id) < tuple_(PostRow.not_before, PostRow.id),
        *([col(earlier.held_until) > clock] if behind_held_only else []),
    )
    # What is replaced may stand in another thread; it must have arrived, or have been given up, before it is replaced.
    is_replaced = exists().where(
        col(earlier.dedupe_key) == PostRow.replaces, col(earlier.status).in_(_UNFINISHED)
    )
    return and_(
        col(PostRow.status).in_(_UNFINISHED),
        col(PostRow.not_before) <= now,
        or_(col(PostRow.held_until).is_(None), col(PostRow.held_until) <= clock),
        ~is_in_the_way,
        ~is_replaced,
    )


def _is_held(claim: Claim) -> ColumnElement[bool]:
    return and_(col(PostRow.id) == claim.post.id, col(PostRow.held_by) == claim.token)
