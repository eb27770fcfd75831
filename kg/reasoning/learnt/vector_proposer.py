"""Proposals by vectors, each with the known facts that it is most like."""

import heapq
from collections.abc import Iterator

import numpy as np

from kg.iris import statement_id
from kg.reasoning.allowed import Allowed
from kg.reasoning.learnt.guesses import by_vectors
from kg.reasoning.learnt.learning import EACH
from kg.reasoning.learnt.learnt import Learnt
from kg.reasoning.learnt.relation_map import normed
from kg.reasoning.proposals import Proposal
from kg.reasoning.triples import Numbers, Triples
from kg.records import Iri, Statement

_SHOWN = 2
"""Known facts shown with each proposal."""
_LOOKED_AT = 20_000
"""Facts of a relation among which the most alike are sought."""


class VectorProposer:
    """Guesses facts by what was learnt.

    Args:
        triples: The facts as they are now; what was learnt may be older.
    """

    def __init__(self, learnt: Learnt, triples: Triples, allowed: Allowed) -> None:
        self._learnt, self._allowed = learnt, allowed
        self._names, self._relations = learnt.vectors.entities, learnt.vectors.relations
        self._numbers = {iri: n for n, iri in enumerate(self._names)}
        known = Triples(self._names, self._relations, np.empty((0, 3), np.int64))
        facts = known.numbered(triples.named())
        self._facts = {
            r: facts[facts[:, 1] == r][:_LOOKED_AT] for r in np.unique(facts[:, 1]).tolist()
        }

    def proposals(
        self, subject: str, predicate: str | None = None, least: float = 0.0
    ) -> Iterator[Proposal]:
        """Yield proposals about a subject, the likeliest first.

        Args:
            predicate: The only relation to propose, if one is given.
            least: The lowest score.
        """
        s = self._numbers.get(subject)
        wanted = [
            r
            for r in self._facts
            if self._allowed.usual(subject, self._relations[r])
            and predicate in (None, self._relations[r])
        ]
        if s is None or not wanted:
            return
        guesses = by_vectors(self._learnt.vectors, s, np.array(wanted), EACH)
        scores = self._learnt.vector_scale(guesses.scores)
        for n in np.lexsort((-guesses.scores, -scores)).tolist():
            score = float(scores[n])
            if score < least or score <= 0:
                return
            r, o = int(guesses.relations[n]), int(guesses.objects[n])
            ends = subject, self._relations[r], self._names[o]
            if self._allowed.may(*ends) and self._allowed.usual(*ends):
                yield self._proposal(s, r, o, score)

    def _proposal(self, s: int, r: int, o: int, score: float) -> Proposal:
        names, called = self._names, self._allowed.called(self._relations[r])
        said = (
            f"vectors: of guesses as likely as this one, {score:.0%} were right when facts were hidden; "
            f"the grounds are the known facts of <{called}> most like it"
        )
        grounds = tuple(
            statement_id(Statement(names[a], self._relations[r], Iri(names[b])))
            for a, b in self._alike(s, r, o)
        )
        return Proposal(names[s], self._relations[r], names[o], score, "vectors", said, grounds)

    def _alike(self, s: int, r: int, o: int) -> list[tuple[int, int]]:
        """Return the ends of the facts whose two ends are most like these."""
        facts: Numbers = self._facts[r]
        entity = self._learnt.vectors.entity
        one, other = normed(entity[[s, o]])
        near = normed(entity[facts[:, 0]]) @ one + normed(entity[facts[:, 2]]) @ other
        best = heapq.nlargest(_SHOWN, range(len(facts)), key=near.__getitem__)
        return [(int(facts[n, 0]), int(facts[n, 2])) for n in best]
