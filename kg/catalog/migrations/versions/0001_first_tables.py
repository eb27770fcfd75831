"""The first tables: jobs, documents with their texts, findings, workers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("cancelled_at", sa.BigInteger()),
        sa.Column("duplicates", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_workspace_id", "jobs", ["workspace", "id"])
    _create_documents()
    op.create_table(
        "texts",
        *_part_of_document("texts"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document", name="pk_texts"),
    )
    op.create_table(
        "job_documents",
        sa.Column("job", sa.Text(), nullable=False),
        *_part_of_document("job_documents"),
        sa.Column("duplicate", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_job_documents_job_jobs"),
        sa.PrimaryKeyConstraint("job", "document", name="pk_job_documents"),
    )
    op.create_index("ix_job_documents_document", "job_documents", ["document"])
    _create_findings()
    op.create_table(
        "workers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("process", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workers"),
    )


def downgrade() -> None:
    for table in ("workers", "evidence", "mentions", "entities", "job_documents", "texts"):
        op.drop_table(table)
    op.drop_table("documents")
    op.drop_table("jobs")


def _create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("dedup", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("uri", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("characters", sa.BigInteger(), nullable=False),
        sa.Column("characters_read", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("run_at", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("deaths", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("error", sa.Text()),
        sa.Column("model", sa.Text()),
        sa.Column("model_version", sa.Text()),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("pending_since", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_documents_job_jobs"),
        sa.PrimaryKeyConstraint("seq", name="pk_documents"),
        sa.UniqueConstraint("workspace", "id", name="uq_documents_workspace_id"),
        sa.UniqueConstraint("workspace", "dedup", name="uq_documents_workspace_dedup"),
    )
    op.create_index("ix_documents_page", "documents", ["workspace", "status", "seq"])
    op.create_index(
        "ix_documents_progress",
        "documents",
        ["job", "status", "seq", "updated_at", "characters", "characters_read"],
    )
    head = sa.text("priority DESC, run_at, seq")
    _create_partial_index("ix_documents_queued", head, "status = 'queued'")
    _create_partial_index("ix_documents_running", sa.text("lease_until"), "status = 'running'")
    pending = "pending_since IS NOT NULL"
    _create_partial_index("ix_documents_pending", sa.text("pending_since, seq"), pending)


def _create_findings() -> None:
    op.create_table(
        "mentions",
        *_part_of_document("mentions"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("document", "position", name="pk_mentions"),
    )
    op.create_table(
        "entities",
        *_part_of_document("entities"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("datatype", sa.Text()),
        sa.Column("thing", sa.Text()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("document", "position", name="pk_entities"),
    )
    op.create_index("ix_entities_thing", "entities", ["workspace", "thing"])
    op.create_index("ix_entities_name", "entities", ["workspace", "name_key", "thing"])
    places = [
        f"{part}_{end}" for part in ("subject", "object", "sentence") for end in ("start", "end")
    ]
    words = ["quote", "subject_label", "object_label", "subject_name", "object_name"]
    op.create_table(
        "evidence",
        *_part_of_document("evidence"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("predicate", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("datatype", sa.Text()),
        sa.Column("subject_thing", sa.Text(), nullable=False),
        sa.Column("object_thing", sa.Text()),
        sa.Column("confidence", sa.Float(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in places),
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.PrimaryKeyConstraint("document", "position", name="pk_evidence"),
    )
    op.create_index("ix_evidence_statement", "evidence", ["workspace", "statement_id", "document"])
    for end in ("subject", "object"):
        columns = ["workspace", f"{end}_thing", "document", "position"]
        op.create_index(f"ix_evidence_{end}", "evidence", columns)


def _part_of_document(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("document", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.seq"],
            name=f"fk_{table}_document_documents",
            ondelete="CASCADE",
        ),
    )


def _create_partial_index(name: str, columns: sa.TextClause, where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        name, "documents", [columns], sqlite_where=condition, postgresql_where=condition
    )
