"""Which workspaces there are beside the default one. Only the default one's catalog has rows here."""

import sqlalchemy as sa

from kg.catalog.tables import metadata

workspaces = sa.Table(
    "workspaces",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    # A row outlives the workspace until its places are empty.
    sa.Column("deleted_at", sa.BigInteger),
)
_HERE = workspaces.c.deleted_at.is_(None)
sa.Index(
    "ix_workspaces_name",
    workspaces.c.name,
    unique=True,
    sqlite_where=_HERE,
    postgresql_where=_HERE,
)
