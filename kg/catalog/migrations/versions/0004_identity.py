"""Identity: decisions, what follows from them, reviews, knowledge bases."""

import sqlalchemy as sa
from alembic import op

revision = "0004_identity"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.add_column("entities", sa.Column("minted", sa.Text()))
    op.add_column("entities", sa.Column("origin", sa.Text()))
    op.add_column("entities", sa.Column("context", sa.LargeBinary()))
    op.execute("UPDATE entities SET origin = thing")
    op.create_index("ix_entities_origin", "entities", ["workspace", "origin"])
    for name in ("minted_subject", "minted_object", "standing"):
        op.add_column("evidence", sa.Column(name, sa.Text()))
    op.create_index("ix_evidence_standing", "evidence", ["workspace", "standing"])
    _create_decisions()
    _create_bases()


def downgrade() -> None:
    for table in ("base_axioms", "base_keys", "base_entities", "base_terms", "bases"):
        op.drop_table(table)
    for table in ("resolutions", "reviews", "decisions", "identities"):
        op.drop_table(table)
    op.drop_index("ix_evidence_standing", "evidence")
    for name in ("minted_subject", "minted_object", "standing"):
        op.drop_column("evidence", name)
    op.drop_index("ix_entities_origin", "entities")
    for name in ("context", "origin", "minted"):
        op.drop_column("entities", name)


def _create_decisions() -> None:
    op.create_table(
        "identities",
        *_texts("workspace", "thing", "document", "iri", "canonical", "canonical_thing"),
        sa.Column("score", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "thing", "document", name="pk_identities"),
    )
    op.create_index("ix_identities_canonical", "identities", ["workspace", "canonical_thing"])
    pair = ("left_iri", "left_document", "right_iri", "right_document")
    op.create_table(
        "decisions",
        *_texts("workspace", "id", "verdict", *pair),
        sa.Column("kept", sa.Text()),
        *_texts("origin"),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_decisions"),
    )
    op.create_table(
        "reviews",
        *_texts("workspace", "id", *pair),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_score", "reviews", ["workspace", "score", "id"])
    op.create_table(
        "resolutions",
        *_texts("workspace", "stamp"),
        sa.Column("finished_at", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("things", "renamed", "reviews")
        ),
        sa.PrimaryKeyConstraint("workspace", name="pk_resolutions"),
    )


def _create_bases() -> None:
    op.create_table(
        "bases",
        sa.Column("seq", NUMBER, nullable=False),
        *_texts("workspace", "name", "graph", "status", "source"),
        sa.Column("error", sa.Text()),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("triples", "entities", "changed_at")
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_bases"),
        sa.UniqueConstraint("workspace", "name", name="uq_bases_workspace_name"),
    )
    op.create_table(
        "base_terms",
        *_part_of_base("base_terms"),
        *_texts("thing", "iri"),
        sa.Column("rank", sa.Integer(), nullable=False),
        *_texts("value"),
    )
    op.create_index("ix_base_terms_thing", "base_terms", ["base", "thing", "rank", "value"])
    op.create_table(
        "base_entities",
        *_part_of_base("base_entities"),
        *_texts("thing", "iri"),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
    )
    op.create_index("ix_base_entities_thing", "base_entities", ["thing"])
    op.create_index("ix_base_entities_base", "base_entities", ["base", "seq"])
    op.create_table(
        "base_keys",
        sa.Column("key", KEY, nullable=False),
        sa.Column("entity", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["entity"],
            ["base_entities.seq"],
            name="fk_base_keys_entity_base_entities",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", "entity", name="pk_base_keys"),
    )
    op.create_index("ix_base_keys_entity", "base_keys", ["entity"])
    op.create_table(
        "base_axioms", *_part_of_base("base_axioms"), *_texts("kind", "subject", "object")
    )
    op.create_index("ix_base_axioms_base", "base_axioms", ["base"])


def _part_of_base(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("base", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["base"], ["bases.seq"], name=f"fk_{table}_base_bases", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name=f"pk_{table}"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]
