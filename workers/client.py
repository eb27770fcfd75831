"""How the API tells workers that there is work."""

import logging
import threading
from typing import Protocol

from workers.broker import STALE_S, TASK, Flag, options

log = logging.getLogger(__name__)

_GATHERING_S = 0.02
"""Seconds after a wake-up in which others become one: clients that post all the time need not ask Redis each time."""
_AWAY_S = 1.0
"""Seconds for which a Redis that did not answer is left alone."""


class Waker(Protocol):
    """Tells a worker that there is work. A lost wake-up costs a few seconds, never a document."""

    def wake(self) -> None:
        """Return at once; never raise."""
        ...


class CeleryWaker:
    """Wakes Celery workers through Redis, from a thread of its own, so that no request waits for a broker."""

    def __init__(self, redis_url: str) -> None:
        # only here: a service without Redis starts sooner when it imports none of them
        import redis
        from celery import Celery  # type: ignore[import-untyped]
        from kombu.exceptions import OperationalError

        self._failures = (redis.RedisError, OperationalError, OSError)
        self._celery = Celery("kg", set_as_current=False)
        self._celery.conf.update(options(redis_url))
        self._flag = Flag(redis_url)
        self._bell, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="kg-waker", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Have a wake-up sent, unless one is under way."""
        self._bell.set()

    def close(self) -> None:
        """End the thread; what was not sent any more, the workers find by themselves."""
        self._stop.set()
        self._bell.set()
        self._thread.join(10)
        self._flag.close()
        self._celery.close()

    def _run(self) -> None:
        while self._bell.wait() and not self._stop.is_set():
            self._bell.clear()
            try:
                if self._flag.put_up():
                    self._celery.send_task(TASK, expires=STALE_S, ignore_result=True, retry=False)
                self._stop.wait(_GATHERING_S)
            except self._failures as err:
                log.warning("could not wake the workers; they look by themselves soon: %s", err)
                self._stop.wait(_AWAY_S)
