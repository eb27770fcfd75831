"""Rules with constants, r(x, c) ⇐ s(x, d): whoever lives in Paris speaks French. One sparse product counts them all."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.reasoning.paths import ones_at
from kg.reasoning.triples import Numbers, Triples, both_ways

_MOST = 300
"""Traits counted for one entity: hubs would make the product quadratic."""
_LEAST = 0.05


@dataclass(frozen=True)
class ConstantRules:
    """Rules between traits; a trait is a relation, perhaps backwards, with the entity at its other end.

    Attributes:
        traits: Int64 (traits, 2): relation, entity.
        holds: Which entity has which trait, 0 or 1, csr (entities, traits).
        head, body: Int64 (rules,): traits.
        support: Int64 (rules,): entities that have both.
        confidence: Float64 (rules,): share of the body's entities that have the head.
    """

    traits: Numbers
    holds: Any
    head: Numbers
    body: Numbers
    support: Numbers
    confidence: npt.NDArray[np.float64]


def mine_constants(triples: Triples, least_support: int, seed: int) -> ConstantRules:
    """Return the rules with constants that hold often enough."""
    least = max(least_support, 3)
    facts = both_ways(triples.facts, len(triples.relations))
    code = facts[:, 1] * len(triples.entities) + facts[:, 2]
    found, place, often = np.unique(code, return_inverse=True, return_counts=True)
    kept = np.flatnonzero(often >= least)
    renamed = np.full(len(found), -1)
    renamed[kept] = np.arange(len(kept))
    column, row = renamed[place], facts[:, 0]
    row, column = row[column >= 0], column[column >= 0]
    shape = (len(triples.entities), len(kept))
    holds = ones_at(row, column, shape)
    counted = _thinned(row, column, shape, seed)
    both = (counted.T @ counted).tocoo()
    apart = both.row != both.col
    body, head, support = both.row[apart], both.col[apart], both.data[apart]
    confidence = support / np.asarray(counted.sum(0)).ravel()[body]
    good = (support >= least) & (confidence >= _LEAST)
    traits = np.stack(np.divmod(found[kept], len(triples.entities)), 1)
    return ConstantRules(
        traits,
        holds,
        head[good].astype(np.int64),
        body[good].astype(np.int64),
        support[good].astype(np.int64),
        confidence[good].astype(np.float64),
    )


def _thinned(row: Numbers, column: Numbers, shape: tuple[int, int], seed: int) -> Any:
    """Return a matrix in which no entity has more than so many traits, chosen by chance."""
    order = np.random.default_rng(seed).permutation(len(row))
    order = order[np.argsort(row[order], kind="stable")]
    sorted_rows = row[order]
    first = np.searchsorted(sorted_rows, sorted_rows)
    chosen = order[np.arange(len(order)) - first < _MOST]
    return ones_at(row[chosen], column[chosen], shape)
