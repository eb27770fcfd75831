"""Thresholds of taught relations by the prototypes alone, set by what else stands in their examples' sentences."""

from collections.abc import Sequence

import torch
from torch import Tensor

from kg.extraction.boundaries import ENOUGH, Observed
from kg.extraction.stopping import best_stop

RARE = 4
"""How many unmarked pairs may be found for each example of a relation that has few."""


def fitted_shift(observed: Observed, margins: Sequence[Sequence[float]]) -> Tensor:
    """Return the margin from which on each property with enough examples is found with the best F1; 0 for others.

    Args:
        observed: Pairs of the examples' sentences, read with prototypes that these had no part in.
        margins: Those of the examples of each property, whether or not a reader finds their ends.
    """
    return torch.tensor(
        [
            best_stop(marked, observed.plain[observed.others(column), column].tolist())
            if len(marked) >= ENOUGH
            else 0.0
            for column, marked in enumerate(margins)
        ]
    )


def least_shift(observed: Observed, shown: Sequence[int]) -> Tensor:
    """Return the margin below which a property would be found all over the sentences of its examples.

    Where a relation with one example has ten unmarked pairs near it, it is its prototype that is near anything.

    Args:
        observed: Pairs of the examples' sentences, with their margins by the prototypes as they are.
        shown: Examples of each property; those without any have no such margin.
    """
    bars = []
    for column, count in enumerate(shown):
        others = observed.plain[observed.others(column), column]
        nearest = others.sort(descending=True).values[: RARE * count + 1]
        near = count > 0 and len(nearest) > RARE * count
        bars.append(float(nearest[-1]) if near else float("-inf"))
    return torch.tensor(bars)
