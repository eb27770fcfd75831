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
