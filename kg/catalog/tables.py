"""The tables. A row belongs to a workspace by its own column or through its document.

What the hot queries need is in the indexes: claiming the head of the queue, finding leases that ran
out, finding what the graph has to follow, and counting a job's documents without touching them.
"""

from typing import Any, get_args

import sqlalchemy as sa

from kg.records import DocumentStatus

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

STATUSES: tuple[str, ...] = get_args(DocumentStatus)
"""All that a document's status may be."""

Row = sa.Row[*tuple[Any, ...]]
"""A row of any query."""

# SQLite counts rows by itself only in a column of exactly the type INTEGER.
Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Prefix searches by range need byte order, which is SQLite's own and PostgreSQL's "C".
Key = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")


def _text(
    name: str, *constraints: sa.schema.SchemaItem, primary_key: bool = False
) -> sa.Column[str]:
    return sa.Column(name, sa.Text, *constraints, primary_key=primary_key, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def of_document() -> sa.Column[int]:
    """A part of the primary key: the document that a row goes with."""
    target = sa.ForeignKey("documents.seq", ondelete="CASCADE")
    return sa.Column("document", Number, target, primary_key=True, autoincrement=False)


def _place() -> sa.Column[int]:
    return sa.Column("position", sa.Integer, primary_key=True, autoincrement=False)


jobs = sa.Table(
    "jobs",
    metadata,
    _text("id", primary_key=True),
    _text("workspace"),
    _text("source"),
    _number("created_at"),
    sa.Column("cancelled_at", sa.BigInteger),
    _number("duplicates"),
    _number("rejected"),
    sa.Index(None, "workspace", "id"),
)

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("seq", Number, primary_key=True),
    _text("workspace"),
    _text("id"),
    # SHA-256 of the text. `dedup` is the same, but null where a PUT put one text under a second id.
    _text("content"),
    sa.Column("dedup", sa.Text),
    _text("status"),
    sa.Column("title", sa.Text),
    sa.Column("uri", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("metadata", sa.JSON, nullable=False),
    _number("characters"),
    _number("characters_read"),
    _number("revision"),
    # The job that queued it last; other jobs that posted it are in job_documents.
    _text("job", sa.ForeignKey("jobs.id")),
    _number("priority"),
    _number("run_at"),
    _number("attempt"),
    # Workers that died or fell silent while they read this revision.
    _number("deaths"),
    sa.Column("owner", sa.Text),
    sa.Column("lease_until", sa.BigInteger),
    sa.Column("error", sa.Text),
    sa.Column("model", sa.Text),
    sa.Column("model_version", sa.Text),
    # When the findings were read, and the SHA-256 of the text they were read in: after a PUT, the old one's.
    sa.Column("read_at", sa.BigInteger),
    sa.Column("read_content", sa.Text),
    # Counts changes of the findings; `pending_since` is null while the graph has followed them all.
    _number("change"),
    sa.Column("pending_since", sa.BigInteger),
    _number("created_at"),
    _number("updated_at"),
    sa.UniqueConstraint("workspace", "id"),
    sa.UniqueConstraint("workspace", "dedup"),
    sa.Index("ix_documents_page", "workspace", "status", "seq"),
    # How many documents each model read, without touching them.
    sa.Index("ix_documents_model", "workspace", "model", "model_version"),
)

# Partial indexes: a query must say these very words, not a parameter, for the planner to see them.
QUEUED = documents.c.status == sa.literal_column("'queued'")
RUNNING = documents.c.status == sa.literal_column("'running'")
PENDING = documents.c.pending_since.is_not(None)
sa.Index(
    "ix_documents_queued",
    documents.c.priority.desc(),
    documents.c.run_at,
    documents.c.seq,
    sqlite_where=QUEUED,
    postgresql_where=QUEUED,
)
sa.Index(
    "ix_documents_running",
    documents.c.lease_until,
    sqlite_where=RUNNING,
    postgresql_where=RUNNING,
)
sa.Index(
    "ix_documents_pending",
    documents.c.pending_since,
    documents.c.seq,
    sqlite_where=PENDING,
    postgresql_where=PENDING,
)
# Holds every column that a job's progress asks for, so that a job of millions is counted from here
# alone, and its documents are paged from here.
sa.Index(
    "ix_documents_progress",
    documents.c.job,
    documents.c.status,
    documents.c.seq,
    documents.c.updated_at,
    documents.c.characters,
    documents.c.characters_read,
)

texts = sa.Table("texts", metadata, of_document(), _text("text"))

job_documents = sa.Table(
    "job_documents",
    metadata,
    _text("job", sa.ForeignKey("jobs.id"), primary_key=True),
    of_document(),
    sa.Column("duplicate", sa.Boolean, nullable=False),
    sa.Index(None, "document"),
)

mentions = sa.Table(
    "mentions",
    metadata,
    of_document(),
    _place(),
    _number("start"),
    _number("end"),
    _text("text"),
    _text("label"),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("entity", sa.Integer, nullable=False),
)

entities = sa.Table(
    "entities",
    metadata,
    of_document(),
    _place(),
    _text("workspace"),
    _text("term"),
    # Datatype IRI of a literal; null for a thing.
    sa.Column("datatype", sa.Text),
    # Digest of a thing's IRI, null for a literal: PostgreSQL indexes no value beyond 2.7 kB.
    sa.Column("thing", sa.Text),
    _text("name"),
    # What searches look at: the normal form of the name, cut off where an index entry would burst.
    sa.Column("name_key", Key, nullable=False),
    _text("label"),
    sa.Column("mentions", sa.Integer, nullable=False),
    # `term` and `thing` say which thing it is; as minted from its name it is `minted`, null where that
    # is the same, and `origin` by digest.
    sa.Column("minted", sa.Text),
    sa.Column("origin", sa.Text),
    # Unit vector of its contexts, 32-bit floats; null where the model gives none.
    sa.Column("context", sa.LargeBinary),
    sa.Index("ix_entities_origin", "workspace", "origin"),
    sa.Index("ix_entities_thing", "workspace", "thing"),
    sa.Index("ix_entities_name", "workspace", "name_key", "thing"),
)

evidence = sa.Table(
    "evidence",
    metadata,
    of_document(),
    _place(),
    _text("workspace"),
    _text("id"),
    _text("statement_id"),
    _text("subject"),
    _text("predicate"),
    _text("object"),
    sa.Column("datatype", sa.Text),
    _text("subject_thing"),
    sa.Column("object_thing", sa.Text),
    sa.Column("confidence", sa.Float, nullable=False),
    _number("subject_start"),
    _number("subject_end"),
    _number("object_start"),
    _number("object_end"),
    _number("sentence_start"),
    _number("sentence_end"),
    _text("quote"),
    _text("subject_label"),
    _text("object_label"),
    _text("subject_name"),
    _text("object_name"),
    sa.Column("status", sa.Text, nullable=False, server_default="asserted"),
    # A list of [property, value, datatype].
    sa.Column("qualifiers", sa.JSON, nullable=False, server_default="[]"),
    # The ends as minted, null where they are the same; whether a knowledge base knows the statement.
    sa.Column("minted_subject", sa.Text),
    sa.Column("minted_object", sa.Text),
    sa.Column("standing", sa.Text),
    sa.Index("ix_evidence_standing", "workspace", "standing"),
    sa.Index("ix_evidence_confidence", "workspace", "confidence"),
    sa.Index("ix_evidence_id", "workspace", "id"),
    sa.Index("ix_evidence_statement", "workspace", "statement_id", "document"),
    sa.Index("ix_evidence_subject", "workspace", "subject_thing", "document", "position"),
    sa.Index("ix_evidence_object", "workspace", "object_thing", "document", "position"),
)
