"""Stretches of a text that a person says name something, where the model marked nothing."""

from collections.abc import Iterable

import sqlalchemy as sa

from kg.catalog.inserting import Values, insert_rows
from kg.catalog.judgement_rows import Made
from kg.catalog.keys import name_key, thing_key
from kg.catalog.tables import Row, documents, entities, mentions
from kg.records import Iri

CERTAIN = 1.0
"""Confidence of what somebody put right."""


def mark(connection: sa.Connection, seq: int, made: Iterable[Made], text: str) -> None:
    """Add mentions to a document, each of an entity that it has already or of a new one.

    Where a mention stands by now, since another model found it, nothing is added.

    Args:
        text: The document's text.
    """
    for one in made:
        if _find(connection, seq, one) is None:
            _add(connection, seq, one, one.span.of(text))


def _find(connection: sa.Connection, seq: int, made: Made) -> Row | None:
    here = (mentions.c.document == seq) & (mentions.c.start == made.span.start)
    chosen = sa.select(mentions.c.position).where(here, mentions.c.end == made.span.end)
    return connection.execute(chosen).first()


def _add(connection: sa.Connection, seq: int, made: Made, words: str) -> None:
    named = _entity(connection, seq, made)
    values = {
        "document": seq,
        "position": _next(connection, mentions, seq),
        "start": made.span.start,
        "end": made.span.end,
        "text": words,
        "label": made.label,
        "score": CERTAIN,
        "entity": named,
    }
    insert_rows(connection, mentions, [values])
    here = (entities.c.document == seq) & (entities.c.position == named)
    counted = sa.update(entities).where(here)
    connection.execute(counted.values(mentions=entities.c.mentions + 1))


def _entity(connection: sa.Connection, seq: int, made: Made) -> int:
    """Return the place of what the document names so, added if it names no such thing yet."""
    minted = sa.func.coalesce(entities.c.minted, entities.c.term)
    datatype = None if isinstance(made.term, Iri) else made.term.datatype
    same = entities.c.datatype.is_not_distinct_from(datatype)
    here = (entities.c.document == seq) & (minted == made.term.value) & same
    position: int | None = connection.execute(sa.select(entities.c.position).where(here)).scalar()
    if position is not None:
        return position
    whose = sa.select(documents.c.workspace).where(documents.c.seq == seq)
    thing = thing_key(made.term.value) if datatype is None else None
    values: Values = {
        "document": seq,
        "position": _next(connection, entities, seq),
        "workspace": connection.execute(whose).scalar_one(),
        "term": made.term.value,
        "datatype": datatype,
        "thing": thing,
        "origin": thing,
        "name": made.name,
        "name_key": name_key(made.name),
        "label": made.label,
        "mentions": 0,
    }
    insert_rows(connection, entities, [values])
    return int(values["position"])


def _next(connection: sa.Connection, table: sa.Table, seq: int) -> int:
    last = sa.select(sa.func.max(table.c.position)).where(table.c.document == seq)
    place = connection.execute(last).scalar()
    return 0 if place is None else int(place) + 1
