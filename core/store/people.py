"""Agencies, the workspaces and members that belong to them, the channels they talk in, and their preferences."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from core.model import Purpose
from core.preferences import with_defaults
from core.records import Channel, Member, Platform
from core.store.crypto import Keyring
from core.store.tables import AgencyRow, ChannelRow, MemberRow, PreferenceRow, WorkspaceRow
from core.store.tenant import Store, Tenant

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Place:
    """A workspace and the agency it belongs to."""

    agency_id: int
    workspace_id: int
    installed_at: datetime
    platform: Platform


def workspace(session: Session, platform: Platform, external_id: str) -> Place | None:
    """Return where a workspace of a platform belongs, or None before it is installed."""
    row = session.exec(
        select(WorkspaceRow).where(WorkspaceRow.platform == platform, WorkspaceRow.external_id == external_id)
    ).first()
    return None if row is None else Place(row.agency_id, row.id, row.installed_at, platform)


def install(
    session: Session, keyring: Keyring, platform: Platform, external_id: str, name: str, now: datetime
) -> Place:
    """Return the place of a workspace; with the first one of an agency the agency begins."""
    known = workspace(session, platform, external_id)
    if known is not None:
        return known
    try:
        with session.begin_nested():
            return _begin(session, keyring, platform, external_id, name, now)
    except IntegrityError:
        known = workspace(session, platform, external_id)
        if known is None:
            raise
        return known  # Another replica was quicker.


def _begin(
    session: Session, keyring: Keyring, platform: Platform, external_id: str, name: str, now: datetime
) -> Place:
    agency = AgencyRow(name=name, created_at=now, sealed_key=keyring.seal(secrets.token_bytes(_KEY_BYTES)))
    session.add(agency)
    session.flush()
    row = WorkspaceRow(
        agency_id=agency.id, platform=platform, external_id=external_id, name=name, installed_at=now
    )
    session.add(row)
    session.flush()
    return Place(agency.id, row.id, now, platform)


def agencies(session: Session) -> Sequence[int]:
    """Return the ids of all agencies; for the planner, which looks at one after the other."""
    return session.exec(select(AgencyRow.id).order_by(col(AgencyRow.id))).all()


def refuse_wrong_keys(session: Session, keyring: Keyring) -> None:
    """Raise KeyringError where the keys do not open what is sealed, before anything is sealed with them."""
    for sealed in session.exec(select(AgencyRow.sealed_key).limit(1)):
        keyring.open(sealed)


def agency(tenant: Tenant) -> AgencyRow:
    """Return the agency's own row."""
    row = tenant.get(AgencyRow, tenant.agency_id)
    assert row is not None
    return row


def recognition_key(tenant: Tenant) -> bytes:
    """Return the key of the hashes by which this agency's texts are known again."""
    if "recognition" not in tenant.known:
        tenant.known["recognition"] = tenant.keyring.open(agency(tenant).sealed_key)
    key: bytes = tenant.known["recognition"]
    return key


def member(
    tenant: Tenant,
    workspace_id: int,
    external_id: str,
    name: str,
    now: datetime,
    *,
    may_begin: bool,
) -> Member:
    """Return a person of a workspace, who is remembered on first sight.

    The agency's first lead is the first person who may begin it.
    """
    row = tenant.first(
        MemberRow, col(MemberRow.workspace_id) == workspace_id, col(MemberRow.external_id) == external_id
    )
    if row is None:
        is_first = may_begin and not _has_lead(tenant)
        row = tenant.add(
            MemberRow(
                agency_id=tenant.agency_id,
                workspace_id=workspace_id,
                external_id=external_id,
                name=name,
                lead=is_first,
                joined_at=now,
            )
        )
    elif name and row.name != name:
        row.name = name
        tenant.add(row)
    return as_member(row)


def _has_lead(tenant: Tenant) -> bool:
    return tenant.first(MemberRow, col(MemberRow.lead).is_(True)) is not None


@dataclass(frozen=True, slots=True)
class Home:
    """A workspace in which somebody is known, by the platform's id of it, and when they last asked something in it."""

    workspace: str
    asked_at: datetime | None


def homes_of(store: Store, platform: Platform, external_id: str) -> list[Home]:
    """Return the workspaces that know a person, the one where they asked something last first."""
    asked_at = col(MemberRow.asked_at)
    with store.database.read() as session:
        found = session.exec(
            select(WorkspaceRow.external_id, MemberRow.asked_at)
            .join(MemberRow, col(MemberRow.workspace_id) == WorkspaceRow.id)
            .where(
                WorkspaceRow.platform == platform,
                col(WorkspaceRow.removed_at).is_(None),
                MemberRow.external_id == external_id,
            )
            .order_by(asked_at.is_(None), asked_at.desc(), col(MemberRow.id))
        ).all()
    return [Home(*one) for one in found]


def member_row(tenant: Tenant, member_id: int) -> MemberRow:
    """Return the row of a member who is known to be there."""
    row = tenant.get(MemberRow, member_id)
    assert row is not None
    return row


def as_member(row: MemberRow) -> Member:
    """Return a member's row as a value."""
    return Member(row.id, row.agency_id, row.workspace_id, row.name, row.lead)


def members(tenant: Tenant) -> Sequence[MemberRow]:
    """Return everybody of the agency, by name."""
    return tenant.all(MemberRow, order=col(MemberRow.name))


def leads(tenant: Tenant) -> Sequence[MemberRow]:
    """Return the leads of the agency who can be reached: their workspace has not taken the bot out."""
    return [row for row in present(tenant) if row.lead]


def present(tenant: Tenant) -> Sequence[MemberRow]:
    """Return everybody of the agency who can be reached, in the order in which they came."""
    removed = tenant.all(WorkspaceRow, col(WorkspaceRow.removed_at).is_not(None))
    return tenant.all(MemberRow, col(MemberRow.workspace_id).not_in([row.id for row in removed]))


def channel(tenant: Tenant, workspace_id: int, external_id: str, name: str) -> ChannelRow:
    """Return a channel of a workspace, which is remembered on first sight."""
    row = known_channel(tenant, workspace_id, external_id)
    return row or tenant.add(
        ChannelRow(
            agency_id=tenant.agency_id,
            workspace_id=workspace_id,
            external_id=external_id,
            name=name,
            # On Discord a thread is a place of its own, most often of one client.
            threads=platform(tenant, workspace_id) is Platform.DISCORD,
        )
    )


def known_channel(tenant: Tenant, workspace_id: int, external_id: str) -> ChannelRow | None:
    """Return a channel of a workspace, or None before it was seen."""
    return tenant.first(
        ChannelRow, col(ChannelRow.workspace_id) == workspace_id, col(ChannelRow.external_id) == external_id
    )


def known_channels(tenant: Tenant, workspace_id: int, external_ids: Collection[str]) -> Sequence[ChannelRow]:
    """Return those of some channels of a workspace that were seen."""
    return tenant.all(
        ChannelRow,
        col(ChannelRow.workspace_id) == workspace_id,
        col(ChannelRow.external_id).in_(external_ids),
    )


def channel_by_id(tenant: Tenant, external_id: str) -> ChannelRow | None:
    """Return a channel of any workspace of the agency by its platform's id, or None."""
    return tenant.first(ChannelRow, col(ChannelRow.external_id) == external_id)


def channels(tenant: Tenant) -> Sequence[ChannelRow]:
    """Return every channel that is known, by name."""
    return tenant.all(ChannelRow, order=col(ChannelRow.name))


def platform(tenant: Tenant, workspace_id: int) -> Platform:
    """Return the platform of a workspace of the agency."""
    row = tenant.get(WorkspaceRow, workspace_id)
    assert row is not None
    return Platform(row.platform)


def workspaces(tenant: Tenant) -> Sequence[WorkspaceRow]:
    """Return the workspaces of the agency, those included that have taken the bot out."""
    return tenant.all(WorkspaceRow)


def as_channel(row: ChannelRow) -> Channel:
    """Return a channel's row as a value."""
    return Channel(row.id, row.name, Purpose(row.purpose) if row.purpose else None, row.client_id)


def external_id(tenant: Tenant, channel: Channel) -> str:
    """Return the platform's id of a channel."""
    row = tenant.get(ChannelRow, channel.id)
    assert row is not None
    return row.external_id


def watched(tenant: Tenant) -> Sequence[ChannelRow]:
    """Return the channels that have a purpose."""
    return tenant.all(ChannelRow, col(ChannelRow.purpose).is_not(None), order=col(ChannelRow.name))


def preferences(tenant: Tenant) -> dict[str, str]:
    """Return the agency's preferences, defaults included."""
    return with_defaults({row.name: row.value for row in tenant.all(PreferenceRow)})


def prefer(tenant: Tenant, name: str, value: str) -> PreferenceRow:
    """Add the row of a preference that was at its default until now."""
    return tenant.add(PreferenceRow(agency_id=tenant.agency_id, name=name, value=value))


def preference_row(tenant: Tenant, name: str) -> PreferenceRow | None:
    """Return the row of a preference that is not at its default."""
    return tenant.first(PreferenceRow, col(PreferenceRow.name) == name)
