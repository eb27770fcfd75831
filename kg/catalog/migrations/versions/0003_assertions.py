"""How evidence puts its statement, what qualifies it, when it was read; and what it all comes to."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from kg.catalog.keys import thing_key
from kg.confidence import Piece, believe

revision = "0003"
down_revision = "0002_active_model"
branch_labels = None
depends_on = None

_STATUSES = ("asserted", "denied", "hedged", "reported")
_PART = ("subject", "predicate", "object", "datatype")
_ENDS = ("subject_label", "object_label", "subject_name", "object_name")
_BATCH = 1000


def upgrade() -> None:
    op.add_column("documents", sa.Column("read_at", sa.BigInteger()))
    op.add_column("documents", sa.Column("read_content", sa.Text()))
    op.execute(
        "UPDATE documents SET read_at = updated_at, read_content = content WHERE model IS NOT NULL"
    )
    asserted = sa.Column("status", sa.Text(), nullable=False, server_default="asserted")
    op.add_column("evidence", asserted)
    unqualified = sa.Column("qualifiers", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("evidence", unqualified)
    _create_statements()
    _fill_statements(op.get_bind())


def downgrade() -> None:
    op.drop_table("statements")
    for table, column in (
        ("evidence", "qualifiers"),
        ("evidence", "status"),
        ("documents", "read_content"),
        ("documents", "read_at"),
    ):
        op.drop_column(table, column)


def _create_statements() -> None:
    keys = [f"{part}_key" for part in ("subject", "predicate", "object")]
    words = ["workspace", "id", "subject", "predicate", "object", *keys, *_ENDS, "status"]
    op.create_table(
        "statements",
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.Column("datatype", sa.Text()),
        sa.Column("confidence", sa.Float(), nullable=False),
        *(sa.Column(status, sa.Float()) for status in _STATUSES),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_statements"),
    )
    for part in ("subject", "predicate", "object"):
        columns = ["workspace", f"{part}_key", "id"]
        op.create_index(f"ix_statements_{part}", "statements", columns)
    for status in _STATUSES[1:]:
        rare = sa.text(f"{status} IS NOT NULL")
        columns = ["workspace", "id"]
        op.create_index(
            f"ix_statements_{status}",
            "statements",
            columns,
            sqlite_where=rare,
            postgresql_where=rare,
        )


def _fill_statements(connection: sa.Connection) -> None:
    """All evidence so far was taken for asserted."""
    names = ("workspace", "statement_id", "document", "position", "confidence", *_PART, *_ENDS)
    evidence = sa.table("evidence", *map(sa.column, names))
    documents = sa.table("documents", *map(sa.column, ("seq", "id", "read_content")))
    joined = evidence.join(documents, documents.c.seq == evidence.c.document)
    chosen = sa.select(*evidence.c, documents.c.id, documents.c.read_content)
    rows = connection.execute(
        chosen.select_from(joined).order_by(evidence.c.workspace, evidence.c.statement_id)
    ).mappings()
    statements = sa.table("statements", *map(sa.column, _COLUMNS))
    batch: list[dict[str, Any]] = []
    for values in _weighed(rows):
        batch.append(values)
        if len(batch) == _BATCH:
            connection.execute(sa.insert(statements), batch)
            batch = []
    if batch:
        connection.execute(sa.insert(statements), batch)


_COLUMNS = (
    *("workspace", "id", "subject_key", "predicate_key", "object_key", *_PART, *_ENDS),
    *("status", "confidence", "asserted", "documents", "sources"),
)


def _weighed(rows: Any) -> Iterator[dict[str, Any]]:
    for (workspace, id), group in groupby(
        rows, key=lambda row: (row["workspace"], row["statement_id"])
    ):
        found = list(group)
        belief = believe(
            Piece(row["read_content"], "asserted", round(row["confidence"], 3)) for row in found
        )
        surest = min(found, key=lambda row: (-row["confidence"], row["id"], row["position"]))
        yield {
            "workspace": workspace,
            "id": id,
            **{name: surest[name] for name in (*_PART, *_ENDS)},
            **{f"{name}_key": thing_key(surest[name]) for name in _PART[:3]},
            "status": "asserted",
            "confidence": belief.confidence,
            "asserted": belief.confidence,
            "documents": len({row["id"] for row in found}),
            "sources": belief.sources,
        }
