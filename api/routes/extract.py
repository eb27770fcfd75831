"""`POST /extract`: a text to statements at once; nothing is stored."""

from fastapi import APIRouter

from api.deps import ServiceDep
from api.errors import RESPONSES
from api.schemas.extract import ExtractIn, ExtractOut
from api.service import Service
from api.statement_views import statement_views
from kg.catalog.found import evidence_rows
from kg.errors import DocumentTooLarge
from kg.extraction.sought import Sought, read_sought
from kg.iris import document_id
from kg.records import Document

router = APIRouter(tags=["extract"], responses=RESPONSES)

PATIENCE_S = 30.0
"""Seconds that a text waits for the extractor while it reads documents."""


@router.post("/extract")
def extract(body: ExtractIn, service: ServiceDep) -> ExtractOut:
    """Read a text of up to 20,000 characters and return what it states.

    With an ontology, its properties are looked for, by their names, descriptions and the examples given;
    without one, those that the service knows.
    """
    return extract_text(
        service, body.text, sought=_sought(body), min_confidence=body.min_confidence
    )


def _sought(body: ExtractIn) -> Sought | None:
    if body.ontology is None and not body.examples:
        return None
    examples = "\n".join(one.model_dump_json(exclude_none=True) for one in body.examples)
    return read_sought(
        body.ontology.encode() if body.ontology is not None else None,
        examples.encode() if body.examples else None,
        format=body.ontology_format,
    )


def extract_text(
    service: Service, text: str, *, sought: Sought | None = None, min_confidence: float = 0.0
) -> ExtractOut:
    """Read one text; what is less sure is left out.

    Raises:
        DocumentTooLarge: It is longer than `max_extract_characters`.
        InputError: The extractor cannot look for what is sought.
        TransientError: The extractor is busy.
        ModelError: The model fails on it.
    """
    limit = service.settings.max_extract_characters
    if len(text) > limit:
        advice = "Post longer texts to /documents."
        raise DocumentTooLarge("text", len(text), limit, advice, unit="characters")
    document = Document(id=document_id(text), text=text)
    (extraction,) = service.extractor.extract([document], patience_s=PATIENCE_S, sought=sought)
    rows = [row for row in evidence_rows(document, extraction) if row.confidence >= min_confidence]
    views = statement_views(rows, sought.labels if sought else service.predicates)
    return ExtractOut(
        model=extraction.model.name,
        version=extraction.model.version,
        characters_read=extraction.characters_read,
        statements=[one for one in views if one.status == "asserted"],
        not_asserted=[one for one in views if one.status != "asserted"],
        left_out=list(sought.left_out) if sought else [],
    )
