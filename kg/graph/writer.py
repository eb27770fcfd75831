"""The one hand that writes in the embedded store: writes take turns, and checkpoints hear of each."""

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import NamedNode, Store, Triple

from kg.errors import Conflict, NotFound, QueryRejected, StoreUnavailable
from kg.graph.checkpoints import Checkpoints
from kg.graph.difference import DEFAULT, Difference, Graph, difference, states
from kg.graph.store import DocumentGraphs
from kg.graph.tasks import reason
from kg.graph.vocabulary import ASSERTED, EVIDENCE_SUFFIX, Vocabulary

_BATCH = 200
_EVIDENCE_GRAPH = re.compile(rf"(.+/document/[^/]+){EVIDENCE_SUFFIX}")


class Writer:
    """Owns the store in `path` until it is closed.

    Raises:
        StoreUnavailable: Another process has the store open, or it cannot be read.
    """

    def __init__(self, path: Path, vocabulary: Vocabulary) -> None:
        self._path = path
        self._vocabulary = vocabulary
        self._turn = threading.Lock()
        self._store: Store | None = _opened(path)
        self.checkpoints = Checkpoints(self._backup, path / "checkpoints", self._turn)

    @property
    def store(self) -> Store:
        """The store, to read from.

        Raises:
            StoreUnavailable: It was closed.
        """
        store = self._store
        if store is None:
            raise StoreUnavailable(str(self._path), "it is closed.")
        return store

    def apply(self, changes: Sequence[DocumentGraphs]) -> None:
        """Bring the graphs of documents up to date, in one transaction."""
        with self._writing() as store:
            found = difference(store, changes, self._vocabulary)
            if found:
                found.write(store)
                self.checkpoints.wrote()

    def clear_documents(self) -> int:
        """Retract every document, some at a time; returns how many there were."""
        names = sorted(set(self._documents()))
        nothing = frozenset[Triple]()
        for start in range(0, len(names), _BATCH):
            batch = names[start : start + _BATCH]
            self.apply(
                [DocumentGraphs(name, name + EVIDENCE_SUFFIX, nothing, nothing) for name in batch]
            )
        return len(names)

    def update(self, text: str, base: str | None) -> None:
        """Run a user's update."""
        with self._writing() as store:
            try:
                store.update(text, base_iri=base)
            except (SyntaxError, ValueError, RuntimeError) as err:
                raise QueryRejected(reason("update", err)) from err
            self.checkpoints.wrote()

    def add(self, triples: Mapping[Graph, set[Triple]], *, replacing: bool) -> bool:
        """Add a user's triples to their graphs, or have them replace what is there.

        What documents state, too, is noted for the default graph, so that it outlives the documents.

        Returns:
            Whether one of the graphs is new.
        """
        self._refuse_documents(triples)
        with self._writing() as store:
            new = {graph for graph in _names(triples) if not store.contains_named_graph(graph)}
            stated = (t for t in triples.get(DEFAULT, ()) if states(store, t, self._vocabulary))
            notes = triples.get(ASSERTED, set()) | set(stated)
            dropped = [*triples, *([ASSERTED] if DEFAULT in triples else [])] if replacing else []
            Difference({**triples, ASSERTED: notes}, {}, dropped).write(store)
            for graph in _names(triples):
                if not triples[graph]:
                    store.add_graph(graph)  # an empty graph exists all the same
            self.checkpoints.wrote()
            return bool(new)

    def remove(self, graph: Graph) -> None:
        """Remove a user's graph; the default graph is emptied."""
        self._refuse_documents([graph])
        with self._writing() as store:
            if isinstance(graph, NamedNode) and not store.contains_named_graph(graph):
                raise NotFound("graph", graph.value)
            dropped: list[Graph] = [DEFAULT, ASSERTED] if graph == DEFAULT else [graph]
            Difference(dropped=dropped).write(store)
            self.checkpoints.wrote()

    def flush(self) -> None:
        """Put on disk what the operating system still holds."""
        with self._writing() as store:
            store.flush()

    def close(self) -> None:
        """Let go of the store once the write that is running has ended."""
        with self._turn:
            if self._store is not None:
                self.checkpoints.close()
            self._store = None

    @contextmanager
    def _writing(self) -> Iterator[Store]:
        with self._turn:
            try:
                yield self.store
            except OSError as err:
                raise StoreUnavailable(str(self._path), f"{err}.") from err

    def _backup(self, folder: str) -> None:
        self.store.backup(folder)

    def _documents(self) -> Iterator[str]:
        """The documents that have graphs here, under this base IRI or a former one."""
        for name in _names(self.store.named_graphs()):
            if former := _EVIDENCE_GRAPH.fullmatch(name.value):
                yield former[1]
            elif self._vocabulary.holds_facts(name.value):
                yield name.value

    def _refuse_documents(self, graphs: Iterable[Graph]) -> None:
        for graph in _names(graphs):
            if self._vocabulary.document_of(graph.value):
                raise Conflict(
                    f"The graph {graph} follows a document: change that through /documents, "
                    "and the graph will follow."
                )


def _names(graphs: Iterable[object]) -> Iterator[NamedNode]:
    return (graph for graph in graphs if isinstance(graph, NamedNode))


def _opened(path: Path) -> Store:
    try:
        path.mkdir(parents=True, exist_ok=True)
        return Store(str(path / "store"))
    except OSError as err:
        if "lock" in str(err).lower():
            advice = "it is open already, as a rule by another process. Stop that one, or ask its server."
            raise StoreUnavailable(str(path), advice) from err
        raise StoreUnavailable(str(path), f"{err}.") from err
