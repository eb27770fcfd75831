"""Workspaces: the names of the isolated graphs beside the default one."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
    )
    here = sa.text("deleted_at IS NULL")
    op.create_index(
        "ix_workspaces_name",
        "workspaces",
        ["name"],
        unique=True,
        sqlite_where=here,
        postgresql_where=here,
    )


def downgrade() -> None:
    op.drop_table("workspaces")
