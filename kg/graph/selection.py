"""What an export holds: all of it, or the facts that are sure enough and the evidence for those."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from kg.graph import vocabulary as terms
from kg.graph.confidences import Confidences
from kg.graph.vocabulary import DESCRIPTIONS, Vocabulary

Graph = NamedNode | DefaultGraph
_REMEMBERED = 10_000


class Selection:
    """The quads of a store that nobody writes to.

    Args:
        graph: Only this graph; None is every one.
        min_confidence: Facts below it are left out, and with them what is kept only as evidence for
            them. What nobody gave a confidence, such as users' own triples, stays.
    """

    def __init__(
        self,
        store: Store,
        vocabulary: Vocabulary,
        graph: NamedNode | None = None,
        min_confidence: float = 0.0,
    ) -> None:
        self.store = store
        self.vocabulary = vocabulary
        self.graph = graph
        self.min_confidence = min_confidence
        self._confidences = Confidences(store, vocabulary)
        self._known: dict[tuple[Triple | NamedNode | BlankNode, NamedNode], bool] = {}

    def quads(self, graph: Graph | None) -> Iterator[Quad]:
        """Yield the quads of one graph, or of all."""
        found = self._store_quads(graph)
        return filter(self._keeps, found) if self.min_confidence else found

    def is_sure(self, triple: Triple) -> bool:
        """Return whether a fact is sure enough."""
        if not self.min_confidence or triple.predicate in DESCRIPTIONS:
            return True
        confidence = self.confidence(triple)
        return confidence is None or confidence >= self.min_confidence

    def confidence(self, fact: Triple) -> float | None:
        """Return how sure a fact is; None if no document asserts it."""
        belief = self._confidences.of(fact)
        return belief.confidence if belief and belief.status == "asserted" else None

    def _store_quads(self, graph: Graph | None) -> Iterator[Quad]:
        return self.store.quads_for_pattern(None, None, None, graph)

    def _keeps(self, quad: Quad) -> bool:
        graph = quad.graph_name
        if isinstance(graph, NamedNode) and self.vocabulary.holds_evidence(graph.value):
            return self._is_wanted(quad.subject, graph)
        return self.is_sure(quad.triple)

    def _is_wanted(self, node: NamedNode | BlankNode | Triple, graph: NamedNode) -> bool:
        asked = (node, graph)
        if asked not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[asked] = False  # in a circle, which users may draw, no node leads anywhere
            self._known[asked] = self._wanted(node, graph)
        return self._known[asked]

    def _wanted(self, node: NamedNode | BlankNode | Triple, graph: NamedNode) -> bool:
        """Whether a node of an evidence graph is evidence for a sure fact, or leads there, or stands alone."""
        for quad in self.store.quads_for_pattern(node, terms.RDF_REIFIES, None, graph):
            if isinstance(quad.object, Triple):
                belief = self._confidences.of(quad.object)
                return belief is None or belief.confidence >= self.min_confidence
        asking = [q.subject for q in self.store.quads_for_pattern(None, None, node, graph)]
        return not asking or any(self._is_wanted(each, graph) for each in asking)
