"""Evidence that is kept aside, and the things about which something has still to be checked."""

import sqlalchemy as sa

from kg.catalog.tables import evidence, metadata, of_document

CARRIED = tuple(evidence.c.keys())
"""The columns that evidence takes along when it is kept aside, and brings back."""

refused = sa.Table(
    "refused",
    metadata,
    of_document(),
    *(
        sa.Column(
            column.name,
            column.type,
            primary_key=column.primary_key,
            nullable=column.nullable,
            autoincrement=False,
            server_default=column.server_default,
        )
        for column in evidence.c
        if column.name != "document"
    ),
    # A list of [kind, name, shape, message]; null while nobody has looked.
    sa.Column("reasons", sa.JSON(none_as_null=True)),
)
for _name in ("id", "subject_thing", "object_thing"):
    sa.Index(f"ix_refused_{_name}", refused.c.workspace, refused.c[_name])

# Words, not a parameter, for the planner to see the partial index.
WAITING = refused.c.reasons.is_(sa.null())
sa.Index("ix_refused_waiting", refused.c.document, sqlite_where=WAITING, postgresql_where=WAITING)

unchecked = sa.Table(
    "unchecked",
    metadata,
    sa.Column("workspace", sa.Text, primary_key=True),
    # Digest of `iri`, which may be too long for an index.
    sa.Column("thing", sa.Text, primary_key=True),
    # What changed about it: what it is the "subject" or the "object" of, or its "kind".
    sa.Column("role", sa.Text, primary_key=True),
    sa.Column("iri", sa.Text, nullable=False),
    # Grows when it changes again, so that a check of what it was before does not count.
    sa.Column("change", sa.BigInteger, nullable=False),
)
