"""Which model documents are read with, which ones were before, and workers that could not change over."""

import sqlalchemy as sa
from alembic import op

revision = "0002_active_model"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "model_choices",
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("model", sa.Text()),
        sa.Column("chosen_at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("seq", name="pk_model_choices"),
    )
    op.create_index("ix_documents_model", "documents", ["workspace", "model", "model_version"])
    op.add_column("workers", sa.Column("problem", sa.Text()))


def downgrade() -> None:
    op.drop_column("workers", "problem")
    op.drop_index("ix_documents_model", "documents")
    op.drop_table("model_choices")
