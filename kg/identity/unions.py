"""Disjoint sets that grow together."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


class Unions(Generic[Item]):
    """Items that are joined step by step (union by size, with path halving)."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._parent = {item: item for item in items}
        self._size = dict.fromkeys(self._parent, 1)

    def root(self, item: Item) -> Item:
        """Return the item that stands for the set that this one is in."""
        while (parent := self._parent[item]) != item:
            self._parent[item] = item = self._parent[parent]
        return item

    def size(self, item: Item) -> int:
        """Return how many items are in the set of this one."""
        return self._size[self.root(item)]

    def join(self, one: Item, other: Item) -> Item:
        """Make one set of two; returns what stands for it."""
        first, second = self.root(one), self.root(other)
        if first == second:
            return first
        if self._size[first] < self._size[second]:
            first, second = second, first
        self._parent[second] = first
        self._size[first] += self._size[second]
        return first

    def sets(self) -> list[list[Item]]:
        """Return every set."""
        found: dict[Item, list[Item]] = defaultdict(list)
        for item in self._parent:
            found[self.root(item)].append(item)
        return list(found.values())
