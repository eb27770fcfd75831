"""Reading again what was read before, as a job behind everything that is new."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.entry import queued_again
from kg.catalog.jobs import Jobs
from kg.catalog.links import move_home
from kg.catalog.progress import progress_of
from kg.catalog.stated_table import IS_STATED
from kg.catalog.tables import documents, jobs
from kg.records import ModelVersion

SOURCE = "reextract"
PRIORITY = -1
"""Below what clients post: nobody waits for a second reading."""
_BATCH = 1000
_SETTLED = ("done", "extracted", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Rereading:
    """Documents that were queued to be read again.

    Attributes:
        job: Follows them; where none were queued, the job under which earlier ones still wait, if there is one.
    """

    job: str | None
    documents: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose readings are to be done again: those of the documents that a condition chooses, or all."""

    workspace: str
    which: sa.ColumnElement[bool] | None = None

    def chosen(self) -> sa.ColumnElement[bool]:
        """Select those documents that state what a model found, and that nobody is about to read."""
        columns = documents.c
        read = (columns.workspace == self.workspace) & columns.model.is_not(None)
        mine = read & columns.status.in_(_SETTLED) & ~IS_STATED
        return mine if self.which is None else mine & self.which


def other_than(model: ModelVersion) -> sa.ColumnElement[bool]:
    """Choose what any other model read."""
    return (documents.c.model != model.name) | (documents.c.model_version != model.version)


def queue_again(database: Database, reader: Reader) -> Rereading:
    """Queue a reader's documents again, some at a time, so that no lock lasts for long.

    Raises:
        CatalogUnavailable: Part of them may be queued; calling it again queues the rest.
    """
    job: str | None = None
    queued, last = 0, 0
    while seqs := _next(database, reader, last):
        job = job or Jobs(database).create(SOURCE, reader.workspace)
        queued += _queue(database, reader, job, seqs)
        last = seqs[-1]
    return Rereading(job or _under_way(database, reader.workspace), queued)


def _under_way(database: Database, workspace: str) -> str | None:
    """Return the job of an earlier re-reading that has not come to its end."""
    ours = (jobs.c.workspace == workspace) & (jobs.c.source == SOURCE)
    with database.read() as connection:
        latest = connection.execute(sa.select(jobs).where(ours).order_by(jobs.c.id.desc()).limit(1))
        progress = progress_of(connection, latest.all(), database.clock())
    return next((job.id for job in progress if not job.finished), None)


def _next(database: Database, reader: Reader, after: int) -> Sequence[int]:
    """Return the first documents of a reader's behind `after`: what `--all` has just queued may be read already."""
    chosen = sa.select(documents.c.seq).where(reader.chosen(), documents.c.seq > after)
    with database.read() as connection:
        return connection.execute(chosen.order_by(documents.c.seq).limit(_BATCH)).scalars().all()


def _queue(database: Database, reader: Reader, job: str, seqs: Sequence[int]) -> int:
    def work(connection: sa.Connection) -> int:
        still = sa.select(documents.c.seq).where(documents.c.seq.in_(seqs), reader.chosen())
        locked = still.order_by(documents.c.seq).with_for_update()
        held = connection.execute(locked).scalars().all()
        if held:
            move_home(connection, job, held)
            values = queued_again(database.clock()) | {"priority": PRIORITY}
            connection.execute(sa.update(documents).where(documents.c.seq.in_(held)).values(values))
        return len(held)

    return database.write_through(work)
