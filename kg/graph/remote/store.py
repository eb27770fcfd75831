"""The graph store in a SPARQL 1.1 server (`KG_STORE`): everything goes by query and update.

Answers are asked for in one format, read here, and written in the one that the client wants: they are
the same whatever server it is, and what breaks off half way is noticed.
"""

import logging
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from pyoxigraph import Store

from kg.errors import NotFound, StoreRefused, StoreUnavailable
from kg.graph import guard
from kg.graph.dataset import protocol_dataset, with_using
from kg.graph.export import ExportFormat, export_format
from kg.graph.limits import QueryLimits
from kg.graph.negotiation import GRAPHS, RESULTS, choose
from kg.graph.ownership import graph_node
from kg.graph.readers import Readers
from kg.graph.remote import endpoint as http
from kg.graph.remote.answers import written_graph, written_results
from kg.graph.remote.default_graph import query_parameters, redirected, update_parameters
from kg.graph.remote.endpoint import Address, Endpoint, MayWrite
from kg.graph.remote.link import Links, patiently
from kg.graph.remote.writer import RemoteWriter
from kg.graph.results import Style, write_graph
from kg.graph.selection import Selection
from kg.graph.store import DocumentGraphs, GraphChange, GraphName, QueryResult, Statistics, Upload
from kg.graph.syntax import DEFAULT, Graph
from kg.graph.tokens import tokens, with_base
from kg.graph.uploads import Uploads
from kg.graph.vocabulary import Vocabulary
from kg.iris import Minter
from kg.settings import Settings

log = logging.getLogger(__name__)

_EXPORT_S = 600.0
_PING_S = 5.0
_QUADS_A_PIECE = 100_000
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


class RemoteStore:
    """Implements `GraphStore` on somebody else's server.

    Two things differ from the embedded store. A graph exists as long as it has triples. And where the
    server cannot do several operations in one transaction, readers may see a change half made.

    Args:
        timeout_s: How long an update may take.
        may_write: Asked before each update.
    """

    def __init__(
        self,
        address: Address,
        minter: Minter,
        limits: QueryLimits,
        *,
        timeout_s: float = 60.0,
        may_write: MayWrite = lambda: True,
    ) -> None:
        self._limits = limits
        self._vocabulary = Vocabulary(minter)
        self._endpoint = Endpoint(
            address,
            timeout_s=timeout_s,
            max_bytes=limits.memory_bytes // 4,
            may_write=may_write,
        )
        self._links = Links(self._endpoint, self._vocabulary)
        self._writer = RemoteWriter(self._links, self._vocabulary)
        self._readers = Readers(limits, address.query)
        self._uploads = Uploads(self._readers, limits)

    @classmethod
    def open(cls, settings: Settings, may_write: MayWrite = lambda: True) -> "RemoteStore":
        """Return the store that the settings name. It may be away: the graph follows when it is back.

        Raises:
            StoreRefused: It is there, but does not take us; or the settings are wrong.
        """
        address, minter = Address.of(settings), Minter(settings.base_iri)
        limits, most = QueryLimits.of(settings), settings.store_timeout_s
        store = cls(address, minter, limits, timeout_s=most, may_write=may_write)
        try:
            log.info("the graph is at %s: %s", address.query, store._links.get().dialect.engine)
        except StoreRefused:
            store.close()
            raise
        except StoreUnavailable as err:
            log.warning("the graph will follow later: %s", err)
        return store

    def apply(self, changes: Sequence[DocumentGraphs]) -> None:
        self._writer.apply(changes)

    def amend(self, change: GraphChange) -> None:
        self._writer.amend(change)

    def clear_documents(self) -> int:
        return self._writer.clear_documents()

    def clear(self) -> None:
        self._writer.clear()

    def flush(self) -> None:
        """Do nothing: what the server has answered to, it has to keep."""

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
        parameters: Mapping[str, Sequence[str]] = {}
        if dataset:
            parameters = {"default-graph-uri": default_graphs, "named-graph-uri": named_graphs}
        else:
            parameters = self._default_dataset(text)
        found = list(tokens(text))
        form = next((token.keyword for token in found if token.keyword in _FORMS), "SELECT")
        style = self._style(accept)
        based = with_base(text, found, base)
        if form in ("CONSTRUCT", "DESCRIBE"):
            choose(accept, GRAPHS)
            body = self._ask(based, http.TRIPLES, parameters)
            return written_graph(body, style, self._endpoint.url)
        choose(accept, RESULTS)
        body = self._ask(based, http.RESULTS, parameters)
        return written_results(body, style, self._endpoint.url)

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
        link = self._links.get()
        parameters: Mapping[str, Sequence[str]] = {}
        if default := link.dialect.engine.default:
            text = redirected(text, default)
            parameters = update_parameters(text, default, link.reading.names)
        self._endpoint.update(with_base(text, list(tokens(text)), base), parameters=parameters)

    def has_graph(self, graph: GraphName) -> bool:
        return graph is None or self._links.get().reading.has(graph_node(graph))

    def graph(self, graph: GraphName, *, accept: str = "*/*") -> QueryResult:
        target = _target(graph)
        choose(accept, GRAPHS)
        triples = self._links.get().reading.triples(target, limit_s=self._limits.timeout_s)
        if not triples and graph is not None:
            raise NotFound("graph", graph)
        return write_graph(triples, self._style(accept))

    def put_graph(
        self, graph: GraphName, uploads: Sequence[Upload], *, base: str | None = None
    ) -> bool:
        triples = self._uploads.triples(uploads, base or graph)
        return self._writer.add({_target(graph): triples}, replacing=True)

    def post_graph(
        self, graph: GraphName, uploads: Sequence[Upload], *, base: str | None = None
    ) -> bool:
        triples = self._uploads.triples(uploads, base or graph)
        return self._writer.add({_target(graph): triples}, replacing=False)

    def load(self, upload: Upload, *, base: str | None = None) -> int:
        triples = self._uploads.dataset(upload, base)
        self._writer.add(triples, replacing=False)
        return sum(map(len, triples.values()))

    def delete_graph(self, graph: GraphName) -> None:
        self._writer.remove(_target(graph))

    def dump(
        self, format: str, *, graph: GraphName = None, min_confidence: float = 0.0
    ) -> Iterator[bytes]:
        chosen = export_format(format)
        if not self.has_graph(graph):
            raise NotFound("graph", str(graph))
        pieces = self._pieces(chosen, graph, min_confidence)
        # the first piece is made here and now, so that what fails, fails before an answer begins
        return chain([next(pieces, b"")], pieces)

    def statistics(self) -> Statistics:
        reading = self._links.get().reading
        return Statistics(facts=reading.size(DEFAULT), graphs=len(reading.names()), bytes=0)

    def ping(self) -> None:
        with patiently(self._endpoint.url):
            self._endpoint.ask("ASK {}", http.RESULTS, limit_s=_PING_S)

    def close(self) -> None:
        self._readers.close()
        self._endpoint.close()

    def _pieces(
        self, format: ExportFormat, graph: GraphName, min_confidence: float
    ) -> Iterator[bytes]:
        """Copy the dataset into a store of its own on disk, and write that: exports look things up."""
        with tempfile.TemporaryDirectory(prefix="kg-export-") as folder:
            copy = Store(str(Path(folder) / "store"))
            with patiently(self._endpoint.url):
                copy.bulk_extend(self._links.get().reading.everything(_EXPORT_S))
            node = None if graph is None else graph_node(graph)
            yield from format.pieces(Selection(copy, self._vocabulary, node, min_confidence))

    def _default_dataset(self, text: str) -> Mapping[str, Sequence[str]]:
        link = self._links.get()
        engine = link.dialect.engine
        if engine.default is None:
            return {}
        return query_parameters(
            text, engine.default, link.reading.names, sees_named=engine.sees_named
        )

    def _ask(self, text: str, accept: str, parameters: Mapping[str, Sequence[str]]) -> bytes:
        return self._endpoint.ask(
            text, accept, parameters=parameters, limit_s=self._limits.timeout_s
        )

    def _style(self, accept: str) -> Style:
        return Style(accept, self._limits.max_rows, self._vocabulary.prefixes)


def _target(graph: GraphName) -> Graph:
    return DEFAULT if graph is None else graph_node(graph)
