"""The loop that every worker runs: claim some text, read it, keep what was found, until nothing waits."""

import logging
import threading
import time
from collections.abc import Callable

from kg import observing
from kg.catalog.catalog import Catalog
from kg.catalog.rows import Claim
from kg.extraction.extractor import Extractor
from kg.settings import Settings
from workers.lease import Lease
from workers.reading import Reading

log = logging.getLogger(__name__)

PASS_S = 30.0
"""Seconds after which a pass ends, though more may wait."""
_MOST_DOCUMENTS = 256
"""Documents in a batch, however short: one transaction keeps them all."""
_LEAST_CHARACTERS = 1_000


class Drain:
    """Reads what waits in the catalog. One thread at a time.

    Args:
        owner: Names this worker in its claims; no other worker may use it.
        on_batch: Called before each batch, and while a long one is being read.
        between: Called when nothing is claimed, before the next claim.
        on_kept: Called when findings of a batch have been kept.
        on_stuck: Called in a side thread when a batch does not come back; its documents are no longer held.
    """

    def __init__(
        self,
        catalog: Catalog,
        extractor: Extractor,
        owner: str,
        settings: Settings,
        *,
        on_batch: Callable[[], None] = lambda: None,
        between: Callable[[], None] = lambda: None,
        on_kept: Callable[[], None] = lambda: None,
        on_stuck: Callable[[], None] = lambda: None,
    ) -> None:
        self._catalog, self._extractor, self._owner = catalog, extractor, owner
        self._settings = settings
        self._on_batch, self._between = on_batch, between
        self._on_kept, self._on_stuck = on_kept, on_stuck
        self._characters = settings.batch_characters
        self._lease: Lease | None = None

    def run_once(self, stop: threading.Event, *, for_s: float = PASS_S) -> int:
        """Read until nothing waits, `stop` is set, or about `for_s` seconds have passed.

        Returns:
            The number of documents whose findings were kept.

        Raises:
            CatalogUnavailable: The database is away; what was claimed comes back when its lease runs out.
        """
        kept, until = 0, time.monotonic() + for_s
        while not stop.is_set() and time.monotonic() < until:
            self._between()
            with observing.stage("claim"):
                claims = self._claim()
            if claims:
                kept += self._read(claims, stop)
            elif self._catalog.queue.due():
                stop.wait(0.02)  # another worker is choosing from the head of the queue
            else:
                break
        return kept

    def hand_back(self) -> None:
        """Give up the batch that another thread is reading right now: it goes back to the queue as it was."""
        if (lease := self._lease) is not None:
            lease.hand_back()

    def _claim(self) -> list[Claim]:
        return self._catalog.queue.claim(
            owner=self._owner,
            characters=self._characters,
            limit=_MOST_DOCUMENTS,
            lease_s=self._settings.lease_s,
            max_attempts=self._settings.max_attempts,
        )

    def _read(self, claims: list[Claim], stop: threading.Event) -> int:
        self._on_batch()
        started = time.monotonic()
        lease_s = self._settings.lease_s
        with Lease(
            self._catalog.queue,
            self._owner,
            claims,
            lease_s=lease_s,
            every_s=min(lease_s / 3, self._settings.sweep_s),
            on_renewal=self._on_batch,
            on_stuck=self._on_stuck,
        ) as self._lease:
            reading = Reading(
                queue=self._catalog.queue,
                extractor=self._extractor,
                owner=self._owner,
                max_attempts=self._settings.max_attempts,
                timeout_s=self._settings.document_timeout_s,
                lease=self._lease,
                stop=stop,
            )
            try:
                reading.read(claims)
            finally:
                self._lease = None
        if reading.kept:
            self._on_kept()
        self._adapt(reading.memory_ran_out)
        elapsed = time.monotonic() - started
        about = observing.named(
            [claim.document.id for claim in claims], [claim.job for claim in claims]
        )
        log.info(
            "read %d of %d documents in %.2f s", reading.kept, len(claims), elapsed, extra=about
        )
        return reading.kept

    def _adapt(self, memory_ran_out: bool) -> None:
        """Claim half as much after the memory ran out, and a tenth more after each batch that fits."""
        if memory_ran_out:
            self._characters = max(self._characters // 2, _LEAST_CHARACTERS)
            log.warning("the memory ran out: claiming %d characters at a time", self._characters)
        else:
            more = self._characters + self._characters // 10
            self._characters = min(more, self._settings.batch_characters)
