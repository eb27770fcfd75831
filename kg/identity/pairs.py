"""The pairs of nodes that may be one, kept up: what is compared anew is what changed, and what shares a count with it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set

from kg.identity.blocking import Blocks, keys_of
from kg.identity.counts import Counts, words
from kg.identity.likelihood import Comparer, Comparison
from kg.identity.nodes import Node
from kg.identity.resolve import weigh
from kg.identity.rules import Rules
from kg.identity.weights import DOUBTFUL
from kg.records import Progress, ignore_progress

_STRIDE = 10_000

Seen = tuple[float, Comparison]
"""How likely a pair is one, and what was seen of it."""


class Pairs:
    """Nodes by id, and those that may be one.

    Args:
        order: What nodes, by id, are sorted by.
        with_company: Returns the nodes that may have a key in their company.

    Attributes:
        nodes: What there is.
    """

    def __init__(
        self,
        rules: Rules,
        order: Callable[[int], tuple[str, int]],
        with_company: Callable[[str], Set[int]],
    ) -> None:
        self.nodes: dict[int, Node] = {}
        self._order = order
        self._with_company = with_company
        self._counts = Counts()
        self._comparer = Comparer(self._counts, rules)
        self._blocks = Blocks(order)
        self._words: dict[str, set[int]] = defaultdict(set)
        self._neighbours: dict[str, set[int]] = defaultdict(set)
        self._near: dict[int, set[int]] = defaultdict(set)
        self._likely: dict[int, dict[int, Seen]] = defaultdict(dict)
        self._met: dict[int, set[int]] = {}

    def fit(self, one: Node, other: Node) -> bool:
        """Return whether two nodes may be in one cluster, even if others join them."""
        return self._comparer.fit(one, other)

    def likely(self, id: int) -> Mapping[int, Seen]:
        """Return the nodes that may be the same as one."""
        return self._likely.get(id, {})

    def beside(self, keys: Iterable[str]) -> set[int]:
        """Return the nodes that have any of these keys as a neighbour."""
        return {id for key in keys for id in self._neighbours.get(key, ())}

    def change(
        self,
        changed: Mapping[int, tuple[Node | None, Node | None]],
        on_progress: Progress = ignore_progress,
    ) -> set[int]:
        """Have nodes be others, come or go, as pairs of old and new; returns those for which something else is likely.

        What has gone is not among them.
        """
        for id, (old, new) in changed.items():
            self._put(id, old, new)
        stirred = {id for id in changed if id in self.nodes}
        for id in changed.keys() - self.nodes.keys():
            stirred |= self._leave(id)
        changed_ids = frozenset(stirred & changed.keys())
        for pair in self._parted(changed_ids):
            if self._see(pair, None):
                stirred |= set(pair)
        due = self._due(changed_ids)
        for done, (one, other) in enumerate(due, start=1):
            if done % _STRIDE == 0 or done == len(due):
                on_progress("compare", done, len(due))
            found = weigh(self._comparer, self.nodes[one], self.nodes[other])
            if self._see((one, other), found):
                stirred |= {one, other}
        return stirred

    def _put(self, id: int, old: Node | None, new: Node | None) -> None:
        if new is None:
            del self.nodes[id]
        else:
            self.nodes[id] = new
        keys = [keys_of(node) if node else set() for node in (old, new)]
        self._blocks.change(id, *keys)
        self._counts.change(old, new)
        _index(self._words, id, words(old), words(new))
        _index(self._neighbours, id, *(n.neighbours if n else frozenset() for n in (old, new)))

    def _leave(self, id: int) -> set[int]:
        for other in self._near.pop(id, ()):
            self._near[other].discard(id)
        were = self._likely.pop(id, {})
        for other in were:
            self._likely[other].pop(id, None)
        return {other for other in were if other in self.nodes}

    def _parted(self, changed: Set[int]) -> list[tuple[int, int]]:
        """Look whom nodes that changed meet now, and those in blocks that became crowded or ceased to be."""
        self._met = {
            id: self._blocks.partners(id, keys_of(self.nodes[id]))
            for id in changed | (self._blocks.turned() & self.nodes.keys())
        }
        return [
            self._pair(id, other)
            for id, partners in self._met.items()
            for other in self._near.get(id, set()) - partners
        ]

    def _due(self, changed: Set[int]) -> set[tuple[int, int]]:
        """Which pairs are to be weighed: of nodes that changed, that meet now, or that share what is rarer now."""
        due: set[tuple[int, int]] = set()
        for id, partners in self._met.items():
            fresh = partners if id in changed else partners - self._near.get(id, set())
            due.update(self._pair(id, other) for other in fresh)
        self._met = {}
        for ids in self._sharing():
            for id in self._near.keys() & ids:
                due.update(self._pair(id, other) for other in self._near[id] & ids)
        return due

    def _sharing(self) -> Iterator[Set[int]]:
        """Yield the nodes that have something in common whose count moved."""
        words, neighbours, company = self._counts.moved()
        if not self._near:  # nothing has been weighed yet
            return
        yield from (self._words.get(key, set()) for key in words)
        yield from (self._neighbours.get(key, set()) for key in neighbours)
        yield from (self._with_company(key) for key in company)

    def _see(self, pair: tuple[int, int], found: Seen | None) -> bool:
        """Note what is seen of a pair that meets; returns whether something else is likely now."""
        one, other = pair
        for here, there in (pair, pair[::-1]):
            if found:
                self._near[here].add(there)
            elif here in self._near:
                self._near[here].discard(there)
        seen = found if found and found[0] >= DOUBTFUL else None
        if seen == self._likely.get(one, {}).get(other):
            return False
        for here, there in (pair, pair[::-1]):
            if seen:
                self._likely[here][there] = seen
            else:
                self._likely[here].pop(there, None)
        return True

    def _pair(self, one: int, other: int) -> tuple[int, int]:
        return (one, other) if self._order(one) < self._order(other) else (other, one)


def _index(index: dict[str, set[int]], id: int, old: Set[str], new: Set[str]) -> None:
    for key in old - new:
        index[key].discard(id)
        if not index[key]:
            del index[key]
    for key in new - old:
        index[key].add(id)
