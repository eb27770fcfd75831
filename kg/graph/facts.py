"""The facts of a graph with what is known about each: names, documents, confidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store, Triple

from kg.graph import vocabulary as terms
from kg.graph.vocabulary import Vocabulary

Node = NamedNode | BlankNode | Literal | Triple
_DESCRIPTIONS = frozenset({terms.RDF_TYPE, terms.RDFS_LABEL, terms.OWL_SAME_AS})


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement of the default graph.

    Attributes:
        documents: IRIs of the documents that state it.
        confidence: The highest that any evidence has; None where there is no evidence.
    """

    subject: NamedNode | BlankNode | Triple
    predicate: NamedNode
    object: Node
    documents: tuple[str, ...]
    confidence: float | None


class Facts:
    """Reads facts and names out of a store, in memory that does not grow with it.

    Args:
        graph: Where the facts are.
    """

    def __init__(
        self, store: Store, vocabulary: Vocabulary, graph: NamedNode | DefaultGraph
    ) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._graph = graph
        self.label = lru_cache(maxsize=10_000)(self._label)

    def things(self) -> Iterator[tuple[Node, Iterator[Fact]]]:
        """Yield each subject once, with its facts: types, labels and other IRIs of it are none. Read these first."""
        quads = self._store.quads_for_pattern(None, None, None, self._graph)
        # the store's index begins with the subject, so that its triples come together
        for subject, group in groupby(quads, key=attrgetter("subject")):
            triples = (quad.triple for quad in group)
            yield subject, (self._fact(t) for t in triples if t.predicate not in _DESCRIPTIONS)

    def kind(self, node: Node) -> str:
        """Return the local name of a thing's type, or of a value's datatype; empty if it has none."""
        if isinstance(node, Literal):
            return _local_name(node.datatype.value)
        return min(map(_local_name, self._values(node, terms.RDF_TYPE)), default="")

    def is_subject(self, node: Node) -> bool:
        """Return whether `things` has the node."""
        if isinstance(node, Literal):
            return False
        return any(self._store.quads_for_pattern(node, None, None, self._graph))

    def first_with(self, node: Node) -> Triple:
        """Return the first triple that points to a node: the same one as long as nothing is written."""
        return next(self._store.quads_for_pattern(None, None, node, self._graph)).triple

    def _fact(self, triple: Triple) -> Fact:
        return Fact(
            triple.subject,
            triple.predicate,
            triple.object,
            documents=tuple(sorted(self._documents(triple))),
            confidence=max(self._confidences(triple), default=None),
        )

    def _label(self, node: Node) -> str:
        """The longest name that the graph or the ontology has for a node, else the end of its IRI."""
        if isinstance(node, Literal):
            return node.value
        labels = [
            *self._values(node, terms.RDFS_LABEL),
            *self._values(node, terms.RDFS_LABEL, self._vocabulary.ontology),
        ]
        if labels:
            return max(labels, key=lambda label: (len(label), label))
        return _local_name(node.value) if isinstance(node, NamedNode) else str(node)

    def _values(
        self, node: Node, predicate: NamedNode, graph: NamedNode | None = None
    ) -> Iterator[str]:
        if isinstance(node, Literal):
            return
        where = graph or self._graph
        for quad in self._store.quads_for_pattern(node, predicate, None, where):
            if isinstance(quad.object, NamedNode | Literal):
                yield quad.object.value

    def _documents(self, triple: Triple) -> Iterator[str]:
        found = self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        for quad in found:
            graph = quad.graph_name
            if isinstance(graph, NamedNode) and self._vocabulary.holds_facts(graph.value):
                yield graph.value

    def _confidences(self, triple: Triple) -> Iterator[float]:
        for reified in self._store.quads_for_pattern(None, terms.RDF_REIFIES, triple, None):
            said = self._store.quads_for_pattern(
                reified.subject, self._vocabulary.confidence, None, reified.graph_name
            )
            for quad in said:
                if isinstance(quad.object, Literal):
                    yield float(quad.object.value)


def _local_name(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
