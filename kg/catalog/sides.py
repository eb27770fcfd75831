"""What the documents say of one side of a doubt, so that somebody can decide it."""

from dataclasses import dataclass

import sqlalchemy as sa

from kg.catalog.identity_tables import base_entities, bases
from kg.catalog.keys import thing_key
from kg.catalog.loading import EVIDENCE, evidence_row
from kg.catalog.rows import EvidenceRow
from kg.catalog.tables import documents, entities, evidence
from kg.identity.records import Ref

_DOCUMENTS = 5
_PIECES = 10


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that may be one; a knowledge base's has no documents.

    Attributes:
        iri: What stands for it at the moment.
        names: What it is called, in some of its documents.
        documents: Ids of some of the documents that name it.
        evidence: Some of what they say of it.
    """

    ref: Ref
    iri: str
    label: str
    names: tuple[str, ...]
    documents: tuple[str, ...]
    evidence: tuple[EvidenceRow, ...]


def side(connection: sa.Connection, ref: Ref, workspace: str) -> Side:
    """Return what is known of a thing: what a base calls it if no document names it, or else only its IRI."""
    joined = entities.join(documents, entities.c.document == documents.c.seq)
    columns = ("document", "term", "thing", "name", "label")
    chosen = sa.select(*(entities.c[name] for name in columns), documents.c.id)
    mine = (entities.c.workspace == workspace) & (entities.c.origin == thing_key(ref.iri))
    chosen = chosen.select_from(joined).where(mine).order_by(entities.c.document)
    if ref.document:
        chosen = chosen.where(documents.c.id == ref.document)
    rows = connection.execute(chosen.limit(_DOCUMENTS)).all()
    if not rows:
        return _known(connection, ref, workspace)
    return Side(
        ref,
        iri=rows[0].term,
        label=rows[0].label,
        names=tuple(dict.fromkeys(row.name for row in rows)),
        documents=tuple(dict.fromkeys(row.id for row in rows)),
        evidence=_said(connection, [row.document for row in rows], rows[0].thing),
    )


def _known(connection: sa.Connection, ref: Ref, workspace: str) -> Side:
    columns = (base_entities.c.names, base_entities.c.labels)
    chosen = sa.select(*columns).join(bases, bases.c.seq == base_entities.c.base)
    here = (bases.c.workspace == workspace) & (bases.c.status == "ready")
    found = chosen.where(here, base_entities.c.thing == thing_key(ref.iri)).limit(1)
    row = connection.execute(found).one_or_none()
    if row is None:
        return Side(ref, ref.iri, "", (), (), ())
    return Side(ref, ref.iri, " ".join(row.labels), tuple(row.names), (), ())


def _said(connection: sa.Connection, seqs: list[int], thing: str) -> tuple[EvidenceRow, ...]:
    about = (evidence.c.subject_thing == thing) | (evidence.c.object_thing == thing)
    chosen = sa.select(*EVIDENCE).select_from(evidence.join(documents))
    chosen = chosen.where(evidence.c.document.in_(seqs), about)
    ordered = chosen.order_by(evidence.c.document, evidence.c.position).limit(_PIECES)
    return tuple(evidence_row(row) for row in connection.execute(ordered))
