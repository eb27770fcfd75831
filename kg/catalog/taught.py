"""Relations that somebody taught: kept as their examples, from which every model makes prototypes of its own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.keys import thing_key
from kg.catalog.recording import forget
from kg.catalog.refused_table import refused
from kg.catalog.rereading import Reader, Rereading, queue_again
from kg.catalog.stated_table import stated
from kg.catalog.statement_table import statements
from kg.catalog.tables import Row, documents, evidence, texts
from kg.catalog.taught_rows import relation_of, values_of
from kg.catalog.taught_table import taught
from kg.errors import Conflict, NotFound
from kg.ontology.taught import MarkedSentence, TaughtRelation
from kg.records import DEFAULT_WORKSPACE, Document

_AT_ONCE = 500
_LISTED = "GET /relations lists those that are here."


class Taught:
    """The taught relations of each workspace, and the documents that they have to do with."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self, workspace: str = DEFAULT_WORKSPACE) -> tuple[int, int]:
        """Return what differs whenever relations were taught, changed or forgotten."""
        counted = sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(taught.c.changed_at), 0))
        with self._database.read() as connection:
            many, latest = connection.execute(counted.where(_of(workspace))).one()
        return int(many), int(latest)

    def all(self, workspace: str = DEFAULT_WORKSPACE) -> tuple[TaughtRelation, ...]:
        """Return every relation, in the order of teaching."""
        chosen = sa.select(taught).where(_of(workspace)).order_by(taught.c.taught_at, taught.c.id)
        with self._database.read() as connection:
            return tuple(relation_of(row) for row in connection.execute(chosen))

    def get(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> TaughtRelation:
        """Return a relation. Raises NotFound."""
        with self._database.read() as connection:
            return relation_of(_find(connection, id, workspace))

    def add(self, relation: TaughtRelation, workspace: str = DEFAULT_WORKSPACE) -> TaughtRelation:
        """Keep a new relation; returns it with its times.

        Raises:
            Conflict: There is one with this id.
        """
        try:
            with self._database.write() as connection:
                now = self._moment(connection)
                kept = replace(relation, taught_at=now, changed_at=now)
                connection.execute(sa.insert(taught).values(workspace=workspace, **values_of(kept)))
        except sa.exc.IntegrityError as err:
            raise Conflict(
                f"A relation {relation.id!r} was taught before. Add examples to it, give this one "
                "another name, or remove that one first."
            ) from err
        return kept

    def show(
        self, id: str, examples: Sequence[MarkedSentence], workspace: str = DEFAULT_WORKSPACE
    ) -> TaughtRelation:
        """Add examples to a relation; those that it has already are not added again. Raises NotFound."""
        with self._database.write() as connection:
            before = relation_of(_find(connection, id, workspace, lock=True))
            every = tuple(dict.fromkeys([*before.examples, *examples]))
            after = replace(before, examples=every, changed_at=self._moment(connection))
            kept = values_of(after)
            connection.execute(sa.update(taught).where(_named(id, workspace)).values(kept))
        return after

    def forget(self, id: str, iri: str, workspace: str = DEFAULT_WORKSPACE) -> Rereading:
        """Remove a relation and queue the documents that speak of it, whose facts go as they are read again.

        Facts that people stated by it go at once.

        Calling it again finishes what was interrupted.

        Raises:
            NotFound: There is no such relation, and no document speaks of one.
        """
        with self._database.write() as connection:
            gone = connection.execute(sa.delete(taught).where(_named(id, workspace))).rowcount
            for seq in connection.execute(_stated_by(iri, workspace)).scalars().all():
                forget(connection, seq, self._database.clock())
        queued = queue_again(self._database, Reader(workspace, _speaking_of(iri, workspace)))
        if not gone and not queued.documents:
            raise NotFound("taught relation", id, _LISTED)
        return queued

    def reread(
        self,
        relation: TaughtRelation,
        ids: Sequence[str] | None = None,
        workspace: str = DEFAULT_WORKSPACE,
    ) -> Rereading:
        """Queue documents again: all that were read before the relation was taught, or those with these ids.

        Raises:
            NotFound: One of the ids is no document's.
        """
        which = documents.c.read_at < relation.changed_at
        if ids is not None:
            which = documents.c.id.in_(ids)
            self._see_to(ids, workspace)
        return queue_again(self._database, Reader(workspace, which))

    def _see_to(self, ids: Sequence[str], workspace: str) -> None:
        mine = (documents.c.workspace == workspace) & documents.c.id.in_(ids)
        with self._database.read() as connection:
            here = set(connection.execute(sa.select(documents.c.id).where(mine)).scalars())
        if missing := [id for id in ids if id not in here]:
            raise NotFound("document", missing[0])

    def facts(self, iri: str, workspace: str = DEFAULT_WORKSPACE) -> int:
        """Return how many asserted statements have this property."""
        return self._count(
            sa.select(sa.func.count())
            .select_from(statements)
            .where(
                statements.c.workspace == workspace,
                statements.c.predicate_key == thing_key(iri),
                statements.c.status == "asserted",
            )
        )

    def unread(self, relation: TaughtRelation, workspace: str = DEFAULT_WORKSPACE) -> int:
        """Return how many documents were last read before the relation was taught."""
        before = Reader(workspace, documents.c.read_at < relation.changed_at).chosen()
        return self._count(sa.select(sa.func.count()).select_from(documents).where(before))

    def read_before(
        self, after: int, limit: int, characters: int, workspace: str = DEFAULT_WORKSPACE
    ) -> list[tuple[int, Document, int]]:
        """Return documents that were read, in the order of posting, each with its place and its whole length.

        Args:
            after: The place behind which to begin.
            characters: How much text in all; what goes beyond is cut off, or left for the next call.
        """
        shown = (documents.c.seq, documents.c.id, documents.c.title, documents.c.characters)
        chosen = (
            sa.select(*shown)
            .where(Reader(workspace, documents.c.seq > after).chosen())
            .order_by(documents.c.seq)
            .limit(limit)
        )
        found: list[tuple[int, Document, int]] = []
        with self._database.read() as connection:
            for row in connection.execute(chosen).all():
                if found and row.characters > characters:
                    break
                cut = sa.func.substr(texts.c.text, 1, max(characters, 1))
                of_row = sa.select(cut).where(texts.c.document == row.seq)
                text = connection.execute(of_row).scalar() or ""
                characters -= len(text)
                found.append((row.seq, Document(row.id, text, row.title), row.characters))
        return found

    def stored(self, ids: Sequence[str], workspace: str = DEFAULT_WORKSPACE) -> set[str]:
        """Return those pieces of evidence, by id, that are known already."""
        found: set[str] = set()
        with self._database.read() as connection:
            for start in range(0, len(ids), _AT_ONCE):
                chosen = sa.select(evidence.c.id).where(
                    evidence.c.workspace == workspace,
                    evidence.c.id.in_(ids[start : start + _AT_ONCE]),
                )
                found.update(connection.execute(chosen).scalars())
        return found

    def _count(self, counted: sa.Select[Any]) -> int:
        with self._database.read() as connection:
            return int(connection.execute(counted).scalar() or 0)

    def _moment(self, connection: sa.Connection) -> int:
        """Return the time, or a little later: every change has to differ from all before it."""
        newest = connection.execute(sa.select(sa.func.max(taught.c.changed_at))).scalar() or 0
        return max(self._database.clock(), int(newest) + 1)


def _of(workspace: str) -> sa.ColumnElement[bool]:
    return taught.c.workspace == workspace


def _named(id: str, workspace: str) -> sa.ColumnElement[bool]:
    return _of(workspace) & (taught.c.id == id)


def _find(connection: sa.Connection, id: str, workspace: str, *, lock: bool = False) -> Row:
    chosen = sa.select(taught).where(_named(id, workspace))
    row = connection.execute(chosen.with_for_update() if lock else chosen).one_or_none()
    if row is None:
        raise NotFound("taught relation", id, _LISTED)
    return row


def _stated_by(iri: str, workspace: str) -> sa.Select[Any]:
    mine = (documents.c.workspace == workspace) & (stated.c.predicate == iri)
    chosen = sa.select(documents.c.seq).select_from(stated.join(documents)).where(mine)
    return chosen.order_by(documents.c.seq).with_for_update(of=documents)


def _speaking_of(iri: str, workspace: str) -> sa.ColumnElement[bool]:
    said = sa.select(statements.c.id).where(
        statements.c.workspace == workspace, statements.c.predicate_key == thing_key(iri)
    )
    places = sa.select(evidence.c.document).where(
        evidence.c.workspace == workspace, evidence.c.statement_id.in_(said)
    )
    aside = sa.select(refused.c.document).where(
        refused.c.workspace == workspace, refused.c.predicate == iri
    )
    return documents.c.seq.in_(places) | documents.c.seq.in_(aside)
