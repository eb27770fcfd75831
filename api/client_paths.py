"""How the Python client writes paths and parameters."""

from collections.abc import Iterable
from urllib.parse import quote

Body = bytes | Iterable[bytes]
"""What a request may hold: bytes, or pieces that are sent as they come."""


def at(*parts: str) -> str:
    """Return a path, each part behind the first quoted whole."""
    first, *rest = parts
    return "/".join([first, *(quote(part, safe="") for part in rest)])


def sent_always(key: str | None, workspace: str | None) -> dict[str, str]:
    """Return the headers that carry a key and name a workspace."""
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    return headers if workspace is None else headers | {"KG-Workspace": workspace}


def given(**params: str | None) -> dict[str, str]:
    """Return the parameters that are given."""
    return {name: value for name, value in params.items() if value is not None}
