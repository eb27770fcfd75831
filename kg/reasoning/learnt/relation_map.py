"""Rule R: A(x, y) = B(x, z) → C(x, y) = D(x, z), with R·[A, B]ᵀ = [C, D]ᵀ.

R is a linear map between relation vectors, fitted by ridge regression. y and z may change places, so R
has the blocks [[P, Q], [Q, P]], and C = P·A + Q·B + c says it all. A is the vector of a way of one or
two steps from x to y, the product of their vectors, as ComplEx composes; B is a fact of x with some
other z. A linear map of many B is their mean's, so that one row stands for all z at once. What comes out
is taken apart into multiples of relation vectors by least squares.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kg.reasoning.embedding.vectors import Floats
from kg.reasoning.learnt.walks import Reached, Walks
from kg.reasoning.triples import Numbers, Triples

POWER = 4
"""Ways to one object add up in this norm, as rules do: the surest leads, others break ties."""

_ALIKE = 0.02
"""Ridge of the least squares, so that relations with all but the same vector share what there is."""


@dataclass(frozen=True, slots=True)
class MapConfig:
    """How R is fitted.

    Attributes:
        subjects: How many x are drawn; all, if there are no more.
        fanout: Steps followed from each entity.
        apart: Ways to entities that nothing links with x, kept of each x; the others count through them.
        ridge: Weight of R's square, in rows.
    """

    subjects: int = 2000
    fanout: int = 30
    apart: int = 60
    ridge: float = 5.0
    seed: int = 0


@dataclass(frozen=True)
class RelationMap:
    """R, with the vectors it maps.

    Attributes:
        relation: Float32 (2 × relations, width): unit vectors, real parts before imaginary ones.
        parts: Float32 (2 × relations, width): a vector's product with row C is how much of C is in it.
        own, other, constant: P and Q, float32 (width, width) each, and c, float32 (width,).
    """

    relation: Floats
    parts: Floats
    own: Floats
    other: Floats
    constant: Floats

    def strengths(self, walks: Walks, x: int, reached: Reached, relations: Numbers) -> Floats:
        """Return how strongly each way speaks for C(x, y), float32 (ways, relations).

        If all vectors stood upright on each other, it would be a share of cases; ways whose vectors are
        alike share theirs, so it is a score.

        Args:
            relations: Int64 (relations,): the C.
        """
        target = self.parts[relations]
        wide = len(self.relation) + 1
        _, kind, place = np.unique(
            reached.first * wide + reached.second + 1, return_index=True, return_inverse=True
        )
        a = (ways(self.relation, reached.among(kind)) @ (self.own.T @ target.T))[place]
        b = beside(self.relation, walks, x, reached.ends) @ (self.other.T @ target.T)
        found: Floats = a + b + (target @ self.constant)[None]
        return found

    def scores(self, walks: Walks, x: int, relation: int) -> Floats:
        """Return the strength of each answer to (x, relation, ?), float32 (entities,); 0: no way leads there."""
        reached = walks.reached(x)
        found = self.strengths(walks, x, reached, np.array([relation]))[:, 0]
        found[(reached.second < 0) & (reached.first == relation)] = 0
        powers = np.maximum(found, 0).astype(np.float64) ** POWER
        total = np.bincount(reached.ends, powers, walks.entities)
        return np.asarray(total ** (1 / POWER), np.float32)


def fit(triples: Triples, relation: Floats, config: MapConfig | None = None) -> RelationMap:
    """Fit R to a graph.

    Args:
        relation: Relation vectors of ComplEx, float32 (2 × relations, width).
    """
    config = config or MapConfig()
    unit = normed(relation)
    width = unit.shape[1]
    gram = np.zeros((2 * width + 1, 2 * width + 1))
    moment = np.zeros((2 * width + 1, width))
    for rows, targets, weights in examples(triples, unit, config):
        weighed = rows * weights[:, None]
        gram += weighed.T @ rows
        moment += weighed.T @ targets
    gram += config.ridge * np.eye(len(gram))
    solved = np.linalg.solve(gram, moment).T.astype(np.float32)
    apart = np.linalg.solve(unit @ unit.T + _ALIKE * np.eye(len(unit)), unit).astype(np.float32)
    return RelationMap(unit, apart, solved[:, :width], solved[:, width:-1], solved[:, -1])


def examples(
    triples: Triples, unit: Floats, config: MapConfig
) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Yield, for each x, rows [A, B, 1], targets (the sum of all C) and the weights of the rows."""
    walks, chosen = Walks(triples), np.random.default_rng(config.seed)
    for x in drawn(walks, config, chosen):
        reached, targets, weights = cases(walks, x, config, chosen)
        a = ways(unit, reached)
        b = beside(unit, walks, x, reached.ends)
        rows = np.concatenate([a, b, np.ones((len(a), 1), np.float32)], 1)
        yield rows, targets @ unit, weights


def drawn(walks: Walks, config: MapConfig, chosen: np.random.Generator) -> list[int]:
    """Return the x among which R is fitted: entities that have facts."""
    some = [x for x in range(walks.entities) if len(walks.facts(x)[0])]
    if len(some) <= config.subjects:
        return some
    return sorted(chosen.choice(some, config.subjects, replace=False).tolist())


def cases(
    walks: Walks, x: int, config: MapConfig, chosen: np.random.Generator
) -> tuple[Reached, Floats, Floats]:
    """Return ways from x, which relations lead the same way, 0 or 1 (ways, 2 × relations), and the weights.

    A way does not count as a case for itself.
    """
    reached = walks.reached(x, config.fanout, chosen)
    relation, end = walks.facts(x)
    linked = np.isin(reached.ends, end)
    apart = np.flatnonzero(~linked)
    kept = chosen.choice(apart, config.apart, replace=False) if len(apart) > config.apart else apart
    together = np.flatnonzero(linked)
    weights = np.ones(len(together) + len(kept), np.float32)
    weights[len(together) :] = len(apart) / max(1, len(kept))
    reached = reached.among(np.concatenate([together, kept]))
    holds = np.zeros((len(weights), 2 * walks.relations), np.float32)
    order = np.argsort(end, kind="stable")
    low = np.searchsorted(end[order], reached.ends[: len(together)], "left")
    high = np.searchsorted(end[order], reached.ends[: len(together)], "right")
    rows = np.repeat(np.arange(len(together)), high - low)
    places = np.concatenate([order[a:b] for a, b in zip(low, high, strict=True)] or [order[:0]])
    holds[rows, relation[places]] = 1
    single = np.flatnonzero(reached.second < 0)
    holds[single, reached.first[single]] = 0
    return reached, holds, weights


def ways(unit: Floats, reached: Reached) -> Floats:
    """Return the vector of each way, float32 (ways, width), of length 1."""
    half = unit.shape[1] // 2
    first, second = unit[reached.first], unit[reached.second]
    a, b, c, d = first[:, :half], first[:, half:], second[:, :half], second[:, half:]
    both = normed(np.concatenate([a * c - b * d, a * d + b * c], 1))
    return np.where((reached.second < 0)[:, None], first, both)


def beside(unit: Floats, walks: Walks, x: int, ends: Numbers) -> Floats:
    """Return the mean vector of x's facts with others than y, for each y, float32 (ends, width)."""
    relation, end = walks.facts(x)
    vectors = unit[relation]
    others, place = np.unique(end, return_inverse=True)
    within = np.zeros((len(others) + 1, unit.shape[1]), np.float32)
    np.add.at(within, place, vectors)
    counts = np.append(np.bincount(place, minlength=len(others)), 0)
    at = np.searchsorted(others, ends)
    at[(at == len(others)) | (others[np.minimum(at, len(others) - 1)] != ends)] = len(others)
    left = np.maximum(len(end) - counts[at], 1)[:, None]
    return np.asarray((vectors.sum(0)[None] - within[at]) / left, np.float32)


def normed(vectors: Floats) -> Floats:
    """Return vectors of length 1."""
    return np.asarray(
        vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), np.float32
    )
