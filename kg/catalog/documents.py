"""Documents and their texts: posting, replacing, reading, deleting."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from kg.catalog.acceptance import refusal
from kg.catalog.database import Database
from kg.catalog.entry import Desk, Filed, queued_again
from kg.catalog.intake import receive
from kg.catalog.jobs import count_receipts, open_jobs, require_job
from kg.catalog.listing import first_listed
from kg.catalog.loading import DOCUMENT, document_row
from kg.catalog.pages import page, read_cursor
from kg.catalog.posts import Post, take
from kg.catalog.recording import forget
from kg.catalog.replacing import put
from kg.catalog.rows import DocumentRow, NewDocument, Page, Receipt, Retraction
from kg.catalog.stated_table import stated
from kg.catalog.support import retraction
from kg.catalog.tables import Row, documents, texts
from kg.errors import InputError, NotFound
from kg.records import DEFAULT_WORKSPACE


class Documents:
    """Documents by id. A document being deleted is still here, with status "deleting", until the graph has followed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        documents: Sequence[NewDocument],
        *,
        job: str,
        source: str | None = None,
        workspace: str = DEFAULT_WORKSPACE,
        priority: int = 0,
    ) -> list[Receipt]:
        """Queue documents for reading, in one transaction; one receipt each, in order.

        A text that is already here is a duplicate: it is linked to the job, and queued again if it had
        failed or been cancelled. A document that cannot be taken is rejected in its receipt and counted
        in the job; the others go on.

        Args:
            source: Given for a job that begins with these documents, whose id is from `Jobs.new_id`.

        Raises:
            NotFound: There is no such job.
            CatalogUnavailable: Nothing was kept.
        """

        def work(connection: sa.Connection) -> list[Receipt]:
            desk = self._desk(connection, workspace, job, source, priority)
            receipts = receive(desk, [Filed(job, document) for document in documents])
            count_receipts(connection, job, receipts)
            return receipts

        return self._database.write_through(work)

    def take(
        self, posts: Sequence[Post], workspace: str = DEFAULT_WORKSPACE
    ) -> list[list[Receipt]]:
        """Queue what several clients posted, each under a job of its own, in one transaction.

        Returns the receipts of each post, as if it had come by itself, in some order.

        Raises:
            CatalogUnavailable: Nothing of any was kept.
        """
        now = self._database.clock()
        return self._database.write_through(
            lambda connection: take(Desk(connection, workspace, 0, now), posts)
        )

    def replace(
        self,
        document: NewDocument,
        *,
        job: str,
        source: str | None = None,
        workspace: str = DEFAULT_WORKSPACE,
        priority: int = 0,
    ) -> Receipt:
        """Make this the document of its id, which the client must give, whatever was there before.

        The old text's findings stay until the new text has been read. The same text again only takes
        the new title, uri, language and metadata: a duplicate. `source` is as of `add`.

        Raises:
            InputError: The document cannot be taken.
            NotFound: There is no such job.
        """
        id = document.id
        if id is None:
            raise InputError("A document to replace needs an id.")
        if reason := refusal(document):
            raise InputError(reason)

        def work(connection: sa.Connection) -> Receipt:
            desk = self._desk(connection, workspace, job, source, priority)
            receipt = put(desk, id, Filed(job, document))
            count_receipts(connection, job, [receipt])
            return receipt

        return self._database.write_through(work)

    def get(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> DocumentRow:
        """Return a document without its text. Raises NotFound."""
        with self._database.read() as connection:
            return document_row(_find(connection, id, workspace))

    def some(self, ids: Sequence[str], workspace: str = DEFAULT_WORKSPACE) -> list[DocumentRow]:
        """Return those of some documents that are here, in the order of posting."""
        chosen = sa.select(*DOCUMENT).where(
            documents.c.workspace == workspace, documents.c.id.in_(ids)
        )
        with self._database.read() as connection:
            rows = connection.execute(chosen.order_by(documents.c.seq)).all()
        return [document_row(row) for row in rows]

    def text(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> str:
        """Return the text that every offset refers to. Raises NotFound, also while it is being deleted."""
        chosen = sa.select(texts.c.text).join(documents).where(_named(id, workspace))
        with self._database.read() as connection:
            text: str | None = connection.execute(chosen).scalar()
        if text is None:
            raise NotFound("document", id)
        return text

    def page(
        self,
        workspace: str = DEFAULT_WORKSPACE,
        *,
        status: str | None = None,
        job: str | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Page[DocumentRow]:
        """Return documents in the order of posting, from the cursor on.

        Raises:
            InputError: The cursor is not from this list.
        """
        start = int(read_cursor(after, int)[0]) if after is not None else 0
        listed = first_listed(workspace, status, job, start, limit + 1)
        with self._database.read() as connection:
            seqs = connection.execute(listed).scalars().all()
            chosen = sa.select(*DOCUMENT).where(documents.c.seq.in_(seqs))
            rows = connection.execute(chosen.order_by(documents.c.seq)).all()
        found = [row for row in rows if row.workspace == workspace]  # the job may be another's
        return page(found, limit, lambda row: (row.seq,), document_row)

    def counts(self, workspace: str = DEFAULT_WORKSPACE) -> dict[str, int]:
        """Return the number of documents by status; statuses without documents are left out.

        Documents that hold a person's word, which nobody posted, are not counted (`Stating.number`).
        """
        column = documents.c.status
        counted = sa.select(column, sa.func.count().label("n")).group_by(column)
        counted = counted.where(documents.c.workspace == workspace)
        # all are counted from an index alone, and the few taken off
        own = counted.select_from(stated.join(documents))
        with self._database.read() as connection:
            every = Counter({row.status: row.n for row in connection.execute(counted)})
            every.subtract({row.status: row.n for row in connection.execute(own)})
        return {status: n for status, n in every.items() if n}

    def delete(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> Retraction:
        """Forget a document: text and findings at once, its facts in the graph when the projector comes by.

        Raises:
            NotFound: There is no such document.
        """
        with self._database.write() as connection:
            row = _find(connection, id, workspace, lock=True)
            undone = retraction(connection, row.seq, workspace)
            if row.status != "deleting":
                forget(connection, row.seq, self._database.clock())
        return undone

    def requeue(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> None:
        """Have a document read again, whether it failed, was cancelled or is done; one that waits keeps waiting.

        What a person states is not for models to read: it stays as it is.

        Raises:
            NotFound: There is no such document, or it is being deleted.
        """
        with self._database.write() as connection:
            row = _find(connection, id, workspace, lock=True)
            if row.status == "deleting":
                raise NotFound("document", id)
            if row.status not in ("queued", "running") and not row.stated:
                values = queued_again(self._database.clock())
                connection.execute(
                    sa.update(documents).where(documents.c.seq == row.seq).values(values)
                )

    def retry(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> DocumentRow:
        """Queue a failed or cancelled document again, as if it had never been tried; any other stays as it is.

        Raises:
            NotFound: There is no such document.
        """
        with self._database.write() as connection:
            row = _find(connection, id, workspace, lock=True)
            if row.status in ("failed", "cancelled"):
                values = queued_again(self._database.clock())
                chosen = documents.c.seq == row.seq
                connection.execute(sa.update(documents).where(chosen).values(values))
            return document_row(_find(connection, id, workspace))

    def _desk(
        self, connection: sa.Connection, workspace: str, job: str, source: str | None, priority: int
    ) -> Desk:
        now = self._database.clock()
        if source is None:
            require_job(connection, job, workspace)
        else:
            open_jobs(connection, {job: source}, workspace, now)
        return Desk(connection, workspace, priority, now)


def _named(id: str, workspace: str) -> sa.ColumnElement[bool]:
    return (documents.c.workspace == workspace) & (documents.c.id == id)


def _find(connection: sa.Connection, id: str, workspace: str, *, lock: bool = False) -> Row:
    chosen = sa.select(*DOCUMENT).where(_named(id, workspace))
    row = connection.execute(chosen.with_for_update() if lock else chosen).one_or_none()
    if row is None:
        raise NotFound("document", id)
    return row
