"""What all evidence for a statement comes to: a table that `kg.catalog.revision` keeps up."""

import sqlalchemy as sa

from kg.catalog.tables import metadata
from kg.confidence import STATUSES

statements = sa.Table(
    "statements",
    metadata,
    sa.Column("workspace", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("predicate", sa.Text, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("datatype", sa.Text),
    # Digests, by which a statement is found: of IRIs, and of a literal's value.
    sa.Column("subject_key", sa.Text, nullable=False),
    sa.Column("predicate_key", sa.Text, nullable=False),
    sa.Column("object_key", sa.Text, nullable=False),
    sa.Column("subject_label", sa.Text, nullable=False),
    sa.Column("object_label", sa.Text, nullable=False),
    sa.Column("subject_name", sa.Text, nullable=False),
    sa.Column("object_name", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    # Support for each status, null where no evidence has it.
    *(sa.Column(status, sa.Float) for status in STATUSES),
    sa.Column("documents", sa.Integer, nullable=False),
    sa.Column("sources", sa.Integer, nullable=False),
    sa.Index("ix_statements_subject", "workspace", "subject_key", "id"),
    sa.Index("ix_statements_predicate", "workspace", "predicate_key", "id"),
    sa.Index("ix_statements_object", "workspace", "object_key", "id"),
)
for _status in STATUSES[1:]:  # nearly every statement is asserted, hardly one is not
    _rare = statements.c[_status].is_not(None)
    sa.Index(
        f"ix_statements_{_status}",
        statements.c.workspace,
        statements.c.id,
        sqlite_where=_rare,
        postgresql_where=_rare,
    )
