"""Whose turn it is to project, where several processes could write to the same store.

The embedded store has one owner by its nature. A server has none, so that the processes agree on one
in SQL: two that project the same documents at once could each undo what the other has just done.
"""

import contextlib
import logging
import threading
import time
import uuid
from typing import Protocol

from kg.errors import TransientError

log = logging.getLogger(__name__)

LEASE_S = 30.0
_NAME = "projector"


class Leases(Protocol):
    """What this needs of `kg.catalog.leases.Leases`."""

    def take(self, name: str, owner: str, seconds: float) -> bool: ...
    def give_back(self, name: str, owner: str) -> None: ...


class Turns(Protocol):
    """Says who may project."""

    def mine(self) -> bool:
        """Return whether it is this process's turn. Raises CatalogUnavailable."""
        ...

    def close(self) -> None:
        """Let another have it."""
        ...


class Always:
    """It is always this process's turn."""

    def mine(self) -> bool:
        return True

    def close(self) -> None:
        pass


ALWAYS = Always()


class Sole:
    """One process at a time holds a lease, prolonged while it lives; when it dies, another takes over.

    Args:
        lease_s: Seconds after which a silent holder's turn is over.
    """

    def __init__(self, leases: Leases, *, lease_s: float = LEASE_S) -> None:
        self._leases = leases
        self._lease_s = lease_s
        self._owner = str(uuid.uuid4())
        self._until = 0.0
        self._stopping = threading.Event()
        self._keeper: threading.Thread | None = None

    def mine(self) -> bool:
        """Return whether it is this process's turn; a step may take longer than the lease."""
        if self._keeper is None:
            self._take()
            self._keeper = threading.Thread(target=self._keep, name="kg-lease", daemon=True)
            self._keeper.start()
        return time.monotonic() < self._until

    def close(self) -> None:
        self._stopping.set()
        if self._keeper is not None:
            self._keeper.join()
        # the lease runs out by itself; where a workspace was dropped, there is no table to give it back to
        with contextlib.suppress(Exception):
            self._leases.give_back(_NAME, self._owner)

    def _keep(self) -> None:
        while not self._stopping.wait(self._lease_s / 6):
            try:
                self._take()
            except TransientError as err:
                log.warning("whose turn it is to project cannot be known: %s", err)

    def _take(self) -> None:
        asked = time.monotonic()
        had, has = asked < self._until, self._leases.take(_NAME, self._owner, self._lease_s)
        # over a little earlier here than there, so that two never overlap
        self._until = asked + 0.8 * self._lease_s if has else 0.0
        if has != had:
            log.info("this process %s the graph", "keeps" if has else "no longer keeps")
