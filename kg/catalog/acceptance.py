"""What the catalog takes: every reason to refuse a document, in words for the one who posted it."""

import json
import re

from kg.catalog.rows import NewDocument

MAX_ID = 200
"""Longest id of a client's own, in characters."""

_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""A NUL in JSON: PostgreSQL keeps none in its JSON either."""


def refusal(document: NewDocument) -> str | None:
    """Return why a document cannot be taken and what to do about it, or None if it can."""
    if not document.text.strip():
        return "The text is empty. Post a document that holds some text."
    return (
        _unwritable("text", document.text)
        or (_bad_id(document.id) if document.id is not None else None)
        or _unwritable("title", document.title or "")
        or _unwritable("uri", document.uri or "")
        or _unwritable("language", document.language or "")
        or _bad_metadata(document)
    )


def _unwritable(field: str, value: str) -> str | None:
    if "\x00" in value:
        return f"The {field} holds a NUL character. Is it a binary file? Remove it and post again."
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return f"The {field} holds half a surrogate pair. Send it as valid Unicode."
    return None


def _bad_id(id: str) -> str | None:
    plain = id.isprintable() and "/" not in id and id.strip() == id and id not in (".", "..")
    if plain and 0 < len(id) <= MAX_ID:
        return None
    return (
        f"The id must be 1 to {MAX_ID} printable characters, without a slash, without spaces at its "
        "ends, and not '.' or '..'. Choose another, or leave it out."
    )


def _bad_metadata(document: NewDocument) -> str | None:
    try:
        written = json.dumps(dict(document.metadata), allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as err:
        return f"The metadata is not a JSON object: {err}."
    return _unwritable("metadata", _ESCAPED_NUL.sub("\x00", written))
