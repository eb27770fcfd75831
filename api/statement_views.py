"""Statements and their evidence as the answers of the API. `predicates` gives labels by IRI."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from api.schemas.statements import (
    EvidenceOut,
    Predicate,
    QualifierOut,
    SeenIn,
    Sentence,
    StatementOut,
    StatementSummary,
    Suggested,
    Thing,
    Value,
)
from kg.catalog.rows import DocumentRow, EvidenceRow
from kg.catalog.stated_rows import Word
from kg.catalog.statement_rows import StatementRow
from kg.records import Iri, Literal, Qualifier
from kg.times import iso

Labels = Mapping[str, str]

_QUALIFIER = "http://www.wikidata.org/prop/qualifier/"
_TIMES = {
    _QUALIFIER + "P580": "start time",
    _QUALIFIER + "P582": "end time",
    _QUALIFIER + "P585": "point in time",
}
"""Labels of Wikidata's qualifiers of time, which stand in no ontology of relations."""


def statement_views(rows: Iterable[EvidenceRow], predicates: Labels) -> list[StatementOut]:
    """Return pieces of evidence, each with the statement that it is for."""
    return [
        StatementOut(
            **dict(evidence_view(row, predicates)),
            id=row.statement_id,
            **_parts(row, predicates),
            standing=row.standing,
        )
        for row in rows
    ]


def evidence_view(row: EvidenceRow, predicates: Labels) -> EvidenceOut:
    """Return a piece of evidence."""
    return EvidenceOut(
        evidence=row.id,
        document=row.document,
        status=row.status,
        confidence=row.confidence,
        qualifiers=[_qualifier(each, predicates) for each in row.qualifiers],
        sentence=Sentence(text=row.quote, start=row.sentence.start, end=row.sentence.end),
        subject_span=(row.subject.start, row.subject.end),
        object_span=(row.object.start, row.object.end),
        model=row.model,
        model_version=row.version,
        read_at=iso(row.read_at) if row.read_at else None,
    )


def summary_view(row: StatementRow, predicates: Labels) -> StatementSummary:
    """Return a statement as `GET /statements` lists it."""
    return StatementSummary(
        id=row.id,
        **_parts(row, predicates),
        status=row.status,
        confidence=row.confidence,
        support=dict(row.support),
        documents=row.documents,
        sources=row.sources,
        standing=row.standing,
    )


def seen_in(row: DocumentRow, stated: Suggested | None) -> SeenIn:
    """Return a document as a statement names it."""
    return SeenIn(
        id=row.id, title=row.title, uri=row.uri, text_sha256=row.read_content, stated=stated
    )


def suggested_view(word: Word) -> Suggested:
    """Return whose word a fact is, and why it had been suggested."""
    if word.reasons is None:
        return Suggested(source=None, score=None, reason=None, grounds=[], by=word.by)
    return Suggested.model_validate(asdict(word.reasons) | {"by": word.by})


def _parts(row: EvidenceRow | StatementRow, predicates: Labels) -> dict[str, Any]:
    said = row.statement
    return {
        "subject": Thing(iri=said.subject, name=row.subject_name, label=row.subject_label),
        "predicate": predicate_view(said.predicate, predicates),
        "object": _end(said.object, row.object_name, row.object_label),
    }


def predicate_view(iri: str, predicates: Labels) -> Predicate:
    """Return a relation with its label, which is the end of its IRI where the ontology has none."""
    return Predicate(iri=iri, label=predicates.get(iri) or iri.rpartition("/")[2])


def _end(term: Iri | Literal, name: str, label: str) -> Thing | Value:
    match term:
        case Iri(value):
            return Thing(iri=value, name=name, label=label)
        case Literal(value, datatype):
            return Value(value=value, datatype=datatype, name=name, label=label)


def _qualifier(qualifier: Qualifier, predicates: Labels) -> QualifierOut:
    iri = qualifier.predicate
    labelled = predicate_view(iri, predicates)
    time = _TIMES.get(iri)
    return QualifierOut(
        predicate=labelled if iri in predicates or not time else Predicate(iri=iri, label=time),
        value=qualifier.value.value,
        datatype=qualifier.value.datatype,
    )
