"""Kinds of relation between plain words, each with pairs of our own: what a tool does, who lacks what, what is worse.

They are of the sort that is told apart by SemEval-2012's task 2 and asked for in school tests, and no other
source here has them.
"""

from collections.abc import Iterator, Sequence
from importlib.resources import files

from kg.training.analogy.pairs import RelatedPair

PREFIX = "kind "
"""What the names of these relations begin with."""


def kind_pairs() -> Iterator[RelatedPair]:
    """Yield the pairs of `kinds.txt`, in its order."""
    text = files("kg.training.analogy").joinpath("kinds.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, pairs = line.partition(": ")
            for pair in pairs.split(", "):
                head, tail = pair.split(":")
                yield RelatedPair(PREFIX + name, head, tail)


def apart(pairs: Sequence[RelatedPair]) -> tuple[list[RelatedPair], list[RelatedPair]]:
    """Return all pairs but those of every fourth kind, and these, but for pairs that another relation has, too.

    So training sees neither the kinds nor the pairs, in either order.
    """
    names = [pair.relation for pair in pairs if pair.relation.startswith(PREFIX)]
    held = set(list(dict.fromkeys(names))[1::4])
    known = [pair for pair in pairs if pair.relation not in held]
    seen = {_ends(pair) for pair in known}
    return known, [p for p in pairs if p.relation in held and _ends(p) not in seen]


def _ends(pair: RelatedPair) -> frozenset[str]:
    return frozenset((pair.head.casefold(), pair.tail.casefold()))
