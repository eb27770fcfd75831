"""What things are called, looked up from words of a question; and texts, looked up by what they name or say."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.keys import name_key, thing_key
from kg.catalog.tables import documents, entities, mentions, texts
from kg.records import DEFAULT_WORKSPACE

Called = tuple[str, str, str, int]
"""IRI, name, entity type, mentions."""

_columns = entities.c


class Naming:
    """Names of things, by index where there is one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def exact(self, keys: Collection[str], workspace: str = DEFAULT_WORKSPACE) -> list[Called]:
        """Return things that go by one of these names, in normal form."""
        wanted = sorted({name_key(key) for key in keys})
        return self._called(_columns.name_key.in_(wanted), workspace, 500) if wanted else []

    def holding(self, part: str, limit: int, workspace: str = DEFAULT_WORKSPACE) -> list[Called]:
        """Return some things whose name holds these letters, the most spoken of first."""
        return self._called(
            _columns.name_key.contains(name_key(part), autoescape=True), workspace, limit
        )

    def spelt(
        self, said: Collection[str], limit: int, workspace: str = DEFAULT_WORKSPACE
    ) -> list[Called]:
        """Return some things that a text calls so, as written; this looks at every mention."""
        named = (_columns.document == mentions.c.document) & (
            _columns.position == mentions.c.entity
        )
        joined = sa.select(_columns.thing).select_from(mentions.join(entities, named))
        chosen = joined.where(mentions.c.text.in_(sorted(said))).distinct().limit(limit)
        return self._called(_columns.thing.in_(chosen), workspace, limit)

    def documents_naming(
        self, iris: Collection[str], limit: int, workspace: str = DEFAULT_WORKSPACE
    ) -> list[tuple[str, str]]:
        """Return the id and text of some documents that name one of these things, those that name most first."""
        keys = [thing_key(iri) for iri in iris]
        ranked = (
            sa.select(_columns.document, sa.func.sum(_columns.mentions).label("n"))
            .where(_columns.workspace == workspace, _columns.thing.in_(keys))
            .group_by(_columns.document)
            .order_by(sa.desc("n"), _columns.document)
            .limit(limit)
            .subquery()
        )
        chosen = sa.select(documents.c.id, texts.c.text).select_from(
            ranked.join(texts, texts.c.document == ranked.c.document).join(
                documents, documents.c.seq == ranked.c.document
            )
        )
        return self._texts(chosen.order_by(sa.desc(ranked.c.n), documents.c.seq))

    def documents_saying(
        self, words: Sequence[str], limit: int, workspace: str = DEFAULT_WORKSPACE
    ) -> list[tuple[str, str]]:
        """Return the id and text of some documents that hold these words, most of them first; it reads texts."""
        held = [
            sa.case((sa.func.lower(texts.c.text).contains(word, autoescape=True), 1), else_=0)
            for word in words
        ]
        count = sum(held, sa.literal(0))
        chosen = sa.select(documents.c.id, texts.c.text).select_from(texts.join(documents))
        chosen = chosen.where(documents.c.workspace == workspace, count > 0)
        return self._texts(chosen.order_by(count.desc(), documents.c.seq).limit(limit))

    def _called(
        self, condition: sa.ColumnElement[bool], workspace: str, limit: int
    ) -> list[Called]:
        total = sa.func.sum(_columns.mentions).label("n")
        least = (sa.func.min(_columns[name]).label(name) for name in ("term", "name", "label"))
        chosen = (
            sa.select(*least, total)
            .where(_columns.workspace == workspace, _columns.thing.is_not(None), condition)
            .group_by(_columns.name_key, _columns.thing)
            .order_by(total.desc(), _columns.name_key, _columns.thing)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [
                (row.term, row.name, row.label, int(row.n)) for row in connection.execute(chosen)
            ]

    def _texts(self, chosen: sa.Select[Any]) -> list[tuple[str, str]]:
        with self._database.read() as connection:
            return [(row.id, row.text) for row in connection.execute(chosen)]
