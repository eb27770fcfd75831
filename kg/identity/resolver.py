"""Keeps identity up with the catalog: when documents have been read, or somebody decided, what changed is worked out.

The first resolution of a process reads everything, and later ones only what changed since.
"""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from kg import observing
from kg.catalog.touched import Touched
from kg.catalog.worlds import Resolved, Stamp
from kg.graph.store import GraphStore
from kg.identity.anchors import Linked
from kg.identity.base_facts import BaseFacts, GraphFacts
from kg.identity.kept import Kept
from kg.identity.linking import linked_in
from kg.identity.neighbourhood import Said, said_in
from kg.identity.records import Decision, Doubt
from kg.identity.rules import Rules, rules_of
from kg.identity.standing import Standings
from kg.ontology.records import Property
from kg.records import DEFAULT_WORKSPACE, Progress, ignore_progress

if TYPE_CHECKING:
    from kg.catalog.catalog import Catalog

_STATEMENTS = 1_000
"""Statements that are compared with bases at a time."""

SHARE = 20
"""Times as long as a resolution took that readers are left alone afterwards: it takes a twentieth of the time."""

LONGEST_S = 1800.0
"""Seconds after which things are made one again, however long that takes."""

log = logging.getLogger(__name__)


def patience(least_s: float, took_s: float) -> float:
    """Return for how many seconds a service that goes on reading waits after a resolution that took so long."""
    return max(least_s, min(SHARE * took_s, LONGEST_S))


class Resolver:
    """Resolves a workspace, whenever something changed that it goes by.

    Args:
        store: Holds what knowledge bases state.
        properties: What the ontology says; knowledge bases add to it.
        patience_s: Seconds after which even a service that is never at rest is resolved again, at the least:
            it is `SHARE` times as long as the last resolution took, up to `LONGEST_S`.
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
        self._last, self._took_s = time.monotonic(), 0.0
        self._turn = threading.Lock()
        self._held: _Held | None = None

    def step(self) -> int:
        """Resolve if it is time to; returns how many documents changed. Raises CatalogUnavailable."""
        worlds = self._catalog.worlds
        waited = time.monotonic() - self._last
        if waited < patience(self._patience_s, self._took_s) and worlds.busy():
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
        made = self._catalog.identities.decisions(self._workspace)
        rules = self._catalog.bases.rules(self._rules, self._workspace)
        facts = self.facts()
        known = (stamp.bases, stamp.loaded, tuple(made)) if facts else ()
        held, self._held = self._held, None  # what fails in the middle begins anew
        if held is None or held.ground != (rules, known):
            held = _Held((rules, known), Kept(rules), worlds.touched(self._workspace))
        changes = self._keep_up(held, made, facts, on_progress)
        doubts = len(held.doubts)
        figures = Resolved(
            seconds=round(time.monotonic() - began, 3),
            things=held.kept.things(),
            renamed=len(held.kept.assignments),
            reviews=doubts,
        )
        held.noted = stamp.after(changes)
        worlds.note(held.noted, figures, self._workspace)
        self._held, self._last = held, time.monotonic()
        self._took_s = self._last - began
        log.info("resolved %d things in %.1f s", figures.things, figures.seconds)
        return changes

    def _keep_up(
        self, held: "_Held", made: Sequence[Decision], facts: BaseFacts | None, progress: Progress
    ) -> int:
        """Take in what changed, and have findings follow; returns how many times a document was changed by it."""
        worlds, settling = self._catalog.worlds, self._catalog.settling
        seen = held.touched.look()
        seqs = sorted(seen.seqs.values())
        # whoever else resolved meanwhile may have written something older
        alone = held.noted is not None and worlds.resolved(self._workspace) == str(held.noted)
        world = worlds.read(self._workspace, None if held.noted is None else seqs)
        nothing = dict.fromkeys((*seen.gone, *seen.seqs), Said())
        linked: dict[str, Linked] = {}
        if facts is not None:
            minted = {one.iri for one in world.occurrences} | held.kept.minted()
            rules, _ = held.ground
            linked = linked_in(world, self._catalog.bases, facts, rules, made, minted)
        moved = held.kept.update(nothing | said_in(world), made, linked, on_progress=progress)
        before, held.doubts = held.doubts, {one.id: one for one in held.kept.doubts()}
        if not alone:
            doubts = list(held.doubts.values())
            renamed = settling.settle(held.kept.assignments, doubts, self._workspace)
            return len(renamed) + self._mark_all(facts, held)
        fresh = [one for id, one in held.doubts.items() if before.get(id) != one]
        gone = [id for id, one in before.items() if held.doubts.get(id) != one]
        renamed = settling.amend(moved, gone, fresh, seqs, self._workspace)
        if facts is None:
            return len(renamed)
        return len(renamed) + self._mark(facts, held, sorted({*seqs, *renamed}))

    def facts(self) -> BaseFacts | None:
        """What bases state; None while none is loaded."""
        ready = [
            base for base in self._catalog.bases.all(self._workspace) if base.status == "ready"
        ]
        return GraphFacts(self._store, [base.graph for base in ready]) if ready else None

    def _mark_all(self, facts: BaseFacts | None, held: "_Held") -> int:
        if facts is None:
            return self._catalog.worlds.forget_standings(self._workspace)
        return self._mark(facts, held, None)

    def _mark(self, facts: BaseFacts, held: "_Held", seqs: Sequence[int] | None) -> int:
        """Note which statements bases know; returns how many times a document was changed by it."""
        changes = 0
        rules, _ = held.ground
        standings = Standings(facts, self._properties, rules)
        stated = self._catalog.worlds.stated(self._workspace, seqs)
        while some := list(islice(stated, _STATEMENTS)):
            found = standings.of([one.statement for one in some])
            moved = {one.id: found[one.statement] for one in some}
            moved = {one.id: moved[one.id] for one in some if moved[one.id] != one.standing}
            changes += self._catalog.worlds.mark(moved, self._workspace)
        return changes


@dataclass(slots=True)
class _Held:
    """What is remembered from one resolution to the next.

    Attributes:
        ground: The rules, and what is known of bases: with others, everything is worked out anew.
        noted: The stamp after the last one; None before the first.
        doubts: What waits for somebody, by id.
    """

    ground: tuple[Rules, tuple[object, ...]]
    kept: Kept
    touched: Touched
    noted: Stamp | None = None
    doubts: dict[str, Doubt] = field(default_factory=dict)
