"""A taught relation as a row, and back."""

from typing import Any

from kg.catalog.tables import Row
from kg.ontology.taught import MarkedSentence, TaughtRelation
from kg.records import Span


def values_of(relation: TaughtRelation) -> dict[str, Any]:
    """Return what a relation's columns hold, but for the workspace."""
    return {
        "id": relation.id,
        "iri": relation.iri,
        "name": relation.name,
        "description": relation.description,
        "domain": list(relation.domain),
        "range": list(relation.range),
        "examples": [
            [one.text, [one.subject.start, one.subject.end], [one.object.start, one.object.end]]
            for one in relation.examples
        ],
        "taught_at": relation.taught_at,
        "changed_at": relation.changed_at,
    }


def relation_of(row: Row) -> TaughtRelation:
    """Return the relation that a row keeps."""
    return TaughtRelation(
        id=row.id,
        iri=row.iri,
        name=row.name,
        description=row.description,
        domain=tuple(row.domain),
        range=tuple(row.range),
        examples=tuple(
            MarkedSentence(text, Span(*subject), Span(*object_))
            for text, subject, object_ in row.examples
        ),
        taught_at=row.taught_at,
        changed_at=row.changed_at,
    )
