"""Proposals by mined chain rules, each with the statements that ground it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from kg.iris import statement_id
from kg.ontology.records import Property
from kg.reasoning.mining import PathRule
from kg.reasoning.paths import Body, Steps
from kg.reasoning.proposals import Proposal
from kg.reasoning.triples import Triples
from kg.records import Iri, Statement

_PRUDENCE = 2


class RuleProposer:
    """Implements `Proposer`.

    Args:
        labels: Entity type of each thing, by IRI, where it is known.
        properties: What the ontology says of relations; domain, range and functional ones are respected.
    """

    def __init__(
        self,
        triples: Triples,
        rules: Collection[PathRule],
        labels: Mapping[str, str],
        properties: Sequence[Property] = (),
    ) -> None:
        self._triples, self._rules, self._labels = triples, rules, labels
        self._steps = Steps.of(triples)
        self._properties = {one.iri: one for one in properties}
        self._known = set(map(tuple, triples.facts.tolist()))
        self._has = {(s, r) for s, r, _ in self._known}

    def propose(self, subject: str, limit: int) -> list[Proposal]:
        """Return proposals about a subject, the likeliest first; the surest rule speaks for each."""
        s = self._triples.entity_numbers.get(subject)
        if s is None:
            return []
        best: dict[tuple[int, int], tuple[float, PathRule]] = {}
        for rule in self._rules:
            score = rule.support / (rule.support / rule.confidence + _PRUDENCE)
            for o in self._steps.connected(rule.body, np.array([s])).indices.tolist():
                if score > best.get((rule.head, o), (0.0, None))[0] and self._may(s, rule.head, o):
                    best[rule.head, o] = score, rule
        ordered = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        return [self._proposal(s, o, score, rule) for (_, o), (score, rule) in ordered[:limit]]

    def _may(self, s: int, r: int, o: int) -> bool:
        if (s, r, o) in self._known:
            return False
        names = self._triples.entities
        rule = self._properties.get(self._triples.relations[r])
        if rule is None:
            return True
        if rule.functional and (s, r) in self._has:
            return False
        ends = [self._labels.get(names[end]) for end in (s, o)]
        return (not ends[0] or not rule.domain or ends[0] in rule.domain) and (
            not ends[1] or not rule.range or ends[1] in rule.range
        )

    def _proposal(self, s: int, o: int, score: float, rule: PathRule) -> Proposal:
        names, relations = self._triples.entities, self._triples.relations
        facts = next(self._groundings(s, o, rule.body, (s, o)))
        said = (
            f"{rule.text(relations)}: held in {rule.support} of "
            f"{round(rule.support / rule.confidence)} cases"
        )
        return Proposal(names[s], relations[rule.head], names[o], score, "rules", said, facts)

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
