"""Batches of questions, and what stands for each among the relations that it is put to."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor

from kg.training.questions.records import Asking

_UNKNOWN = 0.2
"""Share of questions whose relation is taken away: the right answer is then that none is asked for."""

_TURNED = frozenset(
    "P22 P25 P40 P361 P527 P155 P156 P1365 P1366 P36 P1376 P355 P749 P31 P279".split()
)
"""What another relation says from the other end is never taken away."""

_OTHERS = 60


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions, and relations they are put to.

    Attributes:
        points: Float (relations, width).
        right: Column of the right answer, long (questions).
        hidden: Columns that are not to be looked at, bool (questions, 2 · relations + 1).
    """

    questions: tuple[str, ...]
    points: Tensor
    right: Tensor
    hidden: Tensor


class Batches:
    """Makes batches.

    Args:
        draws: Each gives a question; one is chosen by its weight.
        places: The row in `points` of each property.
        always: Properties that every question is put to.
        others: Properties of which some are drawn for each batch beside these.
    """

    def __init__(
        self,
        draws: Sequence[tuple[Callable[[], Asking], float]],
        points: Tensor,
        places: Mapping[str, int],
        always: Collection[str],
        others: Sequence[str],
        chance: Random,
    ) -> None:
        self._makers = [draw for draw, _ in draws]
        self._weights = [weight for _, weight in draws]
        self._points, self._places = points, places
        self._always, self._others = frozenset(always), others
        self._chance = chance

    def draw(self, size: int) -> Batch:
        """Make a batch."""
        askings = [maker() for maker in self._chance.choices(self._makers, self._weights, k=size)]
        wanted = {one.property for one in askings if one.property}
        drawn = self._chance.sample(self._others, min(_OTHERS, len(self._others)))
        rows = sorted(self._always | wanted | set(drawn))
        return self._put(askings, rows)

    def _put(self, askings: Sequence[Asking], rows: Sequence[str]) -> Batch:
        columns = {property: n for n, property in enumerate(rows)}
        none = 2 * len(rows)
        hidden = torch.zeros(len(askings), none + 1, dtype=torch.bool)
        right = []
        for n, one in enumerate(askings):
            column = columns[one.property] if one.property else none
            if one.property and one.property not in _TURNED and self._chance.random() < _UNKNOWN:
                hidden[n, [column, column + len(rows)]] = True
                right.append(none)
            else:
                right.append(column + len(rows) * (one.backward and one.property is not None))
        points = self._points[[self._places[property] for property in rows]]
        texts = tuple(one.question for one in askings)
        return Batch(texts, points, torch.tensor(right), hidden)
