"""Keeps identity up with the catalog: when documents have been read, or somebody decided, it is worked out anew."""

import logging
import threading
import time
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from kg import observing
from kg.catalog.worlds import Resolved
from kg.graph.store import GraphStore
from kg.identity.base_facts import BaseFacts, GraphFacts
from kg.identity.linking import Links, link
from kg.identity.resolve import resolve
from kg.identity.rules import Rules, rules_of
from kg.identity.standing import Standings
from kg.ontology.records import Property
from kg.records import DEFAULT_WORKSPACE, Progress, ignore_progress

if TYPE_CHECKING:
    from kg.catalog.catalog import Catalog

_STATEMENTS = 1_000
"""Statements that are compared with bases at a time."""

log = logging.getLogger(__name__)


class Resolver:
    """Resolves a workspace as a whole, whenever something changed that it goes by.

    Args:
        store: Holds what knowledge bases state.
        properties: What the ontology says; knowledge bases add to it.
        patience_s: Seconds after which even a service that never stops reading is resolved again.
    """

    def __init__(
        self,
        catalog: "Catalog",
        store: GraphStore,
        properties: Sequence[Property],
        workspace: str = DEFAULT_WORKSPACE,
        *,
        patience_s: float = 60.0,
    ) -> None:
        self._catalog = catalog
        self._store = store
        self._properties = properties
        self._rules = rules_of(properties)
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
        with self._turn, observing.stage("resolve"):
            return self._resolve(on_progress)

    def _resolve(self, on_progress: Progress) -> int:
        began = time.monotonic()
        worlds = self._catalog.worlds
        stamp = worlds.stamp(self._workspace)
        world = worlds.read(self._workspace)
        made = self._catalog.identities.decisions(self._workspace)
        rules = self._catalog.bases.rules(self._rules, self._workspace)
        facts = self.facts()
        links = Links({}, (), frozenset())
        if facts is not None:
            links = link(world, self._catalog.bases, facts, rules, made)
        found = resolve(world, made, rules, links.anchors, links.unclear, on_progress=on_progress)
        doubts = (*found.doubts, *links.doubts)
        changes = self._catalog.identities.settle(found.assignments, doubts, self._workspace)
        changes += self._mark(facts, rules)
        figures = Resolved(
            seconds=round(time.monotonic() - began, 3),
            things=len(world.occurrences),
            renamed=len(found.assignments),
            reviews=len(doubts),
        )
        worlds.note(stamp.after(changes), figures, self._workspace)
        self._last = time.monotonic()
        log.info("resolved %d things in %.1f s", figures.things, figures.seconds)
        return changes

    def facts(self) -> BaseFacts | None:
        """What bases state; None while none is loaded."""
        ready = [
            base for base in self._catalog.bases.all(self._workspace) if base.status == "ready"
        ]
        return GraphFacts(self._store, [base.graph for base in ready]) if ready else None

    def _mark(self, facts: BaseFacts | None, rules: Rules) -> int:
        """Note which statements bases know; returns how many times a document was changed by it."""
        changes = 0
        stated = self._catalog.worlds.stated(self._workspace)
        while some := list(islice(stated, _STATEMENTS)):
            wanted: dict[str, str | None] = {one.id: None for one in some}
            if facts is not None:
                standings = Standings(facts, self._properties, rules)
                found = standings.of([one.statement for one in some])
                wanted = {one.id: found[one.statement] for one in some}
            moved = {one.id: wanted[one.id] for one in some if wanted[one.id] != one.standing}
            changes += self._catalog.worlds.mark(moved, self._workspace)
        return changes
