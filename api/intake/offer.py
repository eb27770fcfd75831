"""One document of a request, or why it is none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from api.faults import faults, in_one_line
from api.schemas.documents import DocumentContent, DocumentIn
from kg.catalog.rows import NewDocument
from kg.errors import DocumentTooLarge, DocumentUnreadable, InputError


@dataclass(frozen=True, slots=True)
class Offer:
    """What stood at one place of a request.

    Attributes:
        content: The document, or the reason why it cannot be taken.
        line: Its line in a stream, from 1.
        name: Its file or its place in a list.
    """

    content: NewDocument | InputError
    line: int | None = None
    name: str | None = None


def offer_of(
    read: Callable[[], NewDocument], *, line: int | None = None, name: str | None = None
) -> Offer:
    """Return the offer of what `read` returns, or of the InputError that it raises."""
    try:
        return Offer(read(), line, name)
    except InputError as err:
        return Offer(err, line, name)


def parse_json(raw: bytes | str) -> Any:
    """Parse one JSON value. Raises DocumentUnreadable, which says where it goes wrong."""
    try:
        return from_json(raw, allow_inf_nan=False)
    except ValueError as err:
        reason = f'it is not JSON ({err}). Send one object {{"text": …}} a document.'
        raise DocumentUnreadable("document", reason) from err


def document_from(value: Any, *, max_bytes: int) -> NewDocument:
    """Check one document as a client posts it.

    Args:
        value: A parsed JSON value.
        max_bytes: Longest text, in bytes of UTF-8.

    Raises:
        DocumentUnreadable: A field is missing or has the wrong type.
        DocumentTooLarge: The text is too long.
    """
    if not isinstance(value, dict):
        raise DocumentUnreadable("document", 'it must be a JSON object such as {"text": "…"}.')
    try:
        posted = DocumentIn.model_validate(value)
    except ValidationError as err:
        raise DocumentUnreadable("document", in_one_line(faults(err.errors()))) from err
    return new_document(posted, posted.id, max_bytes=max_bytes)


def new_document(posted: DocumentContent, id: str | None, *, max_bytes: int) -> NewDocument:
    """Return a posted document under an id. Raises DocumentTooLarge."""
    size = len(posted.text) if posted.text.isascii() else len(posted.text.encode())
    if size > max_bytes:
        advice = "Split it into several documents, or raise KG_MAX_DOCUMENT_BYTES."
        raise DocumentTooLarge(id or posted.title or "document", size, max_bytes, advice)
    return NewDocument(
        text=posted.text,
        id=id,
        title=posted.title,
        uri=posted.uri,
        language=posted.language,
        metadata=posted.metadata,
    )
