"""Keyset pages: a cursor holds the sort key of the last row shown, so that no page is ever counted off."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from kg.catalog.rows import Page
from kg.catalog.tables import Row
from kg.errors import InputError

Value = TypeVar("Value")
Key = tuple[str | int, ...]


def page(
    found: Sequence[Row], limit: int, key: Callable[[Row], Key], value: Callable[[Row], Value]
) -> Page[Value]:
    """Make a page of the first `limit` rows found; the query asked for one more, to see whether there is a next."""
    shown = found[:limit]
    more = len(found) > limit
    return Page(tuple(map(value, shown)), write_cursor(key(shown[-1])) if more else None)


def write_cursor(key: Key) -> str:
    """Return a cursor that fits in a URL as it is."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *kinds: type[str] | type[int]) -> Key:
    """Return the key in a cursor, whose parts must be of these kinds.

    Raises:
        InputError: It is not a cursor of this list.
    """
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError) as err:
        raise _foreign() from err
    if not isinstance(key, list) or list(map(type, key)) != list(kinds):
        raise _foreign()
    return tuple(key)


def _foreign() -> InputError:
    return InputError("This cursor is not from this list. Ask again without `after`.")
