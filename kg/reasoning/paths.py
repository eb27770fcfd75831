"""Which pairs of entities a chain of relations connects, as sparse matrices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array, diags_array

from kg.reasoning.triples import Numbers, Triples, both_ways

Matrix = Any
"""A scipy.sparse.csr_array, (rows, entities)."""
Body = tuple[int, ...]
"""Relations that lead from subject to object, one to three; backwards: plus how many there are."""


@dataclass(frozen=True)
class Steps:
    """The facts as one matrix a direction: `steps[r]` and, read backwards, `steps[r + relations]`.

    Loops (s, r, s) are left out: a variable stands for one entity, another variable for another.
    """

    steps: tuple[Matrix, ...]
    relations: int
    entities: int

    @classmethod
    def of(cls, triples: Triples) -> "Steps":
        """Return the matrices of some facts."""
        n, relations = len(triples.entities), len(triples.relations)
        facts = both_ways(triples.facts[triples.facts[:, 0] != triples.facts[:, 2]], relations)
        chosen = [facts[facts[:, 1] == r] for r in range(2 * relations)]
        matrices = tuple(
            csr_array((np.ones(len(some), np.float32), (some[:, 0], some[:, 2])), shape=(n, n))
            for some in chosen
        )
        return cls(matrices, relations, n)

    def backwards(self, relation: int) -> int:
        """Return the number of a relation read the other way."""
        return (relation + self.relations) % (2 * self.relations)

    def reversed(self, body: Body) -> Body:
        """Return the chain that leads from object to subject."""
        return tuple(self.backwards(r) for r in body[::-1])

    def connected(self, body: Body, subjects: Numbers) -> Matrix:
        """Return which objects each subject reaches, all entities on the way distinct, 0 or 1.

        Args:
            subjects: Int64 (rows,).
        """
        counts = self._counts(body, subjects)
        counts.data[:] = counts.data > 0.5
        counts.eliminate_zeros()
        return counts

    def _counts(self, body: Body, subjects: Numbers) -> Matrix:
        first = self.steps[body[0]][subjects]
        if len(body) == 1:
            return first.copy()
        here = csr_array(
            (np.ones(len(subjects), np.float32), (np.arange(len(subjects)), subjects)),
            shape=(len(subjects), self.entities),
        )
        second = self.steps[body[1]]
        two = first @ second
        two = two - two * here  # nobody goes back to the subject
        if len(body) == 2:
            return two
        third = self.steps[body[2]]
        bounce = second.multiply(third.T).sum(1)  # from the object away and back
        returning = first @ diags_array(np.asarray(bounce, np.float32))
        # of those, the ones that went through the subject are not in `two` in the first place
        through = first * second.T.tocsr()[subjects] * third[subjects]
        counts = two @ third - returning + through
        return (counts - counts * here).tocsr()


def chain(body: Sequence[int], relations: Sequence[str]) -> str:
    """Return a chain as atoms of a rule between x and y, as in `<r>(x, z1), <s>(y, z1)`."""
    places = ["x", *(f"z{n}" for n in range(1, len(body))), "y"]
    atoms = []
    for r, left, right in zip(body, places, places[1:], strict=False):
        if r >= len(relations):
            left, right = right, left
        atoms.append(f"<{relations[r % len(relations)]}>({left}, {right})")
    return ", ".join(atoms)
