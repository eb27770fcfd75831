"""A catalog, a graph on disk and the projector between them, which can be thrown down at any moment."""

import contextlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from api.backups import copy
from api.restoring import Restoring
from kg.catalog import Catalog
from kg.catalog.engine import open_engine, writing
from kg.catalog.rows import EntityRow, EvidenceRow, NewDocument, Projection
from kg.catalog.statement_rows import Sought, StatementRow
from kg.catalog.tables import metadata
from kg.graph.embedded import EmbeddedStore
from kg.graph.limits import QueryLimits
from kg.graph.projector import EVERYTHING, NOTHING, Admits, Derives, Projector
from kg.graph.projector import Source as Projected
from kg.graph.store import GraphName, GraphStore, Upload
from kg.iris import Minter
from tests.catalog.given import Clock

_WRITES = frozenset({"clear", "load", "flush", "apply", "clear_documents"})
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
    """Everything that one service keeps, in a folder.

    Attributes:
        own: What users have loaded into the graph.
    """

    reasoner: Derives = NOTHING
    gate: Admits = EVERYTHING

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.own: frozenset[ox.Quad] = frozenset()
        self._saved_own = self.own
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
        self.restoring = Restoring(self._folder, self.catalog, self.store, None)
        self._open_parts()
        self.projector = self._projector(self.catalog, self.store, self.restoring)

    def _open_parts(self) -> None:
        """Open what the projector has besides catalog and store; here, nothing."""

    def _projector(self, catalog: Projected, store: GraphStore, restoring: Restoring) -> Projector:
        reasoner, gate = self.reasoner, self.gate
        return Projector(
            catalog, store, MINTER, [], reasoner=reasoner, gate=gate, restores=restoring
        )

    def close(self) -> None:
        self.store.close()
        self.catalog.close()

    def crash(self) -> None:
        """Lose all that is in memory, and start again from what is on disk."""
        self.close()
        self._open()

    def empty(self) -> None:
        """Forget everything."""
        if self.restoring.unfinished():  # a history that failed left it there
            for folder in self._folder.glob("restoring-*"):
                shutil.rmtree(folder)
            self.crash()
        self.own = frozenset()
        self.store.clear()
        with writing(self._engine) as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
        self.clock.now = Clock().now

    def part_with_documents(self) -> None:
        """Take all documents out of the graph, as a rebuild does."""
        self.store.clear_documents()

    def load(self, quad: ox.Quad, *, piece: bool = False) -> None:
        """Load a user's triple, as it is or as a piece of a large file."""
        lines = ox.serialize([quad.triple], format=ox.RdfFormat.N_TRIPLES)
        assert lines is not None
        name = quad.graph_name
        upload = Upload(lines, "application/n-triples", ours=True, piece=piece)
        self.store.post_graph(name.value if isinstance(name, ox.NamedNode) else None, [upload])
        self.own |= {quad}

    def drop(self, graph: ox.NamedNode) -> None:
        """Delete a graph of users."""
        if self.store.has_graph(graph.value):
            self.store.delete_graph(graph.value)
        self.own = frozenset(quad for quad in self.own if quad.graph_name != graph)

    def save(self) -> None:
        """Back everything up, in the place of the backup before."""
        shutil.rmtree(self._saved, ignore_errors=True)
        self._saved.mkdir()
        copy(self.catalog, self.store, self._saved)
        self._saved_own = self.own

    def restore(self) -> None:
        """Put the backup in the place of everything."""
        self.projector.rebuild_after(self._begin(self.restoring))
        self.own = self._saved_own

    def crash_while_restoring(self, after: int) -> None:
        """End when the graph has been written to so often; before anything was put back if that is negative."""
        self.own = self._saved_own
        if after < 0:
            self._begin(self.restoring)()
            self.crash()
            self.projector.step()  # nobody else is let in before that
            return
        away: Any = _Cut(self.store, after)
        restoring = Restoring(self._folder, self.catalog, away, None)
        with contextlib.suppress(PowerCut):
            self._projector(self.catalog, away, restoring).rebuild_after(self._begin(restoring))
        self.crash()

    @property
    def _saved(self) -> Path:
        return self._folder / "saved"

    def _begin(self, restoring: Restoring) -> Callable[[], None]:
        unpacked = shutil.copytree(self._saved, self._folder / "unpacked")
        return lambda: restoring.begin(unpacked)

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
        cut = self._projector(_Failing(self.catalog, moment), self.store, self.restoring)
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


class _Cut:
    """A store whose process ends at its n-th write."""

    def __init__(self, store: GraphStore, left: int) -> None:
        self._store, self._left = store, left

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        return self._counted(found) if name in _WRITES else found

    def _counted(self, write: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any) -> Any:
            if self._left == 0:
                raise PowerCut(write.__name__)
            self._left -= 1
            return write(*arguments)

        return counted
