"""Rows of the catalog as the answers of the API."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from api.schemas.bases import BaseOut
from api.schemas.documents import DocumentOut
from api.schemas.jobs import JobOut
from api.schemas.statements import EntityOut, Predicate, Sentence, StatementOut, Thing, Value
from kg.catalog.base_rows import BaseRow
from kg.catalog.rows import DocumentRow, EntityRow, EvidenceRow, JobProgress
from kg.records import Iri, Literal


def iso(milliseconds: int) -> str:
    """Return a time of the catalog as ISO 8601, UTC, to the millisecond."""
    time = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def document_view(row: DocumentRow) -> DocumentOut:
    """Return a document as `GET /documents/{id}` shows it."""
    times = {"created_at": iso(row.created_at), "updated_at": iso(row.updated_at)}
    return DocumentOut.model_validate(asdict(row) | times)


def job_view(progress: JobProgress) -> JobOut:
    """Return a job as `GET /jobs/{id}` shows it."""
    return JobOut.model_validate(asdict(progress) | {"created_at": iso(progress.created_at)})


def entity_view(row: EntityRow) -> EntityOut:
    """Return a thing as `GET /entities` lists it."""
    return EntityOut.model_validate(asdict(row))


def base_view(row: BaseRow) -> BaseOut:
    """Return a knowledge base as `GET /knowledge-bases` lists it."""
    return BaseOut.model_validate(asdict(row) | {"changed_at": iso(row.changed_at)})


def statement_views(
    rows: Iterable[EvidenceRow], predicates: Mapping[str, str]
) -> list[StatementOut]:
    """Return pieces of evidence as answers show them; `predicates` gives labels by IRI."""
    return [_statement_view(row, predicates) for row in rows]


def predicate_view(iri: str, predicates: Mapping[str, str]) -> Predicate:
    """Return a relation with its label, which is the end of its IRI where the ontology has none."""
    return Predicate(iri=iri, label=predicates.get(iri) or iri.rpartition("/")[2])


def _end(term: Iri | Literal, name: str, label: str) -> Thing | Value:
    """Return one end of a statement."""
    match term:
        case Iri(value):
            return Thing(iri=value, name=name, label=label)
        case Literal(value, datatype):
            return Value(value=value, datatype=datatype, name=name, label=label)


def _statement_view(row: EvidenceRow, predicates: Mapping[str, str]) -> StatementOut:
    statement = row.statement
    return StatementOut(
        id=row.statement_id,
        evidence=row.id,
        document=row.document,
        subject=Thing(iri=statement.subject, name=row.subject_name, label=row.subject_label),
        predicate=predicate_view(statement.predicate, predicates),
        object=_end(statement.object, row.object_name, row.object_label),
        confidence=row.confidence,
        sentence=Sentence(text=row.quote, start=row.sentence.start, end=row.sentence.end),
        subject_span=(row.subject.start, row.subject.end),
        object_span=(row.object.start, row.object.end),
        model=row.model,
        standing=row.standing,
    )
