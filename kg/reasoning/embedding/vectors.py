"""What an embedding has learnt, and the scores that follow: numpy alone, so that the web process need no torch."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.reasoning.triples import Numbers

Floats = npt.NDArray[np.float32]
"""32-bit floats."""


@dataclass(frozen=True)
class Vectors:
    """ComplEx vectors, real parts before imaginary ones.

    Attributes:
        entities, relations: Names, in the order of the rows.
        entity: Float32 (entities, 2 × rank).
        relation: Float32 (2 × relations, 2 × rank); the second half are the relations read backwards.
    """

    entities: tuple[str, ...]
    relations: tuple[str, ...]
    entity: Floats
    relation: Floats

    def scores(self, subjects: Numbers, relations: Numbers) -> Floats:
        """Return how well each entity answers each query, float32 (queries, entities).

        Args:
            subjects, relations: Int64 (queries,); a relation read backwards is its number plus how many there are.
        """
        found: Floats = self.queries(subjects, relations) @ self.entity.T
        return found

    def queries(self, subjects: Numbers, relations: Numbers) -> Floats:
        """Return the vectors that answers are compared with, float32 (queries, 2 × rank)."""
        half = self.entity.shape[1] // 2
        s, r = self.entity[subjects], self.relation[relations]
        a, b, c, d = s[:, :half], s[:, half:], r[:, :half], r[:, half:]
        return np.concatenate([a * c - b * d, a * d + b * c], 1)

    def likelihoods(self, subjects: Numbers, relations: Numbers) -> Floats:
        """Return the logarithm of each entity's share among all answers, float32 (queries, entities)."""
        scores = self.scores(subjects, relations)
        scores -= scores.max(1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(1, keepdims=True))
        return scores

    def fitting(self, subject: int, objects: Numbers) -> Floats:
        """Return the logarithm of each relation's share among all, float32 (objects, 2 × relations).

        Args:
            objects: Int64 (objects,), the other end.
        """
        half = self.entity.shape[1] // 2
        s, o = self.entity[subject][None], self.entity[objects]
        a, b, c, d = s[:, :half], s[:, half:], o[:, :half], o[:, half:]
        pairs = np.concatenate([a * c + b * d, a * d - b * c], 1)  # conj(s)·o
        scores: Floats = pairs @ self.relation.T
        scores -= scores.max(1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(1, keepdims=True))
        return scores
