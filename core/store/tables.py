"""The tables. Every row belongs to one agency; every instant is aware UTC; no row holds a conversation.

An `id` is typed as a number although a row has none before it is flushed: Tenant.add flushes, so nobody sees it empty.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

# The names that a migration needs to find a constraint again. They must be set before the first table.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _json() -> Any:
    return Field(sa_column=Column(JSON, nullable=False))


def _within_agency(column: str, table: str) -> ForeignKeyConstraint:
    """Let a column point to a row of the same agency: a database refuses one of another."""
    return ForeignKeyConstraint(("agency_id", column), (f"{table}.agency_id", f"{table}.id"))


def _pointed_to() -> UniqueConstraint:
    """Let rows of the same agency point to the rows of a table."""
    return UniqueConstraint("agency_id", "id")


class AgencyRow(SQLModel, table=True):
    """An agency; it owns all other rows."""

    __tablename__ = "agencies"

    id: int = Field(default=None, primary_key=True)
    name: str
    created_at: datetime
    sealed_key: bytes  # of the keyed hashes by which a text is recognised


class PreferenceRow(SQLModel, table=True):
    """A setting of an agency that differs from its default."""

    __tablename__ = "preferences"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    name: str
    value: str


class WorkspaceRow(SQLModel, table=True):
    """A Slack workspace, a Discord server or a terminal."""

    __tablename__ = "workspaces"
    __table_args__ = (
        UniqueConstraint("platform", "external_id"),
        _pointed_to(),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    platform: str
    external_id: str
    name: str
    installed_at: datetime
    removed_at: datetime | None = None  # when its people took the bot out
    heard_at: datetime | None = None  # until when we are sure to have been told all that was posted


class MemberRow(SQLModel, table=True):
    """A person of the agency in one workspace."""

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("workspace_id", "external_id"),
        _pointed_to(),
        _within_agency("workspace_id", "workspaces"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    workspace_id: int
    external_id: str
    name: str
    lead: bool = False
    joined_at: datetime
    asked_at: datetime | None = (
        None  # when they last chose this workspace for their direct messages, by asking in it
    )


class ChannelRow(SQLModel, table=True):
    """A channel that was mentioned to us; without a purpose it is not watched."""

    __tablename__ = "channels"
    __table_args__ = (
        UniqueConstraint("workspace_id", "external_id"),
        _pointed_to(),
        _within_agency("workspace_id", "workspaces"),
        _within_agency("client_id", "clients"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    workspace_id: int
    external_id: str
    name: str
    purpose: str | None = None
    client_id: int | None = None
    threads: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})  # replies are read too
    bots: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})  # what bots post is read too


class ClientRow(SQLModel, table=True):
    """A client company. What the statements about it come to stands here, so that it can be asked for in bulk."""

    __tablename__ = "clients"
    __table_args__ = (
        Index(None, "agency_id", "last_bound_on"),
        Index(None, "agency_id", "merged_into"),
        _pointed_to(),
        _within_agency("owner_id", "members"),
        _within_agency("merged_into", "clients"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    name: str
    confirmed: bool = False
    owner_id: int | None = None  # who pasted last
    created_at: datetime
    last_active_on: date  # of the last check or contract
    merged_into: int | None = None
    removed: bool = False
    stage: str | None = None
    plan: str | None = None
    badge_seen: bool = False
    origin: str | None = None
    origin_proof: bool = False
    met_on: date | None = None
    met_on_estimated: bool = False
    converted_on: date | None = None
    last_bound_on: date | None = None
    bound_noted_on: date | None = None  # when that day was first known; reminders begin there


class NameRow(SQLModel, table=True):
    """A name under which a client is known; the same name may stand for two until somebody has said whose it is."""

    __tablename__ = "names"
    __table_args__ = (
        UniqueConstraint("client_id", "key"),
        Index(None, "agency_id", "key"),
        _within_agency("client_id", "clients"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    client_id: int
    key: str  # folded
    written: str
    preferred: bool = False


class StatementRow(SQLModel, table=True):
    """What somebody said about a client; never changed but to be confirmed or undone."""

    __tablename__ = "statements"
    __table_args__ = (
        Index(None, "agency_id", "client_id", "id"),
        _within_agency("client_id", "clients"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    client_id: int
    about: str
    value: str
    on: date | None = None
    subject: str = ""
    reference: str = ""
    via: str
    said_by: str
    said_at: datetime
    by_lead: bool = False
    confirmed_by: str = ""
    undone: bool = False


class ChangeRow(SQLModel, table=True):
    """The audit. Rows are added and never changed."""

    __tablename__ = "changes"
    __table_args__ = (
        _pointed_to(),
        Index(None, "agency_id", "client_id", "id"),
        Index(None, "agency_id", "undoes"),
        _within_agency("client_id", "clients"),
        _within_agency("undoes", "changes"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    at: datetime
    by: str
    action: str
    says: str  # the change as a person reads it
    table: str
    row: int
    client_id: int | None = None
    before: dict[str, Any] = _json()
    after: dict[str, Any] = _json()
    reason: str = ""
    undoes: int | None = None


class CheckRow(SQLModel, table=True):
    """A judgement: who asked, where and when, and what came out; its reading is sealed and expires."""

    __tablename__ = "checks"
    __table_args__ = (
        Index(None, "agency_id", "client_id", "id"),
        Index(None, "agency_id", "channel_id", "id"),
        Index(None, "agency_id", "member_id", "id"),
        Index(None, "agency_id", "asked_at"),
        Index(None, "agency_id", "expires_at"),
        Index(None, "agency_id", "fingerprint"),
        Index(None, "agency_id", "source"),
        _pointed_to(),
        _within_agency("channel_id", "channels"),
        _within_agency("member_id", "members"),
        _within_agency("client_id", "clients"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    channel_id: int | None = None
    member_id: int
    client_id: int | None = None
    source: str  # the platform's id of the post, or empty
    asked_at: datetime
    outcome: str
    rung: str
    fingerprint: str
    marks: list[str] = _json()  # a keyed hash a message
    first_new: int = 0  # the message from which on it was answered
    assumed: list[str] = _json()
    unchecked: bool = False
    revision: int = 0
    reply_key: str = ""  # of the newest reply in the outbox
    stage_said: str | None = None  # the stage that a check without a known client was told
    sealed: bytes | None = None
    expires_at: datetime | None = None  # of the reading; none once it is erased
    kept: bool = False
    withdrawn: bool = False  # its post was deleted or edited
    # Not answered where it was pasted, because the bot is still learning how the clients' contracts stand.
    held_back: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})


class FindingRow(SQLModel, table=True):
    """A finding of a check and what became of it; no words."""

    __tablename__ = "findings"
    __table_args__ = (
        Index(None, "agency_id", "check_id"),
        # The chart of the digest reads these columns alone.
        Index(None, "agency_id", "found_at", "level", "by", "state"),
        Index(None, "agency_id", "state", "found_at"),
        Index(None, "agency_id", "client_id", "rule"),
        Index(None, "agency_id", "alert", "alerted_at"),
        _within_agency("check_id", "checks"),
        _within_agency("client_id", "clients"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    check_id: int
    client_id: int | None = None
    rule: str
    level: str
    by: str
    start: int  # of its first evidence, by which a finding is known again when its reading is judged again
    state: str
    found_at: datetime
    state_at: datetime
    state_by: str = ""
    alert: str = ""  # due, told at once, or the day on which it is told with others
    alerted_at: datetime | None = None  # when it goes out


class AllowanceRow(SQLModel, table=True):
    """A rule that does not hold for a client, or for all, because a lead said so."""

    __tablename__ = "allowances"
    __table_args__ = (_within_agency("client_id", "clients"),)

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id", index=True)
    client_id: int | None = None
    rule: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str = ""
    reason: str = ""
    withdrawn: bool = False


class MuteRow(SQLModel, table=True):
    """A rule, a channel or a thread in which the bot is quiet."""

    __tablename__ = "mutes"
    __table_args__ = (_within_agency("channel_id", "channels"),)

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id", index=True)
    rule: str = ""
    channel_id: int | None = None
    thread: str = ""
    until: date | None = None
    said_by: str
    said_at: datetime
    reason: str = ""
    lifted: bool = False


class ReminderRow(SQLModel, table=True):
    """A reminder of the two-year clock; the same client, kind and last bound day are planned once."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("client_id", "kind", "last_bound_on"),
        Index(None, "agency_id", "status", "due_on"),
        Index(None, "agency_id", "post_key"),
        _within_agency("client_id", "clients"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    client_id: int
    kind: str
    last_bound_on: date
    due_on: date  # in the agency's zone
    status: str  # planned, posted, cancelled
    post_key: str = ""


class DigestRow(SQLModel, table=True):
    """The numbers of an agency's week, frozen when the digest was planned."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("agency_id", "week"),)

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    week: str
    numbers: dict[str, Any] = _json()
    planned_at: datetime


class PostRow(SQLModel, table=True):
    """The outbox: what the bot sends, as ids; the dedupe key makes it one."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("dedupe_key"),
        Index(None, "status", "not_before"),
        Index(None, "workspace_id", "destination", "thread", "status"),
        Index(None, "agency_id", "status"),
        Index(None, "agency_id", "external_id"),
        _within_agency("workspace_id", "workspaces"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    workspace_id: int
    kind: str
    destination: str
    thread: str = ""
    replaces: str = ""
    subject: dict[str, Any] = _json()
    dedupe_key: str
    not_before: datetime
    created_at: datetime
    status: str
    attempts: int = 0
    first_attempt_at: datetime | None = None
    held_until: datetime | None = (
        None  # nobody else touches it before: it is being sent, or it waits after a failure
    )
    held_by: str = ""
    external_id: str = ""
    last_error: str = ""
    sent_at: datetime | None = None


class InboxRow(SQLModel, table=True):
    """The inbox: what happened to a post of people's; its words are sealed, and erased minutes later."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index(None, "status", "id"),
        Index(None, "agency_id", "channel", "posted_at"),
        Index(None, "agency_id", "channel", "message"),
        Index(None, "agency_id", "check_id"),
        _within_agency("workspace_id", "workspaces"),
        _within_agency("check_id", "checks"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    workspace_id: int
    key: str  # the same news comes more than once; this makes it one
    kind: str
    channel: str
    message: str  # the platform's id of the post
    author: str
    thread: str = ""
    posted_at: datetime
    received_at: datetime
    status: str
    attempts: int = 0
    held_until: datetime | None = None
    held_by: str = ""
    fingerprint: str = ""  # of its text, by which an edit is told from a link that was unfolded
    sealed: bytes | None = None  # none once it is erased
    check_id: int | None = None  # the check that it became, alone or with its neighbours


class InstallationRow(SQLModel, table=True):
    """What a platform gave us to act in a workspace: its tokens, sealed."""

    __tablename__ = "installations"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "team_id"),
        Index(None, "agency_id", "workspace_id"),
        _within_agency("workspace_id", "workspaces"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    workspace_id: int
    enterprise_id: str = ""  # of an organisation; empty for a workspace of its own
    team_id: str = ""  # empty where the whole organisation is meant
    installed_by: str
    installed_at: datetime
    sealed: bytes


class SignInRow(SQLModel, table=True):
    """An installation that somebody has begun. No agency stands behind it yet."""

    __tablename__ = "sign_ins"

    id: int = Field(default=None, primary_key=True)
    state: str = Field(unique=True)  # a hash of what the browser holds
    expires_at: datetime


class LinkCodeRow(SQLModel, table=True):
    """A code by which another workspace joins an agency: good once and for minutes."""

    __tablename__ = "link_codes"

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id", index=True)
    code: str = Field(unique=True)  # a hash of what a lead was shown
    made_by: str
    expires_at: datetime


class PublishedRow(SQLModel, table=True):
    """What a platform was last told of our commands, so that it is told again only when they have changed."""

    __tablename__ = "published"
    __table_args__ = (UniqueConstraint("platform", "application"),)

    id: int = Field(default=None, primary_key=True)
    platform: str
    application: str  # the platform's id of the app
    fingerprint: str
    published_at: datetime


class LeaseRow(SQLModel, table=True):
    """What one replica alone may do for a while, whatever its agencies are."""

    __tablename__ = "leases"

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    holder: str
    ends_at: datetime


TABLES: tuple[type[SQLModel], ...] = (
    AgencyRow,
    PreferenceRow,
    WorkspaceRow,
    MemberRow,
    ClientRow,
    ChannelRow,
    NameRow,
    StatementRow,
    ChangeRow,
    CheckRow,
    FindingRow,
    AllowanceRow,
    MuteRow,
    ReminderRow,
    DigestRow,
    PostRow,
    InboxRow,
    InstallationRow,
    LinkCodeRow,
)

# A number that was given out is not given out again after an erasure: a control under an old reply, or `undo 12`,
# must not act on a row that is younger.
for _table in SQLModel.metadata.tables.values():
    _table.dialect_options["sqlite"]["autoincrement"] = True
