"""Which documents a page shows. Every part of a list walks an index in its order, so that a page costs
the same at any depth and beside any number of other documents.
"""

from typing import Any

import sqlalchemy as sa

from kg.catalog.tables import STATUSES, documents, job_documents


def first_listed(
    workspace: str, status: str | None, job: str | None, after: int, limit: int
) -> sa.Select[Any]:
    """Select the `seq` of the first `limit` documents behind `after`."""
    whose = documents.c.workspace == workspace
    if job is not None:
        whose = documents.c.job == job
    parts = [
        _first(sa.select(documents.c.seq).where(whose, documents.c.status == each), after, limit)
        for each in (STATUSES if status is None else (status,))
    ]
    if job is not None:
        linked = sa.select(documents.c.seq).select_from(job_documents.join(documents))
        linked = linked.where(job_documents.c.job == job)
        if status is not None:
            linked = linked.where(documents.c.status == status)
        parts.append(_first(linked, after, limit, job_documents.c.document))
    found = sa.union_all(*parts).subquery()
    return sa.select(found.c.seq).order_by(found.c.seq).limit(limit)


def _first(
    part: sa.Select[Any],
    after: int,
    limit: int,
    place: sa.ColumnElement[int] = documents.c.seq,
) -> sa.Select[Any]:
    return sa.select(part.where(place > after).order_by(place).limit(limit).subquery())
