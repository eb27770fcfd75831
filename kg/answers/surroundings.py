"""What the graph states of things, at either end; of hubs, some ends of every relation rather than all of a few."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.answers.graph import Graph, Row
from kg.answers.records import Step, Term
from kg.answers.sparql import NEIGHBOURS, ends_query, neighbours_query, steps_query

HUB_ENDS = 200
"""Ends of one relation of a thing that has more facts than one look around shows."""

Around = dict[Step, set[Term]]


class Surroundings:
    """Looks around in the graph, each thing once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._seen: dict[str, Around] = {}
        self._cut: set[tuple[str, Step]] = set()

    def of(self, nodes: Iterable[str]) -> dict[str, Around]:
        """Return what each thing leads to, by step."""
        wanted = list(dict.fromkeys(nodes))
        if new := [node for node in wanted if node not in self._seen]:
            self._look(new)
        return {node: self._seen[node] for node in wanted}

    def cut(self, node: str, step: Step) -> bool:
        """Return whether a step leads to more than was looked at."""
        return (node, step) in self._cut

    def _look(self, nodes: Sequence[str]) -> None:
        """Look at things together; where that is more than one answer holds, at half of them at a time."""
        rows = self._graph.rows(neighbours_query(nodes))
        if len(rows) < NEIGHBOURS:
            self._keep(nodes, rows)
        elif len(nodes) > 1:
            half = len(nodes) // 2
            self._look(nodes[:half])
            self._look(nodes[half:])
        else:
            self._look_by_step(nodes[0])

    def _look_by_step(self, node: str) -> None:
        steps = tuple(_step(row) for row in self._graph.rows(steps_query(node)))
        rows = self._graph.rows(ends_query(node, steps, HUB_ENDS)) if steps else ()
        self._keep([node], rows)
        full = (step for step, ends in self._seen[node].items() if len(ends) >= HUB_ENDS)
        self._cut.update((node, step) for step in full)

    def _keep(self, nodes: Sequence[str], rows: Sequence[Row]) -> None:
        found: dict[str, Around] = {node: defaultdict(set) for node in nodes}
        for row in rows:
            if {"node", "step", "other"} <= row.keys():
                found[row["node"].value][_step(row)].add(row["other"])
        self._seen |= found


def _step(row: Row) -> Step:
    return Step(row["step"].value, row["back"].value == "false")
