"""How the Python client writes paths and parameters."""

from collections.abc import Iterable
from urllib.parse import quote

Body = bytes | Iterable[bytes]
"""What a request may hold: bytes, or pieces that are sent as they come."""


def at(*parts: str) -> str:
    """Return a path, each part behind the first quoted whole."""
    first, *rest = parts
    return "/".join([first, *(quote(part, safe="") for part in rest)])


def bearer(key: str | None) -> dict[str, str]:
    """Return the header that carries a key."""
    return {} if key is None else {"Authorization": f"Bearer {key}"}


def given(**params: str | None) -> dict[str, str]:
    """Return the parameters that are given."""
    return {name: value for name, value in params.items() if value is not None}
