"""Precision, recall and F1 from counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of what was found; the ratios are micro-averaged, 0 to 1.

    Attributes:
        correct: How much of what was predicted is right.
        predicted: How much was predicted.
        expected: How much was to be found.
        found: How much of that was found; None where it is the same number as `correct`.
    """

    correct: float = 0
    predicted: int = 0
    expected: int = 0
    found: float | None = None

    def __add__(self, other: "Scores") -> "Scores":
        split = self.found is not None or other.found is not None
        return Scores(
            self.correct + other.correct,
            self.predicted + other.predicted,
            self.expected + other.expected,
            self._found + other._found if split else None,
        )

    @property
    def _found(self) -> float:
        return self.correct if self.found is None else self.found

    @property
    def precision(self) -> float:
        """Share of what was predicted that is right."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of what was to be found that was."""
        return self._found / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return harmonic_mean(self.precision, self.recall)

    def __str__(self) -> str:
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f}"


Tally = Mapping[str, Scores]
"""Scores by relation IRI."""


def harmonic_mean(precision: float, recall: float) -> float:
    """Return F1; 0 where both are."""
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0


def total(scores: Iterable[Scores]) -> Scores:
    """Return the sum: what all of them say together."""
    return sum(scores, start=Scores())


def added(tallies: Iterable[Tally]) -> dict[str, Scores]:
    """Return the sum of several texts' tallies."""
    out: dict[str, Scores] = {}
    for tally in tallies:
        for relation, scores in tally.items():
            out[relation] = out.get(relation, Scores()) + scores
    return out
