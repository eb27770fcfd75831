"""The queue: which documents wait for a worker, and which worker holds which.

A claim is a lease. Whatever a worker does with a document is fenced: it counts only while the row
still names this owner, attempt and revision, so a worker that fell silent cannot undo another's work.
"""

import logging
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from kg import observing
from kg.catalog.claiming import AHEAD_MS, TakenBack, hold, reap, silent, take, waiting
from kg.catalog.database import Database
from kg.catalog.recording import Found, changed, record
from kg.catalog.rows import Claim
from kg.catalog.tables import QUEUED, RUNNING, documents
from kg.iris import content_hash
from kg.records import Extraction

log = logging.getLogger(__name__)

_FREE = {"owner": None, "lease_until": None}


class Queue:
    """Documents that wait, over all workspaces."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(
        self, *, owner: str, characters: int, limit: int, lease_s: float, max_attempts: int = 3
    ) -> list[Claim]:
        """Take documents off the head of the queue: highest priority first, then the oldest.

        A document whose worker died is taken alone, so that it takes nobody with it if it was the
        cause; after `max_attempts` deaths it fails instead.

        Args:
            characters: Length of text to take; the first document is taken whatever its length.
            limit: Documents to take at most.
            lease_s: Seconds until others may take them, unless renewed; 20 minutes at most.
        """
        now = self._database.clock()
        with self._database.write() as connection:
            taken_back = reap(connection, max_attempts, now)
            until = now + _lasting(lease_s)
            claims = take(connection, owner, until, characters=characters, limit=limit, now=now)
        _tell(taken_back)  # once it is so: a transaction may be broken off
        return claims

    def renew(self, owner: str, claims: Sequence[Claim], lease_s: float) -> list[Claim]:
        """Prolong leases, and return the claims that still hold: others were cancelled, replaced or taken."""
        until = self._database.clock() + _lasting(lease_s)
        with self._database.write() as connection:
            held = hold(connection, owner, claims)
            _update(connection, held, {"lease_until": until})
        return list(held.values())

    def finish(self, owner: str, done: Sequence[tuple[Claim, Extraction]]) -> int:
        """Keep what was found, and mark the documents extracted, in one transaction.

        Returns:
            How many claims still held; what was found under the others is dropped.
        """
        now = self._database.clock()
        extractions = {claim.seq: extraction for claim, extraction in done}
        with self._database.write() as connection:
            held = hold(connection, owner, [claim for claim, _ in done])
            read = [Found(seq, claim.document, extractions[seq]) for seq, claim in held.items()]
            _mark_extracted(connection, read, now)
            record(connection, read)
        return len(read)

    def fail(self, owner: str, claim: Claim, error: str, *, retry_in_s: float | None) -> None:
        """Note that reading failed: for good, or to be tried again in some seconds."""
        now = self._database.clock()
        values = _FREE | {"status": "failed", "error": error, "updated_at": now}
        if retry_in_s is not None:
            values |= {"status": "queued", "run_at": now + round(retry_in_s * 1000)}
        with self._database.write() as connection:
            _update(connection, hold(connection, owner, [claim]), values)

    def release(self, owner: str, claims: Sequence[Claim]) -> int:
        """Hand documents back as if they had never been claimed; returns how many were still held."""
        values = _FREE | {"status": "queued", "attempt": documents.c.attempt - 1}
        with self._database.write() as connection:
            held = hold(connection, owner, claims)
            _update(connection, held, values)
            return len(held)

    def age_s(self) -> float:
        """Return for how many seconds the document that is due longest could have been read; 0 if none waits."""
        with self._database.read() as connection:
            due = sa.select(sa.func.min(documents.c.run_at)).where(QUEUED)
            first = connection.execute(due).scalar()
        return 0.0 if first is None else max(0, self._database.clock() - first) / 1000

    def abandon(self, owner: str) -> int:
        """Let all leases of a worker that is known to be dead run out now; returns how many there were."""
        held = RUNNING & (documents.c.lease_until > 0) & (documents.c.owner == owner)
        with self._database.write() as connection:
            update = sa.update(documents).where(held).values(lease_until=0)
            return connection.execute(update).rowcount

    def due(self) -> bool:
        """Return whether a claim would find anything: a document to read now, or one whose lease ran out."""
        now = self._database.clock()
        columns = documents.c
        # In the order of an index: PostgreSQL would look for just any through all that is done.
        place = (columns.priority.desc(), columns.run_at, columns.seq)
        to_read = sa.select(columns.seq).where(waiting(now)).order_by(*place).limit(1)
        to_take_back = (
            sa.select(columns.seq).where(silent(now)).order_by(columns.lease_until).limit(1)
        )
        found = sa.select(
            sa.func.coalesce(to_read.scalar_subquery(), to_take_back.scalar_subquery())
        )
        with self._database.read() as connection:
            return connection.execute(found).scalar() is not None


def _tell(taken_back: Sequence[TakenBack]) -> None:
    """Log and count what dead workers left: they cannot any more."""
    for one in taken_back:
        about = observing.named([one.id], [one.job or ""])
        then = "it is in quarantine, as failed" if one.quarantined else "it is read again"
        log.warning(
            "document %s: worker %s died or fell silent with it, death %d of its readers; %s",
            *(one.id, one.owner, one.deaths, then),
            extra=about,
        )
        observing.count("failures", 1, "WorkerDied")
        if one.quarantined:
            observing.count("documents", 1, "failed")


def _lasting(lease_s: float) -> int:
    """Return how long a lease lasts, in milliseconds: renewals come often, so it need not be long."""
    return min(round(lease_s * 1000), AHEAD_MS * 2 // 3)


def _update(connection: sa.Connection, held: dict[int, Claim], values: dict[str, Any]) -> None:
    if held:
        chosen = documents.c.seq.in_(held)
        connection.execute(sa.update(documents).where(chosen).values(values))


def _mark_extracted(connection: sa.Connection, read: Sequence[Found], now: int) -> None:
    update = sa.update(documents).where(documents.c.seq == sa.bindparam("held"))
    values = _FREE | changed(now) | {"status": "extracted", "error": None, "updated_at": now}
    rows = [
        {
            "held": found.seq,
            "read_at": now,
            "characters_read": found.extraction.characters_read,
            "model": found.extraction.model.name,
            "model_version": found.extraction.model.version,
            "read_content": content_hash(found.document.text),
        }
        for found in read
    ]
    if rows:
        connection.execute(update.values(values), rows)
