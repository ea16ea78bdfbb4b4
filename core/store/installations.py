"""What platforms granted us: the tokens to act in workspaces, and the sign-ins by which they are granted.

A workspace of a large organisation is granted by itself, or with all others of the organisation at once. The second
kind is kept under the organisation's id.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import update
from sqlmodel import col, delete, select

from core.records import Platform, PostStatus
from core.store import linking, people
from core.store.crypto import Keyring
from core.store.database import ERASES
from core.store.people import Place
from core.store.tables import InboxRow, InstallationRow, PostRow, SignInRow, WorkspaceRow
from core.store.tenant import Store, Tenant

SIGN_IN_LASTS = timedelta(minutes=10)
_STATE_BYTES = 32
_OPEN = ("enterprise_id", "team_id", "installed_by", "installed_at")
_SEALED = ("token", "me", "bot_id", "app_id", "scopes")


@dataclass(frozen=True, slots=True)
class Installation:
    """What was granted, where and by whom."""

    enterprise_id: str  # of an organisation; empty for a workspace of its own
    team_id: str  # empty where the whole organisation is meant
    name: str
    installed_by: str
    installed_at: datetime
    token: str = field(repr=False)
    me: str  # the bot's own user
    bot_id: str = ""
    app_id: str = ""
    scopes: tuple[str, ...] = ()

    @property
    def external_id(self) -> str:
        """Return the id under which the workspace is known."""
        return self.team_id or self.enterprise_id


def external_ids(enterprise_id: str, team_id: str, *, org_wide: bool) -> tuple[str, ...]:
    """Return under which ids an installation may be kept that speaks for a workspace, the nearest first."""
    return tuple(filter(None, (enterprise_id,) if org_wide else (team_id, enterprise_id)))


def keep(store: Store, platform: Platform, installation: Installation) -> Place:
    """Keep what was granted, in place of what was granted before; whoever granted it becomes a member.

    With the first grant an agency begins, and that member is its first lead.
    """
    now = installation.installed_at
    with store.database.write() as session:
        place = people.install(
            session, store.keyring, platform, installation.external_id, installation.name, now
        )
        tenant = linking.held(store.tenant(session, place.agency_id), place.workspace_id)
        workspace = _workspace(tenant, place.workspace_id)
        workspace.name, workspace.removed_at = installation.name, None
        _keep_member(tenant, place.workspace_id, installation.installed_by, now)
        _keep_row(tenant, place.workspace_id, installation)
    return place


def find(store: Store, platform: Platform, ids: Sequence[str]) -> Installation | None:
    """Return the installation that is kept under the first of these ids that has one."""
    with store.database.read() as session:
        found = session.exec(
            select(InstallationRow, WorkspaceRow)
            .join(WorkspaceRow, col(WorkspaceRow.id) == InstallationRow.workspace_id)
            .where(WorkspaceRow.platform == platform, col(WorkspaceRow.external_id).in_(ids))
        ).all()
    by_id = {workspace.external_id: (row, workspace.name) for row, workspace in found}
    return next((_opened(store.keyring, *by_id[wanted]) for wanted in ids if wanted in by_id), None)


def everywhere(store: Store, platform: Platform) -> Sequence[Installation]:
    """Return every installation of a platform."""
    with store.database.read() as session:
        found = session.exec(
            select(InstallationRow, WorkspaceRow.name)
            .join(WorkspaceRow, col(WorkspaceRow.id) == InstallationRow.workspace_id)
            .where(WorkspaceRow.platform == platform)
            .order_by(col(InstallationRow.id))
        ).all()
    return [_opened(store.keyring, row, name) for row, name in found]


def remove(store: Store, platform: Platform, ids: Sequence[str], at: datetime) -> str:
    """Erase the token of a workspace that took the bot out, and cancel what waits to be sent there.

    It is the first of these ids that is known. Returns that id, or nothing where it had not got the bot: the same
    news comes more than once, and news that is older than an installation is about an earlier one.
    """
    with store.database.write() as session:
        places = {external_id: people.workspace(session, platform, external_id) for external_id in ids}
        external_id, place = next(((name, place) for name, place in places.items() if place), ("", None))
        if place is None:
            return ""
        tenant = linking.held(store.tenant(session, place.agency_id), place.workspace_id)
        workspace = _workspace(tenant, place.workspace_id)
        row = _row(tenant, place.workspace_id)
        if workspace.removed_at is not None or (row is not None and row.installed_at > at):
            return ""
        workspace.removed_at = at
        _erase(tenant, place.workspace_id)
        return external_id


def settle(store: Store, platform: Platform, external_id: str, name: str, now: datetime) -> bool:
    """Remember a workspace that we are in without a token of its own; returns whether we were not until now."""
    with store.database.write() as session:
        is_new = people.workspace(session, platform, external_id) is None
        place = people.install(session, store.keyring, platform, external_id, name, now)
        workspace = _workspace(store.tenant(session, place.agency_id), place.workspace_id)
        if workspace.removed_at is not None:
            # What was said while we were not there is none of our business.
            is_new, workspace.heard_at = True, None
        workspace.name, workspace.removed_at = name, None
        return is_new


def present(store: Store, platform: Platform) -> Sequence[str]:
    """Return the platform's ids of the workspaces that have not taken the bot out."""
    with store.database.read() as session:
        return session.exec(
            select(WorkspaceRow.external_id).where(
                WorkspaceRow.platform == platform, col(WorkspaceRow.removed_at).is_(None)
            )
        ).all()


def readmit(store: Store, platform: Platform, external_id: str) -> None:
    """Note that a workspace which took the bot out has it again, by a token that is not kept here."""
    with store.database.write() as session:
        session.execute(
            update(WorkspaceRow)
            .where(col(WorkspaceRow.platform) == platform, col(WorkspaceRow.external_id) == external_id)
            .values(removed_at=None)
        )


def is_removed(store: Store, platform: Platform, external_id: str) -> bool:
    """Return whether a workspace has taken the bot out."""
    with store.database.read() as session:
        removed_at = session.exec(
            select(WorkspaceRow.removed_at).where(
                WorkspaceRow.platform == platform, WorkspaceRow.external_id == external_id
            )
        ).first()
    return removed_at is not None


def external_id(store: Store, workspace_id: int) -> str:
    """Return the platform's id of a workspace that is remembered."""
    with store.database.read() as session:
        return session.get_one(WorkspaceRow, workspace_id).external_id


def begin_sign_in(store: Store, now: datetime) -> str:
    """Return a secret that whoever installs the bot brings back within ten minutes; only its hash is kept."""
    state = secrets.token_urlsafe(_STATE_BYTES)
    with store.database.write() as session:
        session.execute(delete(SignInRow).where(col(SignInRow.expires_at) <= now))
        session.add(SignInRow(state=_hash(state), expires_at=now + SIGN_IN_LASTS))
    return state


def end_sign_in(store: Store, state: str, now: datetime) -> bool:
    """Return whether a sign-in was begun with this secret and is still open; it is over then."""
    with store.database.write() as session:
        # One statement: of two that come with the same secret only one finds the row.
        ended = session.execute(
            delete(SignInRow)
            .where(col(SignInRow.state) == _hash(state), col(SignInRow.expires_at) > now)
            .returning(col(SignInRow.id))
        )
        return ended.first() is not None


def _keep_member(tenant: Tenant, workspace_id: int, external_id: str, now: datetime) -> None:
    """Remember who installed the bot; by its id, until the platform has told the name."""
    if not people.member(tenant, workspace_id, external_id, "", now, may_begin=True).name:
        people.member(tenant, workspace_id, external_id, external_id, now, may_begin=True)


def _keep_row(tenant: Tenant, workspace_id: int, installation: Installation) -> None:
    content = {name: getattr(installation, name) for name in _SEALED}
    columns = {name: getattr(installation, name) for name in _OPEN}
    columns["sealed"] = tenant.keyring.seal(json.dumps(content).encode())
    row = _row(tenant, workspace_id)
    if row is None:
        tenant.add(InstallationRow(agency_id=tenant.agency_id, workspace_id=workspace_id, **columns))
    else:
        tenant.add(row.sqlmodel_update(columns))


def _opened(keyring: Keyring, row: InstallationRow, name: str) -> Installation:
    content = json.loads(keyring.open(row.sealed))
    content["scopes"] = tuple(content["scopes"])
    return Installation(name=name, **{name: getattr(row, name) for name in _OPEN}, **content)


def _workspace(tenant: Tenant, workspace_id: int) -> WorkspaceRow:
    row = tenant.get(WorkspaceRow, workspace_id)
    assert row is not None
    return row


def _row(tenant: Tenant, workspace_id: int) -> InstallationRow | None:
    return tenant.first(InstallationRow, col(InstallationRow.workspace_id) == workspace_id)


def _erase(tenant: Tenant, workspace_id: int) -> None:
    """Erase the token and what nobody has read yet, and cancel the posts that have not begun to leave.

    One that has begun is settled by its delivery.
    """
    tenant.session.info[ERASES] = True
    for table in (InstallationRow, InboxRow):
        tenant.session.execute(
            delete(table).where(
                col(table.agency_id) == tenant.agency_id, col(table.workspace_id) == workspace_id
            )
        )
    tenant.session.execute(
        update(PostRow)
        .where(
            col(PostRow.agency_id) == tenant.agency_id,
            col(PostRow.workspace_id) == workspace_id,
            col(PostRow.status).in_((PostStatus.PENDING, PostStatus.PARKED)),
        )
        .values(status=PostStatus.CANCELLED, held_by="")
    )


def _hash(state: str) -> str:
    return sha256(state.encode()).hexdigest()
