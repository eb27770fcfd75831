"""From an Extraction to SQL rows, and out again when its document is read anew or deleted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kg.catalog.found import evidence_rows
from kg.catalog.guarding import Watch, hold
from kg.catalog.inserting import Values, insert_rows
from kg.catalog.judgement_table import judgements
from kg.catalog.judging import apply_judgements
from kg.catalog.keys import name_key, thing_key
from kg.catalog.refused_table import refused
from kg.catalog.renaming import rename
from kg.catalog.revision import revise, spoken_of
from kg.catalog.stated_table import stated
from kg.catalog.tables import documents, entities, evidence, mentions, texts
from kg.catalog.verdicts import verdicts
from kg.records import Document, Extraction, Iri, Literal


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
    """Write what was found in documents, in place of what had been found before.

    The rows of the documents must say already which text was read: its evidence is weighed here.
    """
    seqs = [found.seq for found in read]
    before = spoken_of(connection, seqs)
    watch = Watch(connection, seqs)
    _erase(connection, seqs)
    for table, rows in ((entities, _entities), (mentions, _mentions), (evidence, _evidence)):
        values = [
            {"document": found.seq, "position": position} | row
            for found in read
            for position, row in enumerate(rows(found.document, found.extraction))
        ]
        insert_rows(connection, table, values)
    apply_judgements(connection, seqs)
    rename(connection, seqs)
    hold(connection, seqs)
    watch.note()
    revise(connection, before | spoken_of(connection, seqs))


def _erase(connection: sa.Connection, seqs: Sequence[int]) -> None:
    """Remove everything that was found in documents."""
    for table in (mentions, entities, evidence, refused):
        connection.execute(sa.delete(table).where(table.c.document.in_(seqs)))


def forget(connection: sa.Connection, seq: int, now: int) -> None:
    """Remove a document's text and findings; what is left tells the projector to retract it."""
    before = spoken_of(connection, [seq])
    watch = Watch(connection, [seq])
    _erase(connection, [seq])
    watch.note()
    _take_back(connection, seq)
    for table in (texts, judgements, stated):
        connection.execute(sa.delete(table).where(table.c.document == seq))
    values = changed(now) | {
        "status": "deleting",
        "owner": None,
        "lease_until": None,
        "model": None,
        "model_version": None,
        "read_at": None,
        "read_content": None,
        "updated_at": now,
    }
    connection.execute(sa.update(documents).where(documents.c.seq == seq).values(values))
    revise(connection, before)


def _take_back(connection: sa.Connection, seq: int) -> None:
    """What somebody stated in a document, and is gone, may be suggested again."""
    columns = (documents.c.workspace, stated.c.suggestion)
    chosen = sa.select(*columns).select_from(stated.join(documents)).where(documents.c.seq == seq)
    for row in connection.execute(chosen).all():
        here = (verdicts.c.workspace == row.workspace) & (verdicts.c.id == row.suggestion)
        connection.execute(sa.delete(verdicts).where(here, verdicts.c.kind == "suggestion"))


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
    for row in evidence_rows(document, extraction):
        value, datatype, thing = _columns(row.statement.object)
        yield {
            "workspace": document.workspace,
            "id": row.id,
            "statement_id": row.statement_id,
            "subject": row.statement.subject,
            "subject_thing": thing_key(row.statement.subject),
            "predicate": row.statement.predicate,
            "object": value,
            "datatype": datatype,
            "object_thing": thing,
            "confidence": row.confidence,
            "subject_start": row.subject.start,
            "subject_end": row.subject.end,
            "object_start": row.object.start,
            "object_end": row.object.end,
            "sentence_start": row.sentence.start,
            "sentence_end": row.sentence.end,
            "quote": row.quote,
            "subject_name": row.subject_name,
            "subject_label": row.subject_label,
            "object_name": row.object_name,
            "object_label": row.object_label,
            "status": row.status,
            "qualifiers": [
                [each.predicate, each.value.value, each.value.datatype] for each in row.qualifiers
            ],
        }
