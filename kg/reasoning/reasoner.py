"""Keeps the graph of derived facts up with documents, ontologies and rules.

The engine lives in memory, in the process that keeps the graph. What it knows follows from SQL alone:
after a restart, or when somebody changes an ontology or rules, it is built anew and the derived graph
is brought to it; between, every document changes only what hangs on it.
"""

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.graph import vocabulary as terms
from kg.graph.store import DocumentGraphs, GraphChange, GraphStore
from kg.graph.vocabulary import EVIDENCE_SUFFIX, Vocabulary
from kg.iris import Minter
from kg.reasoning.explaining import id_of
from kg.reasoning.given import Given, read_given
from kg.reasoning.logic.engine import Engine
from kg.reasoning.logic.index import Fact
from kg.reasoning.logic.rules import Clash, Denied, Triple
from kg.reasoning.premises import Premises
from kg.records import Literal

if TYPE_CHECKING:
    from kg.catalog.knowledge import KnowledgeRow, Said
    from kg.catalog.rows import Projection

log = logging.getLogger(__name__)

Version = tuple[int, int]


class Source(Protocol):
    """What this needs of `kg.catalog.knowledge.Knowledge`."""

    def version(self) -> Version: ...
    def all(self) -> "list[KnowledgeRow]": ...
    def said(self) -> "Iterator[Said]": ...


class Reasoner:
    """Derives facts. The projector calls `refresh`, `follow` and `forget`; anybody may ask through `asking`."""

    def __init__(self, source: Source, store: GraphStore, minter: Minter) -> None:
        self._source = source
        self._store = store
        self._minter = minter
        self._vocabulary = Vocabulary(minter)
        self._lock = threading.RLock()
        self._version: Version | None = None
        self._engine = Engine(())
        self._premises = Premises(self._engine, minter)
        self.given = Given()

    def refresh(self) -> None:
        """Reason anew if ontologies or rules have changed since, or this process has just begun.

        Raises:
            StoreUnavailable, CatalogUnavailable: The next call tries again.
        """
        version = self._source.version()
        if version == self._version:
            return
        begun = time.perf_counter()
        with self._lock:
            self._version = None
            self._load()
            self._write_all()
            self._version = version
        number = sum(1 for _ in self._engine.derived())
        log.info("derived %d facts in %.1f s", number, time.perf_counter() - begun)

    def follow(self, projections: "Sequence[Projection]") -> None:
        """Bring what follows after documents that have changed. Raises as `refresh` does."""
        if not self._engine.plans:
            return
        with self._lock:
            came, gone = set[Fact](), set[Fact]()
            for projection in projections:
                said = self._premises.of_projection(projection)
                more, less = self._premises.take(projection.document.id, said)
                came, gone = (came - less) | (more - gone), (gone - more) | (less - came)
            version, self._version = self._version, None  # until it is written, nothing is sure
            delta = self._engine.change(came, gone)
            if delta.added or delta.removed:
                graph = self._vocabulary.derived.value
                added, removed = self._triples(delta.added), self._triples(delta.removed)
                self._store.amend(GraphChange(graph, added, removed))
            self._version = version

    @property
    def version(self) -> Version | None:
        """Return which state of ontologies and rules the derived graph follows; None while it does not."""
        return self._version

    def about(self, thing: str) -> list[Triple]:
        """Return what follows about a thing, at either end, and no document states."""
        with self.asking() as engine:
            number = engine.terms.known(thing)
            if number is None:
                return []
            found = {*engine.index.find(number, -1, -1), *engine.index.find(-1, -1, number)}
            derived = [f for f in found if not engine.is_premise(f) and self.is_fact(f)]
            return sorted(map(engine.decode, derived), key=lambda triple: tuple(map(str, triple)))

    def find(self, statement: str) -> Triple | None:
        """Return what follows under the id of a statement. Looks through all of it."""
        with self.asking() as engine:
            for fact in engine.derived():
                if self.is_fact(fact) and id_of(triple := engine.decode(fact)) == statement:
                    return triple
        return None

    def forget(self) -> None:
        """The graph was emptied: write it all again at the next `refresh`."""
        self._version = None

    @contextmanager
    def asking(self) -> Iterator[Engine]:
        """Give the engine to ask it something, while nothing changes in it."""
        with self._lock:
            yield self._engine

    def is_fact(self, fact: Fact) -> bool:
        """Return whether a triple of the engine can stand in the graph: no denial, no conflict."""
        subject, predicate, object = self._engine.decode(fact)
        return (
            isinstance(subject, str)
            and not isinstance(predicate, Denied | Clash)
            and isinstance(object, str | Literal)
        )

    def _load(self) -> None:
        self.given = read_given(self._source.all(), self._minter)
        self._engine = Engine(self.given.rules)
        self._premises = Premises(self._engine, self._minter)
        if not self._engine.plans:
            return
        came: set[Fact] = set()
        for said in self._source.said():
            came |= self._premises.take(said.document, self._premises.of_said(said))[0]
        self._engine.change(came, ())

    def _write_all(self) -> None:
        graph = self._vocabulary.derived.value
        triples = self._triples(self._engine.derived())
        about = frozenset(self._about()) if self._engine.plans else frozenset[ox.Triple]()
        whole = DocumentGraphs(graph, graph + EVIDENCE_SUFFIX, triples, about)
        self._store.apply([whole])

    def _about(self) -> Iterator[ox.Triple]:
        """What the derived graph is (PROV-O)."""
        graph, run = self._vocabulary.derived, ox.NamedNode(self._minter.run("reasoning", "rules"))
        yield ox.Triple(graph, terms.RDF_TYPE, terms.PROV_ENTITY)
        label = ox.Literal("Facts that follow by rules from what documents state", language="en")
        yield ox.Triple(graph, terms.RDFS_LABEL, label)
        yield ox.Triple(graph, terms.PROV_WAS_GENERATED_BY, run)
        yield ox.Triple(run, terms.RDF_TYPE, terms.PROV_ACTIVITY)

    def _triples(self, facts: Iterable[Fact]) -> frozenset[ox.Triple]:
        found = (_triple(self._engine.decode(fact)) for fact in facts if self.is_fact(fact))
        return frozenset(triple for triple in found if triple is not None)


def _triple(triple: Triple) -> ox.Triple | None:
    """Return it in RDF; None where RDF cannot hold it, which must not keep the others out."""
    subject, predicate, object = triple
    try:
        end: ox.NamedNode | ox.Literal = (
            ox.Literal(object.value, datatype=ox.NamedNode(object.datatype))
            if isinstance(object, Literal)
            else ox.NamedNode(str(object))
        )
        return ox.Triple(ox.NamedNode(str(subject)), ox.NamedNode(str(predicate)), end)
    except ValueError as err:
        log.warning("a derived fact is left out of the graph: %s", err)
        return None
