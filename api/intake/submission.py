"""A job in the making: offers go into the catalog batch by batch, and the answer stays small."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from api.errors import status_of, type_of
from api.intake.offer import Offer
from api.refusal import NothingTaken
from api.schemas.documents import Accepted, DocumentTaken
from kg import observing
from kg.catalog.catalog import Catalog
from kg.catalog.rows import NewDocument, Receipt
from kg.errors import DocumentUnreadable, InputError
from workers.client import Waker

log = logging.getLogger(__name__)

LISTED = 1000
"""Documents, and rejections, that an answer lists; the job holds the rest."""


class Submission:
    """Takes the offers of one request into one job. Not for use by two threads at once.

    Args:
        job: An existing job to add to; a new one begins with the first document otherwise.

    Raises:
        NotFound: There is no such job.
    """

    def __init__(
        self, catalog: Catalog, worker: Waker, source: str, job: str | None = None
    ) -> None:
        self._catalog = catalog
        self._worker = worker
        self._source = source
        self._job = job and catalog.jobs.progress(job).id
        self._first: InputError | None = None
        self._documents: list[DocumentTaken] = []
        self._listed = {True: 0, False: 0}
        self._accepted = self._duplicates = self._rejected = self._uncounted = 0

    def take(self, offers: Sequence[Offer]) -> None:
        """Put one batch into the catalog, in one transaction, and wake a worker."""
        documents = [offer.content for offer in offers if isinstance(offer.content, NewDocument)]
        receipts = iter(self._add(documents) if documents else ())
        for offer in offers:
            if isinstance(offer.content, InputError):
                self._uncounted += 1
                self._reject(offer, offer.content)
            else:
                self._note(offer, next(receipts))
        if self._job and self._uncounted:
            self._catalog.jobs.note_rejected(self._job, self._uncounted)
            self._uncounted = 0
        if documents:
            self._worker.wake()

    def _add(self, documents: Sequence[NewDocument]) -> list[Receipt]:
        with self._under_job() as (job, source):
            return self._catalog.documents.add(documents, job=job, source=source)

    def replace(self, document: NewDocument) -> None:
        """Create or replace one document under its own id."""
        with self._under_job() as (job, source):
            receipt = self._catalog.documents.replace(document, job=job, source=source)
        self._note(Offer(document), receipt)
        self._worker.wake()

    def note(self, offer: Offer, job: str, receipt: Receipt) -> None:
        """Note that the only document of the request was taken in together with others' (`Together`)."""
        self._begin(job)
        self._note(offer, receipt)

    @contextmanager
    def _under_job(self) -> Iterator[tuple[str, str | None]]:
        """Give the job, and its source if it begins now: in the transaction of its first documents."""
        job = self._job or self._catalog.jobs.new_id()
        with observing.stage("enqueue", jobs=[job]):
            yield job, None if self._job else self._source
        self._begin(job)

    def _begin(self, job: str) -> None:
        if self._job is None:
            self._job = job
            observing.begin_job(job)
            log.debug("job %s begins", job, extra={"job": job})

    def answer(self) -> Accepted:
        """Return what became of the request. Raises NothingTaken."""
        if not self._accepted or self._job is None:
            raise self._nothing()
        return Accepted(
            job=self._job,
            accepted=self._accepted,
            duplicates=self._duplicates,
            rejected=self._rejected,
            truncated=len(self._documents) < self._accepted + self._rejected,
            documents=self._documents,
        )

    def _nothing(self) -> NothingTaken:
        first = self._first or InputError(
            'The request holds no documents. Send at least one: {"text": "…"}.'
        )
        others = f" And {self._rejected - 1} more." if self._rejected > 1 else ""
        detail = f"{first}{others}"
        return NothingTaken(detail, status_of(first), type_of(first), self._documents)

    def _note(self, offer: Offer, receipt: Receipt) -> None:
        if receipt.status == "rejected":
            reason = DocumentUnreadable(offer.name or "document", receipt.error or "")
            self._reject(offer, reason, receipt.id)
            return
        self._accepted += 1
        self._duplicates += receipt.duplicate
        self._list(DocumentTaken.model_validate(asdict(receipt)))

    def _reject(self, offer: Offer, reason: InputError, id: str | None = None) -> None:
        self._rejected += 1
        observing.count("rejected", 1, type(reason).__name__)
        self._first = self._first or reason
        self._list(
            DocumentTaken(
                id=id or None,
                status="rejected",
                line=offer.line,
                name=offer.name,
                error=str(reason),
            )
        )

    def _list(self, taken: DocumentTaken) -> None:
        rejected = taken.status == "rejected"
        if self._listed[rejected] < LISTED:
            self._listed[rejected] += 1
            self._documents.append(taken)
