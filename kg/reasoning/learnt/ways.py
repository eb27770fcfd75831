"""How often each relation goes along with each way of one or two steps: mined rules without a choice among them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_array

from kg.reasoning.embedding.vectors import Floats
from kg.reasoning.learnt.relation_map import POWER, MapConfig, cases, drawn
from kg.reasoning.learnt.walks import Walks
from kg.reasoning.triples import Numbers

_UNSEEN = 5
"""Cases against each way that are assumed unseen, as mined rules have them."""


@dataclass(frozen=True)
class Ways:
    """Shares, by way and relation.

    Attributes:
        shares: Csc (ways, 2 × relations), 0 to 1; a way is first × (2 × relations + 1) + second + 1.
    """

    walks: Walks
    shares: Any

    def scores(self, subjects: Numbers, relation: int) -> Floats:
        """Return the strength of each answer, float32 (subjects, entities); 0: no way leads there."""
        share = self.shares[:, [relation]].toarray()[:, 0]
        return np.stack([self._scores(x, relation, share) for x in subjects.tolist()])

    def _scores(self, x: int, relation: int, share: Floats) -> Floats:
        reached = self.walks.reached(x)
        found = share[_code(self.walks, reached.first, reached.second)].astype(np.float64)
        found[(reached.second < 0) & (reached.first == relation)] = 0
        total = np.bincount(reached.ends, found**POWER, self.walks.entities)
        return np.asarray(total ** (1 / POWER), np.float32)


def count_ways(walks: Walks, config: MapConfig | None = None) -> Ways:
    """Count over the cases that rule R would be fitted on."""
    config = config or MapConfig()
    chosen = np.random.default_rng(config.seed)
    counts = np.zeros(2 * walks.relations * (2 * walks.relations + 1))
    rows, columns, weights = [], [], []
    for x in drawn(walks, config, chosen):
        reached, holds, weight = cases(walks, x, config, chosen)
        code = _code(walks, reached.first, reached.second)
        np.add.at(counts, code, weight)
        row, column = np.nonzero(holds)
        rows.append(code[row])
        columns.append(column)
        weights.append(weight[row])
    if not rows:
        return Ways(walks, coo_array((len(counts), 2 * walks.relations)).tocsc())
    at, held = np.concatenate(rows), np.concatenate(weights)
    shares = coo_array(
        (held / (counts[at] + _UNSEEN), (at, np.concatenate(columns))),
        shape=(len(counts), 2 * walks.relations),
    )
    return Ways(walks, shares.tocsc())  # counts of the same way add up


def _code(walks: Walks, first: Numbers, second: Numbers) -> Numbers:
    return first * (2 * walks.relations + 1) + second + 1
