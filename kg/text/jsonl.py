"""JSON lines: one document a line, and a bad line costs nothing but itself."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from kg.errors import DocumentUnreadable, InputError
from kg.text.checks import check_size, check_text
from kg.text.records import ReadFailure, ReadLimits, ReadText

DEEPEST = 100
"""Levels of a line's objects and lists; what reads the metadata later may not stand more."""

_OPTIONAL = ("title", "id", "uri", "language")


def read_lines(
    source: str, lines: Iterable[bytes], limits: ReadLimits
) -> Iterator[ReadText | ReadFailure]:
    """Yield a document or a failure for each line that is not blank.

    The text is taken as it is, newlines included: a client's own offsets stay right.

    Raises:
        DocumentUnreadable: All lines are blank.
    """
    empty = True
    for number, line in enumerate(lines, start=1):
        if not line or line.isspace():
            continue
        empty = False
        try:
            yield _document(f"{source}:{number}", line, limits)
        except InputError as err:
            yield ReadFailure(source, number, err)
    if empty:
        raise DocumentUnreadable(source, "there is no line in it.")


def _document(source: str, line: bytes, limits: ReadLimits) -> ReadText:
    check_size(source, len(line), limits.max_document_bytes)
    fields = _fields(source, line)
    text, metadata = fields.get("text"), fields.get("metadata")
    if not isinstance(text, str):
        raise DocumentUnreadable(source, 'it needs a "text" that is a string.')
    if not isinstance(metadata, dict | None):
        raise DocumentUnreadable(source, 'its "metadata" must be an object.')
    for name in _OPTIONAL:
        if not isinstance(fields.get(name), str | None) or fields.get(name) == "":
            raise DocumentUnreadable(source, f'its "{name}" must be a string that is not empty.')
    check_text(source, text, limits.max_document_bytes)
    optional = {name: fields.get(name) for name in _OPTIONAL}
    return ReadText(source, text, metadata=metadata or {}, **optional)


def _fields(source: str, line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse_constant)
        storable = all(map(_is_storable, _strings(fields, DEEPEST)))
    except UnicodeDecodeError as err:
        raise DocumentUnreadable(source, f"byte {err.start} is not UTF-8. Send UTF-8.") from err
    except (ValueError, RecursionError) as err:
        raise DocumentUnreadable(source, f"it cannot be taken as JSON: {err}.") from err
    if not isinstance(fields, dict):
        raise DocumentUnreadable(source, 'it must be an object such as {"text": "…"}.')
    if not storable:
        reason = "it holds a NUL character or half of a surrogate pair. Remove it."
        raise DocumentUnreadable(source, reason)
    return fields


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _strings(value: Any, depth: int) -> Iterator[str]:
    if depth == 0:
        raise ValueError(f"it is nested more than {DEEPEST} deep")
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, depth - 1)
    elif isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from _strings(item, depth - 1)


def _is_storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
