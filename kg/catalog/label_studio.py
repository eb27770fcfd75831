"""What was found, as tasks of Label Studio (labelstud.io) that carry it as predictions.

Offsets count Unicode code points, as Label Studio's do since its 1.6 (issue 1347 there).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.catalog.catalog import Catalog
from kg.catalog.rows import DocumentRow, EvidenceRow, MentionRow
from kg.errors import NotFound
from kg.records import Span

FROM, TO = "label", "text"
"""Names of the tags `<Labels name="label" toName="text">` and `<Text name="text" value="$text">`."""

PRONOUN = "pronoun"
"""Label of a mention that has no type of its own."""


def tasks(
    catalog: Catalog, labels: Mapping[str, str], *, min_confidence: float = 0.0
) -> Iterator[bytes]:
    """Yield the documents that a model read, as one JSON array, a document a piece.

    Args:
        labels: Of properties, by IRI. A relation is shown by its label, and each task says which is which.
        min_confidence: Facts below it are left out.
    """
    before = b"[\n"
    for document in _read(catalog):
        try:
            text = catalog.documents.text(document.id)
            mentions = catalog.findings.mentions(document.id)
            evidence = catalog.findings.of_document(document.id, min_confidence=min_confidence)
        except NotFound:
            continue  # it was deleted meanwhile
        found = task(document, text, mentions, evidence, labels)
        yield before + json.dumps(found, ensure_ascii=False).encode()
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def task(
    document: DocumentRow,
    text: str,
    mentions: Sequence[MentionRow],
    evidence: Sequence[EvidenceRow],
    labels: Mapping[str, str],
) -> dict[str, Any]:
    """Return one document with its mentions as regions and its facts as relations between them."""
    ends = {row.subject: row.subject_label for row in evidence}
    ends |= {row.object: row.object_label for row in evidence}
    types = ends | {row.span: row.label for row in mentions}
    ids = {span: f"{span.start}-{span.end}" for span in sorted(types)}
    names = {row.statement.predicate: labels.get(row.statement.predicate) for row in evidence}
    regions = [_region(ids[span], span, types[span] or PRONOUN, text) for span in ids]
    relations = [
        {
            "type": "relation",
            "from_id": ids[row.subject],
            "to_id": ids[row.object],
            "direction": "right",
            "labels": [names[row.statement.predicate] or row.statement.predicate],
        }
        for row in evidence
    ]
    return {
        "data": {
            "text": text,
            "document": document.id,
            "title": document.title,
            "relations": {label or iri: iri for iri, label in sorted(names.items())},
        },
        "predictions": [
            {
                "model_version": f"{document.model} {document.model_version}",
                "result": [*regions, *relations],
            }
        ],
    }


def _region(id: str, span: Span, label: str, text: str) -> dict[str, Any]:
    value = {
        "start": span.start,
        "end": span.end,
        "text": text[span.start : span.end],
        "labels": [label],
    }
    return {"id": id, "from_name": FROM, "to_name": TO, "type": "labels", "value": value}


def _read(catalog: Catalog) -> Iterator[DocumentRow]:
    after: str | None = None
    while True:
        page = catalog.documents.page(status="done", after=after)
        # a fact in bare words is no text to learn from
        yield from (document for document in page.items if not document.stated)
        if (after := page.next) is None:
            return
