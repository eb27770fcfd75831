"""The thread that keeps the graph, or identity, up with the catalog: `step`, over and over."""

import logging
import random
import threading
from typing import Protocol

from kg.errors import TransientError

log = logging.getLogger(__name__)

_LONGEST_PAUSE_S = 30.0


class Steps(Protocol):
    """What the thread calls: a `Projector`, or a `Resolver`."""

    def step(self) -> int: ...


class Follower:
    """Follows the catalog, so that an outage of either side delays the graph and stops nothing else.

    Args:
        poll_s: Seconds between looks when nobody wakes it.
        what: What follows, for the log.
    """

    def __init__(self, projector: Steps, *, poll_s: float = 0.5, what: str = "the graph") -> None:
        self._projector = projector
        self._poll_s = poll_s
        self._what = what
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=self._follow, name=f"kg-follower of {what}", daemon=True
        )

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def wake(self) -> None:
        """Look for changes now rather than at the next poll."""
        self._awake.set()

    def stop(self, timeout: float) -> None:
        """End after the step that is running, or return after `timeout` seconds all the same."""
        self._stopping.set()
        self._awake.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _follow(self) -> None:
        pause = self._poll_s
        while not self._stopping.is_set():
            self._awake.clear()
            try:
                pause = 0.0 if self._projector.step() else self._poll_s
            except TransientError as err:
                pause = self._longer(pause)
                log.warning("%s cannot follow, next try in %.1f s: %s", self._what, pause, err)
            except Exception:
                pause = _LONGEST_PAUSE_S
                log.exception("%s cannot follow, next try in %.0f s", self._what, pause)
            if not self._stopping.is_set():
                self._awake.wait(pause)

    def _longer(self, pause: float) -> float:
        doubled = min(2 * max(pause, self._poll_s), _LONGEST_PAUSE_S)
        return doubled * random.uniform(0.8, 1.2)
