"""The graph store in this process: Oxigraph on disk, owned by one process, read by others through copies.

Users' queries, updates on trial and uploads run in processes that can be killed (`kg/graph/readers.py`),
so that nothing that they send can stop or crash the owner.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, Store

from kg.errors import NotFound, StoreUnavailable
from kg.graph import guard
from kg.graph.dataset import protocol_dataset, with_using
from kg.graph.export import ExportFormat, export_format
from kg.graph.limits import QueryLimits
from kg.graph.lookups import look_up
from kg.graph.ownership import graph_node
from kg.graph.readers import Readers
from kg.graph.results import Style
from kg.graph.selection import Selection
from kg.graph.short_queries import answer_shortly
from kg.graph.store import DocumentGraphs, GraphChange, GraphName, QueryResult, Statistics, Upload
from kg.graph.syntax import DEFAULT
from kg.graph.tasks import Ask, Fetch, Rehearse
from kg.graph.uploads import Uploads
from kg.graph.vocabulary import Vocabulary
from kg.graph.writer import Writer
from kg.iris import Minter
from kg.settings import Settings


class EmbeddedStore:
    """Implements `GraphStore` on a folder that no other process may have open.

    Args:
        path: Holds the store and its checkpoints; made if need be.

    Raises:
        StoreUnavailable: Another process has the store open, or it cannot be read.
    """

    def __init__(self, path: Path, minter: Minter, limits: QueryLimits) -> None:
        self._path = path
        self._limits = limits
        self._vocabulary = Vocabulary(minter)
        self._names = minter.base
        self._writer = Writer(path, self._vocabulary)
        self._readers = Readers(limits, str(path), self._writer.checkpoints)
        self._uploads = Uploads(self._readers, limits)

    @classmethod
    def open(cls, settings: Settings) -> "EmbeddedStore":
        """Return the store that the settings describe. Raises as the constructor does."""
        minter = Minter(settings.base_iri)
        return cls(settings.graph_path, minter, QueryLimits.of(settings))

    def apply(self, changes: Sequence[DocumentGraphs]) -> None:
        self._writer.apply(changes)

    def amend(self, change: GraphChange) -> None:
        self._writer.amend(change)

    def clear_documents(self) -> int:
        return self._writer.clear_documents()

    def clear(self) -> None:
        self._writer.clear()

    def flush(self) -> None:
        self._writer.flush()

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        accept: str = "*/*",
        base: str | None = None,
    ) -> QueryResult:
        guard.check_query(text, federation=self._limits.federation)
        dataset = protocol_dataset(default_graphs, named_graphs)
        style = self._style(accept)
        if dataset is None and (answer := self._at_once(text, style)):
            return answer
        return self._readers.ask(
            lambda folder: Ask(folder, text, dataset, base, style, self._names)
        )

    def update(
        self,
        text: str,
        *,
        using: Sequence[str] = (),
        using_named: Sequence[str] = (),
        base: str | None = None,
    ) -> None:
        text = with_using(text, using, using_named)
        guard.check_update(text, federation=self._limits.federation)
        if guard.searches(text):
            with self._writer.checkpoints.scratch() as folder:
                self._readers.run(Rehearse(folder, text, base), self._limits.timeout_s)
        self._writer.update(text, base)

    def has_graph(self, graph: GraphName) -> bool:
        return graph is None or self._writer.store.contains_named_graph(graph_node(graph))

    def graph(self, graph: GraphName, *, accept: str = "*/*") -> QueryResult:
        if not self.has_graph(graph):
            raise NotFound("graph", str(graph))
        node = None if graph is None else graph_node(graph)
        style = self._style(accept)
        return self._readers.ask(lambda folder: Fetch(folder, node, style))

    def put_graph(
        self, graph: GraphName, uploads: Sequence[Upload], *, base: str | None = None
    ) -> bool:
        return self._write(graph, uploads, base, replacing=True)

    def post_graph(
        self, graph: GraphName, uploads: Sequence[Upload], *, base: str | None = None
    ) -> bool:
        return self._write(graph, uploads, base, replacing=False)

    def load(self, upload: Upload, *, base: str | None = None) -> int:
        triples = self._uploads.dataset(upload, base)
        self._writer.add(triples, replacing=False, whole=not upload.piece)
        return sum(map(len, triples.values()))

    def delete_graph(self, graph: GraphName) -> None:
        self._writer.remove(DEFAULT if graph is None else graph_node(graph))

    def dump(
        self, format: str, *, graph: GraphName = None, min_confidence: float = 0.0
    ) -> Iterator[bytes]:
        chosen = export_format(format)
        if not self.has_graph(graph):
            raise NotFound("graph", str(graph))
        chosen_graph = None if graph is None else graph_node(graph)
        pieces = self._pieces(chosen, chosen_graph, min_confidence)
        # the first piece is made here and now, so that what fails, fails before an answer begins
        return chain([next(pieces, b"")], pieces)

    def statistics(self) -> Statistics:
        return Statistics(
            facts=self._count("{ ?s ?p ?o }"),
            graphs=self._count("{ GRAPH ?g {} }"),
            bytes=sum(map(_size, (self._path / "store").iterdir())),
        )

    def ping(self) -> None:
        self._writer.store.contains_named_graph(self._vocabulary.ontology)

    def close(self) -> None:
        self._readers.close()
        self._writer.close()

    def _at_once(self, text: str, style: Style) -> QueryResult | None:
        store = self._writer.store
        return look_up(store, text, style) or answer_shortly(store, text, style)

    def _pieces(
        self, format: ExportFormat, graph: NamedNode | None, min_confidence: float
    ) -> Iterator[bytes]:
        checkpoint = self._writer.checkpoints.lease()
        try:
            store = Store.read_only(checkpoint.folder)
            yield from format.pieces(Selection(store, self._vocabulary, graph, min_confidence))
        except OSError as err:
            raise StoreUnavailable(str(self._path), f"{err}.") from err
        finally:
            self._writer.checkpoints.release(checkpoint)

    def _style(self, accept: str) -> Style:
        return Style(accept, self._limits.max_rows, self._vocabulary.prefixes)

    def _write(
        self, graph: GraphName, uploads: Sequence[Upload], base: str | None, *, replacing: bool
    ) -> bool:
        target = DEFAULT if graph is None else graph_node(graph)
        triples = self._uploads.triples(uploads, base or graph)
        whole = not all(upload.piece for upload in uploads)
        return self._writer.add({target: triples}, replacing=replacing, whole=whole)

    def _count(self, pattern: str) -> int:
        answer = self.query(f"SELECT (COUNT(*) AS ?n) {pattern}", accept="application/json")
        return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:  # RocksDB removes files as it goes on
        return 0
