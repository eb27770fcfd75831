"""How often the relation that a question asks for is found, and how often the reader is right when it is sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from kg.model.questions import QuestionReader
from kg.training.questions.records import Asking

_BATCH = 128
SURE = 0.6
"""Likelihood from which a relation counts as asked for."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Accuracy; and of those that it is sure of: their share, and how many of them are right."""

    number: int
    accuracy: float
    sure: float
    right: float

    def __str__(self) -> str:
        return f"{self.number}\taccuracy {self.accuracy:.3f}\tsure {self.sure:.3f}, of these right {self.right:.3f}"


def measure(
    reader: QuestionReader, askings: Sequence[Asking], properties: Sequence[str], points: Tensor
) -> Measured:
    """Put questions to relations; a question of none is right where none is the likeliest.

    Args:
        points: Of `properties`, float (relations, width).
    """
    columns: Mapping[str, int] = {property: n for n, property in enumerate(properties)}
    none = 2 * len(properties)
    order = sorted(askings, key=lambda one: len(one.question))
    found: list[tuple[bool, bool]] = []
    for start in range(0, len(order), _BATCH):
        some = order[start : start + _BATCH]
        likely, tops = reader.read([one.question for one in some], points).max(-1)
        for one, top, how in zip(some, tops.tolist(), likely.tolist(), strict=True):
            column = columns.get(one.property or "")
            wanted = none if column is None else column + len(properties) * one.backward
            found.append((top == wanted, top != none and how >= SURE))
    sure = [right for right, is_sure in found if is_sure]
    return Measured(
        len(found),
        sum(right for right, _ in found) / max(1, len(found)),
        len(sure) / max(1, len(found)),
        sum(sure) / max(1, len(sure)),
    )


def points_of(properties: Sequence[str], points: Tensor, places: Mapping[str, int]) -> Tensor:
    """Return the rows of some properties."""
    return points[torch.tensor([places[property] for property in properties])]
