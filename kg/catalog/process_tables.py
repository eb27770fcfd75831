"""The tables by which processes know of each other: who works, with which model, and whose turn it is."""

import sqlalchemy as sa

from kg.catalog.tables import Number, metadata

workers = sa.Table(
    "workers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("process", sa.BigInteger, nullable=False),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    # Why it does not read with the model that was chosen.
    sa.Column("problem", sa.Text),
    sa.Column("seen_at", sa.BigInteger, nullable=False),
)

# A stack: the last row that was not undone is the model to read with. Rows stay, as the history.
model_choices = sa.Table(
    "model_choices",
    metadata,
    sa.Column("seq", Number, primary_key=True),
    # Null is the model that ships with kg, whichever that is.
    sa.Column("model", sa.Text),
    sa.Column("chosen_at", sa.BigInteger, nullable=False),
    sa.Column("undone_at", sa.BigInteger),
)

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("until", sa.BigInteger, nullable=False),
)
