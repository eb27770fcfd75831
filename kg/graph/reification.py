"""RDF 1.2 triple terms in the terms of RDF 1.1, for formats that cannot hold them (JSON-LD 1.1).

`e rdf:reifies <<( s p o )>>` becomes `e a rdf:Statement ; rdf:subject s ; rdf:predicate p ; rdf:object o`.
A triple term anywhere else becomes a blank node described in the same way.
"""

import hashlib
from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.graph import vocabulary as terms


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


def _statement(node: NamedNode | BlankNode | Triple, term: Triple) -> Iterator[Triple]:
    yield Triple(node, terms.RDF_TYPE, terms.RDF_STATEMENT)
    yield Triple(node, terms.RDF_SUBJECT, term.subject)
    yield Triple(node, terms.RDF_PREDICATE, term.predicate)
    yield from without_triple_terms(Triple(node, terms.RDF_OBJECT, term.object))


def _node(term: Triple) -> BlankNode:
    """The same blank node for the same triple term, wherever it is used."""
    return BlankNode("t" + hashlib.sha256(str(term).encode()).hexdigest()[:32])
