"""The one place where an error becomes an HTTP answer: `application/problem+json` (RFC 9457).

`type` is `urn:kg:problem:` and the error's name in kebab case; `detail` is its message. Nothing else
in `api` maps errors, and no answer holds a stack trace: a 500 carries an id that the log has too.
"""

import logging
import re
import uuid
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.faults import faults, in_one_line
from api.refusal import NothingTaken
from api.schemas.problem import Problem
from kg.errors import (
    Conflict,
    DocumentTooLarge,
    InputError,
    KeyMissing,
    KeyTooWeak,
    KGError,
    ModelError,
    NotAcceptable,
    NotFound,
    QueryRejected,
    TooManyRequests,
    TransientError,
    UnsupportedFormat,
)

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:kg:problem:"
RETRY_AFTER_S = 5
_STATUS: dict[type[KGError], int] = {
    # the nearest class in an error's method resolution order decides
    QueryRejected: 400,
    NotFound: 404,
    NotAcceptable: 406,
    Conflict: 409,
    KeyMissing: 401,
    KeyTooWeak: 403,
    DocumentTooLarge: 413,
    UnsupportedFormat: 415,
    InputError: 422,
    TooManyRequests: 429,
    TransientError: 503,
    ModelError: 500,
    KGError: 500,
}
_HEADERS = {
    401: {"WWW-Authenticate": 'Bearer realm="kg"'},
    503: {"Retry-After": str(RETRY_AFTER_S)},
}
_DESCRIBED = {
    "description": "A problem: `detail` says what to do next.",
    "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}},
}
RESPONSES: dict[int | str, dict[str, Any]] = {"4XX": _DESCRIBED, "5XX": _DESCRIBED}
"""What the OpenAPI document says of errors."""

_ADVICE = {
    404: "There is nothing at {path}. The routes are listed at /docs.",
    405: "{path} does not take {method}. The routes are listed at /docs.",
}


def status_of(error: KGError) -> int:
    """Return the HTTP status for an error of ours."""
    return next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)


def type_of(error: KGError) -> str:
    """Return the problem type of an error of ours."""
    kebab = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()
    return TYPE_PREFIX + kebab


def problem(status: int, detail: str, *, type: str = "about:blank", **members: Any) -> JSONResponse:
    """Return a problem document (RFC 9457); `members` are its extension members."""
    title = HTTPStatus(status).phrase
    body = {"type": type, "title": title, "status": status, "detail": detail, **members}
    headers = _HEADERS.get(status)
    return JSONResponse(body, status, headers=headers, media_type=MEDIA_TYPE)


def problem_of(error: KGError) -> JSONResponse:
    """Return the problem document for an error of ours."""
    status, kind = status_of(error), type_of(error)
    match error:
        case NothingTaken():
            documents = [one.model_dump(exclude_none=True) for one in error.documents]
            return problem(error.status, str(error), type=error.type, documents=documents)
        case NotFound():
            return problem(status, str(error), type=kind, kind=error.kind, id=error.id)
        case TooManyRequests():
            answer = problem(status, str(error), type=kind)
            answer.headers["Retry-After"] = str(error.retry_after_s)
            return answer
        case _ if status == 500:
            return unexpected(error)
    return problem(status, str(error), type=kind)


def install(app: FastAPI) -> None:
    """Make every error that leaves a route of `app` a problem document."""

    @app.exception_handler(KGError)
    def ours(request: Request, error: KGError) -> JSONResponse:
        return problem_of(error)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        found = faults(error.errors())
        kind = TYPE_PREFIX + "invalid-request"
        return problem(422, in_one_line(found), type=kind, errors=found)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> JSONResponse:
        detail = str(error.detail)
        if detail == HTTPStatus(error.status_code).phrase and error.status_code in _ADVICE:
            advice = _ADVICE[error.status_code]
            detail = advice.format(path=request.url.path, method=request.method)
        answer = problem(error.status_code, detail)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(ClientDisconnect)
    def gone(request: Request, error: ClientDisconnect) -> JSONResponse:
        log.info("a client went away before its request had ended")
        return problem(400, "The request ended early. What had come was taken; send the rest.")


def unexpected(error: Exception) -> JSONResponse:
    """Return the answer to an error that nobody expected, and log it as an incident."""
    incident = uuid.uuid4().hex[:12]
    log.error("incident %s", incident, exc_info=error)
    detail = f"Something failed here, not in your request. The log has it as incident {incident}."
    return problem(500, detail, type=TYPE_PREFIX + "internal", incident=incident)
