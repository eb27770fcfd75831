"""Documents that hold a person's word. No model reads them; what they state is kept here, to be written again."""

import sqlalchemy as sa

from kg.catalog.tables import documents, metadata, of_document

stated = sa.Table(
    "stated",
    metadata,
    of_document(),
    # The statement's id when it was accepted: that of the verdict.
    sa.Column("suggestion", sa.Text, nullable=False),
    # The fact under minted IRIs, so that it follows when identity moves on.
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("predicate", sa.Text, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("subject_name", sa.Text, nullable=False),
    sa.Column("subject_label", sa.Text, nullable=False),
    sa.Column("object_name", sa.Text, nullable=False),
    sa.Column("object_label", sa.Text, nullable=False),
    # Why it was suggested: {"source", "score", "reason", "grounds": [[statement, words]]}; null if nothing did.
    sa.Column("reasons", sa.JSON(none_as_null=True)),
    # Whose word it is, where the service asks for keys: the key's name, or whose the token is.
    sa.Column("said_by", sa.Text),
    sa.Index("ix_stated_suggestion", "suggestion"),
)


def held_in(document: sa.ColumnElement[int]) -> sa.Exists:
    """The condition that a column names the row of a document that holds a person's word."""
    return sa.select(stated.c.document).where(stated.c.document == document).exists()


IS_STATED = held_in(documents.c.seq)
