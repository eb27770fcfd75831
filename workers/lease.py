"""Keeping hold of a batch for as long as it is being read."""

import logging
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

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
    ) -> None:
        self._queue, self._owner, self._claims = queue, owner, claims
        self._lease_s, self._every_s, self._on_renewal = lease_s, every_s, on_renewal
        self._held = {_key(claim) for claim in claims}
        self._over = threading.Event()
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

    def hand_back(self) -> None:
        """Give the claims back at once, although somebody may still be reading."""
        self._over.set()
        self._held = set()
        self._queue.release(self._owner, self._claims)
        log.warning("handed back %d documents in the middle of reading them", len(self._claims))

    def _renew(self) -> None:
        while not self._over.wait(self._every_s):
            try:
                held = self._queue.renew(self._owner, self._claims, self._lease_s)
            except CatalogUnavailable as err:
                log.warning("could not renew %d leases: %s", len(self._claims), err)
                continue
            if not self._over.is_set():
                self._held = {_key(claim) for claim in held}
            self._on_renewal()


def _key(claim: Claim) -> tuple[str, str]:
    return claim.document.workspace, claim.document.id
