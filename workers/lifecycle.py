"""What a Celery worker process owns, from its start to SIGTERM."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from celery import bootsteps  # type: ignore[import-untyped]
from celery.signals import worker_shutting_down  # type: ignore[import-untyped]

from kg import garbage
from kg.catalog.catalog import Catalog
from kg.catalog.places import Places
from kg.settings import Settings
from workers.active import ActiveExtractor
from workers.broker import Flag
from workers.local import LocalWorker
from workers.standalone import reading_everywhere
from workers.telemetry import tell

log = logging.getLogger(__name__)

GRACE_S = 8.0
"""Seconds that a batch gets to finish after SIGTERM before its documents are handed back."""


@dataclass(frozen=True, slots=True)
class Process:
    """The catalog, those of further workspaces, the worker, the wake-up flag of this process, and what ends its telemetry."""

    catalog: Catalog
    places: Places
    worker: LocalWorker
    flag: Flag
    untell: Callable[[], None]


_current: Process | None = None


def process() -> Process:
    """Return what this worker process owns."""
    if _current is None:
        raise RuntimeError("Only a worker process can drain; `kg worker` starts one.")
    return _current


class Reading(bootsteps.StartStopStep):  # type: ignore[misc]
    """Loads the model and starts the worker: when Celery has its signal handlers, and before it needs Redis.

    An error ends the process: the supervisor shows it and tries again.
    """

    requires = ("celery.worker.components:Pool",)

    def start(self, parent: Any) -> None:
        global _current
        settings: Settings = parent.app.conf.kg_settings
        untell = tell(settings)
        catalog = Catalog.open(settings.catalog_url)
        extractor = ActiveExtractor.load(settings, catalog.models, taught=catalog.taught)
        places = Places(settings, catalog)
        worker = reading_everywhere(settings, places, extractor)
        _current = Process(catalog, places, worker, Flag(parent.app.conf.broker_url), untell)
        garbage.settle()
        worker.start()

    def stop(self, parent: Any) -> None:
        if _current is not None:
            _current.worker.stop(GRACE_S)
            _current.flag.close()
            _current.places.close()
            _current.catalog.close()
            _current.untell()


def begin_to_stop(**_: object) -> None:
    """Stop the worker beside Celery, which waits for the task, which waits for the worker."""
    if _current is not None:
        threading.Thread(target=_current.worker.stop, args=(GRACE_S,), name="kg-stop").start()


def install(app: Any) -> None:
    """Make this a part of every worker process of a Celery application."""
    app.steps["worker"].add(Reading)
    worker_shutting_down.connect(begin_to_stop)
