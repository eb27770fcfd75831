"""Ontologies and rules that people gave, as they gave them, and the premises that these reason from."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Literal as OneOf

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.knowledge_table import knowledge
from kg.catalog.loading import term
from kg.catalog.tables import documents, entities, evidence
from kg.errors import NotFound
from kg.records import DEFAULT_WORKSPACE, AssertionStatus, Iri, Literal

Kind = OneOf["ontology", "rules"]

_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class KnowledgeRow:
    """An ontology or a set of rules.

    Attributes:
        media_type: What `text` is written in.
        changed_at: Milliseconds since the epoch.
        change: Greater than that of any row before; after the time, so that none comes twice.
    """

    kind: Kind
    name: str
    media_type: str
    text: str
    changed_at: int
    change: int


@dataclass(frozen=True, slots=True)
class Said:
    """What one document asserts or denies, and the types that it gives to things."""

    document: str
    statements: tuple[tuple[str, str, Iri | Literal, AssertionStatus], ...]
    kinds: tuple[tuple[str, str], ...]


class Knowledge:
    """What people told the service besides documents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self,
        kind: Kind,
        name: str,
        text: str,
        media_type: str,
        workspace: str = DEFAULT_WORKSPACE,
    ) -> KnowledgeRow:
        """Keep an ontology or rules in the place of those of the same name."""
        with self._database.write() as connection:
            connection.execute(sa.delete(knowledge).where(_named(kind, name, workspace)))
            row = KnowledgeRow(
                kind=kind,
                name=name,
                media_type=media_type,
                text=text,
                changed_at=self._database.clock(),
                change=max(self._database.clock(), _newest(connection) + 1),
            )
            connection.execute(sa.insert(knowledge).values(workspace=workspace, **asdict(row)))
        return row

    def get(self, kind: Kind, name: str, workspace: str = DEFAULT_WORKSPACE) -> KnowledgeRow:
        """Return an ontology or rules. Raises NotFound."""
        chosen = sa.select(knowledge).where(_named(kind, name, workspace))
        with self._database.read() as connection:
            row = connection.execute(chosen).one_or_none()
        if row is None:
            raise NotFound(kind, name, f"Give it with PUT /{kind}.")
        return _row(row)

    def all(self, workspace: str = DEFAULT_WORKSPACE) -> list[KnowledgeRow]:
        """Return all ontologies and rules in one order."""
        chosen = sa.select(knowledge).where(knowledge.c.workspace == workspace)
        with self._database.read() as connection:
            rows = connection.execute(chosen.order_by(knowledge.c.kind, knowledge.c.name)).all()
        return [_row(row) for row in rows]

    def delete(self, kind: Kind, name: str, workspace: str = DEFAULT_WORKSPACE) -> None:
        """Forget an ontology or rules. Raises NotFound."""
        with self._database.write() as connection:
            gone = sa.delete(knowledge).where(_named(kind, name, workspace))
            if not connection.execute(gone).rowcount:
                raise NotFound(kind, name, "There is nothing to delete.")

    def version(self, workspace: str = DEFAULT_WORKSPACE) -> tuple[int, int]:
        """Return what is different after every change: how many there are, and the newest change."""
        columns = (sa.func.count(), sa.func.coalesce(sa.func.max(knowledge.c.change), 0))
        with self._database.read() as connection:
            found = connection.execute(
                sa.select(*columns).where(knowledge.c.workspace == workspace)
            ).one()
        return (found[0], found[1])

    def said(self, workspace: str = DEFAULT_WORKSPACE) -> Iterator[Said]:
        """Yield what each document says that has been read, as it is now."""
        with self._database.read() as connection:
            kinds = _kinds(connection, workspace)
            columns = ("subject", "predicate", "object", "datatype", "status")
            chosen = (
                sa.select(documents.c.id, *(evidence.c[name] for name in columns))
                .select_from(evidence.join(documents))
                .where(evidence.c.workspace == workspace)
                .where(evidence.c.status.in_(("asserted", "denied")))
                .order_by(evidence.c.document, evidence.c.position)
            )
            rows = connection.execution_options(yield_per=_ROWS).execute(chosen)
            for document, group in groupby(rows, key=lambda row: row.id):
                stated = (
                    (r.subject, r.predicate, term(r.object, r.datatype), r.status) for r in group
                )
                yield Said(document, tuple(stated), tuple(kinds.pop(document, ())))
        for document, named in kinds.items():
            yield Said(document, (), tuple(named))


def _kinds(connection: sa.Connection, workspace: str) -> dict[str, list[tuple[str, str]]]:
    """Return the things of each document with their entity types."""
    chosen = (
        sa.select(documents.c.id, entities.c.term, entities.c.label)
        .select_from(entities.join(documents))
        .where(entities.c.workspace == workspace, entities.c.datatype.is_(None))
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for id, thing, label in connection.execute(chosen):
        found.setdefault(id, []).append((thing, label))
    return found


def _newest(connection: sa.Connection) -> int:
    return connection.execute(sa.select(sa.func.max(knowledge.c.change))).scalar() or 0


def _named(kind: str, name: str, workspace: str) -> sa.ColumnElement[bool]:
    columns = knowledge.c
    return (columns.workspace == workspace) & (columns.kind == kind) & (columns.name == name)


def _row(row: sa.Row[tuple[object, ...]]) -> KnowledgeRow:
    return KnowledgeRow(**{name: row._mapping[name] for name in KnowledgeRow.__dataclass_fields__})
