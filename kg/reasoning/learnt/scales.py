"""From a score to how often it was right."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.reasoning.embedding.vectors import Floats

_PRUDENCE = 2
"""Cases against each step that are assumed unseen, so that a few right guesses do not make it sure."""


@dataclass(frozen=True)
class Scale:
    """Steps that rise with the score.

    Attributes:
        least: Float32 (steps,): the lowest score of each step, rising.
        shares: Float32 (steps,): the share of guesses of the step that were right, 0 to 1, rising.
    """

    least: Floats
    shares: Floats

    def __call__(self, scores: Floats) -> Floats:
        """Return the share for each score, in the same shape; below the first step, 0."""
        place = np.searchsorted(self.least, scores, "right")
        return np.concatenate([np.zeros(1, np.float32), self.shares])[place]


def scale(scores: Floats, right: npt.NDArray[np.bool_]) -> Scale:
    """Fit a scale to guesses, both (guesses,), by pooling adjacent violators (Ayer et al. 1955).

    Guesses with the same score stay together.
    """
    found, place = np.unique(np.asarray(scores, np.float32), return_inverse=True)
    hits, counts = np.bincount(place, right, len(found)), np.bincount(place, minlength=len(found))
    steps: list[tuple[float, float, float]] = []  # lowest score, hits, guesses
    for low, hit, count in zip(found.tolist(), hits.tolist(), counts.tolist(), strict=True):
        while steps and steps[-1][1] * count >= hit * steps[-1][2]:
            low, more, many = steps.pop()
            hit, count = hit + more, count + many
        steps.append((low, hit, count))
    shares = np.array([hit / (count + _PRUDENCE) for _, hit, count in steps], np.float32)
    return Scale(np.array([low for low, _, _ in steps], np.float32), np.maximum.accumulate(shares))
