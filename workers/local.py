"""The worker: the drain loop in a thread, woken by a bell, and by its own look at the queue every few seconds.

It is the same in the API process and in a worker process; only who rings the bell differs.
"""

import logging
import threading
from collections.abc import Callable

from kg.catalog.catalog import Catalog
from kg.errors import CatalogUnavailable
from kg.extraction.extractor import Extractor
from kg.settings import Settings
from workers.drain import Drain
from workers.extractors import build_extractor
from workers.pulse import Pulse
from workers.succession import succeed

log = logging.getLogger(__name__)


class LocalWorker:
    """Implements `Waker`.

    Args:
        build: Makes the extractor, in the worker's thread; by default the one that the settings name.

    Attributes:
        failure: Why the extractor could not be made; the worker has then ended. None if all is well.
    """

    def __init__(
        self,
        catalog: Catalog,
        settings: Settings,
        build: Callable[[], Extractor] | None = None,
    ) -> None:
        self._catalog, self._settings = catalog, settings
        self._build = build or (lambda: build_extractor(settings))
        self._pulse = Pulse(catalog.workers)
        self._drain: Drain | None = None
        self._bell, self._idle, self._stop = (threading.Event() for _ in range(3))
        self._thread = threading.Thread(target=self._run, name="kg-worker", daemon=True)
        self._stopping, self._stopped = threading.Lock(), False
        self.failure: Exception | None = None

    def start(self) -> None:
        """Begin: load the model, then look for work."""
        self._bell.set()
        self._thread.start()

    def wake(self) -> None:
        """Have the worker look for work now; returns at once."""
        self._idle.clear()
        self._bell.set()

    def rest(self, timeout: float) -> bool:
        """Wait until there is nothing to do; returns whether that came before the time-out in seconds."""
        return self._idle.wait(timeout)

    def stop(self, timeout: float = 10.0) -> None:
        """Let the batch in hand come to its end; what is not read within `timeout` seconds goes back to the queue."""
        self._stop.set()
        self._bell.set()
        with self._stopping:
            if not self._stopped and self._thread.ident is not None:
                self._thread.join(timeout)
                self._hand_back()
                self._pulse.end()
            self._stopped = True
        self._idle.set()

    def join(self, timeout: float) -> None:
        """Wait for the thread to end, which it does after `stop` when the batch in hand has been read."""
        self._thread.join(timeout)

    def _hand_back(self) -> None:
        if self._drain is None or not self._thread.is_alive():
            return
        try:
            self._drain.hand_back()
        except CatalogUnavailable as err:
            log.warning("could not hand back; others wait for the leases to run out: %s", err)

    def _run(self) -> None:
        try:
            self._pulse.beat("starting")
            extractor = self._build()
            self._pulse.model = f"{extractor.model.name} {extractor.model.version}"
        except Exception as err:
            log.exception("the worker cannot start: documents will wait")
            self.failure = err
            self._idle.set()
            return
        self._drain = Drain(
            self._catalog,
            extractor,
            self._pulse.id,
            self._settings,
            on_batch=lambda: self._pulse.beat("reading"),
        )
        self._succeed()
        while not self._stop.is_set():
            self._bell.clear()
            self._read_all(self._drain)
            if not self._bell.is_set():
                self._idle.set()
            self._bell.wait(self._settings.sweep_s)
        self._idle.set()

    def _succeed(self) -> None:
        try:
            succeed(self._catalog)
        except CatalogUnavailable as err:
            log.warning("could not take over from workers that died here: %s", err)

    def _read_all(self, drain: Drain) -> None:
        self._pulse.beat("idle")
        try:
            while self._catalog.queue.due() and not self._stop.is_set():
                drain.run_once(self._stop)
        except CatalogUnavailable as err:
            log.warning("looking again in %.0f s: %s", self._settings.sweep_s, err)
        except Exception:
            log.exception("a pass ended early; looking again in %.0f s", self._settings.sweep_s)
