"""`kg:confidenceOf(?s, ?p, ?o)` in queries: what all evidence for a fact comes to.

SPARQL has neither logarithms nor ranks, so that no query could weigh evidence by itself, and a number
kept in the graph would have to change with every document that speaks of the fact.
"""

from collections.abc import Callable

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kg.graph.confidences import Confidences
from kg.graph.statements import decimal
from kg.graph.vocabulary import Vocabulary
from kg.iris import Minter

Term = NamedNode | BlankNode | Literal | Triple


def functions(store: Store, base: str) -> dict[NamedNode, Callable[..., Term | None]]:
    """Return the functions that queries on a store may call, under the base IRI `base`."""
    vocabulary = Vocabulary(Minter(base))
    confidences = Confidences(store, vocabulary)

    def confidence_of(*terms: Term) -> Term | None:
        match terms:
            case (NamedNode() | BlankNode() as subject, NamedNode() as predicate, object):
                belief = confidences.of(Triple(subject, predicate, object))
                return None if belief is None else decimal(belief.confidence)
        return None  # an error in SPARQL: the variable stays unbound, the filter fails

    return {vocabulary.confidence_of: confidence_of}
