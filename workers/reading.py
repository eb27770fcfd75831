"""One claimed batch on its way from texts to findings."""

import logging
import math
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeVar

from kg import observing
from kg.catalog.queue import Queue
from kg.catalog.rows import Claim
from kg.errors import CatalogUnavailable, ModelError
from kg.extraction.extractor import Extractor
from kg.records import Extraction
from workers.lease import Lease
from workers.pace import BrokenOff, Pace, limit_of
from workers.splitting import each_half
from workers.verdict import judge, out_of_memory

log = logging.getLogger(__name__)

_PATIENCE_S = 60.0
"""Seconds for which findings wait for a database that is away, before they are dropped and found again."""

Result = TypeVar("Result")


@dataclass(slots=True)
class Reading:
    """Reads a batch; whatever happens to a document happens to it alone.

    Attributes:
        kept: Documents whose findings are in the catalog.
        memory_ran_out: Whether the batch was too much for the memory at some point.
    """

    queue: Queue
    extractor: Extractor
    owner: str
    max_attempts: int
    timeout_s: float
    lease: Lease
    stop: threading.Event
    kept: int = 0
    memory_ran_out: bool = False
    _ended: int = 0

    def read(self, claims: Sequence[Claim]) -> None:
        """Bring every claim to an end: findings kept, failed, to be tried later, or handed back on `stop`.

        Raises:
            CatalogUnavailable: For longer than a minute; the leases will run out.
        """
        self._ended = 0
        try:
            each_half(self._extract, claims, self._give_up)
        except BrokenOff:
            log.info(
                "broke off %d documents: they were cancelled, replaced or handed back", len(claims)
            )
            self._release(claims)
        if overtaken := len(claims) - self._ended - self.lease.handed_back:
            observing.count("documents", overtaken, "overtaken")

    def _extract(self, claims: Sequence[Claim]) -> None:
        claims = self.lease.held(claims)
        if not claims:
            return
        if self.stop.is_set():
            self._release(claims)
            return
        limit_s = limit_of(claims, self.timeout_s)
        pace = Pace(lambda: bool(self.lease.held(claims)), limit_s)
        self.lease.allow(2 * limit_s)
        try:
            with _stage("read", claims):
                documents = [claim.document for claim in claims]
                extractions = self.extractor.extract(documents, on_progress=pace)
        except Exception as err:
            self._note_memory(err)
            raise
        finally:
            self.lease.allow(math.inf)
        if len(extractions) != len(claims):
            raise ModelError(f"{len(extractions)} extractions for {len(claims)} documents.")
        found = list(zip(claims, extractions, strict=True))
        each_half(self._keep, found, lambda pair, err: self._give_up(pair[0], err))

    def _keep(self, found: Sequence[tuple[Claim, Extraction]]) -> None:
        with _stage("keep", [claim for claim, _ in found]):
            kept = self._persist(lambda: self.queue.finish(self.owner, found))
            # within the stage: a trace keeps counts with the span that lasts
            observing.count("documents", kept, "read")
            observing.count("characters", sum(len(claim.document.text) for claim, _ in found))
        self.kept += kept
        self._ended += kept
        for claim, _ in found:
            log.debug("read", extra={"document": claim.document.id, "job": claim.job})

    def _release(self, claims: Sequence[Claim]) -> None:
        released = self._persist(lambda: self.queue.release(self.owner, claims))
        self._ended += released
        if released:
            observing.count("documents", released, "handed back")

    def _give_up(self, claim: Claim, error: Exception) -> None:
        verdict = judge(error, claim.attempt - claim.deaths, self.max_attempts)
        unexpected = None if verdict.expected else error
        self._ended += 1
        observing.count("documents", 1, "failed" if verdict.retry_in_s is None else "put off")
        observing.count("failures", 1, type(error).__name__)
        with observing.speaking_of(document=claim.document.id, job=claim.job):
            log.warning(
                "document %s failed, attempt %d: %s",
                claim.document.id,
                claim.attempt,
                verdict.message,
                exc_info=unexpected,
            )
        self._persist(
            lambda: self.queue.fail(
                self.owner, claim, verdict.message, retry_in_s=verdict.retry_in_s
            )
        )

    def _note_memory(self, error: Exception) -> None:
        if not out_of_memory(error):
            return
        self.memory_ran_out = True
        if torch := sys.modules.get("torch"):
            torch.cuda.empty_cache()

    def _persist(self, write: Callable[[], Result]) -> Result:
        """Write to the catalog; while it is away, wait: findings cost more than a few seconds."""
        deadline, pause = time.monotonic() + _PATIENCE_S, 0.5
        while True:
            try:
                return write()
            except CatalogUnavailable as err:
                if time.monotonic() > deadline or self.stop.wait(pause):
                    raise
                log.warning("waiting for the catalog: %s", err)
                pause = min(2 * pause, 5.0)


def _stage(name: str, claims: Sequence[Claim]) -> AbstractContextManager[None]:
    documents = [claim.document.id for claim in claims]
    return observing.stage(name, documents, [claim.job for claim in claims])
