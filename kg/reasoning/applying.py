"""What mined rules say of queries: a strength for each entity."""

from collections import defaultdict
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from kg.reasoning.mining import Mined
from kg.reasoning.paths import Body, Steps
from kg.reasoning.ranking import Scores
from kg.reasoning.triples import Numbers, Triples, both_ways

POWER = 4
"""Strengths add up in this norm: the surest rule leads, others break ties; plain sums count alike rules twice."""
_PRUDENCE = 5
"""Pairs against a rule that are assumed unseen, as in AnyBURL."""


class RuleScorer:
    """Applies rules to facts.

    The strength of a rule is -ln(1 - c), c its confidence with some unseen pairs against it.
    """

    def __init__(self, triples: Triples, mined: Mined) -> None:
        self._steps = Steps.of(triples)
        self._rules: dict[int, list[tuple[Body, float]]] = defaultdict(list)
        for rule in mined.paths:
            weight = strength(rule.support, rule.confidence)
            self._rules[rule.head].append((rule.body, weight))
            back = self._steps.backwards(rule.head)
            self._rules[back].append((self._steps.reversed(rule.body), weight))
        rules = mined.constants
        self._traits, self._holds = rules.traits, rules.holds
        weights = np.array(
            [
                strength(int(s), float(c))
                for s, c in zip(rules.support, rules.confidence, strict=True)
            ]
        )
        shape = (len(rules.traits), len(rules.traits))
        self._constant = csr_array((weights**POWER, (rules.body, rules.head)), shape=shape).tocsc()
        facts = both_ways(triples.facts, len(triples.relations))
        counted = (np.ones(len(facts), np.float32), (facts[:, 1], facts[:, 2]))
        size = (2 * len(triples.relations), len(triples.entities))
        self._often: Any = csr_array(counted, shape=size)

    def scores(self, subjects: Numbers, relation: int) -> Scores:
        """Return the strength of each answer, float32 (subjects, entities); ties go to frequent answers."""
        total = np.zeros((len(subjects), self._steps.entities), np.float32)
        for body, weight in self._rules[relation]:
            reached = self._steps.connected(body, subjects).tocoo()
            total[reached.row, reached.col] += weight**POWER
        here = np.flatnonzero(self._traits[:, 0] == relation)
        if len(here):
            found = (self._holds[subjects] @ self._constant[:, here]).tocoo()
            total[found.row, self._traits[here, 1][found.col]] += found.data
        often = self._often[[relation]].toarray()[0]
        total = total ** (1 / POWER) + (1e-4 * often / max(1.0, often.max()))[None]
        return np.asarray(total, np.float32)


def strength(support: int, confidence: float) -> float:
    """Return how much a rule adds."""
    return float(-np.log1p(-support / (support / confidence + _PRUDENCE)))
