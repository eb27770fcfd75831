"""`/jobs`: how far a job is, as an answer or as a stream of events; cancel it, try it again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.deps import CatalogDep, ServiceDep
from api.errors import RESPONSES
from api.schemas.jobs import JobChanged, JobOut, JobPage
from api.views import job_view
from kg.catalog.rows import JobProgress

router = APIRouter(prefix="/jobs", tags=["jobs"], responses=RESPONSES)

EVENTS_EVERY_S = 1.0

JobId = Annotated[str, Path(description="The job's id, as the answer to a post gives it.")]


def existing_job(id: JobId, catalog: CatalogDep) -> JobProgress:
    """Look a job up before the answer begins. Raises NotFound."""
    return catalog.jobs.progress(id)


JobDep = Annotated[JobProgress, Depends(existing_job)]


@router.get("")
def list_jobs(
    catalog: CatalogDep,
    after: Annotated[str | None, Query(description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> JobPage:
    """List jobs, newest first."""
    page = catalog.jobs.page(after=after, limit=limit)
    return JobPage(jobs=[job_view(job) for job in page.items], next=page.next)


@router.get("/{id}")
def get_job(job: JobDep) -> JobOut:
    """Return how far a job is."""
    return job_view(job)


@router.get("/{id}/events", response_class=EventSourceResponse)
async def job_events(
    job: JobDep, service: ServiceDep, last_event_id: Annotated[str | None, Header()] = None
) -> AsyncIterator[ServerSentEvent]:
    """Follow a job: event `progress` when something changed, and `finished` at the end.

    Every event holds the whole state, so a client that comes back with `Last-Event-ID` misses
    nothing; its events go on counting from there.
    """
    number = int(last_event_id) if last_event_id and last_event_id.isdecimal() else 0
    shown: JobOut | None = None
    while not service.stopping.is_set():
        state = job_view(await run_in_threadpool(service.catalog.jobs.progress, job.id))
        if state != shown:
            number += 1
            kind = "finished" if state.finished else "progress"
            yield ServerSentEvent(data=state, event=kind, id=str(number))
        if state.finished:
            return
        shown = state
        await asyncio.sleep(EVENTS_EVERY_S)


@router.post("/{id}/cancel")
def cancel_job(job: JobDep, catalog: CatalogDep) -> JobChanged:
    """Cancel what is queued or running; what has been read stays."""
    return JobChanged(id=job.id, changed=catalog.jobs.cancel(job.id))


@router.post("/{id}/retry")
def retry_job(job: JobDep, service: ServiceDep) -> JobChanged:
    """Queue the documents of a job again that failed or were cancelled."""
    changed = service.catalog.jobs.retry(job.id)
    service.worker.wake()
    return JobChanged(id=job.id, changed=changed)
