"""What a Celery worker process owns, from its start to SIGTERM."""

import logging
import threading
from dataclasses import dataclass
from typing import Any

from celery.signals import (  # type: ignore[import-untyped]
    worker_init,
    worker_shutdown,
    worker_shutting_down,
)

from kg.catalog.catalog import Catalog
from kg.settings import Settings
from workers.broker import Flag
from workers.extractors import build_extractor
from workers.local import LocalWorker

log = logging.getLogger(__name__)

GRACE_S = 8.0
"""Seconds that a batch gets to finish after SIGTERM before its documents are handed back."""


@dataclass(frozen=True, slots=True)
class Process:
    """The catalog, the worker and the wake-up flag of this process."""

    catalog: Catalog
    worker: LocalWorker
    flag: Flag


_current: Process | None = None


def process() -> Process:
    """Return what this worker process owns."""
    if _current is None:
        raise RuntimeError("Only a worker process can drain; `kg worker` starts one.")
    return _current


def connect() -> None:
    """Have Celery call us when a worker process starts and ends."""
    worker_init.connect(_start)
    worker_shutting_down.connect(_begin_to_stop)
    worker_shutdown.connect(_stop)


def _start(sender: Any, **_: object) -> None:
    """Load the model before the first message is taken; without it, the process ends with the reason."""
    global _current
    settings: Settings = sender.app.conf.kg_settings
    try:
        catalog = Catalog.open(settings.catalog_url)
        extractor = build_extractor(settings)
    except Exception as err:
        log.exception("the worker cannot start")
        raise SystemExit(1) from err
    _current = Process(
        catalog, LocalWorker(catalog, settings, lambda: extractor), Flag(sender.app.conf.broker_url)
    )
    _current.worker.start()


def _begin_to_stop(**_: object) -> None:
    # Celery waits for the task, and the task for the worker: so stop the worker beside them.
    if _current is not None:
        threading.Thread(target=_current.worker.stop, args=(GRACE_S,), name="kg-stop").start()


def _stop(**_: object) -> None:
    if _current is not None:
        _current.worker.stop(GRACE_S)
        _current.flag.close()
        _current.catalog.close()
