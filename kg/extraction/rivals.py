"""Several relations of one pair against each other: of those that training never saw, the doubtful ones go.

Where names and prototypes of an ontology are much alike, a pair that is near to one is near to all of them: a
ship's operator would be its owner, its builder and its parent company, too.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from kg.extraction.found import FoundRelation

BEHIND = 1.0
"""How far behind the likeliest relation of its pair, in either direction, a doubtful one may be."""

DOUBTFUL = 4.0
"""Margin below which a relation is."""


def without_rivals(
    relations: Sequence[FoundRelation], new: Collection[str], shown: Collection[str]
) -> list[FoundRelation]:
    """Return the relations of a window, of new ones those that no other of the same two things outdoes.

    Args:
        new: Relations that training never saw.
        shown: Relations with examples, whose margins begin elsewhere: they are no rivals of others.
    """
    best: dict[tuple[frozenset[int], bool], float] = defaultdict(lambda: float("-inf"))
    for one in relations:
        key = _pair(one), one.relation in shown
        best[key] = max(best[key], one.margin)
    return [
        one
        for one in relations
        if one.relation not in new
        or one.margin >= DOUBTFUL
        or one.margin >= best[_pair(one), one.relation in shown] - BEHIND
    ]


def _pair(relation: FoundRelation) -> frozenset[int]:
    return frozenset((relation.subject, relation.object))
