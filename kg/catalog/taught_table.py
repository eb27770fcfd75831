"""Relations that somebody taught, each with its examples."""

import sqlalchemy as sa

from kg.catalog.tables import metadata

taught = sa.Table(
    "taught_relations",
    metadata,
    sa.Column("workspace", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("iri", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    # Lists of mention types.
    sa.Column("domain", sa.JSON, nullable=False),
    sa.Column("range", sa.JSON, nullable=False),
    # A list of [text, [subject start, end], [object start, end]].
    sa.Column("examples", sa.JSON, nullable=False),
    sa.Column("taught_at", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
)
