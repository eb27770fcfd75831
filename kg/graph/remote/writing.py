"""How a difference gets into a server: in one update where that is a transaction, else in steps.

The steps come in an order in which any beginning of them can be followed by the whole once more: what
the default graph loses goes first, what it gains comes last, and meanwhile a note says which documents
are being written.
"""

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from kg.errors import QueryRejected
from kg.graph.difference import Difference
from kg.graph.remote.dialect import Dialect
from kg.graph.remote.endpoint import Endpoint
from kg.graph.syntax import DEFAULT, Graph, quad_data
from kg.graph.vocabulary import ASSERTED, RDF_TYPE, UNFINISHED

log = logging.getLogger(__name__)

_SHARED: tuple[Graph, ...] = (DEFAULT, ASSERTED)


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: INSERT DATA, DELETE DATA or DROP."""

    verb: str
    graph: Graph
    triples: Sequence[Triple] = ()

    def text(self, dialect: Dialect) -> str:
        """Return it in SPARQL, for the graph where the server keeps these triples."""
        there = dialect.graph(self.graph)
        if self.verb == "DROP":
            return "CLEAR SILENT DEFAULT" if there == DEFAULT else f"DROP SILENT GRAPH {there}"
        return f"{self.verb} {{ {quad_data({there: self.triples})} }}"


class Writing:
    """Writes differences, whose triples are such as the server can hold. Raises as `Endpoint` does."""

    def __init__(self, endpoint: Endpoint, dialect: Dialect) -> None:
        self._endpoint = endpoint
        self._dialect = dialect

    def write(self, found: Difference, documents: Collection[str] = ()) -> None:
        """Write a difference.

        Args:
            documents: Fact graphs that it concerns.
        """
        steps = list(_steps(found))
        if self._at_once(steps):
            return
        notes = [Triple(NamedNode(name), RDF_TYPE, UNFINISHED) for name in documents]
        first = [step for step in steps if _is_note(step)]
        noted = [*first, Step("INSERT DATA", UNFINISHED, notes)]
        rest = [step for step in steps if not _is_note(step)]
        for step in [*noted, *rest, Step("DELETE DATA", UNFINISHED, notes)]:
            self._send(step)

    def _at_once(self, steps: Sequence[Step]) -> bool:
        engine = self._dialect.engine
        if not engine.atomic or sum(len(one.triples) for one in steps) > engine.triples_per_update:
            return False
        try:
            self._endpoint.update(" ;\n".join(step.text(self._dialect) for step in steps))
        except QueryRejected:
            return False  # one of the triples, then: step by step it is found
        return True

    def _send(self, step: Step) -> None:
        if step.verb == "DROP":
            self._endpoint.update(step.text(self._dialect))
            return
        size = self._dialect.engine.triples_per_update
        for start in range(0, len(step.triples), size):
            self._send_some(Step(step.verb, step.graph, step.triples[start : start + size]))

    def _send_some(self, step: Step) -> None:
        """Send triples; what the server refuses is sent in halves, until what it cannot hold is alone."""
        try:
            self._endpoint.update(step.text(self._dialect))
        except QueryRejected:
            middle = len(step.triples) // 2
            if not middle:
                predicate = step.triples[0].predicate.value
                log.warning("%s holds no such value: a triple with %s is left out of %s",
                            self._endpoint.url, predicate, step.graph)  # fmt: skip
                return
            for half in (step.triples[:middle], step.triples[middle:]):
                self._send_some(Step(step.verb, step.graph, half))


def _steps(found: Difference) -> Iterator[Step]:
    yield from (Step("DROP", graph) for graph in _SHARED if graph in found.dropped)
    yield from _changes("INSERT DATA", found.added, (ASSERTED,))
    gone = {graph: some for graph, some in found.removed.items() if graph not in found.dropped}
    yield from _changes("DELETE DATA", gone, (DEFAULT,))
    yield from (Step("DROP", graph) for graph in found.dropped if graph not in _SHARED)
    yield from _changes("DELETE DATA", gone, [graph for graph in gone if graph not in _SHARED])
    others = [graph for graph in found.added if graph not in _SHARED]
    yield from _changes("INSERT DATA", found.added, others)
    yield from _changes("INSERT DATA", found.added, (DEFAULT,))
    yield from _changes("DELETE DATA", gone, (ASSERTED,))


def _changes(
    verb: str, triples: dict[Graph, set[Triple]], graphs: Collection[Graph]
) -> Iterator[Step]:
    for graph in graphs:
        if some := triples.get(graph):
            yield Step(verb, graph, sorted(some, key=str))


def _is_note(step: Step) -> bool:
    return step.graph == ASSERTED and step.verb in ("DROP", "INSERT DATA")
