"""How far jobs have come: counted from one index, see `ix_documents_progress`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, get_args

import sqlalchemy as sa

from kg.catalog.rows import JobProgress, JobStatus
from kg.catalog.tables import Row, documents, job_documents, jobs
from kg.records import DocumentStatus

_RECENT_MS = 30_000
"""How far back the estimate of the time left looks."""
_STATUSES: tuple[str, ...] = get_args(DocumentStatus)
_ACTIVE = ("queued", "running", "extracted", "deleting")
_READ = ("done", "failed")


def progress_of(connection: sa.Connection, chosen: Sequence[Row], now: int) -> list[JobProgress]:
    """Return the progress of these rows of the table jobs, in their order."""
    home = jobs.join(documents, documents.c.job == jobs.c.id)
    linked = jobs.join(job_documents).join(documents)
    sums = _sums(now)
    tallies: dict[str, Counter[str]] = {job.id: Counter() for job in chosen}
    for source in (home, linked):
        counted = sa.select(jobs.c.id, *sums).select_from(source).where(jobs.c.id.in_(tallies))
        for row in connection.execute(counted.group_by(jobs.c.id)).mappings():
            tally = tallies[row["id"]]
            tally.update({name: int(n) for name, n in row.items() if name not in ("id", "last")})
            tally["last"] = max(tally["last"], row["last"])
    return [_progress(job, tallies[job.id], now) for job in chosen]


def _sums(now: int) -> list[sa.Label[Any]]:
    column = documents.c
    active, read = column.status.in_(_ACTIVE), column.status.in_(_READ)
    since_start = column.updated_at >= jobs.c.created_at
    lately = column.updated_at >= now - _RECENT_MS
    return [
        *(_sum(column.status == status, 1).label(status) for status in _STATUSES),
        _sum(read & since_start, 1).label("read"),
        _sum(active, column.characters).label("characters_left"),
        _sum(read & since_start & lately, column.characters).label("characters_lately"),
        sa.func.sum(column.characters).label("characters"),
        sa.func.sum(column.characters_read).label("characters_read"),
        sa.func.max(column.updated_at).label("last"),
    ]


def _sum(condition: sa.ColumnElement[bool], value: Any) -> sa.Function[Any]:
    return sa.func.sum(sa.case((condition, value), else_=0))


def _progress(job: Row, tally: Mapping[str, int], now: int) -> JobProgress:
    counts = {status: tally[status] for status in _STATUSES if tally[status]}
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
