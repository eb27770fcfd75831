"""Margins to confidence (Platt scaling): the share of statements of that margin that are right."""

import math

from kg.model.config import Calibration


class Confidence:
    """Turns a relation's margin over the threshold into a probability."""

    def __init__(self, calibration: Calibration) -> None:
        self._slope = calibration.slope
        self._offset = calibration.offset

    def of(self, margin: float) -> float:
        """Return the confidence in a statement, 0 to 1, in three decimals."""
        scaled = self._slope * margin + self._offset
        return round(1 / (1 + math.exp(-scaled)), 3)

    def least_margin(self, confidence: float) -> float:
        """Return a margin below which nothing has as much as `confidence`."""
        rounded = min(max(confidence - 0.0005, 1e-6), 1 - 1e-6)
        return (math.log(rounded / (1 - rounded)) - self._offset) / self._slope
