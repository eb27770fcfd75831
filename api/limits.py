"""How much of a request is read before it is refused with 413."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem

NDJSON = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl"})
"""Media types of a stream of JSON lines, which is limited line by line and not as a whole."""

_TO_DISK = ("/store", "/restore", "/knowledge-bases")


def media_type(content_type: str) -> str:
    """Return the media type of a Content-Type header, in lower case and without parameters."""
    return content_type.partition(";")[0].strip().lower()


class BodyLimit:
    """ASGI middleware that counts what arrives; a Content-Length is only believed when too large.

    A stream of lines to `/documents` is not limited as a whole. Uploads and knowledge bases, which
    go to disk, RDF for `/store` and backups for `/restore` may be `upload_bytes` long; everything else is
    read into memory and stops earlier.
    """

    def __init__(self, app: ASGIApp, *, memory_bytes: int, upload_bytes: int) -> None:
        self._app = app
        self._memory_bytes = memory_bytes
        self._upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self._limit(headers, scope["path"])
        if refusal := _refusal(headers, limit):
            await refusal(scope, receive, send)
        else:
            await self._app(scope, _counted(receive, limit) if limit else receive, send)

    def _limit(self, headers: Headers, path: str) -> int | None:
        kind = media_type(headers.get("content-type", ""))
        if kind in NDJSON and path == "/documents":
            return None
        to_disk = kind == "multipart/form-data" or path.startswith(_TO_DISK)
        return self._upload_bytes if to_disk else self._memory_bytes


def _refusal(headers: Headers, limit: int | None) -> Response | None:
    """Return the answer to a request that need not be read."""
    declared = headers.get("content-length", "")
    if limit and declared.isdigit() and int(declared) > limit:
        return problem(413, _advice(limit))
    packing = headers.get("content-encoding", "identity").lower()
    if packing != "identity":
        return problem(415, f"The body is packed by {packing}. Send it as it is.")
    return None


def _counted(receive: Receive, limit: int) -> Receive:
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            # an HTTPException, because it is the one error that FastAPI's body parsing lets through
            raise HTTPException(413, _advice(limit))
        return message

    return counted


def _advice(limit: int) -> str:
    return (
        f"The request is over the limit of {limit:,} bytes. Send less at a time, "
        "or many documents as a stream of lines (application/x-ndjson)."
    )
