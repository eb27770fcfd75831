"""What one reading found, as the rows that the catalog would give back for it."""

from kg.catalog.rows import DocumentRow, EvidenceRow, Projection
from kg.iris import evidence_id, statement_id
from kg.records import Document, Evidence, Extraction, Iri


def evidence_rows(document: Document, extraction: Extraction) -> list[EvidenceRow]:
    """Return the evidence in an extraction of `document` by position, under the ids it would be stored with."""
    called = {entity.term: entity for entity in extraction.entities}

    def row(evidence: Evidence) -> EvidenceRow:
        statement = evidence.statement
        fact = statement_id(statement)
        subject, object_ = called[Iri(statement.subject)], called[statement.object]
        return EvidenceRow(
            id=evidence_id(document.id, fact, evidence.subject, evidence.object),
            document=document.id,
            statement_id=fact,
            statement=statement,
            confidence=evidence.confidence,
            subject=evidence.subject,
            object=evidence.object,
            sentence=evidence.sentence,
            quote=evidence.sentence.of(document.text),
            subject_label=subject.label,
            object_label=object_.label,
            subject_name=subject.name,
            object_name=object_.name,
            model=extraction.model.name,
            version=extraction.model.version,
        )

    ordered = sorted(extraction.evidence, key=lambda one: (one.sentence, one.subject, one.object))
    return [row(evidence) for evidence in ordered]


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
