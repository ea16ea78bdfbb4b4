"""First tables."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "agencies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agencies"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "digests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("week", sqltypes.AutoString(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("planned_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_digests_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_digests"),
        sa.UniqueConstraint("agency_id", "week", name="uq_digests_agency_id_week"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "preferences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("value", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_preferences_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_preferences"),
        sa.UniqueConstraint("agency_id", "name", name="uq_preferences_agency_id_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("platform", sqltypes.AutoString(), nullable=False),
        sa.Column("external_id", sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("installed_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_workspaces_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
        sa.UniqueConstraint("agency_id", "id", name="uq_workspaces_agency_id_id"),
        sa.UniqueConstraint("platform", "external_id", name="uq_workspaces_platform_external_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "workspace_id"],
            ["workspaces.agency_id", "workspaces.id"],
            name="fk_members_agency_id_workspace_id_workspaces",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_members_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sa.UniqueConstraint("agency_id", "id", name="uq_members_agency_id_id"),
        sa.UniqueConstraint("workspace_id", "external_id", name="uq_members_workspace_id_external_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("destination", sqltypes.AutoString(), nullable=False),
        sa.Column("thread", sqltypes.AutoString(), nullable=False),
        sa.Column("replaces", sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("dedupe_key", sqltypes.AutoString(), nullable=False),
        sa.Column("not_before", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("status", sqltypes.AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("held_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("held_by", sqltypes.AutoString(), nullable=False),
        sa.Column("external_id", sqltypes.AutoString(), nullable=False),
        sa.Column("last_error", sqltypes.AutoString(), nullable=False),
        sa.Column("sent_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "workspace_id"],
            ["workspaces.agency_id", "workspaces.id"],
            name="fk_posts_agency_id_workspace_id_workspaces",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_posts_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.UniqueConstraint("dedupe_key", name="uq_posts_dedupe_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_posts_agency_id_status", "posts", ["agency_id", "status"])
    op.create_index("ix_posts_status_not_before", "posts", ["status", "not_before"])
    op.create_index(
        "ix_posts_workspace_id_destination_thread_status",
        "posts",
        ["workspace_id", "destination", "thread", "status"],
    )
    op.create_table(
        "clients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_active_on", sa.Date(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("stage", sqltypes.AutoString(), nullable=True),
        sa.Column("plan", sqltypes.AutoString(), nullable=True),
        sa.Column("badge_seen", sa.Boolean(), nullable=False),
        sa.Column("origin", sqltypes.AutoString(), nullable=True),
        sa.Column("origin_proof", sa.Boolean(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("met_on_estimated", sa.Boolean(), nullable=False),
        sa.Column("converted_on", sa.Date(), nullable=True),
        sa.Column("last_bound_on", sa.Date(), nullable=True),
        sa.Column("bound_noted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "merged_into"],
            ["clients.agency_id", "clients.id"],
            name="fk_clients_agency_id_merged_into_clients",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "owner_id"],
            ["members.agency_id", "members.id"],
            name="fk_clients_agency_id_owner_id_members",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_clients_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_clients"),
        sa.UniqueConstraint("agency_id", "id", name="uq_clients_agency_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_clients_agency_id_last_bound_on", "clients", ["agency_id", "last_bound_on"])
    op.create_index("ix_clients_agency_id_merged_into", "clients", ["agency_id", "merged_into"])
    op.create_table(
        "allowances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("rule", sqltypes.AutoString(), nullable=False),
        sa.Column("proposed_by", sqltypes.AutoString(), nullable=False),
        sa.Column("proposed_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("approved_by", sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sqltypes.AutoString(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["clients.agency_id", "clients.id"],
            name="fk_allowances_agency_id_client_id_clients",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_allowances_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_allowances"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_allowances_agency_id", "allowances", ["agency_id"])
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(), nullable=False),
        sa.Column("action", sqltypes.AutoString(), nullable=False),
        sa.Column("says", sqltypes.AutoString(), nullable=False),
        sa.Column("table", sqltypes.AutoString(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sqltypes.AutoString(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["clients.agency_id", "clients.id"],
            name="fk_changes_agency_id_client_id_clients",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "undoes"],
            ["changes.agency_id", "changes.id"],
            name="fk_changes_agency_id_undoes_changes",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_changes_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sa.UniqueConstraint("agency_id", "id", name="uq_changes_agency_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_agency_id_client_id_id", "changes", ["agency_id", "client_id", "id"])
    op.create_index("ix_changes_agency_id_undoes", "changes", ["agency_id", "undoes"])
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("purpose", sqltypes.AutoString(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["clients.agency_id", "clients.id"],
            name="fk_channels_agency_id_client_id_clients",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "workspace_id"],
            ["workspaces.agency_id", "workspaces.id"],
            name="fk_channels_agency_id_workspace_id_workspaces",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_channels_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_channels"),
        sa.UniqueConstraint("agency_id", "id", name="uq_channels_agency_id_id"),
        sa.UniqueConstraint("workspace_id", "external_id", name="uq_channels_workspace_id_external_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("key", sqltypes.AutoString(), nullable=False),
        sa.Column("written", sqltypes.AutoString(), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["clients.agency_id", "clients.id"],
            name="fk_names_agency_id_client_id_clients",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_names_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_names"),
        sa.UniqueConstraint("client_id", "key", name="uq_names_client_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_names_agency_id_key", "names", ["agency_id", "key"])
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("last_bound_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sqltypes.AutoString(), nullable=False),
        sa.Column("post_key", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["clients.agency_id", "clients.id"],
            name="fk_reminders_agency_id_client_id_clients",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_reminders_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint(
            "client_id", "kind", "last_bound_on", name="uq_reminders_client_id_kind_last_bound_on"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reminders_agency_id_post_key", "reminders", ["agency_id", "post_key"])
    op.create_index("ix_reminders_agency_id_status_due_on", "reminders", ["agency_id", "status", "due_on"])
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("about", sqltypes.AutoString(), nullable=False),
        sa.Column("value", sqltypes.AutoString(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("subject", sqltypes.AutoString(), nullable=False),
        sa.Column("reference", sqltypes.AutoString(), nullable=False),
        sa.Column("via", sqltypes.AutoString(), nullable=False),
        sa.Column("said_by", sqltypes.AutoString(), nullable=False),
        sa.Column("said_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_lead", sa.Boolean(), nullable=False),
        sa.Column("confirmed_by", sqltypes.AutoString(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["clients.agency_id", "clients.id"],
            name="fk_statements_agency_id_client_id_clients",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_statements_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_statements"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_statements_agency_id_client_id_id", "statements", ["agency_id", "client_id", "id"])
    op.create_table(
        "checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("source", sqltypes.AutoString(), nullable=False),
        sa.Column("asked_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("outcome", sqltypes.AutoString(), nullable=False),
        sa.Column("rung", sqltypes.AutoString(), nullable=False),
        sa.Column("fingerprint", sqltypes.AutoString(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("first_new", sa.Integer(), nullable=False),
        sa.Column("assumed", sa.JSON(), nullable=False),
        sa.Column("unchecked", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reply_key", sqltypes.AutoString(), nullable=False),
        sa.Column("stage_said", sqltypes.AutoString(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "channel_id"],
            ["channels.agency_id", "channels.id"],
            name="fk_checks_agency_id_channel_id_channels",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["clients.agency_id", "clients.id"],
            name="fk_checks_agency_id_client_id_clients",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "member_id"],
            ["members.agency_id", "members.id"],
            name="fk_checks_agency_id_member_id_members",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_checks_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_checks"),
        sa.UniqueConstraint("agency_id", "id", name="uq_checks_agency_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_checks_agency_id_asked_at", "checks", ["agency_id", "asked_at"])
    op.create_index("ix_checks_agency_id_channel_id_id", "checks", ["agency_id", "channel_id", "id"])
    op.create_index("ix_checks_agency_id_client_id_id", "checks", ["agency_id", "client_id", "id"])
    op.create_index("ix_checks_agency_id_expires_at", "checks", ["agency_id", "expires_at"])
    op.create_index("ix_checks_agency_id_fingerprint", "checks", ["agency_id", "fingerprint"])
    op.create_index("ix_checks_agency_id_member_id_id", "checks", ["agency_id", "member_id", "id"])
    op.create_index("ix_checks_agency_id_source", "checks", ["agency_id", "source"])
    op.create_table(
        "mutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("rule", sqltypes.AutoString(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("thread", sqltypes.AutoString(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("said_by", sqltypes.AutoString(), nullable=False),
        sa.Column("said_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reason", sqltypes.AutoString(), nullable=False),
        sa.Column("lifted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "channel_id"],
            ["channels.agency_id", "channels.id"],
            name="fk_mutes_agency_id_channel_id_channels",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_mutes_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_mutes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mutes_agency_id", "mutes", ["agency_id"])
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("rule", sqltypes.AutoString(), nullable=False),
        sa.Column("level", sqltypes.AutoString(), nullable=False),
        sa.Column("by", sqltypes.AutoString(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("found_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("state_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("state_by", sqltypes.AutoString(), nullable=False),
        sa.Column("alert", sqltypes.AutoString(), nullable=False),
        sa.Column("alerted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "check_id"],
            ["checks.agency_id", "checks.id"],
            name="fk_findings_agency_id_check_id_checks",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["clients.agency_id", "clients.id"],
            name="fk_findings_agency_id_client_id_clients",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_findings_agency_id_agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_findings_agency_id_alert_alerted_at", "findings", ["agency_id", "alert", "alerted_at"]
    )
    op.create_index("ix_findings_agency_id_check_id", "findings", ["agency_id", "check_id"])
    op.create_index("ix_findings_agency_id_client_id_rule", "findings", ["agency_id", "client_id", "rule"])
    op.create_index(
        "ix_findings_agency_id_found_at_level_by_state",
        "findings",
        ["agency_id", "found_at", "level", "by", "state"],
    )
    op.create_index("ix_findings_agency_id_state_found_at", "findings", ["agency_id", "state", "found_at"])


def downgrade() -> None:
    """Take this revision back."""
    for table in (
        "findings",
        "mutes",
        "checks",
        "statements",
        "reminders",
        "names",
        "channels",
        "changes",
        "allowances",
        "clients",
        "posts",
        "members",
        "workspaces",
        "preferences",
        "digests",
        "agencies",
    ):
        op.drop_table(table)
