"""`/documents`: put texts in, look at them, take them out again."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import PlainTextResponse

from api.asking import After, Limit, MinConfidence, Status, chosen
from api.deletion import delete_document
from api.deps import CatalogDep, ServiceDep, SettingsDep
from api.errors import RESPONSES
from api.intake.offer import new_document
from api.intake.submission import Submission
from api.schemas.documents import (
    Accepted,
    DocumentContent,
    DocumentDetail,
    DocumentOut,
    DocumentPage,
    MentionPage,
    Retracted,
)
from api.schemas.statements import StatementPage
from api.statement_views import statement_views, suggested_view
from api.views import document_view, mention_view
from kg.records import DocumentStatus

router = APIRouter(prefix="/documents", tags=["documents"], responses=RESPONSES)

DocumentId = Annotated[str, Path(description="The document's id.")]


@router.put("/{id}", status_code=202, response_model_exclude_none=True)
def put_document(
    id: DocumentId, body: DocumentContent, service: ServiceDep, settings: SettingsDep
) -> Accepted:
    """Create a document under your own id, or replace its text.

    The facts of the old text stay until the new one has been read, and then go in one step.
    """
    submission = Submission(service.catalog, service.worker, "put")
    submission.replace(new_document(body, id, max_bytes=settings.max_document_bytes))
    return submission.answer()


@router.get("")
def list_documents(
    catalog: CatalogDep,
    status: DocumentStatus | None = None,
    job: str | None = None,
    after: After = None,
    limit: Limit = 100,
) -> DocumentPage:
    """List documents in the order of posting."""
    page = catalog.documents.page(status=status, job=job, after=after, limit=limit)
    return DocumentPage(documents=[document_view(row) for row in page.items], next=page.next)


@router.get("/{id}")
def get_document(id: DocumentId, catalog: CatalogDep) -> DocumentDetail:
    """Return what is known about a document, without its text."""
    known = document_view(catalog.documents.get(id))
    why = catalog.stated.reasons([id]) if known.stated else {}
    suggested = suggested_view(why[id]) if id in why else None
    refused = catalog.refusals.of_document(id)
    return DocumentDetail(**dict(known), refused=refused, suggested=suggested)


@router.get("/{id}/text", response_class=PlainTextResponse)
def get_text(id: DocumentId, catalog: CatalogDep) -> str:
    """Return the stored text, to which every offset refers."""
    return catalog.documents.text(id)


@router.get("/{id}/mentions")
def get_mentions(id: DocumentId, catalog: CatalogDep) -> MentionPage:
    """Return what a document names, in the order of the text."""
    rows = sorted(catalog.findings.mentions(id), key=lambda row: row.span)
    return MentionPage(document=id, mentions=[mention_view(row) for row in rows])


@router.get("/{id}/statements")
def get_statements(
    id: DocumentId,
    service: ServiceDep,
    status: Status = "asserted",
    min_confidence: MinConfidence = 0.0,
) -> StatementPage:
    """Return what a document states, each with its sentence and offsets.

    `min_confidence` looks at this document's evidence alone.
    """
    rows = service.catalog.findings.of_document(
        id, status=chosen(status), min_confidence=min_confidence
    )
    return StatementPage(document=id, statements=statement_views(rows, service.predicates))


@router.post("/{id}/retry")
def retry_document(id: DocumentId, service: ServiceDep) -> DocumentOut:
    """Queue a failed or cancelled document again with all its tries; any other stays as it is."""
    document = service.catalog.documents.retry(id)
    service.worker.wake()
    return document_view(document)


@router.delete("/{id}")
def delete(
    id: DocumentId,
    service: ServiceDep,
    dry_run: Annotated[bool, Query(description="Only say what would happen.")] = False,
) -> Retracted:
    """Delete a document, and with it every fact that no other document supports."""
    return delete_document(service, id, dry_run=dry_run)
