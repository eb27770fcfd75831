"""Whose graph is whose: documents' graphs follow the documents, everybody may write the others."""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from kg.errors import Conflict, QueryRejected
from kg.graph.store import DocumentGraphs
from kg.graph.vocabulary import EVIDENCE_SUFFIX, Vocabulary

_EVIDENCE_GRAPH = re.compile(rf"(.+/document/[^/]+){EVIDENCE_SUFFIX}")


def documents_in(graphs: Iterable[NamedNode], vocabulary: Vocabulary) -> list[DocumentGraphs]:
    """Return the retraction of every document that one of the graphs belongs to, in a steady order.

    Documents under a former base IRI are found by their evidence.
    """
    found = set()
    for graph in graphs:
        if former := _EVIDENCE_GRAPH.fullmatch(graph.value):
            found.add(former[1])
        elif document := vocabulary.document_of(graph.value):
            found.add(document)
    nothing = frozenset[Triple]()
    return [
        DocumentGraphs(name, name + EVIDENCE_SUFFIX, nothing, nothing) for name in sorted(found)
    ]


def refuse_documents(graphs: Iterable[object], vocabulary: Vocabulary) -> None:
    """Raise Conflict if one of the graphs follows a document."""
    for graph in graphs:
        if isinstance(graph, NamedNode) and vocabulary.document_of(graph.value):
            raise Conflict(
                f"The graph {graph} follows documents: change them through /documents, or what is "
                "derived from them through /ontology and /rules, and the graph will follow."
            )


def into_one_graph(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield what an upload puts into one graph. Raises QueryRejected: it names graphs itself."""
    for quad in quads:
        if quad.graph_name != DefaultGraph():
            raise QueryRejected(
                "The upload names graphs of its own: POST it to the store without naming one."
            )
        yield quad


def into_their_graphs(quads: Iterable[Quad], vocabulary: Vocabulary) -> Iterator[Quad]:
    """Yield what an upload puts into the graphs that it names. Raises QueryRejected, Conflict: it may not."""
    last: object = None
    for quad in quads:
        if quad.graph_name != last:
            last = quad.graph_name
            refuse_blank(last)
            refuse_documents([last], vocabulary)
        yield quad


def refuse_blank(graph: object) -> None:
    """Raise QueryRejected if a graph is named by a blank node."""
    if isinstance(graph, BlankNode):
        raise QueryRejected("A graph named by a blank node is refused: name it by an IRI.")


def graph_node(graph: str) -> NamedNode:
    """Return a graph's name as a term. Raises QueryRejected if it is no absolute IRI."""
    try:
        return NamedNode(graph)
    except ValueError as err:
        raise QueryRejected(f"{graph!r} cannot name a graph: {err}") from err
