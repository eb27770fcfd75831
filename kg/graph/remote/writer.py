"""Writes to a server what the embedded store's writer writes to a folder: documents, and users' graphs."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from pyoxigraph import NamedNode, Store, Triple

from kg.errors import NotFound
from kg.graph.difference import Difference, amendment, difference, states
from kg.graph.ownership import documents_in, refuse_documents
from kg.graph.remote.link import Link, Links, patiently
from kg.graph.store import DocumentGraphs, GraphChange
from kg.graph.syntax import DEFAULT, Graph
from kg.graph.vocabulary import ASSERTED, UNFINISHED, Vocabulary

_TRIPLES_A_CHUNK = 10_000
_BATCH = 200


class RemoteWriter:
    """Compares what is there with what should be, and sends the difference; one at a time."""

    def __init__(self, links: Links, vocabulary: Vocabulary) -> None:
        self._links = links
        self._vocabulary = vocabulary
        self._turn = threading.Lock()

    def apply(self, changes: Sequence[DocumentGraphs]) -> None:
        """Bring the graphs of documents up to date, as many documents in one update as it can carry."""
        latest = {change.facts: change for change in changes}
        with self._writing() as link:
            for some in _chunks(latest.values()):
                self._apply(link, some)

    def amend(self, change: GraphChange) -> None:
        """Change a graph of facts, as many triples in one update as it can carry."""
        with self._writing() as link:
            waiting = [(t, True) for t in change.added] + [(t, False) for t in change.removed]
            for start in range(0, len(waiting), _TRIPLES_A_CHUNK):
                some = waiting[start : start + _TRIPLES_A_CHUNK]
                added = link.dialect.outward([triple for triple, comes in some if comes])
                removed = link.dialect.outward([triple for triple, comes in some if not comes])
                part = GraphChange(change.graph, frozenset(added), frozenset(removed))
                copy = Store()
                link.reading.add_holders({*part.added, *part.removed}, copy)
                found = amendment(copy, part, self._vocabulary)
                if found:
                    link.writing.write(found)

    def clear_documents(self) -> int:
        """Retract every document, some at a time; returns how many there were."""
        with self._writing() as link:
            gone = documents_in(link.reading.names(), self._vocabulary)
        for start in range(0, len(gone), _BATCH):
            self.apply(gone[start : start + _BATCH])
        return len(gone)

    def clear(self) -> None:
        """Empty the dataset, but for what the server keeps there for itself."""
        with self._writing() as link:
            graphs: list[Graph] = [DEFAULT, UNFINISHED, *link.reading.names()]
            link.writing.write(Difference(dropped=graphs))

    def add(self, triples: Mapping[Graph, set[Triple]], *, replacing: bool) -> bool:
        """Add a user's triples to their graphs, or have them replace what is there.

        Returns:
            Whether one of the graphs is new.
        """
        refuse_documents(triples, self._vocabulary)
        with self._writing() as link:
            named = [graph for graph in triples if isinstance(graph, NamedNode)]
            is_new = any(not link.reading.has(graph) for graph in named)
            outward = {graph: set(link.dialect.outward(some)) for graph, some in triples.items()}
            copy = Store()
            link.reading.add_holders(outward.get(DEFAULT, ()), copy)
            stated = (t for t in outward.get(DEFAULT, ()) if states(copy, t, self._vocabulary))
            notes = outward.get(ASSERTED, set()) | set(stated)
            dropped = [*triples, *([ASSERTED] if DEFAULT in triples else [])] if replacing else []
            link.writing.write(Difference({**outward, ASSERTED: notes}, {}, dropped))
            return is_new

    def remove(self, graph: Graph) -> None:
        """Remove a user's graph; the default graph is emptied."""
        refuse_documents([graph], self._vocabulary)
        with self._writing() as link:
            if isinstance(graph, NamedNode) and not link.reading.has(graph):
                raise NotFound("graph", graph.value)
            dropped: list[Graph] = [DEFAULT, ASSERTED] if graph == DEFAULT else [graph]
            link.writing.write(Difference(dropped=dropped))

    @contextmanager
    def _writing(self) -> Iterator[Link]:
        link = self._links.get()
        with self._turn, patiently(link.endpoint.url):
            yield link

    def _apply(self, link: Link, changes: Sequence[DocumentGraphs]) -> None:
        wanted = [link.dialect.change(change) for change in changes]
        unfinished = set() if link.dialect.engine.atomic else link.reading.unfinished()
        copy = link.reading.raw(NamedNode(n) for one in wanted for n in (one.facts, one.evidence))
        held = (quad.triple for quad in copy if self._holds_facts(quad.graph_name))
        link.reading.add_holders({*held, *(t for one in wanted for t in one.triples)}, copy)
        found = difference(copy, wanted, self._vocabulary, unfinished)
        left_over = unfinished.intersection(one.facts for one in wanted)
        if found or left_over:
            link.writing.write(found, [one.facts for one in wanted])

    def _holds_facts(self, graph: object) -> bool:
        return isinstance(graph, NamedNode) and self._vocabulary.holds_facts(graph.value)


def _chunks(changes: Iterable[DocumentGraphs]) -> Iterator[list[DocumentGraphs]]:
    chunk: list[DocumentGraphs] = []
    triples = 0
    for change in changes:
        size = len(change.triples) + len(change.evidence_triples)
        if chunk and triples + size > _TRIPLES_A_CHUNK:
            yield chunk
            chunk, triples = [], 0
        chunk.append(change)
        triples += size
    if chunk:
        yield chunk
