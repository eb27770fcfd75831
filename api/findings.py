"""What one reading found, as the catalog would hand it to the graph."""

from kg.catalog.found import evidence_rows
from kg.catalog.rows import DocumentRow, Projection
from kg.records import Document, Extraction


def projection(document: Document, extraction: Extraction) -> Projection:
    """Return what the graph would say about a document that was never stored."""
    row = DocumentRow(
        id=document.id,
        workspace=document.workspace,
        status="extracted",
        title=document.title,
        uri=document.uri,
        language=document.language,
        metadata=document.metadata,
        characters=len(document.text),
        characters_read=extraction.characters_read,
        revision=1,
        attempt=1,
        error=None,
        job="",
        created_at=0,
        updated_at=0,
        model=extraction.model.name,
        model_version=extraction.model.version,
    )
    evidence = tuple(evidence_rows(document, extraction))
    return Projection(row, gone=False, change=0, entities=extraction.entities, evidence=evidence)
