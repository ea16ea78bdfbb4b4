"""Keep what comes in: the inbox, installations, and what they need of other tables."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("state", name=op.f("uq_sign_ins_state")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "installations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sqltypes.AutoString(), nullable=False),
        sa.Column("team_id", sqltypes.AutoString(), nullable=False),
        sa.Column("installed_by", sqltypes.AutoString(), nullable=False),
        sa.Column("installed_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "workspace_id"],
            ["workspaces.agency_id", "workspaces.id"],
            name=op.f("fk_installations_agency_id_workspace_id_workspaces"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_installations_agency_id_agencies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installations")),
        sa.UniqueConstraint("enterprise_id", "team_id", name=op.f("uq_installations_enterprise_id_team_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("installations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_installations_agency_id_workspace_id"), ["agency_id", "workspace_id"], unique=False
        )

    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("key", sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(), nullable=False),
        sa.Column("channel", sqltypes.AutoString(), nullable=False),
        sa.Column("message", sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqltypes.AutoString(), nullable=False),
        sa.Column("thread", sqltypes.AutoString(), nullable=False),
        sa.Column("posted_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("status", sqltypes.AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("held_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("held_by", sqltypes.AutoString(), nullable=False),
        sa.Column("fingerprint", sqltypes.AutoString(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("check_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "check_id"],
            ["checks.agency_id", "checks.id"],
            name=op.f("fk_inbox_agency_id_check_id_checks"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "workspace_id"],
            ["workspaces.agency_id", "workspaces.id"],
            name=op.f("fk_inbox_agency_id_workspace_id_workspaces"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_inbox_agency_id_agencies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_inbox_workspace_id_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inbox_agency_id_channel_message"),
            ["agency_id", "channel", "message"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_inbox_agency_id_channel_posted_at"),
            ["agency_id", "channel", "posted_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_inbox_agency_id_check_id"), ["agency_id", "check_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_inbox_status_id"), ["status", "id"], unique=False)

    with op.batch_alter_table("channels", schema=None) as batch_op:
        batch_op.add_column(sa.Column("threads", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("bots", sa.Boolean(), server_default="0", nullable=False))

    with op.batch_alter_table("checks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_back", sa.Boolean(), server_default="0", nullable=False))

    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_posts_agency_id_external_id"), ["agency_id", "external_id"], unique=False
        )

    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removed_at", sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Take this revision back."""
    # To write a table anew would forget which numbers were given out; both databases can drop a column in place.
    for table, column in (
        ("workspaces", "removed_at"),
        ("checks", "held_back"),
        ("channels", "bots"),
        ("channels", "threads"),
    ):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    op.drop_index(op.f("ix_posts_agency_id_external_id"), table_name="posts")
    op.drop_table("inbox")
    op.drop_table("installations")
    op.drop_table("sign_ins")
