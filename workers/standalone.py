"""A worker process without Redis: it looks into the shared catalog every few seconds."""

import logging
import os
import signal
import time
from types import FrameType

from kg import garbage
from kg.catalog.catalog import Catalog
from kg.catalog.places import Places
from kg.settings import Settings
from workers.active import ActiveExtractor
from workers.local import LocalWorker
from workers.rounds import Rounds
from workers.telemetry import tell

STUCK = 75
"""Exit code of a worker process whose batch does not come back; a supervisor starts another."""

_LOOK_S = 0.2

log = logging.getLogger(__name__)


def run_alone(settings: Settings) -> None:
    """Read documents until SIGTERM or Ctrl-C; the batch in hand is finished, or handed back after some seconds.

    Raises:
        CatalogUnavailable: The database does not answer.
        InputError: There is no such extractor.
    """
    told = False

    def end(_signal: int, _frame: FrameType | None) -> None:
        # No event: a handler that sets the one that this thread is about to wait for, waits for itself.
        nonlocal told
        told = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    untell = tell(settings)
    catalog = Catalog.open(settings.catalog_url)
    extractor = ActiveExtractor.load(settings, catalog.models, taught=catalog.taught)
    places = Places(settings, catalog)
    worker = reading_everywhere(settings, places, extractor)
    garbage.settle()
    worker.start()
    log.info("reading documents; looking every %.0f s", settings.sweep_s)
    while not told:
        time.sleep(_LOOK_S)
    worker.stop()
    places.close()
    catalog.close()
    untell()


def reading_everywhere(
    settings: Settings, places: Places, extractor: ActiveExtractor
) -> LocalWorker:
    """Return the worker of a worker process, not yet started: it reads in every workspace, and ends the process if stuck."""
    rounds = Rounds(places, lambda _, catalog: extractor.beside(settings, catalog.taught))
    return LocalWorker(
        places.main, settings, lambda: extractor, on_stuck=lambda: os._exit(STUCK), rounds=rounds
    )
