"""The statements behind the queue, to be run inside one transaction.

A worker that dies takes a whole batch with it, and nobody knows which document did it. So each of them is
a suspect from then on: it is read alone, and only `max_attempts` deaths put it in quarantine.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kg.catalog.backing_off import delay
from kg.catalog.inserting import Values
from kg.catalog.rows import Claim
from kg.catalog.sharing import fair, share
from kg.catalog.tables import QUEUED, RUNNING, Row, documents, texts
from kg.records import Document

_DIED = (
    "In {deaths} of {attempts} attempts the worker died, or fell silent, while it read this document. "
    "It is left alone now, so that it kills no more. Look into the worker's log; if its memory ran out, "
    "split the document. Then retry it."
)

AHEAD_MS = 30 * 60 * 1000
"""No lease lasts longer, and nothing waits longer to be tried again. What says it does was written by a
clock that has been set back since, and counts as due."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A document whose worker died, or fell silent, while it held it.

    Attributes:
        owner: The worker.
        deaths: How many workers that were now.
        quarantined: Whether it is left alone from now on, as failed.
    """

    id: str
    job: str | None
    owner: str | None
    deaths: int
    quarantined: bool


def reap(connection: sa.Connection, max_attempts: int, now: int) -> list[TakenBack]:
    """Take documents back whose lease ran out: into the queue, or to "failed" after too many deaths.

    The first death may be another's fault. From the second on it waits, so that the rest of the queue is
    read in between.
    """
    columns = documents.c
    taken_back = connection.execute(
        sa.select(
            columns.seq, columns.id, columns.job, columns.owner, columns.attempt, columns.deaths
        )
        .where(silent(now))
        .order_by(columns.lease_until)
        .with_for_update(skip_locked=True)
    ).all()
    for row in taken_back:
        deaths = row.deaths + 1
        values: Values = {"status": "queued", "deaths": deaths, "owner": None, "lease_until": None}
        if deaths > 1:
            values["run_at"] = now + round(delay(deaths - 1) * 1000)
        if deaths >= max_attempts:
            error = _DIED.format(deaths=deaths, attempts=row.attempt)
            values |= {"status": "failed", "error": error}
        update = sa.update(documents).where(columns.seq == row.seq)
        connection.execute(update.values(values | {"updated_at": now}))
    return [
        TakenBack(row.id, row.job, row.owner, row.deaths + 1, row.deaths + 1 >= max_attempts)
        for row in taken_back
    ]


def take(
    connection: sa.Connection, owner: str, until: int, *, characters: int, limit: int, now: int
) -> list[Claim]:
    """Give the head of the queue to an owner, up to a number of characters and of documents.

    What is left at the end of a long load is shared among all workers, so that none is idle while another
    reads it all.
    """
    columns = documents.c
    head = connection.execute(
        sa.select(documents)
        .where(waiting(now))
        .order_by(columns.priority.desc(), columns.run_at, columns.seq)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if len(head) < limit:  # all that waits
        characters = min(characters, fair(connection, head, now))
    chosen = {row.seq: row for row in share(head, characters)}
    if not chosen:
        return []
    connection.execute(
        sa.update(documents)
        .where(columns.seq.in_(chosen))
        .values(
            status="running",
            owner=owner,
            lease_until=until,
            attempt=columns.attempt + 1,
            updated_at=now,
        )
    )
    bodies = sa.select(texts).where(texts.c.document.in_(chosen))
    found = {row.document: row.text for row in connection.execute(bodies)}
    return [_claim(row, found[seq]) for seq, row in chosen.items()]


def waiting(now: int) -> sa.ColumnElement[bool]:
    """Select documents that may be read now. One that was never tried waits for no time."""
    columns = documents.c
    due = (columns.run_at <= now) | (columns.attempt == 0) | (columns.run_at > now + AHEAD_MS)
    return QUEUED & due


def silent(now: int) -> sa.ColumnElement[bool]:
    """Select documents whose lease ran out."""
    until = documents.c.lease_until
    return RUNNING & ((until < now) | (until > now + AHEAD_MS))


def hold(connection: sa.Connection, owner: str, claims: Sequence[Claim]) -> dict[int, Claim]:
    """Lock the rows of the claims that still hold, and return these by `seq`."""
    columns = documents.c
    claimed = {claim.seq: claim for claim in claims}
    mine = columns.seq.in_(claimed) & (columns.status == "running") & (columns.owner == owner)
    rows = connection.execute(
        sa.select(columns.seq, columns.revision, columns.attempt)
        .where(mine)
        .order_by(columns.seq)
        .with_for_update()
    )
    return {
        row.seq: claimed[row.seq]
        for row in rows
        if (row.revision, row.attempt) == (claimed[row.seq].revision, claimed[row.seq].attempt)
    }


def _claim(row: Row, text: str) -> Claim:
    document = Document(row.id, text, row.title, row.uri, row.language, row.metadata, row.workspace)
    return Claim(document, row.revision, row.attempt + 1, row.seq, row.job, row.deaths)
