"""The facts of a workspace as one set: what is mined, and what is looked up while it is."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.loading import statement_row
from kg.catalog.statement_rows import StatementRow
from kg.catalog.statement_table import statements
from kg.catalog.tables import documents
from kg.records import DEFAULT_WORKSPACE

_BATCH = 400
_FEW = 4
"""Statements of one property about one thing that are still held against each other."""
_ENDS = ("subject", "object", "subject_label", "object_label")


@dataclass(frozen=True, slots=True)
class Facts:
    """Asserted statements between things.

    Attributes:
        triples: Subject, predicate and object of each, IRIs.
        labels: Entity type of each thing.
    """

    triples: tuple[tuple[str, str, str], ...]
    labels: dict[str, str]


class AllFacts:
    """Reads what all documents of a workspace state."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self, workspace: str = DEFAULT_WORKSPACE) -> str:
        """Return what changes whenever statements do."""
        read = (documents.c.workspace == workspace) & documents.c.model.is_not(None)
        # a document that goes and one that comes leave count and sum of changes alone, but not the times
        times = (sa.func.sum(documents.c.read_at), sa.func.max(documents.c.read_at))
        chosen = sa.select(sa.func.count(), sa.func.sum(documents.c.change), *times).where(read)
        with self._database.read() as connection:
            return " ".join(str(value or 0) for value in connection.execute(chosen).one())

    def between_things(self, workspace: str = DEFAULT_WORKSPACE) -> Facts:
        """Return every asserted statement whose object is a thing."""
        columns = statements.c
        mine = (columns.workspace == workspace) & columns.datatype.is_(None)
        chosen = sa.select(columns.predicate, *(columns[name] for name in _ENDS))
        labels: dict[str, str] = {}
        triples = []
        with self._database.read() as connection:
            for row in connection.execute(chosen.where(mine, columns.asserted.is_not(None))):
                triples.append((row.subject, row.predicate, row.object))
                labels[row.subject], labels[row.object] = row.subject_label, row.object_label
        return Facts(tuple(sorted(triples)), labels)

    def rivals(
        self, workspace: str = DEFAULT_WORKSPACE, *, most: int
    ) -> list[tuple[StatementRow, StatementRow]]:
        """Return asserted statements two by two that differ in one end alone, the surest first.

        Only where a thing has few of the kind, for who has many may have another.
        """
        found: dict[tuple[str, str], tuple[StatementRow, StatementRow]] = {}
        with self._database.read() as connection:
            for end in (statements.c.subject_key, statements.c.object_key):
                rows = connection.execute(_rivals(workspace, end).limit(most)).all()
                ids = {id for row in rows for id in (row.one, row.other)}
                here = (statements.c.workspace == workspace) & statements.c.id.in_(sorted(ids))
                chosen = connection.execute(sa.select(statements).where(here))
                known = {row.id: statement_row(row) for row in chosen}
                found |= {(r.one, r.other): (known[r.one], known[r.other]) for r in rows}
        pairs = sorted(found.values(), key=lambda two: (-sum(s.confidence for s in two), two[0].id))
        return pairs[:most]

    def some(
        self, ids: Collection[str], workspace: str = DEFAULT_WORKSPACE
    ) -> dict[str, StatementRow]:
        """Return those of some statements, by id, that any text speaks of."""
        wanted = sorted(ids)
        found: dict[str, StatementRow] = {}
        with self._database.read() as connection:
            for start in range(0, len(wanted), _BATCH):
                here = statements.c.id.in_(wanted[start : start + _BATCH])
                mine = sa.select(statements).where(statements.c.workspace == workspace, here)
                found |= {row.id: statement_row(row) for row in connection.execute(mine)}
        return found


def _rivals(workspace: str, end: sa.Column[str]) -> sa.Select[tuple[str, str]]:
    """Select pairs of ids that share this end and the property, the surest first."""
    asserted = (statements.c.workspace == workspace) & statements.c.asserted.is_not(None)
    shared = (end, statements.c.predicate_key)
    few = sa.func.count().between(2, _FEW)
    groups = sa.select(*shared).where(asserted).group_by(*shared).having(few).subquery()
    one, other = statements.alias(), statements.alias()
    chosen = sa.select(one.c.id.label("one"), other.c.id.label("other"))
    for table in (one, other):
        mine = (table.c.workspace == workspace) & table.c.asserted.is_not(None)
        same = [table.c[column.name] == groups.c[column.name] for column in shared]
        chosen = chosen.where(mine, *same)
    return chosen.where(one.c.id < other.c.id).order_by(
        (one.c.confidence + other.c.confidence).desc(), one.c.id, other.c.id
    )
