"""The one place where RDF terms become SPARQL text. Nothing else pastes a term into a query or update.

pyoxigraph's terms are well-formed by construction (an IRI cannot hold `>`, a blank node is a label), and
its N-Triples writer escapes what literals hold; N-Triples terms are SPARQL terms (SPARQL 1.1 §19.8).
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Triple, serialize

Graph = NamedNode | DefaultGraph
DEFAULT = DefaultGraph()


def quad_data(triples: Mapping[Graph, Iterable[Triple]]) -> str:
    """Return the triples as the inside of INSERT DATA or DELETE DATA."""
    blocks = []
    for graph, inside in triples.items():
        text = _lines(inside)
        blocks.append(text if graph == DEFAULT else f"GRAPH {graph} {{ {text} }}")
    return "\n".join(blocks)


def values(variables: str, triples: Iterable[Triple]) -> str:
    """Return a VALUES block that binds three variables, for example `?s ?p ?o`, to each triple."""
    # a line of N-Triples is the three terms, parted by spaces, and a full stop; `splitlines` would
    # also part it at the control characters that literals may hold
    rows = (line.removesuffix(".") for line in _lines(triples).split("\n") if line)
    return f"VALUES ({variables}) {{ {' '.join(f'({row})' for row in rows)} }}"


def names(graphs: Iterable[NamedNode]) -> str:
    """Return graph names as the inside of a VALUES block of one variable."""
    return " ".join(map(str, graphs))


def _lines(triples: Iterable[Triple]) -> str:
    lines = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert lines is not None
    return lines.decode()
