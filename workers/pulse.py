"""A worker's signs of life in the catalog."""

import logging
import os
import socket
import time
import uuid

from kg.catalog.workers import Workers
from kg.errors import CatalogUnavailable

log = logging.getLogger(__name__)

_APART_S = 1.0
"""Least time between two signs with the same state."""


class Pulse:
    """Writes down that this worker lives and what it does. A failing database does not stop it."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._host, self._process = socket.gethostname(), os.getpid()
        self.id = f"{self._host}:{self._process}:{uuid.uuid4().hex[:8]}"
        self.model = ""
        self.problem: str | None = None
        self._last = ("", 0.0)

    def beat(self, state: str) -> None:
        """Sign, unless the same was signed a moment ago."""
        state_before, then = self._last
        now = time.monotonic()
        if state == state_before and now - then < _APART_S:
            return
        self._last = (state, now)
        try:
            self._workers.beat(
                self.id,
                host=self._host,
                process=self._process,
                model=self.model,
                state=state,
                problem=self.problem,
            )
        except CatalogUnavailable as err:
            log.warning("could not sign: %s", err)

    def end(self) -> None:
        """Strike this worker off the list."""
        try:
            self._workers.forget(self.id)
        except CatalogUnavailable as err:
            log.warning("could not sign off: %s", err)
