"""RDF 1.2 triple terms in the terms of RDF 1.1, for formats and stores that cannot hold them, and back.

`e rdf:reifies <<( s p o )>>` becomes `e a rdf:Statement ; rdf:subject s ; rdf:predicate p ; rdf:object o`.
A triple term anywhere else becomes a blank node described in the same way.
"""

import hashlib
from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.graph import vocabulary as terms

_PARTS = frozenset({terms.RDF_SUBJECT, terms.RDF_PREDICATE, terms.RDF_OBJECT})


def without_triple_terms(triple: Triple) -> Iterator[Triple]:
    """Yield one or more triples that say the same without triple terms."""
    if not isinstance(triple.object, Triple):
        yield triple
    elif triple.predicate == terms.RDF_REIFIES:
        yield from _statement(triple.subject, triple.object)
    else:
        node = _node(triple.object)
        yield Triple(triple.subject, triple.predicate, node)
        yield from _statement(node, triple.object)


def with_triple_terms(said: Sequence[Triple]) -> Iterator[Triple]:
    """Yield what is said of one node, with `rdf:reifies` again if the node is an `rdf:Statement`."""
    parts = {triple.predicate: triple.object for triple in said if triple.predicate in _PARTS}
    predicate = parts.get(terms.RDF_PREDICATE)
    subject, end = parts.get(terms.RDF_SUBJECT), parts.get(terms.RDF_OBJECT)
    if not (
        isinstance(predicate, NamedNode) and isinstance(subject, NamedNode | BlankNode) and end
    ):
        yield from said
        return
    yield Triple(said[0].subject, terms.RDF_REIFIES, Triple(subject, predicate, end))
    for triple in said:
        is_kind = (triple.predicate, triple.object) == (terms.RDF_TYPE, terms.RDF_STATEMENT)
        if triple.predicate not in _PARTS and not is_kind:
            yield triple


def _statement(node: NamedNode | BlankNode | Triple, term: Triple) -> Iterator[Triple]:
    yield Triple(node, terms.RDF_TYPE, terms.RDF_STATEMENT)
    yield Triple(node, terms.RDF_SUBJECT, term.subject)
    yield Triple(node, terms.RDF_PREDICATE, term.predicate)
    yield from without_triple_terms(Triple(node, terms.RDF_OBJECT, term.object))


def _node(term: Triple) -> BlankNode:
    """The same blank node for the same triple term, wherever it is used."""
    return BlankNode("t" + hashlib.sha256(str(term).encode()).hexdigest()[:32])
