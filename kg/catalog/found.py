"""What one reading found, as the evidence that the catalog keeps: named, quoted, and each place once."""

from collections.abc import Mapping

from kg.catalog.rows import EvidenceRow
from kg.iris import content_hash, evidence_id, statement_id
from kg.records import Document, Entity, Evidence, Extraction, Iri, Literal, Span


def evidence_rows(document: Document, extraction: Extraction) -> list[EvidenceRow]:
    """Return the evidence in an extraction of `document`, in the order of reading."""
    called = {entity.term: entity for entity in extraction.entities}
    source = content_hash(document.text)
    kept: dict[str, EvidenceRow] = {}
    for found in sorted(extraction.evidence, key=_in_order_of_reading):
        row = _row(document, extraction, found, called, source)
        # Two windows may find the same place twice; the surer one counts.
        if row.id not in kept or kept[row.id].confidence < row.confidence:
            kept[row.id] = row
    return list(kept.values())


def _in_order_of_reading(found: Evidence) -> tuple[Span, Span, Span]:
    return found.sentence, found.subject, found.object


def _row(
    document: Document,
    extraction: Extraction,
    found: Evidence,
    called: Mapping[Iri | Literal, Entity],
    source: str,
) -> EvidenceRow:
    statement = found.statement
    fact = statement_id(statement)
    subject = _end(document, called, Iri(statement.subject), found.subject)
    object = _end(document, called, statement.object, found.object)
    return EvidenceRow(
        id=evidence_id(document.id, fact, found.subject, found.object),
        document=document.id,
        statement_id=fact,
        statement=statement,
        confidence=round(found.confidence, 3),  # as RDF has it, so that both weigh the same
        subject=found.subject,
        object=found.object,
        sentence=found.sentence,
        quote=found.sentence.of(document.text),
        subject_label=subject.label,
        object_label=object.label,
        subject_name=subject.name,
        object_name=object.name,
        model=extraction.model.name,
        version=extraction.model.version,
        status=found.status,
        qualifiers=found.qualifiers,
        source=source,
    )


def _end(
    document: Document, called: Mapping[Iri | Literal, Entity], term: Iri | Literal, span: Span
) -> Entity:
    """Return what the document calls one end of a statement; the words themselves if it has no entity."""
    return called.get(term) or Entity(term, span.of(document.text), "")
