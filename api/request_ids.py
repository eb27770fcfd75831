"""Every request has an id, which its answer and every line logged meanwhile carry."""

import logging
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.observing import speaking_of

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
_FIT = re.compile(r"[A-Za-z0-9._-]{1,64}")
"""What a client's own id may look like: nothing that could forge a line of the log."""


class RequestIds:
    """ASGI middleware: takes the client's `X-Request-ID` if it is a fit one, else makes one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        id = given if _FIT.fullmatch(given) else uuid.uuid4().hex
        began, status = time.perf_counter(), 0

        async def with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = id
            await send(message)

        with speaking_of(request=id):
            try:
                await self._app(scope, receive, with_id)
            finally:
                # the route, not the path: a path may hold names of documents and of people
                route = getattr(scope.get("route"), "path", "unmatched")
                seconds = time.perf_counter() - began
                log.debug("%s %s: %d in %.3f s", scope["method"], route, status, seconds)
