"""What documents are read for: the properties of the ontology, and the relations that were taught."""

import threading
import time
from collections.abc import Sequence

from kg.catalog.taught import Taught
from kg.ontology.records import Property
from kg.records import DEFAULT_WORKSPACE

_FRESH_S = 0.5
"""Seconds for which nobody looks again whether another process taught a relation."""


class LookedFor:
    """The properties of one workspace as they are now. Safe to share between threads.

    Args:
        properties: The ontology's, which stay.
    """

    def __init__(
        self, properties: Sequence[Property], taught: Taught, workspace: str = DEFAULT_WORKSPACE
    ) -> None:
        self._own, self._taught, self._workspace = tuple(properties), taught, workspace
        self._turn = threading.Lock()
        self._revision: tuple[int, int] | None = None
        self._until = 0.0
        self._properties: tuple[Property, ...] = self._own
        self._labels: dict[str, str] = {}

    @property
    def own(self) -> tuple[Property, ...]:
        """The properties of the ontology alone."""
        return self._own

    def properties(self) -> tuple[Property, ...]:
        """Return every property; the same object while nothing has changed. Raises CatalogUnavailable."""
        with self._turn:
            self._look()
            return self._properties

    def labels(self) -> dict[str, str]:
        """Return what each property is called, by its IRI. Raises CatalogUnavailable."""
        with self._turn:
            self._look()
            return self._labels

    def changed(self) -> None:
        """Look at once when asked next: this process taught or forgot a relation."""
        with self._turn:
            self._until = 0.0

    def _look(self) -> None:
        now = time.monotonic()
        if now < self._until:
            return
        revision = self._taught.revision(self._workspace)
        if revision != self._revision:
            known = {one.iri for one in self._own}
            taught = [one.property for one in self._taught.all(self._workspace)]
            self._properties = (*self._own, *(one for one in taught if one.iri not in known))
            self._labels = {one.iri: one.label for one in self._properties}
            self._revision = revision
        self._until = now + _FRESH_S
