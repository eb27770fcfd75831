"""Documents that a client names by their address: fetched where KG_FETCH allows it, and read as files are."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import ValidationError

from api.faults import faults, in_one_line
from api.intake.offer import Offer
from api.schemas.documents import DocumentAt
from kg.catalog.rows import NewDocument
from kg.errors import DocumentUnreadable, InputError
from kg.fetching import FetchLimits, fetch
from kg.settings import Settings
from kg.text.reading import read
from kg.text.records import Parse, ReadFailure, ReadLimits, ReadText

MOST_FETCHED = 20
"""Addresses in one request: each may take as long as KG_FETCH_TIMEOUT_S."""


def is_address(value: Any) -> bool:
    """Say whether a posted object names a document rather than holding one."""
    return isinstance(value, dict) and "uri" in value and "text" not in value


def offer_at(
    value: Any, settings: Settings, limits: ReadLimits, parse: Parse, *, name: str | None = None
) -> Offer:
    """Fetch a document, and return it, or why there is none.

    Args:
        value: The posted object, with a `uri`.
        parse: Reads hostile formats, in a process of their own.
    """
    try:
        return Offer(_document(value, settings, limits, parse), name=name)
    except InputError as err:
        return Offer(err, name=name)


def _document(value: Any, settings: Settings, limits: ReadLimits, parse: Parse) -> NewDocument:
    if not settings.fetch:
        raise DocumentUnreadable(
            "document",
            "it has no text, and this service fetches none. Send the text; or whoever runs the "
            "service may set KG_FETCH=1.",
        )
    try:
        posted = DocumentAt.model_validate(value)
    except ValidationError as err:
        raise DocumentUnreadable("document", in_one_line(faults(err.errors()))) from err
    fetched = fetch(
        posted.uri,
        FetchLimits(
            limits.max_document_bytes, settings.fetch_timeout_s, allowed=settings.may_fetch_from
        ),
    )
    found = read(
        _name(fetched.url),
        fetched.content,
        media_type=fetched.media_type or None,
        limits=limits,
        parse=parse,
    )
    one = _only(posted.uri, found)
    return NewDocument(
        text=one.text,
        id=posted.id,
        title=posted.title or one.title or one.source,
        uri=posted.uri,
        language=posted.language or one.language,
        metadata=posted.metadata,
    )


def _only(uri: str, found: Iterator[ReadText | ReadFailure]) -> ReadText:
    first, second = next(found, None), next(found, None)
    if first is None or second is not None:
        raise DocumentUnreadable(uri, "there are several documents, or none. Send them as a file.")
    if isinstance(first, ReadFailure):
        raise first.error
    return first


def _name(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).name or urlsplit(url).netloc
