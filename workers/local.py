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
from workers.active import ActiveExtractor, Follows
from workers.drain import PASS_S, Drain
from workers.pulse import Pulse
from workers.rounds import Make, Rounds
from workers.succession import succeed

log = logging.getLogger(__name__)

_AGAIN_S = 10.0
"""Seconds after which a worker without a model tries again to have one."""
_TURN_S = 2.0
"""Seconds for which one workspace is read where others may wait; a batch that was begun is finished."""


class LocalWorker:
    """Implements `Waker`.

    Args:
        build: Makes the extractor, in the worker's thread; by default the one that the settings name.
        on_stuck: Called when a batch does not come back. A thread cannot be ended, but a process can.
        rounds: The workspaces beside the one of `catalog`; none by default.

    Attributes:
        failure: Why the extractor cannot be made; documents wait until it can. None if all is well.
    """

    def __init__(
        self,
        catalog: Catalog,
        settings: Settings,
        build: Callable[[], Extractor] | None = None,
        *,
        on_stuck: Callable[[], None] = lambda: None,
        rounds: Rounds | None = None,
    ) -> None:
        self._catalog, self._settings = catalog, settings
        self._rounds = rounds or Rounds(None, lambda _, __: self._build())
        self._build = build or (
            lambda: ActiveExtractor.load(settings, catalog.models, taught=catalog.taught)
        )
        self._pulse, self._on_stuck = Pulse(catalog.workers), on_stuck
        self._drain: Drain | None = None
        self._bell, self._idle, self._stop = (threading.Event() for _ in range(3))
        self._thread = threading.Thread(target=self._run, name="kg-worker", daemon=True)
        self._stopping, self._stopped = threading.Lock(), False
        self._telling = threading.Lock()
        self._told: tuple[Callable[[], None], ...] = ()
        self.failure: Exception | None = None

    def start(self) -> None:
        """Begin: load the model, then look for work."""
        self._bell.set()
        self._thread.start()

    def wake(self) -> None:
        """Have the worker look for work now; returns at once."""
        self._idle.clear()
        self._bell.set()

    def tell(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have somebody told, in the worker's thread, whenever findings have been kept; returns what ends that.

        A listener returns at once and never raises.
        """
        with self._telling:
            self._told = (*self._told, listener)

        def end() -> None:
            with self._telling:
                self._told = tuple(one for one in self._told if one is not listener)

        return end

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
            self._rounds.hand_back()
        except CatalogUnavailable as err:
            log.warning("could not hand back; others wait for the leases to run out: %s", err)

    def _run(self) -> None:
        if extractor := self._prepare():

            def make(catalog: Catalog, reading: Extractor) -> Drain:
                return Drain(
                    catalog,
                    reading,
                    self._pulse.id,
                    self._settings,
                    on_batch=lambda: self._pulse.beat("reading"),
                    between=lambda: self._follow(extractor),
                    on_kept=self._tell,
                    on_stuck=self._on_stuck,
                )

            self._drain = make(self._catalog, extractor)
            self._succeed(make)
            self._work(extractor, self._drain, make)
        self._rounds.close()
        self._idle.set()

    def _prepare(self) -> Extractor | None:
        """Make the extractor, however often it takes; None when the worker is stopped before."""
        while not self._stop.is_set():
            try:
                self._pulse.beat("starting")
                extractor = self._build()
                self._pulse.model = _shown(extractor)
                self.failure = self._pulse.problem = None
                return extractor
            except Exception as err:
                log.exception("no model to read with: documents wait, next try in %.0f s", _AGAIN_S)
                self.failure, self._pulse.problem = err, str(err)
            self._idle.set()
            self._stop.wait(_AGAIN_S)
        return None

    def _work(self, extractor: Extractor, drain: Drain, make: Make) -> None:
        while not self._stop.is_set():
            self._bell.clear()
            self._follow(extractor)
            self._read_all(drain, make)
            if not self._bell.is_set():
                self._idle.set()
            self._bell.wait(self._settings.sweep_s)

    def _tell(self) -> None:
        for listener in self._told:
            listener()

    def _follow(self, extractor: Extractor) -> None:
        """Change over to another model if one was chosen, and sign with it."""
        if isinstance(extractor, Follows):
            extractor.follow()
            self._pulse.model, self._pulse.problem = _shown(extractor), extractor.problem

    def _succeed(self, make: Make) -> None:
        try:
            self._rounds.look(make)
            succeed(self._catalog, self._rounds.catalogs())
        except CatalogUnavailable as err:
            log.warning("could not take over from workers that died here: %s", err)
        except Exception:
            log.exception("could not take over from workers that died here")

    def _read_all(self, drain: Drain, make: Make) -> None:
        self._pulse.beat("idle")
        try:
            while not self._stop.is_set():
                for_s = _TURN_S if self._rounds.look(make) else PASS_S
                if not (self._catalog.queue.due() or self._rounds.due()):
                    break
                drain.run_once(self._stop, for_s=for_s)
                self._rounds.go_round(self._stop, for_s=for_s)
        except CatalogUnavailable as err:
            log.warning("looking again in %.0f s: %s", self._settings.sweep_s, err)
        except Exception:
            log.exception("a pass ended early; looking again in %.0f s", self._settings.sweep_s)


def _shown(extractor: Extractor) -> str:
    return f"{extractor.model.name} {extractor.model.version}"
