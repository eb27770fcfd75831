"""Nodes to clusters: the surest pairs first, and never across what must stay apart."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from kg.identity.nodes import Node
from kg.identity.unions import Unions

_MOST_CHECKED = 20
"""Members of a cluster that a newcomer is held against."""


@dataclass(frozen=True, slots=True)
class Likely:
    """Two nodes, by place, and the probability that they are one thing."""

    score: float
    left: int
    right: int


class Clusters:
    """Grows clusters. The result depends on the pairs alone, not on their order.

    Args:
        apart: Pairs of places that may never come together.
        anchors: The knowledge base's entity that a node is; two different ones never come together.
        fit: Whether two nodes may be in one cluster, even if others join them.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        apart: Iterable[tuple[int, int]],
        anchors: Mapping[int, str],
        fit: Callable[[Node, Node], bool],
    ) -> None:
        self._nodes = nodes
        self._unions = Unions(range(len(nodes)))
        self._members = {place: [place] for place in range(len(nodes))}
        self._apart: dict[int, set[int]] = {}
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)
        self._anchors = dict(anchors)
        self._fit = fit

    def root(self, place: int) -> int:
        """Return the node that stands for the cluster of this one."""
        return self._unions.root(place)

    def open(self, one: int, other: int) -> bool:
        """Return whether neither a person nor a knowledge base said that the clusters of two nodes differ."""
        first, second = self._unions.root(one), self._unions.root(other)
        anchors = {self._anchors.get(first), self._anchors.get(second)} - {None}
        few, many = sorted((first, second), key=lambda root: len(self._members[root]))
        foes = (foe for place in self._members[few] for foe in self._apart.get(place, ()))
        return len(anchors) < 2 and not any(self._unions.root(foe) == many for foe in foes)

    def may_join(self, one: int, other: int) -> bool:
        """Return whether nothing keeps the clusters of two nodes apart."""
        if not self.open(one, other):
            return False
        first, second = self._members[self.root(one)], self._members[self.root(other)]
        across = product(first[:_MOST_CHECKED], second[:_MOST_CHECKED])
        return all(self._fit(self._nodes[a], self._nodes[b]) for a, b in across)

    def together(self, one: int, other: int) -> bool:
        """Return whether two nodes are in one cluster."""
        return self._unions.root(one) == self._unions.root(other)

    def join(self, one: int, other: int) -> None:
        """Make one cluster of two."""
        first, second = self._unions.root(one), self._unions.root(other)
        if first == second:
            return
        root = self._unions.join(first, second)
        gone = second if root == first else first
        self._members[root] = sorted(self._members[root] + self._members.pop(gone))
        anchor = self._anchors.pop(gone, None)
        if anchor is not None:
            self._anchors[root] = anchor

    def grow(self, pairs: Iterable[Likely], at_least: float) -> list[Likely]:
        """Join what is sure enough, the surest first; returns the pairs that something kept apart."""
        kept_apart = []
        for pair in sorted(pairs, key=self._order):
            if pair.score < at_least or self.together(pair.left, pair.right):
                continue
            if self.may_join(pair.left, pair.right):
                self.join(pair.left, pair.right)
            else:
                kept_apart.append(pair)
        return kept_apart

    def sets(self) -> list[list[int]]:
        """Return the members of each cluster."""
        return [sorted(members) for members in self._members.values()]

    def anchor(self, place: int) -> str | None:
        """Return the knowledge base's entity that a node's cluster is."""
        return self._anchors.get(self._unions.root(place))

    def _order(self, pair: Likely) -> tuple[float, str, str]:
        first, second = sorted((self._nodes[pair.left].iri, self._nodes[pair.right].iri))
        return (-pair.score, first, second)
