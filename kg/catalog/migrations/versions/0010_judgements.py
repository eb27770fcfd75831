"""Judgements: what people decided about single pieces of evidence, and the queue of what waits for them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NUMBERS = (
    "subject_start",
    "subject_end",
    "object_start",
    "object_end",
    "sentence_start",
    "sentence_end",
)


def upgrade() -> None:
    op.create_table(
        "judgements",
        sa.Column(
            "document",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey(
                "documents.seq", name="fk_judgements_document_documents", ondelete="CASCADE"
            ),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("predicate", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _NUMBERS),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("right", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("document", "id", name="pk_judgements"),
    )
    op.create_index("ix_judgements_id", "judgements", ["id"])
    op.create_index("ix_evidence_confidence", "evidence", ["workspace", "confidence"])
    op.create_index("ix_evidence_id", "evidence", ["workspace", "id"])


def downgrade() -> None:
    op.drop_index("ix_evidence_id", "evidence")
    op.drop_index("ix_evidence_confidence", "evidence")
    op.drop_table("judgements")
