"""The statements as a net of things: what is called so, and which links lead from here."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.keys import name_key, thing_key
from kg.catalog.statement_table import statements
from kg.catalog.tables import Row, documents, entities
from kg.records import DEFAULT_WORKSPACE

_AT_ONCE = 500
"""Keys in one query; SQLite takes no more than some 32,000 parameters, and plans long lists badly."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing under one of its names."""

    iri: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """An asserted statement as a link between two nodes: IRIs, or a literal's value in quotation marks."""

    id: str
    subject: str
    predicate: str
    object: str
    subject_name: str
    object_name: str
    object_label: str
    confidence: float


class Relations:
    """Reads the net that all asserted statements make."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self, workspace: str = DEFAULT_WORKSPACE) -> tuple[int, int]:
        """Return what differs whenever findings have changed: how many documents, and their changes in all."""
        counted = sa.select(
            sa.func.count(), sa.func.coalesce(sa.func.sum(documents.c.change), 0)
        ).where(documents.c.workspace == workspace)
        with self._database.read() as connection:
            many, changes = connection.execute(counted).one()
        return int(many), int(changes)

    def called(
        self, name: str, workspace: str = DEFAULT_WORKSPACE, *, limit: int = 3
    ) -> list[Named]:
        """Return the things that go by a name, the most mentioned first; case and spacing do not matter."""
        here = (entities.c.workspace == workspace) & (entities.c.name_key == name_key(name))
        return self._things(here, limit)

    def things(self, workspace: str = DEFAULT_WORKSPACE, *, limit: int = 100_000) -> list[Named]:
        """Return the things of the graph, each under one name, the most mentioned first."""
        return self._things(entities.c.workspace == workspace, limit)

    def links(
        self,
        nodes: Iterable[str],
        workspace: str = DEFAULT_WORKSPACE,
        *,
        forward: bool,
        predicate: str | None = None,
        limit: int = 1000,
    ) -> list[Link]:
        """Return links that begin (forward) or end at nodes, the surest first, `limit` for 500 nodes."""
        keys = sorted({thing_key(node) for node in nodes})
        end = statements.c.subject_key if forward else statements.c.object_key
        chosen = _of_links(workspace)
        if predicate is not None:
            chosen = chosen.where(statements.c.predicate == predicate)
        if not forward:
            chosen = chosen.where(statements.c.datatype.is_(None))
        found: list[Row] = []
        with self._database.read() as connection:
            for start in range(0, len(keys), _AT_ONCE):
                some = chosen.where(end.in_(keys[start : start + _AT_ONCE])).limit(limit)
                found += connection.execute(some).all()
        return [_link(row) for row in found]

    def pairs(self, workspace: str = DEFAULT_WORKSPACE, *, limit: int = 200_000) -> list[Link]:
        """Return the links between things, the surest first."""
        chosen = _of_links(workspace).where(statements.c.datatype.is_(None)).limit(limit)
        with self._database.read() as connection:
            return [_link(row) for row in connection.execute(chosen)]

    def _things(self, here: sa.ColumnElement[bool], limit: int) -> list[Named]:
        least = (sa.func.min(entities.c[name]).label(name) for name in ("term", "name", "label"))
        chosen = (
            sa.select(*least)
            .where(here, entities.c.thing.is_not(None))
            .group_by(entities.c.thing)
            .order_by(sa.func.sum(entities.c.mentions).desc(), entities.c.thing)
            .limit(limit)
        )
        with self._database.read() as connection:
            rows = connection.execute(chosen).all()
        return [Named(row.term, row.name, row.label) for row in rows]


_LINK = [
    statements.c[name]
    for name in (
        *("id", "subject", "predicate", "object", "datatype"),
        *("subject_name", "object_name", "object_label", "confidence"),
    )
]


def _of_links(workspace: str) -> sa.Select[tuple[object, ...]]:
    asserted = (statements.c.workspace == workspace) & (statements.c.status == "asserted")
    return (
        sa.select(*_LINK).where(asserted).order_by(statements.c.confidence.desc(), statements.c.id)
    )


def _link(row: Row) -> Link:
    end = row.object if row.datatype is None else f'"{row.object}"'
    return Link(
        row.id,
        row.subject,
        row.predicate,
        end,
        row.subject_name,
        row.object_name,
        row.object_label,
        row.confidence,
    )
