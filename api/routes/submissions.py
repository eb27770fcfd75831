"""`POST /documents`: JSON, a stream of lines, or files; the content type decides."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api.door import serving
from api.errors import RESPONSES
from api.intake.batches import Batch, batched
from api.intake.fetched import MOST_FETCHED, is_address, offer_at
from api.intake.lines import Line, lines, offer_of_line
from api.intake.offer import Offer, document_from, offer_of, parse_json
from api.intake.submission import Submission
from api.intake.uploads import offers_in
from api.limits import NDJSON, media_type
from api.plain_route import PlainRoute
from api.schemas.documents import Accepted, DocumentAt, DocumentIn
from api.service import Service
from kg.catalog.rows import NewDocument
from kg.errors import DocumentTooLarge, UnsupportedFormat

router = APIRouter(tags=["documents"], route_class=PlainRoute, responses=RESPONSES)

MOST_FILES = 1000
"""Files in one upload; each may hold an open file here. A zip holds more."""

JSON_OVER_TEXT = 4
"""How many times longer than its text a JSON line may be: escapes take up to 6 bytes for 2."""

_SHORT_BYTES = 65_536
"""A body up to this is read in place: a thread would cost more than it spares the others."""

_TAKEN = "application/json, application/x-ndjson or multipart/form-data"
_DOCUMENT = {"anyOf": [DocumentIn.model_json_schema(), DocumentAt.model_json_schema()]}
_FILES = {
    "type": "object",
    "properties": {
        "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
    },
}
_DESCRIBED: dict[str, Any] = {
    "parameters": [
        {
            "name": "job",
            "in": "query",
            "description": "Add to this job rather than to a new one.",
            "schema": {"type": "string"},
        }
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"oneOf": [_DOCUMENT, {"type": "array", "items": _DOCUMENT}]}
            },
            "application/x-ndjson": {"schema": {"type": "string"}},
            "multipart/form-data": {"schema": _FILES},
        },
    },
}


@router.post(
    "/documents",
    status_code=202,
    response_model=Accepted,
    response_model_exclude_none=True,
    openapi_extra=_DESCRIBED,
)
async def post_documents(request: Request) -> Response:
    """Put documents in: one, a list, a stream of JSON lines, or files.

    Files may be text, Markdown, HTML, PDF, DOCX, JSONL, or a zip of those. What cannot be taken is
    reported beside what was; only a request with nothing to take is refused. The same text twice is
    one document.
    """
    service, job = serving(request.scope), request.query_params.get("job")
    kind = media_type(request.headers.get("content-type", ""))
    if kind == "application/json":
        return _answer(await _take_json(service, job, await request.body()))
    if kind in NDJSON:
        return _answer(await _take_lines(service, job, request.stream()))
    if kind == "multipart/form-data":
        return _answer(await _take_files(service, job, request))
    reason = f"send {_TAKEN} and say which in Content-Type; a file goes into multipart/form-data."
    raise UnsupportedFormat(kind or "a body without Content-Type", reason)


def _answer(accepted: Accepted) -> Response:
    body = accepted.model_dump_json(exclude_none=True)
    return Response(body, 202, media_type="application/json")


async def _take_json(service: Service, job: str | None, body: bytes) -> Accepted:
    if job is None and len(body) <= _SHORT_BYTES:
        value = parse_json(body)
        if not isinstance(value, list) and not is_address(value):
            return await _take_short(service, value)
    return await run_in_threadpool(_take_values, service, job, body)


async def _take_short(service: Service, value: Any) -> Accepted:
    """Take one short document, together with those of other clients."""
    submission = Submission(service.catalog, service.worker, "json")
    offer = _offer(service, value, None)
    if isinstance(offer.content, NewDocument):
        job, receipt = await service.together.take(offer.content, "json")
        submission.note(offer, job, receipt)
    else:
        submission.take([offer])
    return submission.answer()


def _take_values(service: Service, job: str | None, body: bytes) -> Accepted:
    value = parse_json(body)
    submission = Submission(service.catalog, service.worker, "json", job)
    if not isinstance(value, list):
        submission.take([_offer(service, value, None)])
        return submission.answer()
    _check_number(len(value), service.settings.max_batch_documents, "Documents")
    _check_number(sum(map(is_address, value)), MOST_FETCHED, "Addresses to fetch")
    offers = (_offer(service, item, f"[{place}]") for place, item in enumerate(value))
    for batch in batched(offers):
        submission.take(batch)
    return submission.answer()


def _offer(service: Service, value: Any, name: str | None) -> Offer:
    if is_address(value):
        return offer_at(
            value, service.settings, service.read_limits, service.parser.parse, name=name
        )
    limit = service.settings.max_document_bytes
    return offer_of(partial(document_from, value, max_bytes=limit), name=name)


def _check_number(number: int, limit: int, what: str) -> None:
    if number > limit:
        advice = "Send several requests, or a stream of lines (application/x-ndjson)."
        raise DocumentTooLarge(f"{what} in one list", number, limit, advice, "items")


async def _take_lines(service: Service, job: str | None, chunks: AsyncIterator[bytes]) -> Accepted:
    limit = service.settings.max_document_bytes
    submission = await _submission(service, "ndjson", job)

    def take(batch: list[Line]) -> None:
        submission.take([offer_of_line(line, max_document_bytes=limit) for line in batch])

    batch: Batch[Line] = Batch()
    async for line in lines(chunks, max_bytes=limit * JSON_OVER_TEXT):
        batch.add(line, len(line.content or b""))
        if batch.full:
            await run_in_threadpool(take, batch.drain())
    await run_in_threadpool(take, batch.drain())
    return await run_in_threadpool(submission.answer)


async def _take_files(service: Service, job: str | None, request: Request) -> Accepted:
    submission = await _submission(service, "upload", job)

    def take(files: list[UploadFile]) -> Accepted:
        for file in files:
            for batch in batched(offers_in(file, service.read_limits, service.parser.parse)):
                submission.take(batch)
        return submission.answer()

    async with request.form(max_files=MOST_FILES) as form:
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        return await run_in_threadpool(take, files)


async def _submission(service: Service, source: str, job: str | None) -> Submission:
    return await run_in_threadpool(Submission, service.catalog, service.worker, source, job)
