"""A route that FastAPI describes and does nothing else for: for the one that is called all the time."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute


class PlainRoute(APIRoute):
    """Hands the request to its function, which is asynchronous and returns the response.

    What FastAPI would do between, to solve dependencies and check the answer, takes as long as a short
    document. Parameters are described by `openapi_extra`; errors become problems as everywhere.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the function."""
        handler: Callable[[Request], Coroutine[Any, Any, Response]] = self.endpoint
        return handler
