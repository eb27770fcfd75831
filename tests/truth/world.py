"""A catalog, a graph on disk and the projector between them, which can be thrown down at any moment."""

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.catalog import Catalog
from kg.catalog.engine import open_engine, writing
from kg.catalog.rows import EntityRow, EvidenceRow, NewDocument, Projection
from kg.catalog.statement_rows import Sought, StatementRow
from kg.catalog.tables import metadata
from kg.graph.embedded import EmbeddedStore
from kg.graph.limits import QueryLimits
from kg.graph.projector import Projector
from kg.graph.store import GraphName, Upload
from kg.iris import Minter
from tests.catalog.given import Clock

MINTER = Minter("http://kg.test/")
ALL = 1000


class PowerCut(Exception):
    """Raised in the place of a process that ends."""


class Quick(EmbeddedStore):
    """Takes no ontology: that goes through a process of its own, which would be most of the time."""

    def put_graph(
        self, graph: GraphName, uploads: Sequence[Upload], *, base: str | None = None
    ) -> bool:
        return False


class World:
    """Everything that one service keeps, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.clock = Clock()
        url = f"sqlite:///{folder / 'catalog.sqlite'}"
        Catalog.open(url).close()
        self._engine = open_engine(
            url
        )  # one for all times: it holds but connections and compiled SQL
        self._open()

    def _open(self) -> None:
        self.catalog = Catalog(self._engine, self.clock)
        self.store = Quick(self._folder / "graph", MINTER, QueryLimits())
        self.projector = Projector(self.catalog, self.store, MINTER, [])

    def close(self) -> None:
        self.store.close()
        self.catalog.close()

    def crash(self) -> None:
        """Lose all that is in memory, and start again from what is on disk."""
        self.close()
        self._open()

    def empty(self) -> None:
        """Forget everything. What the graph holds must follow from what it is told to drop."""
        self.store.clear_documents()
        with writing(self._engine) as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
        self.clock.now = Clock().now
        assert self.quads() == []

    def put(self, id: str, text: str) -> None:
        """Make a text the document of this id."""
        job = self.catalog.jobs.create("test")
        self.catalog.documents.replace(NewDocument(text, id=id), job=job)

    def follow(self) -> None:
        """Project all that waits."""
        while self.projector.step():
            pass

    def crash_while_following(self) -> None:
        """End between the graph's commit and the note of it in SQL."""
        self._cut("settle")
        self.crash()

    def crash_while_rebuilding(self) -> None:
        """End when the graph has been emptied, and nothing has been projected yet."""
        self._cut("pending", rebuilding=True)
        self.crash()

    def _cut(self, moment: str, *, rebuilding: bool = False) -> None:
        cut = Projector(_Failing(self.catalog, moment), self.store, MINTER, [])
        try:
            if rebuilding:
                cut.rebuild()
            else:
                cut.step()
        except PowerCut:
            pass

    @property
    def graph(self) -> ox.Store:
        """The store itself, to read from: copies for others to read are tested elsewhere."""
        return self.store._writer.store

    def quads(self) -> list[str]:
        """The whole graph, canonical: there are no blank nodes in it, so that sorted lines are."""
        return sorted(map(str, self.graph))

    def facts(self) -> "Facts":
        """All that SQL knows of what was found."""
        findings = self.catalog.findings
        known = self.catalog.documents.page(limit=ALL).items
        read = sorted(row.id for row in known if row.model is not None)
        return (
            findings.statements(Sought(status=None), limit=ALL).items,
            tuple(row for id in read for row in findings.of_document(id, status=None)),
            findings.entities(limit=ALL).items,
        )


Facts = tuple[tuple[StatementRow, ...], tuple[EvidenceRow, ...], tuple[EntityRow, ...]]


class _Failing:
    """A catalog whose process ends at one call of its projections."""

    def __init__(self, catalog: Catalog, moment: str) -> None:
        self._projections, self._moment = catalog.projections, moment
        self.projections = self

    def pending(self, limit: int) -> list[Projection]:
        self._end("pending")
        return self._projections.pending(limit)

    def settle(self, projections: Sequence[Projection]) -> None:
        self._end("settle")
        self._projections.settle(projections)

    def reset(self) -> int:
        return self._projections.reset()

    def _end(self, moment: str) -> None:
        if moment == self._moment:
            raise PowerCut(moment)
