"""Jobs: what was posted together, how far it has come, and stopping or trying again as a whole."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.entry import queued_again
from kg.catalog.inserting import insert_rows
from kg.catalog.pages import page, read_cursor
from kg.catalog.progress import progress_of
from kg.catalog.rows import JobProgress, Page, Receipt
from kg.catalog.tables import Row, documents, job_documents, jobs
from kg.errors import NotFound
from kg.records import DEFAULT_WORKSPACE


class Jobs:
    """Jobs by id; ids sort by the time of creation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, source: str, workspace: str = DEFAULT_WORKSPACE) -> str:
        """Open a job and return its id. `source` tells people where the documents came from."""
        now = self._database.clock()
        id = _time_ordered_id(now)
        with self._database.write() as connection:
            open_jobs(connection, {id: source}, workspace, now)
        return id

    def new_id(self) -> str:
        """Return an id for a job that begins with its documents (`Documents.add`, `take` and `replace`)."""
        return _time_ordered_id(self._database.clock())

    def note_rejected(self, id: str, n: int) -> None:
        """Count documents that never came as far as `Documents.add`, which counts its own."""
        with self._database.write() as connection:
            _count(connection, id, rejected=n)

    def progress(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> JobProgress:
        """Return how far a job has come. Raises NotFound."""
        with self._database.read() as connection:
            job = require_job(connection, id, workspace)
            return progress_of(connection, [job], self._database.clock())[0]

    def page(
        self, workspace: str = DEFAULT_WORKSPACE, *, after: str | None = None, limit: int = 100
    ) -> Page[JobProgress]:
        """Return jobs, the newest first, from the cursor on.

        Raises:
            InputError: The cursor is not from this list.
        """
        chosen = sa.select(jobs).where(jobs.c.workspace == workspace)
        if after is not None:
            chosen = chosen.where(jobs.c.id < read_cursor(after, str)[0])
        with self._database.read() as connection:
            found = connection.execute(chosen.order_by(jobs.c.id.desc()).limit(limit + 1)).all()
            shown = progress_of(connection, found[:limit], self._database.clock())
        by_id = {job.id: job for job in shown}
        return page(found, limit, lambda row: (row.id,), lambda row: by_id[row.id])

    def cancel(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> int:
        """Stop what waits or is being read; a worker that reads on cannot keep what it finds.

        Documents that another job queued as well are that job's own and go on.

        Returns:
            How many documents were cancelled.

        Raises:
            NotFound: There is no such job.
        """
        now = self._database.clock()
        waiting = (documents.c.job == id) & documents.c.status.in_(("queued", "running"))
        values = {"status": "cancelled", "owner": None, "lease_until": None, "updated_at": now}
        with self._database.write() as connection:
            require_job(connection, id, workspace)
            cancelled = _update_in_order(connection, waiting, values)
            if cancelled:
                connection.execute(sa.update(jobs).where(jobs.c.id == id).values(cancelled_at=now))
        return cancelled

    def retry(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> int:
        """Queue the job's failed and cancelled documents again, as if they had never been tried.

        Returns:
            How many documents were queued.

        Raises:
            NotFound: There is no such job.
        """
        linked = sa.select(job_documents.c.document).where(job_documents.c.job == id)
        mine = (documents.c.job == id) | documents.c.seq.in_(linked)
        stopped = mine & documents.c.status.in_(("failed", "cancelled"))
        with self._database.write() as connection:
            require_job(connection, id, workspace)
            queued = _update_in_order(connection, stopped, queued_again(self._database.clock()))
            connection.execute(sa.update(jobs).where(jobs.c.id == id).values(cancelled_at=None))
        return queued


def open_jobs(
    connection: sa.Connection, sources: Mapping[str, str], workspace: str, now: int
) -> None:
    """Open jobs, whose sources are given by id; `now` in ms."""
    same = {"workspace": workspace, "created_at": now, "duplicates": 0, "rejected": 0}
    rows = [{"id": id, "source": source, **same} for id, source in sources.items()]
    insert_rows(connection, jobs, rows)


def require_job(connection: sa.Connection, id: str, workspace: str) -> Row:
    """Return the row of a job. Raises NotFound."""
    named = (jobs.c.id == id) & (jobs.c.workspace == workspace)
    row = connection.execute(sa.select(jobs).where(named)).one_or_none()
    if row is None:
        raise NotFound("job", id)
    return row


def count_receipts(connection: sa.Connection, id: str, receipts: Sequence[Receipt]) -> None:
    """Add a batch's duplicates and rejected documents to its job's."""
    duplicates = sum(receipt.duplicate for receipt in receipts)
    rejected = sum(receipt.status == "rejected" for receipt in receipts)
    if duplicates or rejected:
        _count(connection, id, duplicates=duplicates, rejected=rejected)


def _count(connection: sa.Connection, id: str, **more: int) -> None:
    sums = {name: jobs.c[name] + n for name, n in more.items()}
    connection.execute(sa.update(jobs).where(jobs.c.id == id).values(sums))


def _update_in_order(
    connection: sa.Connection, chosen: sa.ColumnElement[bool], values: dict[str, Any]
) -> int:
    """Update documents, locking them in the one order that keeps writers from waiting for each other."""
    locked = sa.select(documents.c.seq).where(chosen).order_by(documents.c.seq).with_for_update()
    update = sa.update(documents).where(documents.c.seq.in_(locked)).values(values)
    return connection.execute(update).rowcount


def _time_ordered_id(now: int) -> str:
    """Return a UUID of version 7 (RFC 9562 §5.7) in hex: the milliseconds first, then chance."""
    number = now << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=number).hex
