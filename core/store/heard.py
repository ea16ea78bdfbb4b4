"""Until when each workspace was heard without a gap, and what is to be read there again after one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import col, select

from core.records import Platform
from core.store import people
from core.store.doubts import lost_time
from core.store.tables import WorkspaceRow
from core.store.tenant import Store


@dataclass(frozen=True, slots=True)
class Heard:
    """Until when a workspace was heard, None before it ever was, and the platform's ids of its watched channels."""

    until: datetime | None
    channels: tuple[str, ...]
    lost: tuple[datetime, datetime] | None = (
        None  # between which its news were heard and are forgotten, after a restore
    )


def heard(store: Store, platform: Platform, external_id: str) -> Heard | None:
    """Return what a workspace was heard of, or None before it is installed."""
    with store.database.read() as session:
        row = session.exec(
            select(WorkspaceRow).where(
                WorkspaceRow.platform == platform, WorkspaceRow.external_id == external_id
            )
        ).first()
        if row is None:
            return None
        watched = people.watched(store.tenant(session, row.agency_id))
        channels = tuple(channel.external_id for channel in watched if channel.workspace_id == row.id)
        return Heard(row.heard_at, channels, lost_time(session, row.agency_id))


def mark_heard(store: Store, platform: Platform, external_ids: Collection[str], at: datetime) -> None:
    """Note that all that was posted in some workspaces until an instant is stored; a mark never moves back."""
    if not external_ids:
        return
    heard_at = col(WorkspaceRow.heard_at)
    with store.database.write() as session:
        session.execute(
            update(WorkspaceRow)
            .where(
                col(WorkspaceRow.platform) == platform,
                col(WorkspaceRow.external_id).in_(external_ids),
                or_(heard_at.is_(None), heard_at < at),
            )
            .values(heard_at=at)
            .execution_options(synchronize_session=False)
        )
