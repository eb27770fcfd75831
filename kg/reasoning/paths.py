"""Which pairs of entities a chain of relations connects, as sparse matrices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

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
        matrices = tuple(ones_at(some[:, 0], some[:, 2], (n, n)) for some in chosen)
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
        rows = np.arange(len(subjects))
        here = ones_at(rows, subjects, (len(subjects), self.entities))
        second = self.steps[body[1]]
        two = first @ second
        two = two - two * here  # nobody goes back to the subject
        if len(body) == 2:
            return two
        from scipy.sparse import diags_array

        third = self.steps[body[2]]
        bounce = second.multiply(third.T).sum(1)  # from the object away and back
        returning = first @ diags_array(np.asarray(bounce, np.float32))
        # of those, the ones that went through the subject are not in `two` in the first place
        through = first * second.T.tocsr()[subjects] * third[subjects]
        counts = two @ third - returning + through
        return (counts - counts * here).tocsr()


def ones_at(rows: Numbers, columns: Numbers, shape: tuple[int, int]) -> Matrix:
    """Return a matrix of ones and zeros. SciPy is imported here, by whoever counts: services start without it."""
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)


def chain(body: Sequence[int], relations: Sequence[str]) -> str:
    """Return a chain as atoms of a rule between x and y, as in `<r>(x, z1), <s>(y, z1)`."""
    return ", ".join(f"<{name}>({left}, {right})" for left, name, right in _atoms(body, relations))


def horn(name: str, head: int, body: Body, relations: Sequence[str]) -> str:
    """Return a rule as users write theirs: `rule name: ?x <s> ?z1, ?z1 <t> ?y, ?x != ?y -> ?x <r> ?y .`"""
    atoms = [f"?{left} <{iri}> ?{right}" for left, iri, right in _atoms(body, relations)]
    places = ["x", *(f"z{n}" for n in range(1, len(body))), "y"]
    apart = [f"?{one} != ?{other}" for one, other in combinations(places, 2)]
    return f"rule {name}: {', '.join(atoms + apart)} -> ?x <{relations[head]}> ?y ."


def _atoms(body: Sequence[int], relations: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    places = ["x", *(f"z{n}" for n in range(1, len(body))), "y"]
    for r, left, right in zip(body, places, places[1:], strict=False):
        if r >= len(relations):
            left, right = right, left
        yield left, relations[r % len(relations)], right
