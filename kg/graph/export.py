"""Everything in the graph as a file, a piece at a time, in memory that does not grow with the graph."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, serialize

from kg.errors import UnsupportedFormat
from kg.graph.difference import states
from kg.graph.fact_table import fact_table
from kg.graph.facts import Facts
from kg.graph.graphml import graphml
from kg.graph.neo4j import neo4j
from kg.graph.parquet import parquet
from kg.graph.reification import without_triple_terms
from kg.graph.selection import Selection
from kg.graph.vocabulary import ASSERTED, Vocabulary

_QUADS_A_PIECE = 5_000
_LINES_A_PIECE = 1_000
_PREFIXES = re.compile(rb"\A(@prefix [^\n]*\n)+")

Pieces = Callable[[Selection], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A kind of file.

    Attributes:
        extension: What its name ends in, without the dot.
        pieces: Writes what is selected of a store.
    """

    media_type: str
    extension: str
    pieces: Pieces


def export_format(name: str) -> ExportFormat:
    """Return the format of that name.

    Raises:
        UnsupportedFormat: There is none.
    """
    try:
        return FORMATS[name]
    except KeyError:
        raise UnsupportedFormat(
            name, f"not a format to export. Choose {', '.join(FORMATS)}."
        ) from None


def _dataset(format: RdfFormat) -> Pieces:
    """Every graph, or one."""

    def pieces(selection: Selection) -> Iterator[bytes]:
        quads = selection.quads(selection.graph)
        return _written(quads, format, selection.vocabulary.prefixes)

    return pieces


def _graph(format: RdfFormat) -> Pieces:
    """One graph, the default graph if none is named."""

    def pieces(selection: Selection) -> Iterator[bytes]:
        quads = selection.quads(selection.graph or DefaultGraph())
        triples = (Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        return _written(triples, format, selection.vocabulary.prefixes)

    return pieces


def _json_ld(selection: Selection) -> Iterator[bytes]:
    """Every graph, or one, as one array; triple terms in the words of RDF 1.1."""
    quads = (
        Quad(plain.subject, plain.predicate, plain.object, quad.graph_name)
        for quad in selection.quads(selection.graph)
        for plain in without_triple_terms(quad.triple)
    )
    yield b"["
    comma = b""
    for piece in _written(quads, RdfFormat.JSON_LD, {}):
        yield comma + piece[1:-1]
        comma = b",\n"
    yield b"]\n"


def _own(selection: Selection) -> Iterator[bytes]:
    """What documents do not state, so that SQL could not give it back: what users put there."""
    quads = selection.quads(selection.graph)
    own = (quad for quad in quads if _is_own(quad, selection.store, selection.vocabulary))
    return _written(own, RdfFormat.N_QUADS, {})


def _is_own(quad: Quad, store: Store, vocabulary: Vocabulary) -> bool:
    graph = quad.graph_name
    if isinstance(graph, NamedNode):
        made = graph in (ASSERTED, vocabulary.ontology) or vocabulary.document_of(graph.value)
        return not made
    noted = Quad(quad.subject, quad.predicate, quad.object, ASSERTED)
    return noted in store or not states(store, quad.triple, vocabulary)


def _lines(write: Callable[[Facts], Iterator[str]]) -> Pieces:
    """What can be said about the facts of a graph, the default graph if none is named."""

    def pieces(selection: Selection) -> Iterator[bytes]:
        lines = write(Facts(selection))
        while piece := "".join(islice(lines, _LINES_A_PIECE)):
            yield piece.encode()

    return pieces


def _written(
    quads: Iterable[Quad], format: RdfFormat, prefixes: Mapping[str, str]
) -> Iterator[bytes]:
    """Write some quads at a time: in these formats, files can be put together, but for the prefixes."""
    quads = iter(quads)
    is_first = True
    while some := list(islice(quads, _QUADS_A_PIECE)):
        piece = serialize(some, format=format, prefixes=dict(prefixes))
        assert piece is not None
        yield piece if is_first else _PREFIXES.sub(b"", piece)
        is_first = False


FORMATS: Mapping[str, ExportFormat] = {
    "nquads": ExportFormat("application/n-quads", "nq", _dataset(RdfFormat.N_QUADS)),
    "own": ExportFormat("application/n-quads", "nq", _own),
    "trig": ExportFormat("application/trig", "trig", _dataset(RdfFormat.TRIG)),
    "turtle": ExportFormat("text/turtle", "ttl", _graph(RdfFormat.TURTLE)),
    "jsonld": ExportFormat("application/ld+json", "jsonld", _json_ld),
    "graphml": ExportFormat("application/graphml+xml", "graphml", _lines(graphml)),
    "csv": ExportFormat("text/csv", "csv", _lines(fact_table)),
    "neo4j": ExportFormat("application/zip", "zip", neo4j),
    "parquet": ExportFormat("application/vnd.apache.parquet", "parquet", parquet),
}
"""The formats by name. `own` is what users put there themselves. The formats from Turtle on, but for JSON-LD, hold one graph, the default graph if none is named."""
