"""Precision, recall and F1 from counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of what was found; the ratios are micro-averaged, 0 to 1."""

    correct: int = 0
    predicted: int = 0
    expected: int = 0

    def __add__(self, other: "Scores") -> "Scores":
        return Scores(
            self.correct + other.correct,
            self.predicted + other.predicted,
            self.expected + other.expected,
        )

    @property
    def precision(self) -> float:
        """Share of what was predicted that is right."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of what was to be found that was."""
        return self.correct / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.predicted + self.expected
        return 2 * self.correct / total if total else 0.0

    def __str__(self) -> str:
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f}"
