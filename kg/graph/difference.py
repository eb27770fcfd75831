"""What has to be written so that the store says about some documents what it should, and nothing else.

The default graph follows the fact graphs: a triple enters it with the first graph that states it and
leaves with the last. Evidence graphs, the ontology and users' own named graphs do not count.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, serialize

from kg.graph.canonical import stored_form
from kg.graph.store import DocumentGraphs, GraphChange
from kg.graph.syntax import DEFAULT, Graph, quad_data
from kg.graph.vocabulary import ASSERTED, Vocabulary

_AS_FILES = range(10_000, 500_000)
"""Numbers of quads that are written as sorted files, which the database takes in at one stroke: half the work of a
transaction and a flush. With fewer, what each stroke costs is more than that; a million and more would be several strokes."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Graphs to drop, then triples to remove from each graph, then triples to add to each."""

    added: dict[Graph, set[Triple]] = field(default_factory=dict)
    removed: dict[Graph, set[Triple]] = field(default_factory=dict)
    dropped: list[Graph] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(any(self.added.values()) or any(self.removed.values()) or self.dropped)

    def write(self, store: Store, *, whole: bool = True, documents: bool = False) -> None:
        """Write it in one transaction; if it need not be whole and only adds, without one, which is faster.

        Args:
            documents: It is what documents say, in which nothing is a blank node.
        """
        if self.dropped or any(self.removed.values()):
            store.update(self._update())
            return
        quads = (
            Quad(triple.subject, triple.predicate, triple.object, graph)
            for graph, triples in self.added.items()
            for triple in triples
        )
        if documents and sum(map(len, self.added.values())) in _AS_FILES:
            lines = serialize(quads, format=RdfFormat.N_QUADS)
            assert lines is not None
            # unlike `bulk_extend` it lets other threads go on meanwhile
            store.bulk_load(lines, RdfFormat.N_QUADS)
        elif whole:  # `extend` takes two thirds of the time of an update
            store.extend(quads)
        else:
            store.bulk_extend(quads)

    def _update(self) -> str:
        dropped = set(self.dropped)
        removed = {graph: gone for graph, gone in self.removed.items() if graph not in dropped}
        return " ;\n".join(
            [
                *(
                    "DROP DEFAULT" if graph == DEFAULT else f"DROP SILENT GRAPH {graph}"
                    for graph in dropped
                ),
                f"DELETE DATA {{ {quad_data(removed)} }}",
                f"INSERT DATA {{ {quad_data(self.added)} }}",
            ]
        )


def difference(
    store: Store,
    changes: Iterable[DocumentGraphs],
    vocabulary: Vocabulary,
    unfinished: Collection[str] = (),
) -> Difference:
    """Compare documents' graphs as they are with what they should be; of two for one document the last.

    Args:
        unfinished: Fact graphs that somebody began to write and may not have finished: the default graph
            need not have followed them yet.
    """
    latest = {change.facts: change for change in changes}.values()
    found = Difference()
    for change in latest:
        _compare(store, NamedNode(change.facts), change.triples, found)
    again = {stored_form(t) for one in latest if one.facts in unfinished for t in one.triples}
    came: set[Triple] = set().union(again, *found.added.values())
    gone = _by_triple(found.removed)
    for change in latest:
        _compare(store, NamedNode(change.evidence), change.evidence_triples, found)
    _follow(store, came, gone, vocabulary, found, again)
    return found


def amendment(store: Store, change: GraphChange, vocabulary: Vocabulary) -> Difference:
    """Return what is left to write of a change to a graph of facts."""
    graph = NamedNode(change.graph)
    added = {stored_form(triple) for triple in change.added}
    removed = {stored_form(triple) for triple in change.removed} - added
    found = Difference()
    found.added[graph] = {triple for triple in added if _quad(triple, graph) not in store}
    found.removed[graph] = {triple for triple in removed if _quad(triple, graph) in store}
    came = set(found.added[graph])
    _follow(store, came, _by_triple(found.removed), vocabulary, found, ())
    return found


def states(store: Store, triple: Triple, vocabulary: Vocabulary) -> bool:
    """Return whether any document states a triple, or it follows from what they state."""
    return any(vocabulary.holds_facts(graph.value) for graph in _naming(store, triple))


def _compare(store: Store, graph: NamedNode, triples: Iterable[Triple], found: Difference) -> None:
    wanted = {stored_form(triple) for triple in triples}
    if not store.contains_named_graph(graph):
        found.added[graph] = wanted
        return
    held = {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}
    found.added[graph] = wanted - held
    found.removed[graph] = held - wanted
    if not wanted:
        found.dropped.append(graph)
    elif any(map(_has_blank_node, found.removed[graph])):
        # a user's doing; DELETE DATA cannot name blank nodes, so the graph is written anew
        found.dropped.append(graph)
        found.added[graph] = wanted


def _follow(
    store: Store,
    came: set[Triple],
    gone: dict[Triple, set[Graph]],
    vocabulary: Vocabulary,
    found: Difference,
    again: Collection[Triple],
) -> None:
    """Add what the default graph has to gain and lose, and notes of what users had stated in it.

    What comes again was looked at before, when its notes were written: it may be here already.
    """
    entering, noted, leaving, forgotten = (set[Triple]() for _ in range(4))
    notes = store.contains_named_graph(ASSERTED)
    for triple in came:
        if _quad(triple, DEFAULT) not in store:
            entering.add(triple)
            if notes and _quad(triple, ASSERTED) in store:
                forgotten.add(triple)  # the user took it back while a document stated it
        elif triple not in again and not states(store, triple, vocabulary):
            noted.add(triple)
    for triple in gone.keys() - came:
        others = (graph for graph in _naming(store, triple) if graph not in gone[triple])
        if any(vocabulary.holds_facts(graph.value) for graph in others):
            continue
        if _quad(triple, ASSERTED) in store:
            forgotten.add(triple)  # the default graph alone holds it from now on
        elif not _has_blank_node(triple):
            leaving.add(triple)
    found.added.update({DEFAULT: entering, ASSERTED: noted})
    found.removed.update({DEFAULT: leaving, ASSERTED: forgotten})


def _by_triple(removed: dict[Graph, set[Triple]]) -> dict[Triple, set[Graph]]:
    graphs: dict[Triple, set[Graph]] = {}
    for graph, triples in removed.items():
        for triple in triples:
            graphs.setdefault(triple, set()).add(graph)
    return graphs


def _naming(store: Store, triple: Triple) -> Iterator[NamedNode]:
    """The named graphs that hold a triple."""
    quads = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return (quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode))


def _quad(triple: Triple, graph: Graph) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _has_blank_node(triple: Triple) -> bool:
    """Whether there is one in it, if only inside a triple term; a literal may look like one."""
    return "_:" in str(triple)
