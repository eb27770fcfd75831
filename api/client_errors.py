"""Answers of a service as a client sees them: problem documents become the errors they came from."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2

from api.refusal import NothingTaken
from api.schemas.documents import DocumentTaken
from kg.errors import (
    Conflict,
    InputError,
    KGError,
    ModelError,
    NotFound,
    QueryRejected,
    TransientError,
)


@contextmanager
def reaching(server: str) -> Iterator[None]:
    """Turn the failures of the network into a TransientError that says what to do."""
    try:
        yield
    except httpx2.ConnectError as err:
        raise TransientError(
            f"No service answers at {server}. Start one with `kg serve`, "
            "or say where it is with --server or KG_SERVER."
        ) from err
    except httpx2.TimeoutException as err:
        raise TransientError(f"The service at {server} took too long. Try again.") from err
    except httpx2.TransportError as err:
        raise TransientError(f"The connection to {server} broke: {err}. Try again.") from err


def answered(response: httpx2.Response) -> httpx2.Response:
    """Return a response that is no error; raise the KGError that its problem document tells of."""
    if response.is_error:
        raise _error(response)
    return response


def _error(response: httpx2.Response) -> KGError:
    try:
        body = response.json()
        detail = str(body["detail"])
    except (ValueError, KeyError, TypeError):
        body, detail = {}, f"The service answered {response.status_code} {response.reason_phrase}."
    if "documents" in body:
        documents = [DocumentTaken.model_validate(one) for one in body["documents"]]
        return NothingTaken(detail, response.status_code, str(body.get("type")), documents)
    match response.status_code:
        case 404 if "kind" in body:
            bare = NotFound(body["kind"], body["id"])
            return NotFound(bare.kind, bare.id, detail.removeprefix(str(bare)).strip())
        case 400:
            return QueryRejected(detail)
        case 409:
            return Conflict(detail)
        case 429 | 502 | 503 | 504:
            return TransientError(detail)
        case status if status >= 500:
            return ModelError(detail)
    return InputError(detail)
