"""How sure the graph is of a triple: its evidence, weighed by the same rule as in SQL."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store, Triple

from kg.confidence import STATUSES, Belief, Piece, believe
from kg.graph import vocabulary as terms
from kg.graph.recall import recall
from kg.graph.vocabulary import Vocabulary
from kg.records import AssertionStatus

_Graph = NamedNode | BlankNode | DefaultGraph


class Confidences:
    """Reads evidence out of a store that nobody writes to."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._statuses = {vocabulary.status_of(each): each for each in STATUSES}
        self._known: dict[Triple, Belief | None] = {}

    def of(self, triple: Triple) -> Belief | None:
        """Return what all evidence for a triple comes to; None where there is none."""
        return recall(self._known, triple, lambda: self._weighed(triple))

    def _weighed(self, triple: Triple) -> Belief | None:
        pieces = list(self._pieces(triple))
        return believe(pieces) if pieces else None

    def _pieces(self, triple: Triple) -> Iterator[Piece]:
        for reified in self._store.quads_for_pattern(None, terms.RDF_REIFIES, triple, None):
            evidence, graph = reified.subject, reified.graph_name
            if isinstance(evidence, Triple):  # which RDF 1.2 does not allow
                continue
            said = self._store.quads_for_pattern(evidence, self._vocabulary.confidence, None, graph)
            for quad in said:
                if isinstance(quad.object, Literal):
                    status = self._status(evidence, graph)
                    yield Piece(self._text_behind(graph), status, float(quad.object.value))

    def _status(self, evidence: NamedNode | BlankNode, graph: _Graph) -> AssertionStatus:
        found = self._store.quads_for_pattern(evidence, self._vocabulary.status, None, graph)
        for quad in found:
            if isinstance(quad.object, NamedNode) and quad.object in self._statuses:
                return self._statuses[quad.object]
        return "asserted"

    def _text_behind(self, graph: _Graph) -> str:
        """Name the text that a graph of evidence comes from; the graph itself if it does not say."""
        if isinstance(graph, NamedNode) and (name := self._vocabulary.document_of(graph.value)):
            document = NamedNode(name)
            for quad in self._store.quads_for_pattern(document, terms.SCHEMA_SHA256, None, graph):
                if isinstance(quad.object, Literal):
                    return quad.object.value
        return str(graph)
