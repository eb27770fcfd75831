"""Stand-ins for the catalog, and findings made by hand."""

from collections.abc import Sequence
from typing import Any

from kg.catalog.rows import DocumentRow, EvidenceRow, Projection
from kg.errors import StoreUnavailable
from kg.graph.store import DocumentGraphs, GraphStore
from kg.iris import WIKIDATA_DIRECT, Minter, evidence_id, statement_id
from kg.records import AssertionStatus, Entity, Iri, Literal, Qualifier, Span, Statement

WORKS_FOR = WIKIDATA_DIRECT + "P108"
BORN = WIKIDATA_DIRECT + "P569"
BASE = "http://kg.example/"
MINTER = Minter(BASE)
READ_AT = 1_700_000_000_000
"""2023-11-14, 22:13:20 UTC."""


def thing(name: str, label: str = "person") -> Iri:
    return Iri(MINTER.entity(name, label))


def document(id: str, **changes: str | None) -> DocumentRow:
    values = {
        "title": f"About {id}",
        "uri": f"http://news.example/{id}",
        "language": "en",
    } | changes
    return DocumentRow(
        id=id,
        workspace="main",
        status="extracted",
        metadata={},
        characters=100,
        characters_read=100,
        revision=1,
        attempt=1,
        error=None,
        job="job",
        created_at=0,
        updated_at=0,
        model="scripted",
        model_version="1",
        **values,
    )


def evidence(
    id: str,
    subject: str,
    object: Iri | Literal,
    *,
    predicate: str = WORKS_FOR,
    confidence: float = 0.93,
    at: int = 0,
    status: AssertionStatus = "asserted",
    qualifiers: tuple[Qualifier, ...] = (),
    source: str = "",
) -> EvidenceRow:
    """A sentence of 40 characters at `at` that says so; the mentions are its first and last five."""
    statement = Statement(thing(subject).value, predicate, object)
    ends = Span(at, at + 5), Span(at + 35, at + 40)
    known = statement_id(statement)
    return EvidenceRow(
        id=evidence_id(id, known, *ends),
        document=id,
        statement_id=known,
        statement=statement,
        confidence=confidence,
        subject=ends[0],
        object=ends[1],
        sentence=Span(at, at + 40),
        quote=f"{subject} says it {at:020}"[:40],
        subject_label="person",
        object_label="organisation",
        subject_name=subject,
        object_name="whatever",
        model="scripted",
        version="1",
        status=status,
        qualifiers=qualifiers,
        source=source,
        read_at=READ_AT,
    )


def projection(id: str, *rows: EvidenceRow, gone: bool = False, change: int = 1) -> Projection:
    """A document's findings; each subject is a person of that name."""
    names = {row.subject_name: None for row in rows}
    entities = tuple(Entity(thing(name), name, "person") for name in names)
    return Projection(document(id), gone, change, entities, rows)


class PendingInMemory:
    """Stands in for `kg.catalog.projections.Projections`: what is pending is a list."""

    def __init__(self, *waiting: Projection) -> None:
        self.waiting = list(waiting)
        self.settled: list[Projection] = []

    def pending(self, limit: int) -> list[Projection]:
        return self.waiting[:limit]

    def settle(self, projections: Sequence[Projection]) -> None:
        self.settled += projections
        self.waiting = [one for one in self.waiting if one not in projections]

    def reset(self) -> int:
        self.waiting = [one for one in self.settled if not one.gone] + self.waiting
        self.settled = []
        return len(self.waiting)


class CatalogInMemory:
    """Stands in for `kg.catalog.catalog.Catalog` as far as the projector knows it."""

    def __init__(self, *waiting: Projection) -> None:
        self.projections = PendingInMemory(*waiting)


class Failing:
    """A store that does not answer the next `times` calls of `apply`, and then is the store behind it."""

    def __init__(self, store: GraphStore, times: int) -> None:
        self._store = store
        self.times = times

    def apply(self, changes: Sequence[DocumentGraphs]) -> None:
        if self.times:
            self.times -= 1
            raise StoreUnavailable("here", "it is away.")
        self._store.apply(changes)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)
