"""Keeps the table of statements up with the evidence: what changed is weighed anew, in the same transaction."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from kg.catalog.inserting import Values, insert_rows
from kg.catalog.keys import thing_key
from kg.catalog.statement_table import statements
from kg.catalog.tables import Row, documents, evidence
from kg.confidence import STATUSES, Piece, believe

Named = tuple[str, str]
"""A workspace and the id of a statement in it."""

_BATCH = 500
_LOCK = 0x6B67_7374_6174  # "kgstat": the number of our advisory lock
_ENDS = ("subject_label", "object_label", "subject_name", "object_name")


def spoken_of(connection: sa.Connection, seqs: Sequence[int]) -> set[Named]:
    """Return the statements that documents speak of."""
    said = sa.select(evidence.c.workspace, evidence.c.statement_id)
    rows = connection.execute(said.where(evidence.c.document.in_(seqs)).distinct())
    return {(row.workspace, row.statement_id) for row in rows}


def revise(connection: sa.Connection, named: Iterable[Named]) -> None:
    """Weigh all evidence for some statements again; a statement without evidence goes.

    The last thing a transaction does: from here to its end no other one revises, for each of two
    that add evidence to one statement would leave out what the other has not committed yet.
    """
    waiting = sorted(named)
    if waiting and connection.dialect.name == "postgresql":  # in SQLite, whoever writes is alone
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    for workspace, group in groupby(waiting, key=lambda each: each[0]):
        ids = [id for _, id in group]
        for start in range(0, len(ids), _BATCH):
            _revise(connection, workspace, ids[start : start + _BATCH])


def _revise(connection: sa.Connection, workspace: str, ids: Sequence[str]) -> None:
    here = (statements.c.workspace == workspace) & statements.c.id.in_(ids)
    connection.execute(sa.delete(statements).where(here))
    rows = connection.execute(_evidence(workspace, ids)).all()
    grouped = groupby(rows, key=lambda row: row.statement_id)
    insert_rows(
        connection, statements, [_weighed(workspace, id, list(found)) for id, found in grouped]
    )


def _evidence(workspace: str, ids: Sequence[str]) -> sa.Select[Any]:
    names = ("statement_id", "subject", "predicate", "object", "datatype", *_ENDS)
    columns = [evidence.c[name] for name in (*names, "status", "confidence", "position")]
    chosen = sa.select(*columns, documents.c.id.label("document"), documents.c.read_content)
    return (
        chosen.select_from(evidence.join(documents))
        .where(evidence.c.workspace == workspace, evidence.c.statement_id.in_(ids))
        .order_by(evidence.c.statement_id)
    )


def _weighed(workspace: str, id: str, rows: Sequence[Row]) -> Values:
    belief = believe(
        Piece(row.read_content or row.document, row.status, row.confidence) for row in rows
    )
    behind = [row for row in rows if row.status == belief.status]
    surest = min(behind, key=lambda row: (-row.confidence, row.document, row.position))
    said = {name: surest._mapping[name] for name in ("subject", "predicate", "object")}
    return {
        "workspace": workspace,
        "id": id,
        **said,
        "datatype": surest.datatype,
        **{f"{name}_key": thing_key(value) for name, value in said.items()},
        **{name: surest._mapping[name] for name in _ENDS},
        "status": belief.status,
        "confidence": belief.confidence,
        **{each: belief.support.get(each) for each in STATUSES},
        "documents": len({row.document for row in behind}),
        "sources": belief.sources,
    }
