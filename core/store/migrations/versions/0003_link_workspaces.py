"""Link workspaces: codes for joining an agency, how far each was heard, where people asked last, published commands."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "published",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sqltypes.AutoString(), nullable=False),
        sa.Column("application", sqltypes.AutoString(), nullable=False),
        sa.Column("fingerprint", sqltypes.AutoString(), nullable=False),
        sa.Column("published_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published")),
        sa.UniqueConstraint("platform", "application", name=op.f("uq_published_platform_application")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "link_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("code", sqltypes.AutoString(), nullable=False),
        sa.Column("made_by", sqltypes.AutoString(), nullable=False),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_link_codes_agency_id_agencies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_link_codes_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("link_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_codes_agency_id"), ["agency_id"], unique=False)

    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("heard_at", sqltypes.UTCDateTime(), nullable=True))

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_at", sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Take this revision back."""
    # To write a table anew would forget which numbers were given out; both databases can drop a column in place.
    op.execute("ALTER TABLE members DROP COLUMN asked_at")
    op.execute("ALTER TABLE workspaces DROP COLUMN heard_at")
    op.drop_table("link_codes")
    op.drop_table("published")
