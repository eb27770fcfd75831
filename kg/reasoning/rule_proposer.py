"""Proposals by mined chain rules, each with the statements that ground it."""

import copy
from collections import defaultdict
from collections.abc import Collection, Iterator

import numpy as np

from kg.iris import statement_id
from kg.reasoning.allowed import Allowed
from kg.reasoning.mining import PathRule
from kg.reasoning.paths import Body, Steps
from kg.reasoning.proposals import Proposal
from kg.reasoning.triples import Triples
from kg.records import Iri, Statement

_PRUDENCE = 2
"""Pairs against a rule that are assumed unseen, so that a few cases do not make it sure."""


class RuleProposer:
    """Implements `Proposer`.

    Args:
        allowed: Says which facts may be proposed.
    """

    def __init__(self, triples: Triples, rules: Collection[PathRule], allowed: Allowed) -> None:
        self._triples, self._allowed = triples, allowed
        self._steps = Steps.of(triples)
        self._called = tuple(map(allowed.called, triples.relations))
        self._bodies = _by_body(rules)

    def among(self, rules: Collection[PathRule]) -> "RuleProposer":
        """Return the same with other rules."""
        other = copy.copy(self)
        other._bodies = _by_body(rules)
        return other

    def proposals(
        self, subject: str, predicate: str | None = None, least: float = 0.0
    ) -> Iterator[Proposal]:
        """Yield proposals about a subject, the likeliest first; the surest rule speaks for each.

        Args:
            predicate: The only relation to propose, if one is given.
            least: The lowest score.
        """
        s = self._triples.entity_numbers.get(subject)
        if s is None:
            return
        only = None if predicate is None else self._triples.relation_numbers.get(predicate, -1)
        best = self._best(s, only, least)
        for (_, o), (score, rule) in sorted(best.items(), key=lambda item: (-item[1][0], item[0])):
            yield self._proposal(s, o, score, rule)

    def _best(
        self, s: int, only: int | None, least: float
    ) -> dict[tuple[int, int], tuple[float, PathRule]]:
        """Return the score and the surest rule of each fact (relation, object)."""
        best: dict[tuple[int, int], tuple[float, PathRule]] = {}
        for body, rules in self._bodies.items():
            wanted = [
                (score, rule)
                for score, rule in rules
                if score >= least and (only is None or rule.head == only)
            ]
            first = self._steps.steps[body[0]].indptr
            if not wanted or first[s] == first[s + 1]:
                continue
            reached = self._steps.connected(body, np.array([s])).indices.tolist()
            for score, rule in wanted:
                for o in reached:
                    held = best.get((rule.head, o))
                    if (held is None or score > held[0]) and self._may(s, rule.head, o):
                        best[rule.head, o] = score, rule
        return best

    def _may(self, s: int, r: int, o: int) -> bool:
        names = self._triples.entities
        return self._allowed.may(names[s], self._triples.relations[r], names[o])

    def _proposal(self, s: int, o: int, score: float, rule: PathRule) -> Proposal:
        names, relations = self._triples.entities, self._triples.relations
        facts = next(self._groundings(s, o, rule.body, (s, o)))
        said = f"{rule.text(self._called)} held in {rule.support} of {rule.pairs} cases"
        id = rule.id(relations)
        return Proposal(names[s], relations[rule.head], names[o], score, "rules", said, facts, id)

    def _groundings(
        self, s: int, o: int, body: Body, met: tuple[int, ...]
    ) -> Iterator[tuple[str, ...]]:
        """Yield the ids of statements along each chain from s to o."""
        ends = self._steps.steps[body[0]][[s]].indices.tolist()
        if len(body) == 1:
            if o in ends:
                yield (self._id(s, body[0], o),)
            return
        for z in sorted(set(ends) - set(met)):
            for rest in self._groundings(z, o, body[1:], (*met, z)):
                yield (self._id(s, body[0], z), *rest)

    def _id(self, s: int, r: int, o: int) -> str:
        names, relations = self._triples.entities, self._triples.relations
        if r >= len(relations):
            s, o, r = o, s, r - len(relations)
        return statement_id(Statement(names[s], relations[r], Iri(names[o])))


def _by_body(rules: Collection[PathRule]) -> dict[Body, list[tuple[float, PathRule]]]:
    """Return rules with their scores, those with the same body together."""
    found: dict[Body, list[tuple[float, PathRule]]] = defaultdict(list)
    for rule in rules:
        found[rule.body].append((rule.support / (rule.pairs + _PRUDENCE), rule))
    return dict(found)
