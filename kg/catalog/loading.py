"""From SQL rows to the values that leave the catalog."""

from typing import Any

import sqlalchemy as sa

from kg.catalog.rows import DocumentRow, EvidenceRow, MentionRow
from kg.catalog.stated_table import IS_STATED
from kg.catalog.statement_rows import StatementRow
from kg.catalog.tables import Row, documents, entities, evidence, mentions
from kg.confidence import STATUSES
from kg.records import Entity, Iri, Literal, Qualifier, Span, Statement

DOCUMENT = [
    *(
        documents.c[name]
        for name in ("seq", "change", *DocumentRow.__dataclass_fields__)
        if name != "stated"
    ),
    IS_STATED.label("stated"),
]
"""The columns that `document_row` reads."""


def evidence_columns(table: sa.Table) -> list[sa.ColumnElement[Any]]:
    """Return the columns that `evidence_row` reads, from a table like `evidence` joined with documents."""
    own = (table.c[one.name] for one in evidence.c if one.name not in ("document", "workspace"))
    return [
        *own,
        table.c.document.label("seq"),
        documents.c.id.label("document"),
        documents.c.model,
        documents.c.model_version,
        documents.c.read_at,
        documents.c.read_content,
    ]


EVIDENCE = evidence_columns(evidence)

MENTION = [*mentions.c, entities.c.name, entities.c.term, entities.c.datatype]
"""The columns that `mention_row` reads, from mentions joined with entities."""


def document_row(row: Row) -> DocumentRow:
    """Make the value of a row of DOCUMENT."""
    return DocumentRow(**{name: row._mapping[name] for name in DocumentRow.__dataclass_fields__})


def evidence_row(row: Row) -> EvidenceRow:
    """Make the value of a row of EVIDENCE."""
    return EvidenceRow(
        id=row.id,
        document=row.document,
        statement_id=row.statement_id,
        statement=Statement(row.subject, row.predicate, term(row.object, row.datatype)),
        confidence=row.confidence,
        subject=Span(row.subject_start, row.subject_end),
        object=Span(row.object_start, row.object_end),
        sentence=Span(row.sentence_start, row.sentence_end),
        quote=row.quote,
        subject_label=row.subject_label,
        object_label=row.object_label,
        subject_name=row.subject_name,
        object_name=row.object_name,
        model=row.model,
        version=row.model_version,
        status=row.status,
        qualifiers=tuple(Qualifier(p, Literal(v, d)) for p, v, d in row.qualifiers),
        source=row.read_content or "",
        read_at=row.read_at or 0,
        standing=row.standing,
    )


def statement_row(row: Row) -> StatementRow:
    """Make the value of a row of statements."""
    support = {status: row._mapping[status] for status in STATUSES}
    return StatementRow(
        id=row.id,
        statement=Statement(row.subject, row.predicate, term(row.object, row.datatype)),
        subject_label=row.subject_label,
        object_label=row.object_label,
        subject_name=row.subject_name,
        object_name=row.object_name,
        status=row.status,
        confidence=row.confidence,
        support={status: sure for status, sure in support.items() if sure is not None},
        documents=row.documents,
        sources=row.sources,
        standing=row._mapping.get("standing"),
    )


def mention_row(row: Row) -> MentionRow:
    """Make the value of a row of MENTION."""
    return MentionRow(
        span=Span(row.start, row.end),
        text=row.text,
        label=row.label,
        score=row.score,
        name=row.name,
        iri=row.term if row.datatype is None else None,
    )


def entity(row: Row) -> Entity:
    """Make the value of a row of entities."""
    return Entity(term(row.term, row.datatype), row.name, row.label)


def term(value: str, datatype: str | None) -> Iri | Literal:
    """Make the node that two columns hold: a thing has no datatype."""
    return Iri(value) if datatype is None else Literal(value, datatype)
