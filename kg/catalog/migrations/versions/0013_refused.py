"""Refused facts: what shapes and policies keep out of the graph, and what has still to be checked."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TEXTS = ("workspace", "id", "statement_id", "subject", "predicate", "object")
_PLACES = (
    *("subject_start", "subject_end", "object_start", "object_end"),
    *("sentence_start", "sentence_end"),
)
_SAID = ("quote", "subject_label", "object_label", "subject_name", "object_name")
_MINTED = ("minted_subject", "minted_object", "standing")


def _of_document() -> sa.Column[int]:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    target = sa.ForeignKey(
        "documents.seq", name="fk_refused_document_documents", ondelete="CASCADE"
    )
    return sa.Column("document", number, target, autoincrement=False, nullable=False)


def upgrade() -> None:
    op.create_table(
        "refused",
        _of_document(),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        sa.Column("datatype", sa.Text(), nullable=True),
        sa.Column("subject_thing", sa.Text(), nullable=False),
        sa.Column("object_thing", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _PLACES),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _SAID),
        sa.Column("status", sa.Text(), nullable=False, server_default="asserted"),
        sa.Column("qualifiers", sa.JSON(), nullable=False, server_default="[]"),
        *(sa.Column(name, sa.Text(), nullable=True) for name in _MINTED),
        sa.Column("reasons", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("document", "position", name="pk_refused"),
    )
    for ends in (("id",), ("subject_thing",), ("object_thing",)):
        op.create_index(f"ix_refused_{ends[0]}", "refused", ["workspace", *ends])
    waiting = sa.text("reasons IS NULL")
    op.create_index(
        "ix_refused_waiting",
        "refused",
        ["document"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "unchecked",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("iri", sa.Text(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "thing", "role", name="pk_unchecked"),
    )


def downgrade() -> None:
    op.drop_table("unchecked")
    op.drop_table("refused")
