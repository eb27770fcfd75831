"""The one task."""

import logging

import redis
from celery import shared_task  # type: ignore[import-untyped]

from workers import lifecycle
from workers.broker import TASK

log = logging.getLogger(__name__)

_WAIT_S = 30.0
"""Seconds after which Celery's own loop gets a turn; the worker's thread reads on."""


@shared_task(name=TASK)  # type: ignore[untyped-decorator]
def drain() -> None:
    """Wake this process's worker, and wait for it: a busy process must not take wake-ups from idle ones."""
    process = lifecycle.process()
    try:
        process.flag.take_down()
    except redis.RedisError as err:
        log.warning("could not let the next wake-up through; it waits some seconds: %s", err)
    process.worker.wake()
    process.worker.rest(_WAIT_S)
