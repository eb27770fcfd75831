"""The facts of a graph with what is known about each: names, documents, confidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from kg.graph import vocabulary as terms
from kg.graph.recall import recall
from kg.graph.selection import Selection

Node = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement of the default graph.

    Attributes:
        documents: IRIs of the documents that state it.
        confidence: What all its evidence comes to; None where no document asserts it.
    """

    subject: NamedNode | BlankNode | Triple
    predicate: NamedNode
    object: Node
    documents: tuple[str, ...]
    confidence: float | None


class Facts:
    """Reads facts and names out of a store, in memory that does not grow with it.

    Args:
        selection: Which facts; those of the default graph if it names no graph.
    """

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._store = selection.store
        self._vocabulary = selection.vocabulary
        self._graph = selection.graph or DefaultGraph()
        self._labels: dict[Node, str] = {}

    def things(self) -> Iterator[tuple[Node, Iterator[Fact]]]:
        """Yield each subject once, with its facts: types, labels and other IRIs of it are none. Read these first."""
        quads = self._store.quads_for_pattern(None, None, None, self._graph)
        # the store's index begins with the subject, so that its triples come together
        for subject, group in groupby(quads, key=attrgetter("subject")):
            triples = (quad.triple for quad in group)
            yield subject, (self._fact(triple) for triple in triples if self._counts(triple))

    def kind(self, node: Node) -> str:
        """Return the local name of a thing's type, or of a value's datatype; empty if it has none."""
        if isinstance(node, Literal):
            return _local_name(node.datatype.value)
        return min(map(_local_name, self._values(node, terms.RDF_TYPE)), default="")

    def names_first(self, fact: Fact) -> bool:
        """Return whether the object is no subject of `things`, and this the first fact that points to it."""
        quads = self._store.quads_for_pattern(None, None, fact.object, self._graph)
        first = next(quad.triple for quad in quads if self._counts(quad.triple))
        is_first = (first.subject, first.predicate) == (fact.subject, fact.predicate)
        return is_first and not self._is_subject(fact.object)

    def _is_subject(self, node: Node) -> bool:
        if isinstance(node, Literal):
            return False
        return any(self._store.quads_for_pattern(node, None, None, self._graph))

    def _counts(self, triple: Triple) -> bool:
        return triple.predicate not in terms.DESCRIPTIONS and self._selection.is_sure(triple)

    def _fact(self, triple: Triple) -> Fact:
        return Fact(
            triple.subject,
            triple.predicate,
            triple.object,
            documents=tuple(sorted(self._documents(triple))),
            confidence=self._selection.confidence(triple),
        )

    def label(self, node: Node) -> str:
        """Return the longest name that the graph or the ontology has for a node, else the end of its IRI."""
        return recall(self._labels, node, lambda: self._label(node))

    def _label(self, node: Node) -> str:
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


def node_id(node: Node) -> str:
    """Return what tells a node from all others: IRIs as they are, the rest as N-Triples writes it."""
    text = str(node)
    return text[1:-1] if text.startswith("<") and not text.startswith("<<") else text


def _local_name(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
