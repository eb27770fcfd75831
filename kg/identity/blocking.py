"""Which nodes are compared at all: those that meet under a key that few share.

Without this, a hundred thousand entities would make five thousand million pairs. A key that many share
says little, so that its pairs are left to the rarer keys; the cost grows with the number of keys.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.identity.names import meeting_keys
from kg.identity.nodes import Node

log = logging.getLogger(__name__)

MOST_SHARING = 40
"""Nodes that may share a key; of more, only those whose names are `same` are compared, each with the first."""


def meetings(nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """Yield each pair of nodes that is worth a look once, in order."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, node in enumerate(nodes):
        for key in {key for form in node.forms for key in meeting_keys(form)}:
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


def sharing(nodes: Sequence[Node]) -> dict[str, int]:
    """Return how many nodes have each word in a name of theirs."""
    counts: dict[str, int] = defaultdict(int)
    for node in nodes:
        for word in {word for form in node.forms for word in form.words}:
            counts[word] += 1
    return counts
