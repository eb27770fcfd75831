"""RDF as we mean it, and as a given server can hold it.

Outward, blank nodes become IRIs (their labels are never stable across HTTP), evidence becomes
`rdf:Statement` where there is no RDF 1.2, and the default graph a named one where it cannot be written.
Inward, all of it turns back.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.graph.reification import with_triple_terms, without_triple_terms
from kg.graph.remote.engine import Engine
from kg.graph.store import DocumentGraphs
from kg.graph.syntax import DEFAULT, Graph
from kg.graph.vocabulary import UNFINISHED, Vocabulary

# What Virtuoso brings along for itself in every database
_ITS_OWN = (
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://localuriqaserver/",
    "http://localhost:8890/",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
    "urn:activitystreams-owl:",
    "urn:core:services:",
)


class Dialect:
    """Translates between the two."""

    def __init__(self, engine: Engine, vocabulary: Vocabulary) -> None:
        self.engine = engine
        self._vocabulary = vocabulary

    def graph(self, graph: Graph) -> Graph:
        """Return the graph that the server keeps a graph's triples in."""
        return self.engine.default or DEFAULT if graph == DEFAULT else graph

    def group(self, graph: Graph, pattern: str = "?s ?p ?o") -> str:
        """Return a SPARQL group that matches a pattern in one graph."""
        there = self.graph(graph)
        return f"{{ {pattern} }}" if there == DEFAULT else f"{{ GRAPH {there} {{ {pattern} }} }}"

    def is_shown(self, graph: NamedNode) -> bool:
        """Return whether a graph is one of the dataset, and not one that only the server or we need."""
        if graph in (self.engine.default, UNFINISHED):
            return False
        return not graph.value.startswith(_ITS_OWN)

    def outward(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """Yield the triples as the server can hold them."""
        for triple in triples:
            if self.engine.rdf12:
                yield self._named(triple)
            else:
                yield from map(self._named, without_triple_terms(triple))

    def change(self, change: DocumentGraphs) -> DocumentGraphs:
        """Return what is to be said about a document as the server can hold it."""
        return replace(
            change,
            triples=frozenset(self.outward(change.triples)),
            evidence_triples=frozenset(self.outward(change.evidence_triples)),
        )

    def inward(self, graph: Graph, triples: Sequence[Triple]) -> Iterator[Triple]:
        """Yield the triples of one graph as we mean them; all of the graph at once."""
        found = map(self._unnamed, triples)
        evidence = isinstance(graph, NamedNode) and self._vocabulary.holds_evidence(graph.value)
        if self.engine.rdf12 or not evidence:
            return found
        return _restored(list(found))

    def _named(self, triple: Triple) -> Triple:
        subject, end = triple.subject, triple.object
        if isinstance(subject, BlankNode):
            subject = NamedNode(self._vocabulary.genid + subject.value)
        if isinstance(end, BlankNode):
            end = NamedNode(self._vocabulary.genid + end.value)
        elif isinstance(end, Triple):
            end = self._named(end)
        return Triple(subject, triple.predicate, end)

    def _unnamed(self, triple: Triple) -> Triple:
        subject, end = self._blank(triple.subject), self._blank(triple.object)
        if isinstance(end, Triple):
            end = self._unnamed(end)
        if subject is triple.subject and end is triple.object:
            return triple
        return Triple(subject, triple.predicate, end)  # type: ignore[arg-type]

    def _blank(self, term: object) -> object:
        if isinstance(term, NamedNode) and term.value.startswith(self._vocabulary.genid):
            return BlankNode(term.value.removeprefix(self._vocabulary.genid))
        return term


def _restored(triples: Sequence[Triple]) -> Iterator[Triple]:
    """Join what `rdf:Statement`s take apart."""
    about: dict[object, list[Triple]] = defaultdict(list)
    for triple in triples:
        about[triple.subject].append(triple)
    for said in about.values():
        yield from with_triple_terms(said)
