"""From an Extraction to SQL rows, and out again when its document is read anew or deleted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kg.catalog.inserting import Values, insert_rows
from kg.catalog.keys import name_key, thing_key
from kg.catalog.renaming import rename
from kg.catalog.tables import documents, entities, evidence, mentions, texts
from kg.iris import evidence_id, statement_id
from kg.records import Document, Entity, Evidence, Extraction, Iri, Literal, Span


def changed(now: int) -> Values:
    """Return the values that make the graph follow a document."""
    since = sa.func.coalesce(documents.c.pending_since, now)
    return {"change": documents.c.change + 1, "pending_since": since}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in the document in row `seq`."""

    seq: int
    document: Document
    extraction: Extraction


def record(connection: sa.Connection, read: Sequence[Found]) -> None:
    """Write what was found in documents, in place of what had been found before."""
    erase(connection, [found.seq for found in read])
    for table, rows in ((entities, _entities), (mentions, _mentions), (evidence, _evidence)):
        values = [
            {"document": found.seq, "position": position} | row
            for found in read
            for position, row in enumerate(rows(found.document, found.extraction))
        ]
        insert_rows(connection, table, values)
    rename(connection, [found.seq for found in read])


def erase(connection: sa.Connection, seqs: Sequence[int]) -> None:
    """Remove everything that was found in documents."""
    for table in (mentions, entities, evidence):
        connection.execute(sa.delete(table).where(table.c.document.in_(seqs)))


def forget(connection: sa.Connection, seq: int, now: int) -> None:
    """Remove a document's text and findings; what is left tells the projector to retract it."""
    erase(connection, [seq])
    connection.execute(sa.delete(texts).where(texts.c.document == seq))
    values = changed(now) | {
        "status": "deleting",
        "owner": None,
        "lease_until": None,
        "model": None,
        "model_version": None,
        "updated_at": now,
    }
    connection.execute(sa.update(documents).where(documents.c.seq == seq).values(values))


def _columns(term: Iri | Literal) -> tuple[str, str | None, str | None]:
    """Return a term as the columns value, datatype and thing."""
    match term:
        case Iri(value):
            return value, None, thing_key(value)
        case Literal(value, datatype):
            return value, datatype, None


def _entities(document: Document, extraction: Extraction) -> Iterator[Values]:
    spoken = Counter(mention.entity for mention in extraction.mentions)
    for index, entity in enumerate(extraction.entities):
        value, datatype, thing = _columns(entity.term)
        yield {
            "workspace": document.workspace,
            "term": value,
            "datatype": datatype,
            "thing": thing,
            "origin": thing,
            "name": entity.name,
            "name_key": name_key(entity.name),
            "label": entity.label,
            "mentions": spoken[index],
        }


def _mentions(document: Document, extraction: Extraction) -> Iterator[Values]:
    for mention in extraction.mentions:
        yield {
            "start": mention.span.start,
            "end": mention.span.end,
            "text": mention.span.of(document.text),
            "label": mention.label,
            "score": mention.score,
            "entity": mention.entity,
        }


def _evidence(document: Document, extraction: Extraction) -> Iterator[Values]:
    called = {entity.term: entity for entity in extraction.entities}
    kept: dict[str, Values] = {}
    for found in sorted(extraction.evidence, key=_in_order_of_reading):
        row = _evidence_row(document, found, called)
        # Two windows may find the same place twice; the surer one counts.
        if row["id"] not in kept or kept[row["id"]]["confidence"] < row["confidence"]:
            kept[row["id"]] = row
    yield from kept.values()


def _in_order_of_reading(found: Evidence) -> tuple[Span, Span, Span]:
    return found.sentence, found.subject, found.object


def _evidence_row(
    document: Document, found: Evidence, called: dict[Iri | Literal, Entity]
) -> Values:
    statement = found.statement
    fact = statement_id(statement)
    value, datatype, thing = _columns(statement.object)
    subject = _end(document, called, Iri(statement.subject), found.subject)
    object = _end(document, called, statement.object, found.object)
    return {
        "workspace": document.workspace,
        "id": evidence_id(document.id, fact, found.subject, found.object),
        "statement_id": fact,
        "subject": statement.subject,
        "subject_thing": thing_key(statement.subject),
        "predicate": statement.predicate,
        "object": value,
        "datatype": datatype,
        "object_thing": thing,
        "confidence": found.confidence,
        "subject_start": found.subject.start,
        "subject_end": found.subject.end,
        "object_start": found.object.start,
        "object_end": found.object.end,
        "sentence_start": found.sentence.start,
        "sentence_end": found.sentence.end,
        "quote": found.sentence.of(document.text),
        "subject_name": subject.name,
        "subject_label": subject.label,
        "object_name": object.name,
        "object_label": object.label,
    }


def _end(
    document: Document, called: dict[Iri | Literal, Entity], term: Iri | Literal, span: Span
) -> Entity:
    """Return what the document calls one end of a statement; the words themselves if it has no entity."""
    return called.get(term) or Entity(term, span.of(document.text), "")
