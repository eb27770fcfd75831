"""What vectors and the map between relations guess about one entity, before anybody asks whether it may be."""

from dataclasses import dataclass

import numpy as np

from kg.reasoning.embedding.vectors import Floats, Vectors
from kg.reasoning.learnt.relation_map import RelationMap
from kg.reasoning.learnt.walks import Reached, Walks
from kg.reasoning.triples import Numbers

MOST_STEPS = 300
"""Steps followed from one entity, drawn by chance where there are more: a country has tens of thousands."""


@dataclass(frozen=True, slots=True)
class Guesses:
    """Facts about one entity, each once.

    Attributes:
        relations, objects: Int64 (guesses,); relations forwards only.
        scores: Float32 (guesses,), on no scale in particular.
        ways: Place of the strongest way among those that `walks.reached` gives; empty for vectors.
    """

    relations: Numbers
    objects: Numbers
    scores: Floats
    ways: Numbers


def by_vectors(vectors: Vectors, subject: int, relations: Numbers, most: int) -> Guesses:
    """Guess the likeliest objects of each relation.

    The score is log p(o | s, r) + log p(r | s, o): the second says whether the relation fits the two
    at all, which the first takes for granted.

    Args:
        relations: Int64 (relations,), forwards.
        most: Guesses for each relation.
    """
    likely = vectors.likelihoods(np.full(len(relations), subject), relations)
    most = min(most, likely.shape[1])
    top = np.argpartition(-likely, most - 1, axis=1)[:, :most]
    rows = np.repeat(np.arange(len(relations)), most)
    objects = top.ravel()
    scores = (
        likely[rows, objects]
        + vectors.fitting(subject, objects)[np.arange(len(rows)), relations[rows]]
    )
    kept = objects != subject
    none = np.empty(0, np.int64)
    return Guesses(relations[rows][kept], objects[kept], scores[kept], none)


def by_map(
    mapped: RelationMap, walks: Walks, subject: int, relations: Numbers
) -> tuple[Guesses, Reached]:
    """Guess which relations hold between an entity and what one or two steps lead to; the ways besides.

    Args:
        relations: Int64 (relations,), forwards.
    """
    reached = walks.reached(subject, MOST_STEPS, np.random.default_rng(0))
    strong = mapped.strengths(walks, subject, reached, relations)
    strong[(reached.second < 0)[:, None] & (reached.first[:, None] == relations[None])] = 0
    row, column = np.nonzero(strong > 0)
    code = column * walks.entities + reached.ends[row]
    order = np.lexsort((-strong[row, column], code))
    found, first = np.unique(code[order], return_index=True)
    place = np.searchsorted(found, code)
    total = np.bincount(place, strong[row, column].astype(np.float64) ** 4, len(found)) ** 0.25
    best = row[order][first]
    relation, objects = np.divmod(found, walks.entities)
    return Guesses(relations[relation], objects, total.astype(np.float32), best), reached
