"""Waking for what nobody was woken for: documents whose time has come, and those of workers that died."""

import logging
import threading

from kg.catalog.queue import Queue
from kg.errors import CatalogUnavailable
from workers.client import Waker

log = logging.getLogger(__name__)


class Sweep:
    """Looks into the queue every `every_s` seconds, in a thread, and wakes the workers if something is due."""

    def __init__(self, queue: Queue, waker: Waker, every_s: float) -> None:
        self._queue, self._waker, self._every_s = queue, waker, every_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kg-sweep", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        """End the thread, waiting `timeout` seconds at most."""
        self._stop.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stop.wait(self._every_s):
            try:
                if self._queue.due():
                    self._waker.wake()
            except CatalogUnavailable as err:
                log.warning("looking again in %.0f s: %s", self._every_s, err)
