"""What the models found: evidence by document, by statement and by thing."""

from typing import Any

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.keys import thing_key
from kg.catalog.loading import EVIDENCE, MENTION, evidence_row, mention_row
from kg.catalog.pages import page, read_cursor
from kg.catalog.rows import EntityRow, EvidenceRow, MentionRow, Page, Retraction
from kg.catalog.support import retraction
from kg.catalog.tables import documents, entities, evidence, mentions
from kg.catalog.things import find_thing, search_things
from kg.errors import NotFound
from kg.records import DEFAULT_WORKSPACE


class Findings:
    """Findings of documents that are here; those of a document being deleted are gone at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_document(
        self, id: str, workspace: str = DEFAULT_WORKSPACE, *, min_confidence: float = 0.0
    ) -> list[EvidenceRow]:
        """Return a document's evidence in the order of reading. Raises NotFound."""
        with self._database.read() as connection:
            seq = _seq(connection, id, workspace)
            mine = (evidence.c.document == seq) & (evidence.c.confidence >= min_confidence)
            rows = connection.execute(_evidence(mine)).all()
        return [evidence_row(row) for row in rows]

    def mentions(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> list[MentionRow]:
        """Return a document's mentions in the order in which the model gave them. Raises NotFound."""
        named = (entities.c.document == mentions.c.document) & (
            entities.c.position == mentions.c.entity
        )
        with self._database.read() as connection:
            mine = mentions.c.document == _seq(connection, id, workspace)
            joined = sa.select(*MENTION).select_from(mentions.join(entities, named)).where(mine)
            rows = connection.execute(joined.order_by(mentions.c.position)).all()
        return [mention_row(row) for row in rows]

    def statement(self, statement_id: str, workspace: str = DEFAULT_WORKSPACE) -> list[EvidenceRow]:
        """Return all evidence for a statement, none if nobody states it."""
        said = (evidence.c.workspace == workspace) & (evidence.c.statement_id == statement_id)
        with self._database.read() as connection:
            rows = connection.execute(_evidence(said)).all()
        return [evidence_row(row) for row in rows]

    def retraction(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> Retraction:
        """Return what deleting a document would do, without doing it. Raises NotFound."""
        with self._database.read() as connection:
            return retraction(connection, _seq(connection, id, workspace), workspace)

    def entities(
        self,
        query: str = "",
        workspace: str = DEFAULT_WORKSPACE,
        *,
        limit: int = 100,
        after: str | None = None,
    ) -> Page[EntityRow]:
        """Return things by name: first those whose name begins with the query, then those that hold it.

        Case, width and spacing do not matter. A thing that goes by two names is found under each.

        Raises:
            InputError: The cursor is not from this list.
        """
        with self._database.read() as connection:
            return search_things(connection, query, workspace, limit=limit, after=after)

    def entity(self, iri: str, workspace: str = DEFAULT_WORKSPACE) -> EntityRow:
        """Return a thing by its IRI. Raises NotFound."""
        with self._database.read() as connection:
            return find_thing(connection, iri, workspace)

    def about(
        self,
        iri: str,
        workspace: str = DEFAULT_WORKSPACE,
        *,
        limit: int = 100,
        after: str | None = None,
    ) -> Page[EvidenceRow]:
        """Return the evidence that has a thing at either end, by document and place.

        Raises:
            InputError: The cursor is not from this list.
        """
        start = read_cursor(after, int, int) if after is not None else (0, -1)
        places = sa.union(
            _places(evidence.c.subject_thing, iri, workspace, start, limit + 1),
            _places(evidence.c.object_thing, iri, workspace, start, limit + 1),
        ).subquery()
        here = sa.tuple_(evidence.c.document, evidence.c.position).in_(sa.select(places))
        with self._database.read() as connection:
            rows = connection.execute(_evidence(here).limit(limit + 1)).all()
        return page(rows, limit, lambda row: (row.seq, row.position), evidence_row)


def _seq(connection: sa.Connection, id: str, workspace: str) -> int:
    named = (documents.c.workspace == workspace) & (documents.c.id == id)
    seq: int | None = connection.execute(sa.select(documents.c.seq).where(named)).scalar()
    if seq is None:
        raise NotFound("document", id)
    return seq


def _evidence(chosen: sa.ColumnElement[bool]) -> sa.Select[Any]:
    joined = sa.select(*EVIDENCE).select_from(evidence.join(documents)).where(chosen)
    return joined.order_by(evidence.c.document, evidence.c.position)


def _places(
    end: sa.Column[Any], iri: str, workspace: str, start: tuple[Any, ...], limit: int
) -> sa.Select[Any]:
    """Select where a thing stands at one end; each end has its own index, in this order."""
    place = sa.tuple_(evidence.c.document, evidence.c.position)
    chosen = sa.select(evidence.c.document, evidence.c.position).where(
        evidence.c.workspace == workspace, end == thing_key(iri), place > sa.tuple_(*start)
    )
    ordered = chosen.order_by(evidence.c.document, evidence.c.position).limit(limit)
    return sa.select(ordered.subquery())
