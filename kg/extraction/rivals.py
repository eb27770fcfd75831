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
    """Return the relations of a window, of new ones those that no rival between the same two things outdoes.

    Args:
        new: Relations that training never saw.
        shown: Relations with examples. Margins of new ones without begin elsewhere: these are rivals of one
            another, those with examples of one another, and relations of training of both.
    """

    def kind(one: FoundRelation) -> str:
        if one.relation not in new:
            return "trained"
        return "shown" if one.relation in shown else "named"

    best: dict[tuple[frozenset[int], str], float] = defaultdict(lambda: float("-inf"))
    for one in relations:
        key = _pair(one), kind(one)
        best[key] = max(best[key], one.margin)

    def stays(one: FoundRelation) -> bool:
        rival = max(best[_pair(one), kind(one)], best[_pair(one), "trained"])
        return kind(one) == "trained" or one.margin >= min(DOUBTFUL, rival - BEHIND)

    return [one for one in relations if stays(one)]


def _pair(relation: FoundRelation) -> frozenset[int]:
    return frozenset((relation.subject, relation.object))
