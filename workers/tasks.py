"""The one task."""

import logging

import redis
from celery import shared_task  # type: ignore[import-untyped]
from kombu.exceptions import OperationalError

from kg.errors import CatalogUnavailable
from workers import lifecycle
from workers.broker import STALE_S, TASK

log = logging.getLogger(__name__)

_WAIT_S = 30.0
"""Seconds after which Celery's own loop gets a turn; the worker's thread reads on."""
_CLAIMED_S = 0.2
"""Seconds in which the worker has taken its share, so that what waits then is for others."""


@shared_task(name=TASK)  # type: ignore[untyped-decorator]
def drain() -> None:
    """Wake this process's worker, and wait for it: a busy process must not take wake-ups from idle ones."""
    process = lifecycle.process()
    try:
        process.flag.take_down()
    except redis.RedisError as err:
        log.warning("could not let the next wake-up through; it waits some seconds: %s", err)
    process.worker.wake()
    if not process.worker.rest(_CLAIMED_S):
        _wake_another(process)
        process.worker.rest(_WAIT_S)


def _wake_another(process: lifecycle.Process) -> None:
    """Let an idle worker know at once that there is more than this one reads; it would look only after seconds."""
    try:
        if process.catalog.queue.due() and process.flag.put_up():
            drain.apply_async(expires=STALE_S, ignore_result=True, retry=False)
    except (CatalogUnavailable, redis.RedisError, OperationalError, OSError) as err:
        log.warning("could not wake another worker; it looks by itself soon: %s", err)
