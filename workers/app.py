"""The Celery application, for `celery -A workers.app worker -P solo`, and `kg worker`'s way in.

Nothing is read from the environment at import: Celery asks for its settings when it starts.
"""

import logging
from typing import Any

from celery import Celery  # type: ignore[import-untyped]
from celery.bin.celery import celery as commands  # type: ignore[import-untyped]
from celery.signals import setup_logging  # type: ignore[import-untyped]

from kg.settings import Settings
from workers import lifecycle
from workers.broker import options
from workers.logs import write_logs
from workers.standalone import run_alone

log = logging.getLogger(__name__)

ARGUMENTS = ("--quiet", "worker", "-P", "solo", "--without-gossip", "--without-mingle")
"""One model, one process: forking after torch has run hangs, so the pool is this very process.

No banner: it would stand between lines of the log that are JSON.
"""


def _configure() -> dict[str, Any]:
    settings = Settings()
    return configuration(settings)


def configuration(settings: Settings) -> dict[str, Any]:
    """Return Celery's configuration, with our settings in it for the worker that starts."""
    return options(settings.redis_url or "redis://127.0.0.1:6379/0") | {"kg_settings": settings}


app = Celery("kg", include=["workers.tasks"])
app.add_defaults(_configure)
lifecycle.install(app)


@setup_logging.connect  # type: ignore[untyped-decorator]
def _log(**_: object) -> None:
    """Log as every process of ours; that somebody does keeps Celery from logging in its own way."""
    write_logs(app.conf.kg_settings)


def run_worker(settings: Settings) -> None:
    """Read documents until SIGTERM or Ctrl-C: woken through Redis, or without it by looking every few seconds.

    Start it once for each GPU; workers on many machines may share a catalog.

    Raises:
        CatalogUnavailable: The database does not answer.
        InputError: There is no such extractor.
        SystemExit: With Redis, either of these ended Celery's worker, which has logged it.
    """
    if settings.redis_url is None:
        run_alone(settings)
        return
    app.conf.update(configuration(settings))
    logging.captureWarnings(True)  # Celery's about running as root would be lines of no log
    # not `app.worker_main`, which drops the exit code: a worker without a model would end as if all were well
    commands.params[0].default = app
    if code := commands.main(args=[*ARGUMENTS, "--loglevel", "INFO"], standalone_mode=False):
        raise SystemExit(code)
