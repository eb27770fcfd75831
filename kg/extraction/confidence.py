"""Margins to confidence (Platt scaling): the share of statements of that margin that are right."""

import math

from kg.model.config import Calibration


class Confidence:
    """Turns a relation's margin over the threshold into a probability."""

    def __init__(self, calibration: Calibration) -> None:
        self._slope = calibration.slope
        self._offset = calibration.offset

    def of(self, relation: str, margin: float) -> float:
        """Return the confidence in a statement of `relation`, 0 to 1, in three decimals."""
        scaled = self._slope * margin + self._offset
        return round(1 / (1 + math.exp(-scaled)), 3)
