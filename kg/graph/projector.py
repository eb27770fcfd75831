"""Carries committed findings from the catalog into the graph. It goes by state, so repeats are harmless."""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import RdfFormat, serialize

from kg import observing
from kg.errors import Conflict
from kg.graph.ontology import ontology_triples
from kg.graph.sole import ALWAYS, Turns
from kg.graph.statements import Statements
from kg.graph.store import GraphStore, Upload
from kg.graph.vocabulary import Vocabulary
from kg.iris import Minter
from kg.ontology.records import Property

if TYPE_CHECKING:
    from kg.catalog.rows import Projection

log = logging.getLogger(__name__)

BATCH = 200
"""Documents that go into one transaction of the store."""


class Pending(Protocol):
    """What the projector needs of `kg.catalog.projections.Projections`."""

    def pending(self, limit: int) -> "list[Projection]": ...
    def settle(self, projections: "Sequence[Projection]") -> None: ...
    def reset(self) -> int: ...


class Source(Protocol):
    """What the projector needs of `kg.catalog.catalog.Catalog`."""

    @property
    def projections(self) -> Pending: ...


class Derives(Protocol):
    """What the projector needs of `kg.reasoning.reasoner.Reasoner`."""

    def refresh(self) -> None: ...
    def follow(self, projections: "Sequence[Projection]") -> None: ...
    def forget(self) -> None: ...


class Nothing:
    """Derives nothing."""

    def refresh(self) -> None:
        pass

    def follow(self, projections: "Sequence[Projection]") -> None:
        pass

    def forget(self) -> None:
        pass


NOTHING = Nothing()


class Admits(Protocol):
    """What the projector needs of `kg.admission.gate.Gate`."""

    def step(self) -> int: ...
    def forget(self) -> None: ...


class Everything:
    """Keeps nothing out."""

    def step(self) -> int:
        return 0

    def forget(self) -> None:
        pass


EVERYTHING = Everything()


class Restores(Protocol):
    """What the projector needs of a restore that may have broken off: it comes before everything else."""

    def unfinished(self) -> bool: ...
    def put_back(self) -> None: ...
    def finish(self) -> None: ...


class NothingToRestore:
    """Has nothing to put back."""

    def unfinished(self) -> bool:
        return False

    def put_back(self) -> None:
        pass

    def finish(self) -> None:
        pass


NOTHING_TO_RESTORE = NothingToRestore()


class Projector:
    """Makes the graph say what the catalog says.

    Args:
        properties: What facts are made of; their labels go into the ontology graph. Given as a function,
            it is asked at each step.
        turns: Whose turn it is, where several processes could write to one store.
        reasoner: Writes what follows from what documents state.
        gate: Keeps out what must not become a fact, before it is projected.
        restores: Whether a backup is to be put back first.
    """

    def __init__(
        self,
        catalog: Source,
        store: GraphStore,
        minter: Minter,
        properties: Sequence[Property] | Callable[[], Sequence[Property]],
        turns: Turns = ALWAYS,
        reasoner: Derives = NOTHING,
        gate: Admits = EVERYTHING,
        restores: Restores = NOTHING_TO_RESTORE,
    ) -> None:
        self._restores = restores
        self._gate = gate
        self._reasoner = reasoner
        self._turns = turns
        self._projections = catalog.projections
        self._store = store
        self._statements = Statements(minter)
        self._ontology = Vocabulary(minter).ontology.value
        self._properties = properties if callable(properties) else lambda: properties
        self._published: Sequence[Property] | None = None
        self._turn = threading.Lock()

    def step(self, limit: int = BATCH) -> int:
        """Check what has to be checked, and project the documents that have waited longest, `limit` at most.

        Returns how many things and documents that were; none while it is another process's turn.

        Raises:
            StoreUnavailable, CatalogUnavailable: Nothing is lost; the next step does it.
        """
        with self._turn:
            if not self._turns.mine():
                return 0
            if self._restores.unfinished():
                return self._rebuild()
            return self._gate.step() + self._step(limit)

    def rebuild(self) -> int:
        """Take every document out of the graph and project them all again; returns how many.

        What users put into the graph stays. If it is interrupted, further steps finish it.

        Raises:
            StoreUnavailable, CatalogUnavailable: Call it again.
            Conflict: It is another process's turn.
        """
        return self.rebuild_after(lambda: None)

    def rebuild_after(self, change: Callable[[], None]) -> int:
        """Rebuild after a change to catalog and store in which nothing may be projected. As `rebuild`."""
        with self._turn:
            if not self._turns.mine():
                raise Conflict(
                    "Another process keeps the graph: ask that one, or stop it and try again in a "
                    "minute."
                )
            change()
            return self._rebuild()

    def _rebuild(self) -> int:
        if restoring := self._restores.unfinished():
            self._restores.put_back()
            self._gate.forget()
        while self._gate.step():
            pass
        self._projections.reset()
        dropped = self._store.clear_documents()
        log.info("dropped the graphs of %d documents", dropped)
        if restoring:
            self._restores.finish()
        self._published = None
        self._reasoner.forget()
        done = 0
        while settled := self._step(BATCH):
            done += settled
        return done

    def _step(self, limit: int) -> int:
        self._publish_ontology()
        self._reasoner.refresh()
        pending = self._projections.pending(limit)
        if pending:
            documents = [projection.document.id for projection in pending]
            jobs = [projection.document.job for projection in pending]
            with observing.stage("project", documents, jobs):
                self._store.apply([self._statements.graphs(projection) for projection in pending])
                with observing.stage("derive"):
                    self._reasoner.follow(pending)
                # what SQL calls done has to be there after a power cut
                self._store.flush()
                self._projections.settle(pending)
            observing.count("projected", len(pending))
            about = observing.named(documents, jobs)
            log.info("projected %d documents", len(pending), extra=about)
        return len(pending)

    def _publish_ontology(self) -> None:
        properties = self._properties()
        if properties == self._published:
            return
        lines = serialize(ontology_triples(properties), format=RdfFormat.N_TRIPLES)
        assert lines is not None
        self._store.put_graph(self._ontology, [Upload(lines, "application/n-triples", ours=True)])
        self._published = properties
