"""The one hand that writes in the embedded store: writes take turns, and checkpoints hear of each."""

import gc
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import NamedNode, Store, Triple

from kg.errors import NotFound, QueryRejected, StoreUnavailable
from kg.graph.checkpoints import Checkpoints
from kg.graph.complaints import complaint
from kg.graph.difference import Difference, amendment, difference, states
from kg.graph.ownership import documents_in, refuse_documents
from kg.graph.store import DocumentGraphs, GraphChange
from kg.graph.syntax import DEFAULT, Graph
from kg.graph.vocabulary import ASSERTED, Vocabulary

log = logging.getLogger(__name__)

_BATCH = 200


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
        _tidy(path)
        self._failed = self._closed = False
        self.checkpoints = Checkpoints(self._backup, path / "checkpoints", self._turn)

    @property
    def store(self) -> Store:
        """The store, to read from.

        Raises:
            StoreUnavailable: It was closed, or a write failed and it could not be opened again yet.
        """
        store = self._store
        if store is None:
            state = "it is closed." if self._closed else "it is yet to be opened again."
            raise StoreUnavailable(str(self._path), state)
        return store

    def apply(self, changes: Sequence[DocumentGraphs]) -> None:
        """Bring the graphs of documents up to date, in one transaction."""
        with self._writing() as store:
            found = difference(store, changes, self._vocabulary)
            if found:
                found.write(store, documents=True)
                self.checkpoints.wrote()

    def amend(self, change: GraphChange) -> None:
        """Change a graph of facts, in one transaction."""
        with self._writing() as store:
            found = amendment(store, change, self._vocabulary)
            if found:
                found.write(store)
                self.checkpoints.wrote()

    def clear_documents(self) -> int:
        """Retract every document, some at a time; returns how many there were."""
        gone = documents_in(_names(self.store.named_graphs()), self._vocabulary)
        for start in range(0, len(gone), _BATCH):
            self.apply(gone[start : start + _BATCH])
        return len(gone)

    def update(self, text: str, base: str | None) -> None:
        """Run a user's update."""
        with self._writing() as store:
            try:
                store.update(text, base_iri=base)
            except (SyntaxError, ValueError, RuntimeError) as err:
                raise QueryRejected(complaint("update", text, err)) from err
            self.checkpoints.wrote()

    def add(
        self, triples: Mapping[Graph, set[Triple]], *, replacing: bool, whole: bool = True
    ) -> bool:
        """Add a user's triples to their graphs, or have them replace what is there.

        What documents state, too, is noted for the default graph, so that it outlives the documents.

        Args:
            whole: It happens as a whole or not at all; without, plain insertion takes a quarter of the time.

        Returns:
            Whether one of the graphs is new.
        """
        refuse_documents(triples, self._vocabulary)
        with self._writing() as store:
            new = {graph for graph in _names(triples) if not store.contains_named_graph(graph)}
            stated = (t for t in triples.get(DEFAULT, ()) if states(store, t, self._vocabulary))
            notes = triples.get(ASSERTED, set()) | set(stated)
            dropped = [*triples, *([ASSERTED] if DEFAULT in triples else [])] if replacing else []
            Difference({**triples, ASSERTED: notes}, {}, dropped).write(store, whole=whole)
            for graph in _names(triples):
                if not triples[graph]:
                    store.add_graph(graph)  # an empty graph exists all the same
            self.checkpoints.wrote()
            return bool(new)

    def remove(self, graph: Graph) -> None:
        """Remove a user's graph; the default graph is emptied."""
        refuse_documents([graph], self._vocabulary)
        with self._writing() as store:
            if isinstance(graph, NamedNode) and not store.contains_named_graph(graph):
                raise NotFound("graph", graph.value)
            dropped: list[Graph] = [DEFAULT, ASSERTED] if graph == DEFAULT else [graph]
            Difference(dropped=dropped).write(store)
            self.checkpoints.wrote()

    def clear(self) -> None:
        """Empty the dataset."""
        with self._writing() as store:
            store.clear()
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
            self._store, self._closed = None, True

    @contextmanager
    def _writing(self) -> Iterator[Store]:
        with self._turn:
            if self._failed and not self._closed:
                self._open_again()
            try:
                yield self.store
            except OSError as err:
                self._failed = True
                raise StoreUnavailable(str(self._path), f"{err}.") from err

    def _open_again(self) -> None:
        """Open the store anew: after a full disk RocksDB takes no more writes, however much room there is then.

        Not at once when a write fails, because until then its error's frames hold on to the old one.
        """
        self._store = None
        gc.collect()
        self._store = _opened(self._path)
        self._failed = False
        log.info("opened the graph again after a write had failed")

    def _backup(self, folder: str) -> None:
        self.store.backup(folder)


def _names(graphs: Iterable[object]) -> Iterator[NamedNode]:
    return (graph for graph in graphs if isinstance(graph, NamedNode))


def _tidy(path: Path) -> None:
    """Delete what a process that was killed had not yet handed to the database, which never looks at it again."""
    for file in (path / "store").glob("bulk-*.sst"):
        file.unlink(missing_ok=True)


def _opened(path: Path) -> Store:
    try:
        path.mkdir(parents=True, exist_ok=True)
        return Store(str(path / "store"))
    except OSError as err:
        if "lock" in str(err).lower():
            advice = "it is open already, as a rule by another process. Stop that one, or ask its server."
            raise StoreUnavailable(str(path), advice) from err
        raise StoreUnavailable(str(path), f"{err}.") from err
