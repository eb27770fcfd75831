"""The tables of identity: what people decided, what follows from it, what waits for them, what bases know.

A thing is named by the digest of its IRI (`thing_key`), as everywhere.
"""

import sqlalchemy as sa

from kg.catalog.tables import Key, Number, metadata


def _text(name: str, *, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=primary_key, nullable=False)


def _pair() -> list[sa.Column[str]]:
    """Two things as documents name them; no document is every document."""
    return [_text(f"{side}_{part}") for side in ("left", "right") for part in ("iri", "document")]


# What a minted IRI stands for, in one document or in all; a row only where it is not itself.
identities = sa.Table(
    "identities",
    metadata,
    _text("workspace", primary_key=True),
    _text("thing", primary_key=True),
    _text("document", primary_key=True),
    _text("iri"),
    _text("canonical"),
    _text("canonical_thing"),
    sa.Column("score", sa.Float, nullable=False),
    sa.Index("ix_identities_canonical", "workspace", "canonical_thing"),
)

decisions = sa.Table(
    "decisions",
    metadata,
    _text("workspace", primary_key=True),
    _text("id", primary_key=True),
    _text("verdict"),
    *_pair(),
    sa.Column("kept", sa.Text),
    _text("origin"),
    sa.Column("made_at", sa.BigInteger, nullable=False),
)

reviews = sa.Table(
    "reviews",
    metadata,
    _text("workspace", primary_key=True),
    _text("id", primary_key=True),
    *_pair(),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("together", sa.Boolean, nullable=False),
    sa.Column("reasons", sa.JSON, nullable=False),
    sa.Index("ix_reviews_score", "workspace", "score", "id"),
)

# What the last resolution went by, so that nothing is resolved twice.
resolutions = sa.Table(
    "resolutions",
    metadata,
    _text("workspace", primary_key=True),
    _text("stamp"),
    sa.Column("finished_at", sa.BigInteger, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("things", sa.BigInteger, nullable=False),
    sa.Column("renamed", sa.BigInteger, nullable=False),
    sa.Column("reviews", sa.BigInteger, nullable=False),
)

bases = sa.Table(
    "bases",
    metadata,
    sa.Column("seq", Number, primary_key=True),
    _text("workspace"),
    _text("name"),
    _text("graph"),
    _text("status"),
    _text("source"),
    sa.Column("error", sa.Text),
    sa.Column("triples", sa.BigInteger, nullable=False),
    sa.Column("entities", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("workspace", "name"),
)


def _of_base() -> sa.Column[int]:
    target = sa.ForeignKey("bases.seq", ondelete="CASCADE")
    return sa.Column("base", Number, target, nullable=False)


# What a base says of its entities, as it comes; it goes when the entities are made of it.
base_terms = sa.Table(
    "base_terms",
    metadata,
    sa.Column("seq", Number, primary_key=True),
    _of_base(),
    _text("thing"),
    _text("iri"),
    sa.Column("rank", sa.Integer, nullable=False),
    _text("value"),
    sa.Index("ix_base_terms_thing", "base", "thing", "rank", "value"),
)

base_entities = sa.Table(
    "base_entities",
    metadata,
    sa.Column("seq", Number, primary_key=True),
    _of_base(),
    _text("thing"),
    _text("iri"),
    sa.Column("names", sa.JSON, nullable=False),
    sa.Column("labels", sa.JSON, nullable=False),
    sa.Index("ix_base_entities_thing", "thing"),
    sa.Index("ix_base_entities_base", "base", "seq"),
)

# Under which keys its names meet others (`kg.identity.names.meeting_keys`).
base_keys = sa.Table(
    "base_keys",
    metadata,
    sa.Column("key", Key, primary_key=True),
    sa.Column(
        "entity",
        Number,
        sa.ForeignKey("base_entities.seq", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Index("ix_base_keys_entity", "entity"),
)

# What a base says of identity: owl:differentFrom, owl:disjointWith, which properties are functional.
base_axioms = sa.Table(
    "base_axioms",
    metadata,
    sa.Column("seq", Number, primary_key=True),
    _of_base(),
    _text("kind"),
    _text("subject"),
    _text("object"),
    sa.Index("ix_base_axioms_base", "base"),
)
