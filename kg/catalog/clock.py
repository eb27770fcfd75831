"""The clock of the catalog. Where several machines share a database, its time is everybody's."""

import threading
import time
from collections.abc import Callable

from kg.errors import CatalogUnavailable

Clock = Callable[[], int]
"""Returns milliseconds since the epoch, UTC."""

_ASK_EVERY_S = 30.0
# CLOCK_MONOTONIC stands still while the machine sleeps; only Linux has the other.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def now_ms() -> int:
    """Return the time in milliseconds since the epoch, UTC."""
    return time.time_ns() // 1_000_000


def steady_s() -> float:
    """Return seconds on a clock that nobody sets."""
    return time.clock_gettime(_STEADY)


class ServerClock:
    """The database's time: asked for now and then, and counted on from there by a clock that nobody sets.

    A worker whose own clock is wrong would find the leases of all others run out, or make leases that
    never do. While the database does not answer, the count goes on; before it ever has, the machine's own
    time must do.

    Args:
        ask: Returns the database's time in milliseconds; raises CatalogUnavailable.
    """

    def __init__(
        self,
        ask: Clock,
        *,
        every_s: float = _ASK_EVERY_S,
        steady: Callable[[], float] = steady_s,
    ) -> None:
        self._ask, self._every_s, self._steady = ask, every_s, steady
        self._turn = threading.Lock()
        self._told: tuple[int, float] | None = None
        self._next = 0.0

    def __call__(self) -> int:
        """Return the time in milliseconds since the epoch, UTC."""
        now = self._steady()
        if now >= self._next and self._turn.acquire(blocking=self._told is None):
            try:
                self._look(now)
            finally:
                self._turn.release()
        if self._told is None:
            return now_ms()
        told, then = self._told
        return told + round((self._steady() - then) * 1000)

    def _look(self, now: float) -> None:
        try:
            self._told = (self._ask(), self._steady())
            self._next = now + self._every_s
        except CatalogUnavailable:
            self._next = now + 1.0
