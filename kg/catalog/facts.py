"""The facts of a workspace as one set: what is mined, and what is looked up while it is."""

from collections.abc import Collection
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations, groupby
from typing import Any

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

        Only where a thing has few of the kind, for who has many may have another. Looks at all statements once.
        """
        pairs: dict[tuple[str, str], float] = {}
        with self._database.read() as connection:
            for end in (statements.c.subject_key, statements.c.object_key):
                rows = connection.execute(_few(workspace, end))
                for _, group in groupby(rows, lambda row: (row.end, row.predicate_key)):
                    for one, other in combinations(group, 2):
                        pairs[one.id, other.id] = one.confidence + other.confidence
        surest = nsmallest(most, pairs, key=lambda pair: (-pairs[pair], pair))
        known = self.some({id for pair in surest for id in pair}, workspace)
        # a document may have gone meanwhile
        return [(known[a], known[b]) for a, b in surest if a in known and b in known]

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


def _few(workspace: str, end: sa.Column[str]) -> sa.Select[Any]:
    """Select the asserted statements that share this end and the property with few others, side by side."""
    columns = statements.c
    shared = (end, columns.predicate_key)
    counted = sa.select(
        columns.id,
        columns.confidence,
        columns.predicate_key,
        end.label("end"),
        sa.func.count().over(partition_by=shared).label("number"),
    ).where(columns.workspace == workspace, columns.asserted.is_not(None))
    few = counted.subquery()
    chosen = sa.select(few).where(few.c.number.between(2, _FEW))
    return chosen.order_by(few.c.end, few.c.predicate_key, few.c.id)
