"""How far jobs have come: counted from one index, see `ix_documents_progress`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from kg.catalog.rows import JobProgress, JobStatus
from kg.catalog.tables import STATUSES, Row, documents, job_documents

_RECENT_MS = 30_000
"""How far back the estimate of the time left looks."""
_ACTIVE = ("queued", "running", "extracted", "deleting")
_READ = ("done", "failed")


def progress_of(connection: sa.Connection, chosen: Sequence[Row], now: int) -> list[JobProgress]:
    """Return the progress of these rows of the table jobs, in their order."""
    return [_progress(job, _tally(connection, job, now), now) for job in chosen]


def _tally(connection: sa.Connection, job: Row, now: int) -> Counter[str]:
    """Count a job's documents and characters: by status, in all, and what its speed is made of."""
    counted = sa.select(documents.c.status, *_sums(job, now)).group_by(documents.c.status)
    linked = counted.select_from(job_documents.join(documents))
    tally: Counter[str] = Counter()
    for query in (
        counted.where(documents.c.job == job.id),
        linked.where(job_documents.c.job == job.id),
    ):
        for row in connection.execute(query):
            _add(tally, row)
    return tally


def _sums(job: Row, now: int) -> list[sa.Label[Any]]:
    columns = documents.c
    since_start = columns.updated_at >= job.created_at
    lately = columns.updated_at >= max(job.created_at, now - _RECENT_MS)
    return [
        sa.func.count().label("n"),
        sa.func.sum(columns.characters).label("characters"),
        sa.func.sum(columns.characters_read).label("characters_read"),
        sa.func.sum(sa.case((since_start, 1), else_=0)).label("since_start"),
        sa.func.sum(sa.case((lately, columns.characters), else_=0)).label("lately"),
        sa.func.max(columns.updated_at).label("last"),
    ]


def _add(tally: Counter[str], row: Row) -> None:
    tally[row.status] += row.n
    tally["characters"] += int(row.characters)
    tally["characters_read"] += int(row.characters_read)
    tally["last"] = max(tally["last"], row.last)
    if row.status in _ACTIVE:
        tally["characters_left"] += int(row.characters)
    if row.status in _READ:
        tally["read"] += row.since_start
        tally["characters_lately"] += int(row.lately)


def _progress(job: Row, tally: Mapping[str, int], now: int) -> JobProgress:
    counts = {status: tally[status] for status in STATUSES if tally[status]}
    finished = not any(status in counts for status in _ACTIVE)
    elapsed = ((tally["last"] if finished else now) - job.created_at) / 1000
    return JobProgress(
        id=job.id,
        workspace=job.workspace,
        source=job.source,
        created_at=job.created_at,
        finished=finished,
        status=_status(job, finished),
        counts=counts,
        documents=sum(counts.values()),
        duplicates=job.duplicates,
        rejected=job.rejected,
        characters=tally["characters"],
        characters_read=tally["characters_read"],
        documents_per_second=round(tally["read"] / elapsed, 3) if elapsed > 0 else 0.0,
        seconds_left=0.0 if finished else _seconds_left(tally, now - job.created_at),
    )


def _status(job: Row, finished: bool) -> JobStatus:
    if not finished:
        return "running"
    return "done" if job.cancelled_at is None else "cancelled"


def _seconds_left(tally: Mapping[str, int], age_ms: int) -> float | None:
    lately = tally["characters_lately"]
    if not lately:
        return None
    return round(tally["characters_left"] / lately * min(age_ms, _RECENT_MS) / 1000, 1)
