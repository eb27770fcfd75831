"""What the graph has still to follow. It goes by state, not by a log: projecting twice changes nothing."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.identity_tables import identities
from kg.catalog.loading import DOCUMENT, EVIDENCE, document_row, entity, evidence_row
from kg.catalog.recording import changed
from kg.catalog.refused_table import WAITING, refused
from kg.catalog.rows import EvidenceRow, Projection
from kg.catalog.tables import PENDING, documents, entities, evidence
from kg.records import Entity


class Projections:
    """Documents whose findings changed after the graph last followed them, over all workspaces."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pending(self, limit: int) -> list[Projection]:
        """Return what the graph has to say about the documents that have waited longest, `limit` at most.

        A document of which something has still to be checked waits.
        """
        unseen = sa.select(refused.c.document).where(refused.c.document == documents.c.seq, WAITING)
        oldest = sa.select(*DOCUMENT).where(PENDING, ~unseen.exists())
        oldest = oldest.order_by(documents.c.pending_since, documents.c.seq).limit(limit)
        with self._database.read() as connection:
            rows = connection.execute(oldest).all()
            if not rows:
                return []
            seqs = [row.seq for row in rows]
            named = _entities(connection, seqs)
            merged = _merged(connection, seqs)
            found = _evidence(connection, seqs)
        return [
            Projection(
                document=document_row(row),
                gone=row.model is None,
                change=row.change,
                seq=row.seq,
                entities=tuple(named[row.seq]),
                evidence=tuple(found[row.seq]),
                merged=tuple(merged[row.seq]),
            )
            for row in rows
        ]

    def settle(self, projections: Sequence[Projection]) -> None:
        """Note that the graph has followed. What has changed since `pending` stays pending.

        An extracted document is done; a deleted one is forgotten altogether.
        """
        now = self._database.clock()
        with self._database.write() as connection:
            followed = _unchanged(connection, projections)
            going = [seq for seq, status in followed.items() if status == "deleting"]
            extracted = [seq for seq, status in followed.items() if status == "extracted"]
            _update(connection, list(followed), {"pending_since": None})
            _update(connection, extracted, {"status": "done", "updated_at": now})
            connection.execute(sa.delete(documents).where(documents.c.seq.in_(going)))

    def reset(self) -> int:
        """Make everything pending, to fill an empty graph; returns how many documents have findings."""
        values = changed(self._database.clock())
        values["status"] = sa.case(
            (documents.c.status == "done", "extracted"), else_=documents.c.status
        )
        update = sa.update(documents).where(documents.c.model.is_not(None)).values(values)
        with self._database.write() as connection:
            return connection.execute(update).rowcount


def _unchanged(connection: sa.Connection, projections: Sequence[Projection]) -> dict[int, str]:
    """Lock the documents that are as they were projected, and return their status by `seq`."""
    changes = {projection.seq: projection.change for projection in projections}
    columns = documents.c
    rows = connection.execute(
        sa.select(columns.seq, columns.status, columns.change)
        .where(columns.seq.in_(changes))
        .order_by(columns.seq)
        .with_for_update()
    )
    return {row.seq: row.status for row in rows if changes[row.seq] == row.change}


def _update(connection: sa.Connection, seqs: Sequence[int], values: dict[str, Any]) -> None:
    if seqs:
        connection.execute(sa.update(documents).where(documents.c.seq.in_(seqs)).values(values))


def _entities(connection: sa.Connection, seqs: Sequence[int]) -> dict[int, list[Entity]]:
    chosen = sa.select(entities).where(entities.c.document.in_(seqs))
    found: dict[int, list[Entity]] = defaultdict(list)
    for row in connection.execute(chosen.order_by(entities.c.document, entities.c.position)):
        found[row.document].append(entity(row))
    return found


def _merged(connection: sa.Connection, seqs: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """What a minted IRI means in some documents only is not the same as the IRI: it may mean several things."""
    everywhere = (
        (identities.c.workspace == entities.c.workspace)
        & (identities.c.thing == entities.c.origin)
        & (identities.c.document == "")
        & (identities.c.canonical_thing == entities.c.thing)
    )
    columns = (entities.c.document, entities.c.term, entities.c.minted)
    chosen = sa.select(*columns).select_from(entities.join(identities, everywhere))
    chosen = chosen.where(entities.c.document.in_(seqs), entities.c.minted.is_not(None))
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute(chosen.distinct()):
        found[row.document].append((row.term, row.minted))
    return found


def _evidence(connection: sa.Connection, seqs: Sequence[int]) -> dict[int, list[EvidenceRow]]:
    chosen = sa.select(*EVIDENCE).select_from(evidence.join(documents))
    chosen = chosen.where(evidence.c.document.in_(seqs))
    found: dict[int, list[EvidenceRow]] = defaultdict(list)
    for row in connection.execute(chosen.order_by(evidence.c.document, evidence.c.position)):
        found[row.seq].append(evidence_row(row))
    return found
