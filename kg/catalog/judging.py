"""What decisions do to findings: what was rejected goes, what was corrected is put right, at every reading anew."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from kg.catalog.guarding import guarded
from kg.catalog.inserting import Values, insert_rows
from kg.catalog.judgement_rows import Made, Right, right_of
from kg.catalog.judgement_table import judgements
from kg.catalog.keys import thing_key
from kg.catalog.loading import term
from kg.catalog.marking import CERTAIN, mark
from kg.catalog.refused_table import refused
from kg.catalog.tables import Row, documents, entities, evidence, mentions, texts
from kg.iris import evidence_id, statement_id
from kg.records import Iri, Literal, Span, Statement

_End = tuple[str, str | None, str, str]
"""The minted term of a mention's entity, its datatype, its name and its type."""


def apply_judgements(connection: sa.Connection, seqs: Sequence[int]) -> None:
    """Have the evidence of documents follow what was decided about it.

    It must stand as it was read: `rename` and `revise` come after. Decisions about a text that has been
    replaced since go.
    """
    outdated = sa.select(documents.c.seq).where(
        documents.c.seq == judgements.c.document,
        documents.c.read_content != judgements.c.content,
    )
    mine = judgements.c.document.in_(seqs)
    connection.execute(sa.delete(judgements).where(mine, outdated.exists()))
    chosen = sa.select(judgements, documents.c.id.label("document_id"), documents.c.workspace)
    joined = chosen.select_from(judgements.join(documents)).where(mine)
    for row in connection.execute(joined.where(judgements.c.verdict != "accept")).all():
        _apply(connection, row)


def _apply(connection: sa.Connection, row: Row) -> None:
    here = (evidence.c.document == row.document) & (evidence.c.id == row.id)
    wrong = connection.execute(sa.select(evidence).where(here)).one_or_none()
    connection.execute(sa.delete(evidence).where(here))
    right = right_of(row.right)
    if right is None:
        return
    if right.made:
        text = sa.select(texts.c.text).where(texts.c.document == row.document)
        mark(connection, row.document, right.made, connection.execute(text).scalar_one())
    pattern: Mapping[str, Any] = {**wrong._mapping} if wrong is not None else _bare(row)
    values = corrected(connection, row.document, row.document_id, right, pattern)
    if values is not None:
        waits = guarded(connection, [row.document])  # for the gate, as anything else does
        insert_rows(connection, refused if waits else evidence, [values])


def corrected(
    connection: sa.Connection, seq: int, document: str, right: Right, pattern: Mapping[str, Any]
) -> Values | None:
    """Return the evidence for what is right; None if its ends name nothing, or it is there already.

    Args:
        pattern: Columns of the evidence that it takes the place of.
    """
    made = {one.span: one for one in right.made}
    subject, end = (
        _end(connection, seq, span, made.get(span)) for span in (right.subject, right.object)
    )
    if subject is None or end is None or subject[1] is not None:
        return None
    statement = Statement(subject[0], right.predicate, term(end[0], end[1]))
    fact = statement_id(statement)
    id = evidence_id(document, fact, right.subject, right.object)
    last = -1
    for table in (evidence, refused):
        mine = table.c.document == seq
        if connection.execute(sa.select(table.c.id).where(mine, table.c.id == id)).first():
            return None
        place = connection.execute(sa.select(sa.func.max(table.c.position)).where(mine)).scalar()
        last = last if place is None else max(last, place)
    thing = thing_key(end[0]) if isinstance(statement.object, Iri) else None
    return dict(pattern) | {
        "document": seq,
        "position": last + 1,
        "id": id,
        "statement_id": fact,
        "subject": subject[0],
        "subject_thing": thing_key(subject[0]),
        "predicate": right.predicate,
        "object": end[0],
        "datatype": end[1],
        "object_thing": thing,
        "confidence": CERTAIN,
        "subject_start": right.subject.start,
        "subject_end": right.subject.end,
        "object_start": right.object.start,
        "object_end": right.object.end,
        "subject_name": subject[2],
        "subject_label": subject[3],
        "object_name": end[2],
        "object_label": end[3],
        "minted_subject": None,
        "minted_object": None,
        "standing": None,
        **_quoted(right),
    }


def _quoted(right: Right) -> Values:
    if right.sentence is None:
        return {}
    start, end = right.sentence.start, right.sentence.end
    return {"sentence_start": start, "sentence_end": end, "quote": right.quote}


def _bare(row: Row) -> Values:
    """What is known of a place that the model no longer finds by itself."""
    return {
        "workspace": row.workspace,
        "sentence_start": row.sentence_start,
        "sentence_end": row.sentence_end,
        "quote": row.quote,
        "status": row.status,
        "qualifiers": [],
    }


def _end(connection: sa.Connection, seq: int, span: Span, made: Made | None) -> _End | None:
    named = (entities.c.document == mentions.c.document) & (
        entities.c.position == mentions.c.entity
    )
    here = (mentions.c.document == seq) & (mentions.c.start == span.start)
    columns = (entities.c.term, entities.c.minted, entities.c.datatype, entities.c.name)
    chosen = sa.select(*columns, entities.c.label).select_from(mentions.join(entities, named))
    found = connection.execute(chosen.where(here, mentions.c.end == span.end)).first()
    if found is None:
        return _end_of(made) if made else None
    return found.minted or found.term, found.datatype, found.name, found.label


def _end_of(made: Made) -> _End:
    datatype = made.term.datatype if isinstance(made.term, Literal) else None
    return made.term.value, datatype, made.name, made.label
