"""Which jobs a document belongs to: its home, the job that queued it last, and others that posted it.

The home is a column of the document, so that counting a job touches one index; only the others have
rows in job_documents.
"""

from collections.abc import Collection

import sqlalchemy as sa

from kg.catalog.inserting import insert
from kg.catalog.tables import documents, job_documents


def link(connection: sa.Connection, job: str, seqs: Collection[int]) -> None:
    """Note that a job posted documents that were already here."""
    there = documents.c.seq.in_(seqs) & (documents.c.job != job)
    _add(connection, sa.select(sa.literal(job), documents.c.seq, sa.true()).where(there))


def move_home(connection: sa.Connection, job: str, seqs: Collection[int]) -> None:
    """Make a job the home of documents; the jobs that were keep a link to them."""
    away = documents.c.seq.in_(seqs) & (documents.c.job != job)
    _add(connection, sa.select(documents.c.job, documents.c.seq, sa.false()).where(away))
    connection.execute(
        sa.delete(job_documents).where(
            job_documents.c.job == job, job_documents.c.document.in_(seqs)
        )
    )
    connection.execute(sa.update(documents).where(documents.c.seq.in_(seqs)).values(job=job))


def _add(connection: sa.Connection, chosen: sa.Select[tuple[str, int, bool]]) -> None:
    # The lock keeps a document from vanishing between this look and the foreign key's own.
    locked = chosen.order_by(documents.c.seq).with_for_update(read=True, key_share=True)
    columns = ["job", "document", "duplicate"]
    connection.execute(
        insert(connection, job_documents).from_select(columns, locked).on_conflict_do_nothing()
    )
