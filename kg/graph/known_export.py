"""Statements by what knowledge bases know of them, as a file that can be loaded there."""

from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import UnsupportedFormat
from kg.graph import vocabulary as terms
from kg.graph.statements import triple_of
from kg.records import Statement

FORMATS = {
    "ntriples": (RdfFormat.N_TRIPLES, "nt"),
    "nquads": (RdfFormat.N_QUADS, "nq"),
    "turtle": (RdfFormat.TURTLE, "ttl"),
    "trig": (RdfFormat.TRIG, "trig"),
    "jsonld": (RdfFormat.JSON_LD, "jsonld"),
    "rdfxml": (RdfFormat.RDF_XML, "rdf"),
}
"""Formats by name, each with the ending of its files."""

_PIECE = 5_000


def rdf_format(name: str) -> tuple[RdfFormat, str]:
    """Return a format and the ending of its files. Raises UnsupportedFormat."""
    try:
        return FORMATS[name]
    except KeyError:
        advice = f"not a format for statements. Choose {', '.join(FORMATS)}."
        raise UnsupportedFormat(name, advice) from None


def written(triples: Iterable[Triple], format: RdfFormat) -> Iterator[bytes]:
    """Yield a file piece by piece; formats that are one bracket around everything, in one piece."""
    rest = iter(triples)
    if format in (RdfFormat.JSON_LD, RdfFormat.RDF_XML):
        yield _piece(list(rest), format)
        return
    while some := list(islice(rest, _PIECE)):
        yield _piece(some, format)


def stated(statement: Statement) -> Triple | None:
    """Return a statement as a triple; None if RDF cannot hold it."""
    try:
        return triple_of(statement)
    except ValueError:
        return None


def descriptions(iri: str, name: str, kind: str) -> Iterator[Triple]:
    """Yield what a thing is called and of which class it is."""
    try:
        node = NamedNode(iri)
    except ValueError:
        return
    yield Triple(node, terms.RDFS_LABEL, Literal(name))
    yield Triple(node, terms.RDF_TYPE, NamedNode(kind))


def _piece(triples: list[Triple], format: RdfFormat) -> bytes:
    piece = serialize(triples, format=format)
    assert piece is not None
    return piece
