"""What every part of the Python client calls the service by."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

import httpx2


class Calls(ABC):
    """One part of the client, one method a route."""

    @abstractmethod
    def _ask(self, method: str, path: str, **request: Any) -> httpx2.Response:
        """Send a request and return its answer, or raise what its failure means."""

    @abstractmethod
    def _stream(self, path: str, params: dict[str, str]) -> Iterator[bytes]:
        """Yield an answer's bytes as they come."""
