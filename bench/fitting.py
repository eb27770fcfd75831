"""Weights from fold 1 of KnowledgeNet: logistic regression with the priors as its mean (MAP)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.knowledgenet import read_gold
from bench.linking import judged
from kg.identity.blocking import meetings
from kg.identity.counts import Counts
from kg.identity.likelihood import Comparer
from kg.identity.neighbourhood import Neighbourhood
from kg.identity.nodes import Node, nodes_of
from kg.identity.rules import rules_of
from kg.identity.weights import LINKING_PRIOR, MERGING_PRIOR
from kg.ontology.shipped import shipped_properties

_STEPS = 60

Example = tuple[Mapping[str, float], bool]


def fitted_merging(shared: Path) -> dict[str, float]:
    """Return weights for two names to be of one thing, from the pairs of fold 1 that have both links."""
    gold = read_gold(shared, [1])
    world = gold.world()
    around = Neighbourhood(world)
    rules = replace(rules_of(shipped_properties()), within=around.within)
    nodes, _ = nodes_of((), rules, around)
    uris: dict[tuple[str, str], set[str | None]] = defaultdict(set)
    for one in gold.named:
        if one.names:
            uris[one.iri, one.document].add(one.uri)

    def linked(node: Node) -> set[str | None]:
        return {uri for d in node.documents for uri in uris[node.refs[0].iri, d]}

    comparer = Comparer(Counts.of(nodes), rules)
    examples: list[Example] = []
    for first, second in meetings(nodes):
        one, other = nodes[first], nodes[second]
        both = linked(one), linked(other)
        if None in both[0] | both[1] or any(len(some) != 1 for some in both):
            continue
        if not comparer.forbidden(one, other):
            examples.append((comparer.compare(one, other).features(), both[0] == both[1]))
    return fitted(examples, MERGING_PRIOR)


def fitted_linking(shared: Path) -> dict[str, float]:
    """Return weights for a name to mean an entity, from the candidates in fold 1."""
    examples = [
        (candidate.features(), candidate.entity.iri == one.gold)
        for one in judged(shared, 1)
        for candidate in one.candidates
    ]
    return fitted(examples, LINKING_PRIOR)


def fitted(examples: Sequence[Example], prior: Mapping[str, float]) -> dict[str, float]:
    """Return the likeliest weights, each with a normal prior of deviation 1 (Newton's method)."""
    names = list(prior)
    mean = np.array([prior[name] for name in names])
    seen = np.array([[features.get(name, 0.0) for name in names] for features, _ in examples])
    right = np.array([float(is_right) for _, is_right in examples])
    weights = mean.copy()
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-seen @ weights))
        slope = seen.T @ (likely - right) + (weights - mean)
        curve = (seen * (likely * (1 - likely))[:, None]).T @ seen + np.eye(len(names))
        weights = weights - np.linalg.solve(curve, slope)
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}
