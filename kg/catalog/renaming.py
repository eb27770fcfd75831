"""Findings under the IRIs that stand for their things: what was minted stays beside, so that it can be undone."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from kg.catalog.identity_tables import identities
from kg.catalog.inserting import Values
from kg.catalog.keys import thing_key
from kg.catalog.refused_table import refused
from kg.catalog.tables import Row, documents, entities, evidence
from kg.iris import statement_id
from kg.records import Iri, Literal, Statement

Names = dict[tuple[int, str], str]
"""What stands for a minted IRI, given by digest, in a document, given by row."""


def rename(connection: sa.Connection, seqs: Sequence[int]) -> set[int]:
    """Put what was found in documents under the IRIs that stand for it now; returns the documents that changed.

    The evidence keeps its ids, its places and its confidence: only what it says a thing is changes.
    """
    names = _names(connection, seqs)
    concerned = {seq for seq, _ in names} | _renamed_before(connection, seqs)
    if not concerned:
        return set()
    changed = set(_rename_entities(connection, concerned, names))
    for table in (evidence, refused):
        changed |= set(_rename_evidence(connection, table, concerned, names))
    return changed


def _names(connection: sa.Connection, seqs: Sequence[int]) -> Names:
    """What is said of one document goes before what is said of all."""
    meant = (identities.c.workspace == entities.c.workspace) & (
        identities.c.thing == entities.c.origin
    )
    here = identities.c.document.in_(["", documents.c.id])
    columns = (entities.c.document, entities.c.origin, identities.c.canonical)
    joined = entities.join(documents, entities.c.document == documents.c.seq)
    chosen = sa.select(*columns).select_from(joined.join(identities, meant & here))
    chosen = chosen.where(entities.c.document.in_(seqs)).order_by(identities.c.document)
    return {(row.document, row.origin): row.canonical for row in connection.execute(chosen)}


def _renamed_before(connection: sa.Connection, seqs: Sequence[int]) -> set[int]:
    renamed = entities.c.document.in_(seqs) & entities.c.minted.is_not(None)
    chosen = sa.select(entities.c.document).where(renamed).distinct()
    return set(connection.execute(chosen).scalars())


def _rename_entities(
    connection: sa.Connection, concerned: Iterable[int], names: Names
) -> Iterable[int]:
    columns = ("document", "position", "term", "minted", "origin")
    chosen = sa.select(*(entities.c[name] for name in columns))
    chosen = chosen.where(entities.c.document.in_(concerned), entities.c.origin.is_not(None))
    rows = []
    for row in connection.execute(chosen).all():
        minted = row.minted or row.term
        term = names.get((row.document, row.origin), minted)
        if term != row.term:
            kept = minted if minted != term else None
            rows.append(_at(row) | {"term": term, "thing": thing_key(term), "minted": kept})
    _write(connection, entities, rows)
    return [row["at_document"] for row in rows]


def _rename_evidence(
    connection: sa.Connection, table: sa.Table, concerned: Iterable[int], names: Names
) -> Iterable[int]:
    columns = ("document", "position", "subject", "minted_subject", "predicate")
    ends = ("object", "minted_object", "datatype")
    chosen = sa.select(*(table.c[name] for name in (*columns, *ends)))
    rows = []
    for row in connection.execute(chosen.where(table.c.document.in_(concerned))).all():
        subject = _named(row, "subject", names)
        end = row.object if row.datatype is not None else _named(row, "object", names)
        if (subject, end) != (row.subject, row.object):
            rows.append(_at(row) | _ends(row, subject, end))
    _write(connection, table, rows)
    return [row["at_document"] for row in rows]


def _named(row: Row, end: str, names: Names) -> str:
    minted: str = row._mapping[f"minted_{end}"] or row._mapping[end]
    return names.get((row.document, thing_key(minted)), minted)


def _ends(row: Row, subject: str, end: str) -> Values:
    object = Iri(end) if row.datatype is None else Literal(end, row.datatype)
    minted = {name: row._mapping[f"minted_{name}"] or row._mapping[name] for name in _ENDS}
    return {
        "subject": subject,
        "subject_thing": thing_key(subject),
        "object": end,
        "object_thing": thing_key(end) if row.datatype is None else None,
        "statement_id": statement_id(Statement(subject, row.predicate, object)),
        "minted_subject": minted["subject"] if minted["subject"] != subject else None,
        "minted_object": minted["object"] if minted["object"] != end else None,
        "standing": None,
    }


_ENDS = ("subject", "object")


def _at(row: Row) -> Values:
    return {"at_document": row.document, "at_position": row.position}


def _write(connection: sa.Connection, table: sa.Table, rows: Sequence[Values]) -> None:
    """Update rows, which all have the same columns besides the two that say where they are."""
    if not rows:
        return
    here = (table.c.document == _given("at_document")) & (table.c.position == _given("at_position"))
    values = {name: _given(name) for name in rows[0] if not name.startswith("at_")}
    connection.execute(sa.update(table).where(here).values(values), rows)


def _given(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name)
