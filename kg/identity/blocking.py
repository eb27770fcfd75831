"""Which nodes are compared at all: those that meet under a key that few share.

Without this, a hundred thousand entities would make five thousand million pairs. A key that many share
says little, so that its pairs are left to the rarer keys; the cost grows with the number of keys.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set

from kg.identity.names import meeting_keys
from kg.identity.nodes import Node

log = logging.getLogger(__name__)

MOST_SHARING = 40
"""Nodes that may share a key; of more, only those whose names are `same` are compared, each with the first."""


def keys_of(node: Node) -> set[str]:
    """Return the keys under which a node meets others."""
    return {key for form in node.forms for key in meeting_keys(form)}


def meetings(nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """Yield each pair of nodes that is worth a look once, in order."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, node in enumerate(nodes):
        for key in keys_of(node):
            blocks[key].append(place)
    seen: set[int] = set()
    crowded = 0
    for key, places in blocks.items():
        if len(places) > MOST_SHARING:
            crowded += 1
            if not key.startswith("="):
                continue
            seen.update(places[0] * len(nodes) + other for other in places[1:])
            continue
        for at, first in enumerate(places):
            seen.update(first * len(nodes) + second for second in places[at + 1 :])
    log.info("%d nodes meet in %d pairs; %d keys were too common", len(nodes), len(seen), crowded)
    for pair in sorted(seen):
        yield divmod(pair, len(nodes))


class Blocks:
    """The same, kept up as nodes come and go.

    Args:
        order: What nodes, by id, are sorted by.
    """

    def __init__(self, order: Callable[[int], tuple[str, int]]) -> None:
        self._order = order
        self._members: dict[str, set[int]] = {}
        self._before: dict[str, int | None] = {}

    def change(self, id: int, old: Set[str], new: Set[str]) -> None:
        """Have a node meet others under some keys instead of others."""
        for key in old ^ new:
            members = self._members.setdefault(key, set())
            self._before.setdefault(key, self._hub(key))
            (members.add if key in new else members.discard)(id)
            if not members:
                del self._members[key]

    def partners(self, id: int, keys: Set[str]) -> set[int]:
        """Return the nodes that a node of these keys is to be compared with."""
        found: set[int] = set()
        for key in keys:
            hub = self._hub(key)
            if hub is None:
                found |= self._members.get(key, set())
            elif key.startswith("="):
                found |= self._members[key] if hub == id else {hub}
        return found - {id}

    def turned(self) -> set[int]:
        """Return the nodes whose partners may be others than when this was last called, themselves the same."""
        found: set[int] = set()
        for key, before in self._before.items():
            if self._hub(key) != before:
                found |= self._members.get(key, set())
        self._before.clear()
        return found

    def _hub(self, key: str) -> int | None:
        """With whom all others of a crowded key are compared: the first, or nobody, -1; None while all meet."""
        members = self._members.get(key, set())
        if len(members) <= MOST_SHARING:
            return None
        return min(members, key=self._order) if key.startswith("=") else -1
