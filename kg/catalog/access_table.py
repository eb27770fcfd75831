"""The keys that let others in: their digests, never the keys."""

import sqlalchemy as sa

from kg.catalog.tables import metadata

access_keys = sa.Table(
    "access_keys",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    # SHA-256 of the key, in hex.
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("last_used_at", sa.BigInteger),
    # Revoked keys stay: a service whose keys were all revoked is closed, not open.
    sa.Column("revoked_at", sa.BigInteger),
    sa.UniqueConstraint("digest"),
)
