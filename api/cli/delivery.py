"""Documents under ids that come from where they lie, so that what changes there replaces what was read."""

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from api.client import Client
from kg.errors import InputError, NotFound
from kg.settings import Settings
from kg.text.isolated import IsolatedParser
from kg.text.reading import read
from kg.text.records import ReadFailure, ReadLimits, ReadText


@dataclass(frozen=True, slots=True)
class Source:
    """Something at an address, as bytes.

    Attributes:
        uri: Where it lies; what it holds becomes the documents of this URI and its fragments.
        name: Its name, whose ending says its format where the media type does not.
    """

    uri: str
    name: str
    content: bytes
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a source: ids of its documents, how many of them were new or changed, and failures."""

    ids: frozenset[str]
    changed: int
    failures: tuple[str, ...]


def id_of(uri: str) -> str:
    """Return the id of the document at a URI."""
    return "at-" + hashlib.sha256(uri.encode()).hexdigest()[:32]


class Delivery:
    """Reads sources here, and puts their documents into a service. Close it."""

    def __init__(self, service: Client, settings: Settings) -> None:
        self._service = service
        self._parser = IsolatedParser(processes=1)
        self._limits = ReadLimits(
            max_document_bytes=settings.max_document_bytes,
            max_archive_bytes=settings.max_upload_bytes,
        )

    def close(self) -> None:
        """End the process that parses."""
        self._parser.close()

    def put(self, source: Source) -> Delivered:
        """Create or replace the documents of a source.

        Raises:
            TransientError: The service does not answer; some of the documents may be there.
        """
        ids: set[str] = set()
        failures: list[str] = []
        changed = 0
        try:
            for found in self._read(source):
                if isinstance(found, ReadFailure):
                    failures.append(str(found.error))
                    continue
                uri = _uri(source, found)
                ids.add(id_of(uri))
                changed += self._put(uri, found)
        except InputError as err:
            failures.append(str(err))
        return Delivered(frozenset(ids), changed, tuple(failures))

    def delete(self, id: str) -> None:
        """Delete a document, if it is there."""
        with contextlib.suppress(NotFound):  # somebody else deleted it
            self._service.delete(id)

    def known(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield URI and id of the documents that were put from under a URI, by this process or another."""
        for document in self._service.documents():
            uri = document.uri or ""
            if uri.startswith(prefix) and document.id == id_of(uri):
                yield uri, document.id

    def _read(self, source: Source) -> Iterator[ReadText | ReadFailure]:
        return read(
            source.name,
            source.content,
            media_type=source.media_type,
            limits=self._limits,
            parse=self._parser.parse,
        )

    def _put(self, uri: str, found: ReadText) -> bool:
        own = {"uri": found.uri, "id": found.id}
        metadata = {**found.metadata, **{name: one for name, one in own.items() if one}}
        accepted = self._service.put(
            id_of(uri),
            found.text,
            title=found.title or found.source,
            uri=uri,
            language=found.language,
            metadata=metadata,
        )
        return not accepted.duplicates


def _uri(source: Source, found: ReadText) -> str:
    """The source's own, or with a fragment for one of several documents: its id, line or member."""
    place = found.id or found.source.removeprefix(source.name).lstrip(":/")
    return f"{source.uri}#{quote(place, safe='/')}" if place else source.uri
