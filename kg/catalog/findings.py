"""What the models found: evidence by document, by statement and by thing."""

from typing import Any

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.keys import thing_key
from kg.catalog.loading import EVIDENCE, MENTION, evidence_row, mention_row
from kg.catalog.pages import page, read_cursor
from kg.catalog.rows import EntityRow, EvidenceRow, MentionRow, Page, Retraction
from kg.catalog.statement_rows import Sought, StatementRow
from kg.catalog.statement_table import statements
from kg.catalog.statements import find_statements, get_statement, sure_of
from kg.catalog.support import retraction
from kg.catalog.tables import documents, entities, evidence, mentions
from kg.catalog.things import find_thing, search_things
from kg.errors import NotFound
from kg.records import DEFAULT_WORKSPACE, AssertionStatus

_ASSERTED = Sought()


class Findings:
    """Findings of documents that are here; those of a document being deleted are gone at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_document(
        self,
        id: str,
        workspace: str = DEFAULT_WORKSPACE,
        *,
        status: AssertionStatus | None = "asserted",
        min_confidence: float = 0.0,
    ) -> list[EvidenceRow]:
        """Return a document's evidence in the order of reading, of every status if None. Raises NotFound."""
        with self._database.read() as connection:
            seq = _seq(connection, id, workspace)
            mine = (evidence.c.document == seq) & (evidence.c.confidence >= min_confidence)
            rows = connection.execute(_evidence(_put(status, mine))).all()
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

    def piece(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> EvidenceRow:
        """Return one piece of evidence by its id. Raises NotFound."""
        mine = (evidence.c.workspace == workspace) & (evidence.c.id == id)
        with self._database.read() as connection:
            row = connection.execute(_evidence(mine)).one_or_none()
        if row is None:
            raise NotFound("evidence", id)
        return evidence_row(row)

    def statement(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> StatementRow:
        """Return a statement by its id. Raises NotFound: no text speaks of it."""
        with self._database.read() as connection:
            return get_statement(connection, id, workspace)

    def statements(
        self,
        sought: Sought = _ASSERTED,
        workspace: str = DEFAULT_WORKSPACE,
        *,
        limit: int = 100,
        after: str | None = None,
    ) -> Page[StatementRow]:
        """Return statements, each once, in the order of their ids.

        Raises:
            InputError: The cursor is not from this list.
            NotFound: There is no such document.
        """
        with self._database.read() as connection:
            if sought.document is not None:
                _seq(connection, sought.document, workspace)
            return find_statements(connection, sought, workspace, limit=limit, after=after)

    def evidence(
        self,
        statement_id: str,
        workspace: str = DEFAULT_WORKSPACE,
        *,
        status: AssertionStatus | None = None,
        limit: int = 100,
        after: str | None = None,
    ) -> Page[EvidenceRow]:
        """Return the evidence for a statement by document and place, of every status if None.

        Raises:
            InputError: The cursor is not from this list.
        """
        start = read_cursor(after, int, int) if after is not None else (0, -1)
        said = (evidence.c.workspace == workspace) & (evidence.c.statement_id == statement_id)
        # the first bound is for the index, which ends in the document
        behind = (evidence.c.document >= start[0]) & (sa.tuple_(*start) < _PLACE)
        chosen = _evidence(_put(status, said & behind)).limit(limit + 1)
        with self._database.read() as connection:
            rows = connection.execute(chosen).all()
        return page(rows, limit, lambda row: (row.seq, row.position), evidence_row)

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
        sought: Sought = _ASSERTED,
        limit: int = 100,
        after: str | None = None,
    ) -> Page[EvidenceRow]:
        """Return the evidence that has a thing at either end, by document and place.

        Args:
            sought: Its status, and the least confidence of its statement.

        Raises:
            InputError: The cursor is not from this list.
        """
        start = read_cursor(after, int, int) if after is not None else (0, -1)
        counts = _put(sought.status, evidence.c.workspace == workspace) & _is_sure(sought)
        places = sa.union(
            *(
                _places(counts & (end == thing_key(iri)), start, limit + 1)
                for end in (evidence.c.subject_thing, evidence.c.object_thing)
            )
        ).subquery()
        here = _PLACE.in_(sa.select(places))
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


_PLACE = sa.tuple_(evidence.c.document, evidence.c.position)


def _put(status: str | None, chosen: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return chosen if status is None else chosen & (evidence.c.status == status)


def _is_sure(sought: Sought) -> sa.ColumnElement[bool]:
    """The condition that a piece of evidence speaks of a statement that is sure enough."""
    if not sought.min_confidence:
        return sa.true()
    its = (statements.c.workspace == evidence.c.workspace) & (
        statements.c.id == evidence.c.statement_id
    )
    return sa.select(statements.c.id).where(its, *sure_of(sought)).exists()


def _places(
    condition: sa.ColumnElement[bool], start: tuple[Any, ...], limit: int
) -> sa.Select[Any]:
    """Select where a thing stands at one end; each end has its own index, in this order."""
    chosen = sa.select(evidence.c.document, evidence.c.position).where(
        condition, sa.tuple_(*start) < _PLACE
    )
    ordered = chosen.order_by(evidence.c.document, evidence.c.position).limit(limit)
    return sa.select(ordered.subquery())
