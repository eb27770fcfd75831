"""Who stated a fact: the name of the key, or the holder of the token, that accepted the suggestion."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stated", sa.Column("said_by", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("stated") as table:
        table.drop_column("said_by")
