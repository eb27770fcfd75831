"""What requests of the SPARQL Protocol and of the Graph Store Protocol have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from anyio import CapacityLimiter, to_thread
from fastapi import Request, Response

from kg.errors import DocumentTooLarge, QueryRejected
from kg.graph.store import QueryResult

Answer = TypeVar("Answer")

_MAX_PARAMETERS = 10_000
_THREADS = CapacityLimiter(20)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a request, in order; those that we do not know are ignored."""

    items: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, encoded: bytes) -> "Parameters":
        """Decode a query string or form.

        Raises:
            QueryRejected: It is not UTF-8.
        """
        try:
            text = encoded.decode()
            items = parse_qsl(
                text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_PARAMETERS
            )
        except ValueError as err:
            raise QueryRejected(f"The parameters are not percent-encoded UTF-8: {err}") from err
        return cls(items)

    def all(self, name: str) -> list[str]:
        """Return every value of that name that is not empty."""
        return [value for key, value in self.items if key == name and value]

    def operation(self) -> tuple[str, str] | None:
        """Return `query` or `update` with its text; None if there is neither.

        Raises:
            QueryRejected: There is more than one.
        """
        found = [item for item in self.items if item[0] in ("query", "update")]
        if len(found) > 1:
            raise QueryRejected("Send one query or one update at a time.")
        return found[0] if found else None


async def in_thread(work: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
    """Do work in a thread, of which the graph has its own.

    Waiting for a query process takes a thread: many slow queries must not take those of other routes.
    """
    return await to_thread.run_sync(partial(work, *args, **kwargs), limiter=_THREADS)


async def read_body(request: Request, limit: int) -> bytes:
    """Return the request's body.

    Raises:
        DocumentTooLarge: It is over `limit` bytes; the rest is not read.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise DocumentTooLarge("request", len(body), limit, "Send less at a time.")
    return bytes(body)


def content_type(request: Request) -> str:
    """Return the media type of the request's body, in lower case and without parameters.

    Raises:
        QueryRejected: It says that the body is not UTF-8.
    """
    media_type, *parameters = request.headers.get("content-type", "").lower().split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8"):
            raise QueryRejected("The body has to be UTF-8.")
    return media_type.strip()


def location(request: Request) -> str:
    """Return the address of the request as the client wrote it, without its query string."""
    path = request.scope["raw_path"].decode("ascii")
    return f"{request.url.scheme}://{request.url.netloc}{path}"


def answer(result: QueryResult) -> Response:
    """Return an answer that is already written out."""
    return Response(result.body, media_type=result.media_type, headers={"Vary": "Accept"})
