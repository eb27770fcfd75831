"""Filtered ranks, and what is usually told of them.

The protocol of Bordes et al., Translating embeddings for modeling multi-relational data, NIPS 2013:
each fact asks twice, for its object and for its subject; other known answers are left out. Among equal
scores a fact takes the middle place (Sun et al., A re-evaluation of knowledge graph completion methods, ACL 2020).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.reasoning.triples import Numbers, both_ways

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Filtered mean reciprocal rank, and the share of ranks up to 1, 3 and 10, each 0 to 1."""

    queries: int
    mrr: float
    hits1: float
    hits3: float
    hits10: float


@dataclass(frozen=True)
class Queries:
    """Questions with known answers, in both directions.

    Attributes:
        asked: Int64 (queries, 3): subject, relation (plus how many there are, if read backwards), right answer.
        entities: How many there are.
        known: All other right answers, by (subject, relation).
    """

    asked: Numbers
    entities: int
    known: dict[tuple[int, int], Numbers]

    def ranks(self, scores: Scores, rows: Numbers) -> npt.NDArray[np.float64]:
        """Return the filtered ranks of the right answers, (rows,).

        Args:
            scores: Float32 (rows, entities); is written into.
            rows: Which of the queries these are.
        """
        asked = self.asked[rows]
        right = scores[np.arange(len(rows)), asked[:, 2]]
        for row, (subject, relation) in enumerate(asked[:, :2].tolist()):
            scores[row, self.known[subject, relation]] = -np.inf
        scores[np.arange(len(rows)), asked[:, 2]] = -np.inf
        above = (scores > right[:, None]).sum(1)
        level = (scores == right[:, None]).sum(1)
        return np.asarray(1 + above + level / 2, np.float64)

    def batches(self, size: int) -> Iterator[Numbers]:
        """Yield the places of so many queries at a time, those of one relation together."""
        order = np.argsort(self.asked[:, 1], kind="stable")
        for start in range(0, len(order), size):
            yield order[start : start + size]


def queries(asked: Numbers, known: Numbers, entities: int, relations: int) -> Queries:
    """Return the questions that facts ask, int64 (facts, 3), given all that is known, int64 (facts, 3)."""
    answers: dict[tuple[int, int], list[int]] = defaultdict(list)
    for s, r, o in both_ways(np.concatenate([known, asked]), relations).tolist():
        answers[s, r].append(o)
    both = both_ways(asked, relations)
    wanted = {(s, r) for s, r, _ in both.tolist()}
    return Queries(both, entities, {key: np.unique(answers[key]) for key in wanted})


def summed_up(ranks: npt.NDArray[np.float64]) -> Ranked:
    """Return the usual figures for some ranks."""
    hits = [float((ranks <= k).mean()) for k in (1, 3, 10)]
    return Ranked(len(ranks), float((1 / ranks).mean()), *hits)
