"""Watching over a reading from within: what nobody wants any more, or what takes too long, is broken off."""

import math
import time
from collections.abc import Callable, Sequence

from kg.catalog.rows import Claim
from kg.errors import ModelError

_UNIT = 1_000_000


class BrokenOff(Exception):
    """Raised inside an extractor to end a reading that nobody waits for: cancelled, or to be handed back."""


class TookTooLong(ModelError):
    """Raised when a reading takes longer than documents may."""

    def __init__(self, limit_s: float) -> None:
        super().__init__(
            f"Reading it took longer than {limit_s:.0f} s. Split the document, or raise KG_DOCUMENT_TIMEOUT_S; "
            "then retry it."
        )


class Pace:
    """Called as an extractor's progress.

    Args:
        wanted: Whether anybody still waits for what is being read.
        limit_s: Seconds that it may take.
    """

    def __init__(self, wanted: Callable[[], bool], limit_s: float) -> None:
        self._wanted, self._limit_s = wanted, limit_s
        self._until = time.monotonic() + limit_s

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Raise BrokenOff or TookTooLong, if it is time to."""
        if not self._wanted():
            raise BrokenOff
        if time.monotonic() > self._until:
            raise TookTooLong(self._limit_s)


def limit_of(claims: Sequence[Claim], timeout_s: float) -> float:
    """Return the seconds that documents may take together, at `timeout_s` for each million characters begun."""
    characters = sum(len(claim.document.text) for claim in claims)
    return timeout_s * max(1, math.ceil(characters / _UNIT))
