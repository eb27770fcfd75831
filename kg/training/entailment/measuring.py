"""How well a head for pairs of sentences does: accuracy, and what it finds contradictory when it is sure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.model.entailment import CLASSES, Entailment
from kg.training.entailment.made import Labelled


@dataclass(frozen=True, slots=True)
class Measured:
    """Accuracy over three classes; precision and recall of contradictions at least `sure` likely."""

    number: int
    accuracy: float
    precision: float
    recall: float

    def __str__(self) -> str:
        return (
            f"{self.number}\taccuracy {self.accuracy:.3f}\t"
            f"contradictions, sure: P {self.precision:.3f} R {self.recall:.3f}"
        )


def measure(rows: Sequence[Labelled], found: Sequence[Entailment], sure: float) -> Measured:
    """Compare what a head found with what is right."""
    right = [row.label == CLASSES.index(one.label) for row, one in zip(rows, found, strict=True)]
    contradicted = [CLASSES[row.label] == "contradiction" for row in rows]
    named = [one.contradiction >= sure for one in found]
    both = sum(a and b for a, b in zip(contradicted, named, strict=True))
    return Measured(
        len(rows),
        sum(right) / max(1, len(rows)),
        both / max(1, sum(named)),
        both / max(1, sum(contradicted)),
    )
