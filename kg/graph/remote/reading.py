"""What a server holds, brought here as far as somebody needs it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kg.errors import QueryRejected, StoreUnavailable
from kg.graph import syntax
from kg.graph.remote.dialect import Dialect
from kg.graph.remote.endpoint import TRIPLES, Endpoint
from kg.graph.syntax import DEFAULT, Graph
from kg.graph.vocabulary import UNFINISHED

_TRIPLES_A_REQUEST = 300
_GRAPHS_A_REQUEST = 100
_ROWS_A_REQUEST = 5_000

Item = TypeVar("Item")


class Reading:
    """Reads graphs and triples. Raises as `Endpoint` does."""

    def __init__(self, endpoint: Endpoint, dialect: Dialect) -> None:
        self._endpoint = endpoint
        self._dialect = dialect

    def has(self, graph: Graph) -> bool:
        """Return whether a graph has triples: servers differ in whether empty graphs exist."""
        return self._endpoint.holds(self._dialect.group(graph))

    def names(self) -> list[NamedNode]:
        """Return the named graphs of the dataset, in a steady order."""
        found = self._endpoint.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        graphs = {row["g"] for row in found}
        named = (graph for graph in graphs if isinstance(graph, NamedNode))
        return sorted(filter(self._dialect.is_shown, named), key=lambda graph: graph.value)

    def size(self, graph: Graph) -> int:
        """Return how many triples a graph has."""
        group = self._dialect.group(graph)
        (row,) = self._endpoint.select(f"SELECT (COUNT(*) AS ?n) {group}")
        return _number(row)

    def triples(self, graph: Graph, *, limit_s: float | None = None) -> list[Triple]:
        """Return a whole graph as we mean it."""
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {self._dialect.group(graph)}"
        body = self._endpoint.ask(text, TRIPLES, limit_s=limit_s)
        return list(self._dialect.inward(graph, [quad.triple for quad in self._parsed(body)]))

    def raw(self, graphs: Iterable[NamedNode]) -> Store:
        """Return a copy of named graphs as the server holds them."""
        copy = Store()
        for some in _batches(graphs, _GRAPHS_A_REQUEST):
            copy.extend(self._quads(some))
        return copy

    def add_holders(self, triples: Iterable[Triple], copy: Store) -> None:
        """Copy some triples from every graph that holds them; they are given as the server holds them."""
        for some in _batches(triples, _TRIPLES_A_REQUEST):
            copy.extend(self._holders(some))

    def unfinished(self) -> set[str]:
        """Return the documents' fact graphs that may have been left half written."""
        rows = self._endpoint.select(f"SELECT ?s {{ GRAPH {UNFINISHED} {{ ?s ?p ?o }} }}")
        return {row["s"].value for row in rows if isinstance(row["s"], NamedNode)}

    def everything(self, limit_s: float) -> Iterator[Quad]:
        """Yield all quads of the dataset as we mean them, graph by graph."""
        for triple in self.triples(DEFAULT, limit_s=limit_s):
            yield _in(triple, DEFAULT)
        for some in self._batches_by_size():
            held: dict[NamedNode, list[Triple]] = defaultdict(list)
            for quad in self._quads(some):
                assert isinstance(quad.graph_name, NamedNode)
                held[quad.graph_name].append(quad.triple)
            for graph, triples in held.items():
                for triple in self._dialect.inward(graph, triples):
                    yield _in(triple, graph)

    def _holders(self, triples: Sequence[Triple]) -> list[Quad]:
        """The quads of some triples. Those that the server cannot even be asked about are nowhere."""
        default = self._dialect.group(DEFAULT)
        own = "" if self._dialect.engine.default else f" UNION {default}"
        where = f"{syntax.values('?s ?p ?o', triples)} {{ GRAPH ?g {{ ?s ?p ?o }} }}{own}"
        try:
            rows = self._endpoint.select(f"SELECT ?s ?p ?o ?g {{ {where} }}")
            return list(map(self._quad, rows))
        except QueryRejected:
            middle = len(triples) // 2
            if not middle:
                return []
            return self._holders(triples[:middle]) + self._holders(triples[middle:])

    def _batches_by_size(self) -> Iterator[list[NamedNode]]:
        counted = self._endpoint.select(
            "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        )
        batch: list[NamedNode] = []
        rows = 0
        for row in counted:
            graph, number = row["g"], _number(row)
            if not isinstance(graph, NamedNode) or not self._dialect.is_shown(graph):
                continue
            if batch and (rows + number > _ROWS_A_REQUEST or len(batch) >= _GRAPHS_A_REQUEST):
                yield batch
                batch, rows = [], 0
            batch.append(graph)
            rows += number
        if batch:
            yield batch

    def _quads(self, graphs: Sequence[NamedNode]) -> Iterator[Quad]:
        rows = self._endpoint.select(
            f"SELECT ?g ?s ?p ?o {{ VALUES ?g {{ {syntax.names(graphs)} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        )
        return map(self._quad, rows)

    def _quad(self, row: QuerySolution) -> Quad:
        subject, predicate, end, graph = (row[name] for name in "spog")
        assert isinstance(subject, NamedNode | BlankNode)
        assert isinstance(predicate, NamedNode)
        assert end is not None
        if graph is None or graph == self._dialect.engine.default:
            return Quad(subject, predicate, end)
        assert isinstance(graph, NamedNode)
        return Quad(subject, predicate, end, graph)

    def _parsed(self, body: bytes) -> Iterator[Quad]:
        try:
            yield from parse(body, RdfFormat.N_TRIPLES)
        except SyntaxError as err:
            raise StoreUnavailable(self._endpoint.url, f"its answer breaks off: {err}.") from err


def _in(triple: Triple, graph: Graph) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _number(row: QuerySolution) -> int:
    number = row["n"]
    assert isinstance(number, Literal)
    return int(number.value)


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch
