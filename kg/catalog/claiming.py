"""The statements behind the queue, to be run inside one transaction."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from kg.catalog.rows import Claim
from kg.catalog.tables import QUEUED, RUNNING, Row, documents, texts
from kg.records import Document

_DIED = (
    "In {deaths} of {attempts} attempts the worker died, or fell silent, while it read this document. "
    "Look into the worker's log; if its memory ran out, split the document. Then retry."
)


def reap(connection: sa.Connection, max_attempts: int, now: int) -> None:
    """Take documents back whose lease ran out: into the queue, or to "failed" after the last attempt."""
    columns = documents.c
    silent = connection.execute(
        sa.select(columns.seq, columns.attempt, columns.deaths)
        .where(RUNNING, columns.lease_until < now)
        .order_by(columns.lease_until)
        .with_for_update(skip_locked=True)
    ).all()
    for row in silent:
        deaths = row.deaths + 1
        values = {"status": "queued", "deaths": deaths, "owner": None, "lease_until": None}
        if row.attempt >= max_attempts:
            error = _DIED.format(deaths=deaths, attempts=row.attempt)
            values |= {"status": "failed", "error": error}
        update = sa.update(documents).where(columns.seq == row.seq)
        connection.execute(update.values(values | {"updated_at": now}))


def take(
    connection: sa.Connection, owner: str, until: int, *, characters: int, limit: int, now: int
) -> list[Claim]:
    """Give the head of the queue to an owner, up to a number of characters and of documents."""
    columns = documents.c
    head = connection.execute(
        sa.select(documents)
        .where(QUEUED, columns.run_at <= now)
        .order_by(columns.priority.desc(), columns.run_at, columns.seq)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    chosen = {row.seq: row for row in _share(head, characters)}
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


def _share(head: Sequence[Row], characters: int) -> Iterator[Row]:
    """Choose from the head of the queue: one document whatever its length, and what else fits.

    A document whose worker died goes alone: if it was the cause, it takes no other with it again.
    """
    left = characters
    for place, row in enumerate(head):
        left -= row.characters
        if place and (left < 0 or row.deaths):
            return
        yield row
        if row.deaths:
            return


def _claim(row: Row, text: str) -> Claim:
    document = Document(row.id, text, row.title, row.uri, row.language, row.metadata, row.workspace)
    return Claim(document, row.revision, row.attempt + 1, row.seq, row.job)
