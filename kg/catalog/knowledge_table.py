"""Ontologies and rules, as people gave them."""

import sqlalchemy as sa

from kg.catalog.tables import metadata

knowledge = sa.Table(
    "knowledge",
    metadata,
    sa.Column("workspace", sa.Text, primary_key=True),
    # "ontology" or "rules"
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
    sa.Column("change", sa.BigInteger, nullable=False),
)
