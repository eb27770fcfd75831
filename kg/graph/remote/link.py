"""The way to one server: what it can do is found out when it is first needed, and kept."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kg.errors import QueryTooExpensive, StoreUnavailable
from kg.graph.remote.dialect import Dialect
from kg.graph.remote.endpoint import Endpoint
from kg.graph.remote.engine import probe
from kg.graph.remote.reading import Reading
from kg.graph.remote.writing import Writing
from kg.graph.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Link:
    """A server that has been met."""

    endpoint: Endpoint
    dialect: Dialect
    reading: Reading
    writing: Writing


class Links:
    """Meets the server, which may be away at first."""

    def __init__(self, endpoint: Endpoint, vocabulary: Vocabulary) -> None:
        self._endpoint = endpoint
        self._vocabulary = vocabulary
        self._lock = threading.Lock()
        self._link: Link | None = None

    def get(self) -> Link:
        """Return the link. Raises as `Endpoint` does while there is none."""
        with self._lock:
            if self._link is None:
                with patiently(self._endpoint.url):
                    dialect = Dialect(probe(self._endpoint), self._vocabulary)
                reading = Reading(self._endpoint, dialect)
                writing = Writing(self._endpoint, dialect)
                self._link = Link(self._endpoint, dialect, reading, writing)
            return self._link


@contextmanager
def patiently(url: str) -> Iterator[None]:
    """Of work of our own: a server that takes too long for it is one to try again later."""
    try:
        yield
    except QueryTooExpensive as err:
        raise StoreUnavailable(url, str(err)) from err
