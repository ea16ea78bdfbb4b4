"""The outbox: what the bot sends, as ids, committed together with what caused it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, update
from sqlmodel import Session, col, select

from core.records import Platform, Post, PostKind, PostStatus
from core.store.tables import PostRow, WorkspaceRow
from core.store.tenant import Store, Tenant

_PARKED = (
    select(PostRow)
    .where(col(PostRow.agency_id) == bindparam("agency"), col(PostRow.status) == PostStatus.PARKED)
    .order_by(col(PostRow.id))
)
_GIVEN_UP = _PARKED.where(col(PostRow.first_attempt_at) >= bindparam("since"))


def plan(
    tenant: Tenant,
    *,
    kind: PostKind,
    workspace_id: int,
    destination: str,
    subject: dict[str, int | str],
    dedupe_key: str,
    not_before: datetime,
    now: datetime,
    thread: str = "",
    replaces: str = "",
) -> Post | None:
    """Add a post and announce it; returns None where its key was planned before."""
    post_id = tenant.add_once(
        PostRow,
        ("dedupe_key",),
        agency_id=tenant.agency_id,
        workspace_id=workspace_id,
        kind=kind,
        destination=destination,
        thread=thread,
        replaces=replaces,
        subject=subject,
        dedupe_key=dedupe_key,
        not_before=not_before,
        created_at=now,
        status=PostStatus.PENDING,
        attempts=0,
        held_by="",
        external_id="",
        last_error="",
    )
    if post_id is None:
        return None
    tenant.announce(tenant.session, post_id)
    return Post(
        id=post_id,
        agency_id=tenant.agency_id,
        workspace_id=workspace_id,
        kind=kind,
        destination=destination,
        dedupe_key=dedupe_key,
        not_before=not_before,
        subject=subject,
        thread=thread,
        replaces=replaces,
    )


def get(session: Session, post_id: int) -> Post:
    """Return a post of any agency; it must be there."""
    return _post(session.get_one(PostRow, post_id))


def by_key(tenant: Tenant, dedupe_key: str) -> Post | None:
    """Return the agency's post with this key, or None."""
    row = tenant.first(PostRow, col(PostRow.dedupe_key) == dedupe_key)
    return None if row is None else _post(row)


def by_external_id(tenant: Tenant, external_id: str) -> Post | None:
    """Return the agency's newest post that has this id on its platform, or None."""
    row = tenant.first(PostRow, col(PostRow.external_id) == external_id, order=col(PostRow.id).desc())
    return None if row is None else _post(row)


def whose(store: Store, platform: Platform, workspaces: Collection[str], external_id: str) -> str:
    """Return for which of some workspaces a message of ours was sent, or nothing where it was for none."""
    with store.database.read() as session:
        found = session.exec(
            select(WorkspaceRow.external_id)
            .join(PostRow, col(PostRow.workspace_id) == WorkspaceRow.id)
            .where(
                WorkspaceRow.platform == platform,
                col(WorkspaceRow.external_id).in_(workspaces),
                PostRow.agency_id == WorkspaceRow.agency_id,
                PostRow.external_id == external_id,
            )
            .order_by(col(PostRow.id).desc())
        ).first()
    return found or ""


def is_mark(tenant: Tenant, dedupe_key: str) -> bool:
    """Return whether what was sent under a key is a mark on somebody's post: its id says which, behind channel and message."""
    row = tenant.first(PostRow, col(PostRow.dedupe_key) == dedupe_key)
    return row is not None and row.external_id.count(":") > 1


def is_yet_to_be_rendered(tenant: Tenant, dedupe_key: str) -> bool:
    """Return whether a post waits and nobody has begun to send it, so that it will say what is true by then."""
    row = tenant.first(PostRow, col(PostRow.dedupe_key) == dedupe_key)
    return row is not None and row.status == PostStatus.PENDING and not row.held_by


def counts(tenant: Tenant) -> dict[PostStatus, int]:
    """Return how many posts have come how far."""
    rows = tenant.session.execute(
        select(PostRow.status, func.count())
        .where(col(PostRow.agency_id) == tenant.agency_id)
        .group_by(col(PostRow.status))
    )
    found = {PostStatus(status): number for status, number in rows}
    return {status: found[status] for status in PostStatus if status in found}


def parked(tenant: Tenant) -> Sequence[Post]:
    """Return what was given up, oldest first."""
    return [_post(row) for row in tenant.session.scalars(_PARKED, {"agency": tenant.agency_id})]


def given_up(tenant: Tenant, since: datetime) -> Sequence[Post]:
    """Return what was given up of that which was first tried since an instant, oldest first."""
    return [
        _post(row) for row in tenant.session.scalars(_GIVEN_UP, {"agency": tenant.agency_id, "since": since})
    ]


def try_again(tenant: Tenant, post_id: int) -> bool:
    """Take a parked post up again; returns whether it was parked. It may have arrived, so it is looked up first."""
    return change(
        tenant.session,
        col(PostRow.agency_id) == tenant.agency_id,
        col(PostRow.id) == post_id,
        col(PostRow.status) == PostStatus.PARKED,
        status=PostStatus.SENDING,
        attempts=0,
        held_until=None,
    )


def cancel(tenant: Tenant, dedupe_key: str) -> bool:
    """Take back a post that has not begun to leave; returns whether it was taken back."""
    return change(
        tenant.session,
        col(PostRow.agency_id) == tenant.agency_id,
        col(PostRow.dedupe_key) == dedupe_key,
        col(PostRow.status).in_((PostStatus.PENDING, PostStatus.PARKED)),
        status=PostStatus.CANCELLED,
        held_by="",
    )


def change(session: Session, *where: ColumnElement[bool], **values: Any) -> bool:
    """Change the one post that meets every condition; returns whether there was one."""
    return (
        session.exec(update(PostRow).where(*where).values(**values).returning(col(PostRow.id))).first()
        is not None
    )


def _post(row: PostRow) -> Post:
    return Post(
        id=row.id,
        agency_id=row.agency_id,
        workspace_id=row.workspace_id,
        kind=PostKind(row.kind),
        destination=row.destination,
        dedupe_key=row.dedupe_key,
        not_before=row.not_before,
        subject=row.subject,
        thread=row.thread,
        replaces=row.replaces,
        status=PostStatus(row.status),
        attempts=row.attempts,
        first_attempt_at=row.first_attempt_at,
        external_id=row.external_id,
        last_error=row.last_error,
    )
