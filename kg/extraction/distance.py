"""Pairs of people that stand in no sentence together: who somebody is married to is said in one.

Of 100 of Re-DocRED's dev documents, no statement was right between two people of different sentences, of six told
with a confidence of .5 and more. Between other things of different sentences it was 68 in 100, as many as stated.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from kg.extraction.decode import FoundMention
from kg.extraction.found import FoundRelation
from kg.extraction.windows import Window

APART = 2.0
"""What the margin of such a pair loses."""


def sentences_of(
    mentions: Sequence[FoundMention], entity: Sequence[int], window: Window
) -> dict[int, set[int]]:
    """Return the sentences in which each entity is named or meant, by their number within the window."""
    starts = sorted(window.sentences)
    found: dict[int, set[int]] = defaultdict(set)
    for mention, whose in zip(mentions, entity, strict=True):
        found[whose].add(bisect_right(starts, mention.first))
    return found


def brought_near(
    relations: Sequence[FoundRelation],
    mentions: Sequence[FoundMention],
    entity: Sequence[int],
    window: Window,
    fitted: Collection[str],
) -> list[FoundRelation]:
    """Return a window's relations with the margins of people lowered that no sentence has both of.

    Args:
        entity: The entity of each mention.
        fitted: Relations whose examples say from which margin on they are told.
    """
    places = sentences_of(mentions, entity, window)
    people = {whose for whose, label in _labels(mentions, entity).items() if label == "person"}
    return [
        replace(one, margin=one.margin - APART)
        if {one.subject, one.object} <= people
        and one.relation not in fitted
        and places[one.subject].isdisjoint(places[one.object])
        else one
        for one in relations
    ]


def _labels(mentions: Sequence[FoundMention], entity: Sequence[int]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for mention, whose in zip(mentions, entity, strict=True):
        found[whose] = found.get(whose) or mention.label
    return found
