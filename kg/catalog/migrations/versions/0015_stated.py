"""Stated facts: documents that hold a person's word, and why it had been suggested."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TEXTS = ("suggestion", "subject", "predicate", "object")
_ENDS = ("subject_name", "subject_label", "object_name", "object_label")


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    target = sa.ForeignKey("documents.seq", name="fk_stated_document_documents", ondelete="CASCADE")
    op.create_table(
        "stated",
        sa.Column("document", number, target, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*_TEXTS, *_ENDS)),
        sa.Column("reasons", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("document", name="pk_stated"),
    )
    op.create_index("ix_stated_suggestion", "stated", ["suggestion"])


def downgrade() -> None:
    op.drop_table("stated")
