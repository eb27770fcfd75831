"""Documents, jobs and things of the catalog as the answers of the API."""

from dataclasses import asdict

from api.schemas.bases import BaseOut
from api.schemas.documents import DocumentOut, MentionOut
from api.schemas.jobs import JobOut
from api.schemas.statements import EntityOut
from kg.catalog.base_rows import BaseRow
from kg.catalog.rows import DocumentRow, EntityRow, JobProgress, MentionRow
from kg.times import iso


def document_view(row: DocumentRow) -> DocumentOut:
    """Return a document as `GET /documents/{id}` shows it."""
    times = {name: iso(getattr(row, name)) for name in ("created_at", "updated_at")}
    read_at = None if row.read_at is None else iso(row.read_at)
    return DocumentOut.model_validate(asdict(row) | times | {"read_at": read_at})


def mention_view(row: MentionRow) -> MentionOut:
    """Return a mention as `GET /documents/{id}/mentions` shows it."""
    return MentionOut(
        span=(row.span.start, row.span.end),
        text=row.text,
        label=row.label,
        confidence=row.score,
        name=row.name,
        iri=row.iri,
    )


def job_view(progress: JobProgress) -> JobOut:
    """Return a job as `GET /jobs/{id}` shows it."""
    return JobOut.model_validate(asdict(progress) | {"created_at": iso(progress.created_at)})


def entity_view(row: EntityRow) -> EntityOut:
    """Return a thing as `GET /entities` lists it."""
    return EntityOut.model_validate(asdict(row))


def base_view(row: BaseRow) -> BaseOut:
    """Return a knowledge base as `GET /knowledge-bases` lists it."""
    return BaseOut.model_validate(asdict(row) | {"changed_at": iso(row.changed_at)})
