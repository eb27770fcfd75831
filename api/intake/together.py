"""Many clients' documents in one transaction: what comes while others are being written goes into the next.

Databases write their logs so (group commit). Nobody waits for company: the first goes at once, alone.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass

from anyio import to_thread

from api.intake.batches import BATCH_BYTES, BATCH_DOCUMENTS
from kg import observing
from kg.catalog.catalog import Catalog
from kg.catalog.posts import Post
from kg.catalog.rows import NewDocument, Receipt
from kg.errors import TransientError
from workers.client import Waker

Taken = tuple[str, Receipt]
"""A document's job and its receipt."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    document: NewDocument
    source: str
    answer: "asyncio.Future[Taken]"
    context: Context


class Together:
    """Takes single documents into one catalog. For one event loop."""

    def __init__(self, catalog: Catalog, worker: Waker) -> None:
        self._catalog, self._worker = catalog, worker
        self._waiting: deque[_Waiting] = deque()
        self._writing: asyncio.Task[None] | None = None

    async def take(self, document: NewDocument, source: str) -> Taken:
        """Queue a document under a new job; returns when both are committed.

        Raises:
            CatalogUnavailable: Nothing was kept.
        """
        answer: asyncio.Future[Taken] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(document, source, answer, copy_context()))
        if self._writing is None:
            self._go_on()
        return await answer

    def _go_on(self) -> None:
        """Write what waits, as much as a transaction takes well."""
        batch: list[_Waiting] = []
        size = 0
        while self._waiting and len(batch) < BATCH_DOCUMENTS and size < BATCH_BYTES:
            batch.append(self._waiting.popleft())
            size += len(batch[-1].document.text)
        self._writing = None
        if batch:
            loop = asyncio.get_running_loop()
            # what is logged and traced meanwhile goes under the request that has waited longest
            self._writing = loop.create_task(self._write(batch), context=batch[0].context)

    async def _write(self, batch: Sequence[_Waiting]) -> None:
        try:
            taken = await to_thread.run_sync(self._take, batch)
        except Exception as err:
            taken = [err] * len(batch)
        except BaseException:  # the loop is closing
            for one in batch:
                one.answer.cancel()
            raise
        for one, result in zip(batch, taken, strict=True):
            if one.answer.done():  # its client has gone; the document stays
                continue
            if isinstance(result, Exception):
                one.answer.set_exception(result)
            else:
                one.answer.set_result(result)
        self._go_on()

    def _take(self, batch: Sequence[_Waiting]) -> Sequence[Taken | Exception]:
        """Take a batch in; if it fails, and not because the database is away, each document by itself."""
        jobs = [self._catalog.jobs.new_id() for _ in batch]
        posts = [
            Post(job, one.source, (one.document,)) for job, one in zip(jobs, batch, strict=True)
        ]
        try:
            with observing.stage("enqueue", jobs=jobs):
                receipts = self._catalog.documents.take(posts)
        except TransientError:
            raise
        except Exception as err:
            if len(batch) == 1:
                return [err]
            return [self._take([one])[0] for one in batch]
        self._worker.wake()
        return [(job, receipt) for job, (receipt,) in zip(jobs, receipts, strict=True)]
