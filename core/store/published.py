"""What platforms were last told of our commands."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from core.records import Platform
from core.store.tables import PublishedRow
from core.store.tenant import Store


def last_fingerprint(store: Store, platform: Platform, application: str) -> str:
    """Return the fingerprint of what an app of a platform was last told, or nothing before the first time."""
    with store.database.read() as session:
        found = session.exec(
            select(PublishedRow.fingerprint).where(
                PublishedRow.platform == platform, PublishedRow.application == application
            )
        ).first()
    return found or ""


def keep(store: Store, platform: Platform, application: str, fingerprint: str, now: datetime) -> None:
    """Note what an app of a platform was told."""
    with store.database.write() as session:
        changed = session.execute(
            update(PublishedRow)
            .where(col(PublishedRow.platform) == platform, col(PublishedRow.application) == application)
            .values(fingerprint=fingerprint, published_at=now)
            .returning(col(PublishedRow.id))
        )
        if changed.first() is not None:
            return
        try:
            with session.begin_nested():
                session.add(
                    PublishedRow(
                        platform=platform, application=application, fingerprint=fingerprint, published_at=now
                    )
                )
        except IntegrityError:
            return  # Another replica was quicker; where it told something else, the next start tells it again.
