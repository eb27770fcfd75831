"""Triples as the store will give them back."""

from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.graph.vocabulary import RDF_TYPE, XSD_STRING


def stored_form(triple: Triple) -> Triple:
    """Return the triple with its numbers and dates as Oxigraph keeps them: by value, not as written.

    It stores "0.930"^^xsd:decimal as 0.93. What is compared with stored triples has to look alike.
    """
    end = triple.object
    if isinstance(end, NamedNode | BlankNode):
        return triple
    kept = stored_form(end) if isinstance(end, Triple) else _stored_literal(end)
    return triple if kept is end else Triple(triple.subject, triple.predicate, kept)


def _stored_literal(literal: Literal) -> Literal:
    if literal.datatype == XSD_STRING:
        return literal
    kept = _by_value(literal)
    return literal if kept == literal else kept


@lru_cache(maxsize=10_000)
def _by_value(literal: Literal) -> Literal:
    scratch = Store()
    scratch.add(Quad(RDF_TYPE, RDF_TYPE, literal))
    (kept,) = (quad.object for quad in scratch)
    assert isinstance(kept, Literal)
    return kept
