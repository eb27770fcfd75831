"""The keys as a running service knows them: read again every second, so that a revocation soon counts."""

import logging
import threading
import time

from kg.access import AccessKey, digest_of
from kg.catalog.access import Access
from kg.errors import CatalogUnavailable

log = logging.getLogger(__name__)

FRESH_S = 1.0
"""Seconds that what was read of the keys is believed."""
_NOTED_EVERY_MS = 60_000


class Keyring:
    """Who may do what. Once keys were asked for, this process goes on asking, whatever becomes of them."""

    def __init__(self, access: Access, *, required: bool) -> None:
        self._access = access
        self._locked = required
        self._keys: dict[str, AccessKey] = {}
        self._noted: dict[str, int] = {}
        self._read_at = float("-inf")
        self._turn = threading.Lock()

    @property
    def fresh(self) -> bool:
        """Whether `find` and `locked` answer without the database."""
        return time.monotonic() - self._read_at < FRESH_S

    @property
    def locked(self) -> bool:
        """Whether requests need a key, as far as was last read."""
        return self._locked

    def refresh(self) -> None:
        """Read the keys again if that is due. Raises CatalogUnavailable."""
        with self._turn:
            if self.fresh:
                return
            keys = {key.digest: key for key in self._access.all()}
            self._locked = self._locked or bool(keys)
            self._keys = keys
            self._read_at = time.monotonic()

    def find(self, key: str) -> AccessKey | None:
        """Return what is kept of a key; None if it is unknown or revoked.

        It is looked up by its digest, so how long that takes says nothing about any key.
        """
        found = self._keys.get(digest_of(key))
        return None if found is None or found.revoked_at is not None else found

    def due(self, key: AccessKey) -> bool:
        """Say whether the use of a key ought to be noted."""
        return time.time_ns() // 1_000_000 - self._last_noted(key) >= _NOTED_EVERY_MS

    def note(self, key: AccessKey) -> None:
        """Note that a key was used; that it cannot be noted is no reason to turn anybody away."""
        with self._turn:
            if not self.due(key):
                return
            self._noted[key.id] = time.time_ns() // 1_000_000
        try:
            self._access.note_use(key.id)
        except CatalogUnavailable as err:
            log.warning("the use of key %s was not noted: %s", key.id, err)

    def _last_noted(self, key: AccessKey) -> int:
        return max(self._noted.get(key.id, 0), key.last_used_at or 0)
