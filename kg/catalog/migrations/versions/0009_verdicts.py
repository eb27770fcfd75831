"""Verdicts: what people said of mined rules and of suggested facts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0006_knowledge"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "verdicts",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("workspace", "kind", "id", "verdict", "said")
        ),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "kind", "id", name="pk_verdicts"),
    )


def downgrade() -> None:
    op.drop_table("verdicts")
