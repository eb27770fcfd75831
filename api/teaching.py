"""Relations from examples, for HTTP: checked, kept, tried on what was read."""

import json
from collections.abc import Sequence

from api.schemas.relations import (
    Foreseen,
    MarkedIn,
    MarkedOut,
    Preview,
    RelationIn,
    RelationOut,
    RelationSummary,
)
from api.service import Service
from api.statement_views import statement_views
from kg.catalog.found import evidence_rows
from kg.catalog.pages import read_cursor, write_cursor
from kg.errors import Conflict, InputError
from kg.extraction.sought import sought_from
from kg.extraction.taught import marked_sentences, with_taught
from kg.iris import normal_name
from kg.ontology.nouns import NOUNS
from kg.ontology.records import Property
from kg.ontology.taught import MarkedSentence, TaughtRelation, relation_id
from kg.ontology.types import types_of_name
from kg.times import iso

PATIENCE_S = 30.0
"""Seconds that a preview waits for the extractor while it reads documents."""


def relation_from(service: Service, body: RelationIn) -> TaughtRelation:
    """Return the relation that somebody wants taught, not kept yet.

    Raises:
        InputError: It has no name, an unknown type, or an example in which its ends do not stand.
        Conflict: The ontology has a property of this name.
    """
    name = " ".join(body.name.split())
    id = relation_id(name)
    if not id:
        raise InputError(f"{body.name!r} is no name: a relation needs one of letters or digits.")
    for one in service.looked_for.own:
        if normal_name(one.label) == normal_name(name):
            raise Conflict(
                f"The ontology has {name!r} already, as {one.iri}: documents are read for it. Give "
                "the new relation another name, or more examples of that one by KG_TEACHING."
            )
    iri = service.minter.relation(id)
    domain, range_ = _types(body.domain, "domain"), _types(body.range, "range")
    property = Property(iri, name, (body.description or "").strip(), domain, range_)
    examples = examples_of(property, body.examples)
    return TaughtRelation(id, iri, name, property.description, domain, range_, examples)


def examples_of(property: Property, given: Sequence[MarkedIn]) -> tuple[MarkedSentence, ...]:
    """Return examples with their ends found. Raises InputError: some cannot be; it says which."""
    lines = [one.model_dump(exclude_none=True) | {"relation": property.iri} for one in given]
    return marked_sentences("\n".join(map(json.dumps, lines)).encode(), property)


def _types(names: Sequence[str], what: str) -> tuple[str, ...]:
    found: set[str] = set()
    for name in names:
        types = types_of_name(name)
        if not types:
            kinds = ", ".join(sorted(NOUNS))
            raise InputError(
                f"{name!r} in the {what} is no kind of thing that is known here. Say one of {kinds}, "
                "a plain noun for a kind of one, or nothing."
            )
        found |= types
    return tuple(sorted(found))


def summary(service: Service, relation: TaughtRelation) -> RelationSummary:
    """Show a relation without its examples."""
    return RelationSummary(
        id=relation.id,
        iri=relation.iri,
        name=relation.name,
        description=relation.description,
        domain=list(relation.domain),
        range=list(relation.range),
        facts=service.catalog.taught.facts(relation.iri),
        taught_at=iso(relation.taught_at),
        changed_at=iso(relation.changed_at),
    )


def view(service: Service, relation: TaughtRelation) -> RelationOut:
    """Show a relation with its examples."""
    return RelationOut(
        **dict(summary(service, relation)),
        examples=[_marked(one) for one in relation.examples],
        read_before=service.catalog.taught.unread(relation),
    )


def preview(service: Service, relation: TaughtRelation, after: str | None, limit: int) -> Preview:
    """Read documents for a relation, kept or not, beside everything else that is looked for.

    Args:
        limit: Documents in this page; `max_extract_characters` bounds their text, too.

    Raises:
        InputError: The cursor is not from here, or the extractor knows only its own relations.
        TransientError: The extractor is busy.
        ModelError: The model fails.
    """
    start = int(read_cursor(after, int)[0]) if after is not None else 0
    characters = service.settings.max_extract_characters
    read = service.catalog.taught.read_before(start, limit, characters)
    if not read:
        return Preview(statements=[], documents=0, characters=0, cut_short=[], next=None)
    own = sought_from(service.settings.ontology, service.settings.teaching)
    others = [one for one in service.catalog.taught.all() if one.id != relation.id]
    sought = with_taught(own, [*others, relation])
    documents = [document for _, document, _ in read]
    found = service.extractor.extract(documents, patience_s=PATIENCE_S, sought=sought)
    rows = [
        row
        for document, extraction in zip(documents, found, strict=True)
        for row in evidence_rows(document, extraction)
        if row.statement.predicate == relation.iri
    ]
    stored = service.catalog.taught.stored([row.id for row in rows])
    views = statement_views(rows, {relation.iri: relation.name} | service.predicates)
    last = read[-1][0]
    return Preview(
        statements=[Foreseen(**dict(one), stored=one.evidence in stored) for one in views],
        documents=len(documents),
        characters=sum(len(one.text) for one in documents),
        cut_short=[one.id for _, one, whole in read if len(one.text) < whole],
        next=write_cursor((last,)) if service.catalog.taught.read_before(last, 1, 1) else None,
    )


def _marked(one: MarkedSentence) -> MarkedOut:
    return MarkedOut(
        text=one.text,
        subject=one.subject.of(one.text),
        object=one.object.of(one.text),
        subject_span=(one.subject.start, one.subject.end),
        object_span=(one.object.start, one.object.end),
    )
