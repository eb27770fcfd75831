"""How common the words, neighbours and company of nodes are, kept up as nodes change.

Counts of sixteen and more are rounded down to four leading bits. What many nodes have weighs little, so
that this changes hardly a score; but the count of what every document names would otherwise change
with every document, and with it the scores of all pairs that have it in common.
"""

from collections import defaultdict
from collections.abc import Iterable, Set

from kg.identity.nodes import Node

_BITS = 4


def rounded(count: int) -> int:
    """Return a count with four leading bits."""
    shift = max(count.bit_length() - _BITS, 0)
    return count >> shift << shift


class Counted:
    """How many nodes have each key, and which keys became more or less common since somebody asked."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = defaultdict(int)
        self._before: dict[str, int] = {}

    def common(self, key: str) -> int:
        """Return how many nodes have a key, rounded."""
        return rounded(self._counts.get(key, 0))

    def change(self, old: Set[str], new: Set[str]) -> None:
        """Have a node that had some keys have others."""
        self._count(old - new, -1)
        self._count(new - old, 1)

    def moved(self) -> set[str]:
        """Return the keys whose rounded counts are others than when this was last called."""
        found = {key for key, before in self._before.items() if self.common(key) != before}
        self._before.clear()
        return found

    def _count(self, keys: Iterable[str], by: int) -> None:
        for key in keys:
            count = self._counts[key]
            self._before.setdefault(key, rounded(count))
            if count + by:
                self._counts[key] = count + by
            else:
                del self._counts[key]


class Counts:
    """All three counts of one world."""

    def __init__(self) -> None:
        self.words = Counted()
        self.neighbours = Counted()
        self.company = Counted()

    @classmethod
    def of(cls, nodes: Iterable[Node]) -> "Counts":
        """Count nodes."""
        counts = cls()
        for node in nodes:
            counts.change(None, node)
        return counts

    def change(self, old: Node | None, new: Node | None) -> None:
        """Have a node be another, come or go."""
        self.words.change(words(old), words(new))
        self.neighbours.change(*(node.neighbours if node else frozenset() for node in (old, new)))
        self.company.change(*(node.company if node else frozenset() for node in (old, new)))

    def moved(self) -> tuple[set[str], set[str], set[str]]:
        """Return the words, neighbours and company whose rounded counts moved since this was last called."""
        return self.words.moved(), self.neighbours.moved(), self.company.moved()


def words(node: Node | None) -> Set[str]:
    """Return the words of all names of a node."""
    return {word for form in node.forms for word in form.words} if node else frozenset()
