"""Keeps identity up with the catalog: when documents have been read, or somebody decided, it is worked out anew."""

import logging
import threading
import time
from typing import TYPE_CHECKING

from kg.catalog.worlds import Resolved
from kg.identity.resolve import resolve
from kg.identity.rules import Rules
from kg.records import DEFAULT_WORKSPACE, Progress, ignore_progress

if TYPE_CHECKING:
    from kg.catalog.catalog import Catalog

log = logging.getLogger(__name__)


class Resolver:
    """Resolves a workspace as a whole, whenever something changed that it goes by.

    Args:
        rules: What the ontology says; knowledge bases add to it.
        patience_s: Seconds after which even a service that never stops reading is resolved again.
    """

    def __init__(
        self,
        catalog: "Catalog",
        rules: Rules,
        workspace: str = DEFAULT_WORKSPACE,
        *,
        patience_s: float = 60.0,
    ) -> None:
        self._catalog = catalog
        self._rules = rules
        self._workspace = workspace
        self._patience_s = patience_s
        self._last = time.monotonic()
        self._turn = threading.Lock()

    def step(self) -> int:
        """Resolve if it is time to; returns how many documents changed. Raises CatalogUnavailable."""
        worlds = self._catalog.worlds
        waited = time.monotonic() - self._last
        if waited < self._patience_s and worlds.busy():
            return 0
        if str(worlds.stamp(self._workspace)) == worlds.resolved(self._workspace):
            return 0
        return self.resolve()

    def resolve(self, *, on_progress: Progress = ignore_progress) -> int:
        """Resolve now; returns how many documents changed. Raises CatalogUnavailable."""
        with self._turn:
            return self._resolve(on_progress)

    def _resolve(self, on_progress: Progress) -> int:
        began = time.monotonic()
        worlds = self._catalog.worlds
        stamp = worlds.stamp(self._workspace)
        world = worlds.read(self._workspace)
        made = self._catalog.identities.decisions(self._workspace)
        found = resolve(world, made, self._rules, on_progress=on_progress)
        changes = self._catalog.identities.settle(found.assignments, found.doubts, self._workspace)
        figures = Resolved(
            seconds=round(time.monotonic() - began, 3),
            things=len(world.occurrences),
            renamed=len(found.assignments),
            reviews=len(found.doubts),
        )
        worlds.note(stamp.after(changes), figures, self._workspace)
        self._last = time.monotonic()
        log.info("resolved %d things in %.1f s", figures.things, figures.seconds)
        return changes
