"""What documents say, as the premises of rules: what they assert, what they deny, and what things are."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.iris import Minter
from kg.reasoning.logic.engine import Engine
from kg.reasoning.logic.horn import RDF_TYPE
from kg.reasoning.logic.index import Fact
from kg.reasoning.logic.rules import Denied, Triple
from kg.records import Iri

if TYPE_CHECKING:
    from kg.catalog.knowledge import Said
    from kg.catalog.rows import Projection


class Premises:
    """Counts how many documents give each premise, so that it goes with the last of them."""

    def __init__(self, engine: Engine, minter: Minter) -> None:
        self._engine = engine
        self._minter = minter
        self._by_document: dict[str, frozenset[Fact]] = {}
        self._counts: Counter[Fact] = Counter()

    def of_said(self, said: "Said") -> Iterator[Triple]:
        """Yield what a document says."""
        for subject, predicate, object, status in said.statements:
            end = object.value if isinstance(object, Iri) else object
            yield (subject, Denied(predicate) if status == "denied" else predicate, end)
        for thing, label in said.kinds:
            yield (thing, RDF_TYPE, self._minter.entity_class(label))

    def of_projection(self, projection: "Projection") -> Iterator[Triple]:
        """Yield what a document says; nothing if it is gone."""
        if projection.gone:
            return
        for row in projection.evidence:
            said = row.statement
            end = said.object.value if isinstance(said.object, Iri) else said.object
            if row.status == "asserted":
                yield (said.subject, said.predicate, end)
            elif row.status == "denied":
                yield (said.subject, Denied(said.predicate), end)
        for entity in projection.entities:
            if isinstance(entity.term, Iri):
                kind = self._minter.entity_class(entity.label)
                yield (entity.term.value, RDF_TYPE, kind)

    def take(self, document: str, triples: Iterable[Triple]) -> tuple[set[Fact], set[Fact]]:
        """Note what a document says from now on; returns the premises that come and those that go."""
        now = frozenset(self._encoded(triples))
        before = self._by_document.pop(document, frozenset())
        if now:
            self._by_document[document] = now
        came, gone = set(), set()
        for fact in now - before:
            self._counts[fact] += 1
            if self._counts[fact] == 1:
                came.add(fact)
        for fact in before - now:
            self._counts[fact] -= 1
            if not self._counts[fact]:
                del self._counts[fact]
                gone.add(fact)
        return came, gone

    def _encoded(self, triples: Iterable[Triple]) -> Iterator[Fact]:
        for triple in triples:
            if self._engine.concerns(triple[1]):
                yield self._engine.encode(triple)
