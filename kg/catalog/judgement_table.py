"""What people decided about single pieces of evidence. It goes with the text that it was decided about."""

import sqlalchemy as sa

from kg.catalog.tables import metadata, of_document

judgements = sa.Table(
    "judgements",
    metadata,
    of_document(),
    # Of the evidence: made from the document, the minted statement and the places, so a second reading has it too.
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    # SHA-256 of the text that was judged.
    sa.Column("content", sa.Text, nullable=False),
    # What was judged, as the text had it.
    sa.Column("predicate", sa.Text, nullable=False),
    sa.Column("subject_start", sa.BigInteger, nullable=False),
    sa.Column("subject_end", sa.BigInteger, nullable=False),
    sa.Column("object_start", sa.BigInteger, nullable=False),
    sa.Column("object_end", sa.BigInteger, nullable=False),
    sa.Column("sentence_start", sa.BigInteger, nullable=False),
    sa.Column("sentence_end", sa.BigInteger, nullable=False),
    sa.Column("quote", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    # What is right instead: {"predicate", "subject", "object"}, of which the latter two are [start, end).
    sa.Column("right", sa.JSON(none_as_null=True)),
    sa.Index("ix_judgements_id", "id"),
)
