"""Keeping hold of a batch for as long as it is being read."""

import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from kg import observing
from kg.catalog.queue import Queue
from kg.catalog.rows import Claim
from kg.errors import CatalogUnavailable

log = logging.getLogger(__name__)


class Lease:
    """Renews claims in a side thread while the `with` block runs.

    Args:
        lease_s: Seconds that a renewal lasts.
        every_s: Seconds between renewals.
        on_renewal: Called after each, in the side thread.
        on_stuck: Called in the side thread when more time has passed than `allow` gave.
    """

    def __init__(
        self,
        queue: Queue,
        owner: str,
        claims: Sequence[Claim],
        *,
        lease_s: float,
        every_s: float,
        on_renewal: Callable[[], None],
        on_stuck: Callable[[], None] = lambda: None,
    ) -> None:
        self._queue, self._owner, self._claims = queue, owner, claims
        self._lease_s, self._every_s, self._on_renewal = lease_s, every_s, on_renewal
        self._until, self._on_stuck = math.inf, on_stuck
        self._held = {_key(claim) for claim in claims}
        self._over = threading.Event()
        self.handed_back = 0
        self._thread = threading.Thread(target=self._renew, name="kg-lease", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def held(self, claims: Sequence[Claim]) -> list[Claim]:
        """Return the claims that still held at the last renewal: others were cancelled or replaced."""
        return [claim for claim in claims if _key(claim) in self._held]

    def allow(self, seconds: float) -> None:
        """Renew for so long from now at most: whoever has not come back then is stuck."""
        self._until = time.monotonic() + seconds

    def hand_back(self) -> None:
        """Give the claims back at once, although somebody may still be reading."""
        self._over.set()
        self._held = set()
        self.handed_back = self._queue.release(self._owner, self._claims)
        if self.handed_back:  # else the batch has come to its end meanwhile
            observing.count("documents", self.handed_back, "handed back")
            log.warning("handed back %d documents in the middle of reading them", self.handed_back)

    def _renew(self) -> None:
        while not self._over.wait(self._every_s):
            if time.monotonic() > self._until:
                self._give_up()
                return
            try:
                held = self._queue.renew(self._owner, self._claims, self._lease_s)
            except CatalogUnavailable as err:
                log.warning("could not renew %d leases: %s", len(self._claims), err)
                continue
            if not self._over.is_set():
                self._held = {_key(claim) for claim in held}
            self._on_renewal()

    def _give_up(self) -> None:
        """Leave the documents to others, who read them one by one; whoever reads them here can keep nothing."""
        self._held = set()
        log.error(
            "the reading of %d documents, of which %s is the first, does not come back; "
            "a worker process ends itself now, `kg serve` has to be restarted",
            len(self._claims),
            self._claims[0].document.id,
            extra=observing.named(
                [claim.document.id for claim in self._claims], [claim.job for claim in self._claims]
            ),
        )
        try:
            self._queue.abandon(self._owner)
        except CatalogUnavailable as err:
            log.warning("others wait for the leases to run out: %s", err)
        self._on_stuck()


def _key(claim: Claim) -> tuple[str, str]:
    return claim.document.workspace, claim.document.id
