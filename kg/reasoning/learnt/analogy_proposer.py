"""Proposals by rule R, each with the known facts A(x, y) and B(x, z) that it follows."""

from collections.abc import Iterator

import numpy as np

from kg.iris import statement_id
from kg.reasoning.allowed import Allowed
from kg.reasoning.learnt.guesses import by_map
from kg.reasoning.learnt.learning import usual
from kg.reasoning.learnt.learnt import Learnt
from kg.reasoning.learnt.walks import Walks
from kg.reasoning.paths import chain
from kg.reasoning.proposals import Proposal
from kg.reasoning.triples import Triples
from kg.records import Iri, Statement

Step = tuple[int, int, int]
"""From, relation (backwards: plus how many there are), to."""


class AnalogyProposer:
    """Guesses facts by the map between relations.

    Args:
        triples: The facts as they are now; what was learnt may be older.
    """

    def __init__(self, learnt: Learnt, triples: Triples, allowed: Allowed) -> None:
        self._learnt, self._allowed = learnt, allowed
        relations = learnt.vectors.relations
        bare = Triples(triples.entities, relations, np.empty((0, 3), np.int64))
        self._triples = bare.with_facts(bare.numbered(triples.named()))
        self._walks = Walks(self._triples)
        self._called = tuple(map(allowed.called, relations))

    def proposals(
        self, subject: str, predicate: str | None = None, least: float = 0.0
    ) -> Iterator[Proposal]:
        """Yield proposals about a subject, the likeliest first.

        Args:
            predicate: The only relation to propose, if one is given.
            least: The lowest score.
        """
        x = self._triples.entity_numbers.get(subject)
        if x is None or not len(self._walks.facts(x)[0]):
            return
        names, relations = self._triples.entities, self._triples.relations
        wanted = usual(self._triples, x, self._allowed)
        if predicate is not None:
            wanted = wanted[wanted == self._triples.relation_numbers.get(predicate, -1)]
        guesses, reached = by_map(self._learnt.mapped, self._walks, x, wanted)
        scores = self._learnt.map_scale(guesses.scores)
        for n in np.lexsort((-guesses.scores, -scores)).tolist():
            score = float(scores[n])
            if score < least or score <= 0:
                return
            r, y, way = int(guesses.relations[n]), int(guesses.objects[n]), int(guesses.ways[n])
            ends = subject, relations[r], names[y]
            if self._allowed.may(*ends) and self._allowed.usual(*ends):
                yield self._proposal(
                    x, r, y, (int(reached.first[way]), int(reached.second[way])), score
                )

    def _proposal(self, x: int, r: int, y: int, way: tuple[int, int], score: float) -> Proposal:
        steps = self._steps(x, y, way)
        beside = self._beside(x, r, y)
        body = tuple(relation for relation in way if relation >= 0)
        said = f"rule R: {chain(body, self._called)}"
        if beside is not None:
            said += f", beside {chain((beside[1],), self._called).replace(', y)', ', z)').replace('(y, ', '(z, ')}"
            steps.append(beside)
        said += (
            f" => {chain((r,), self._called)}; of guesses as strong, {score:.0%} were right when facts "
            "were hidden"
        )
        grounds = tuple(dict.fromkeys(self._id(step) for step in steps))
        names = self._triples.entities
        relation = self._triples.relations[r]
        return Proposal(names[x], relation, names[y], score, "analogy", said, grounds)

    def _steps(self, x: int, y: int, way: tuple[int, int]) -> list[Step]:
        """Return the facts of a way; of several alike, the first."""
        first, second = way
        if second < 0:
            return [(x, first, y)]
        relation, end = self._walks.facts(x)
        for middle in end[relation == first].tolist():
            onward, there = self._walks.facts(middle)
            if np.any((onward == second) & (there == y)):
                return [(x, first, middle), (middle, second, y)]
        raise AssertionError("a way that was walked is there")

    def _beside(self, x: int, r: int, y: int) -> Step | None:
        """Return x's fact with another z that speaks most for the relation, if any does."""
        relation, end = self._walks.facts(x)
        mapped = self._learnt.mapped
        says = mapped.relation[relation] @ (mapped.other.T @ mapped.parts[r])
        says[end == y] = 0
        best = int(says.argmax())
        return (x, int(relation[best]), int(end[best])) if says[best] > 0 else None

    def _id(self, step: Step) -> str:
        s, r, o = step
        names, relations = self._triples.entities, self._triples.relations
        if r >= len(relations):
            s, r, o = o, r - len(relations), s
        return statement_id(Statement(names[s], relations[r], Iri(names[o])))
