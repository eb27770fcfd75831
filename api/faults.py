"""What is wrong with a request's fields, in words for the one who sent it."""

from collections.abc import Mapping, Sequence
from typing import Any

_PLACES = ("body", "query", "path", "header")


def faults(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return pydantic's errors as the `field` and the `message` of each."""
    return [_fault(error) for error in errors]


def in_one_line(found: Sequence[Mapping[str, str]]) -> str:
    """Return faults as one sentence."""
    return "; ".join(f"{fault['field']}: {fault['message']}" for fault in found)


def _fault(error: Mapping[str, Any]) -> dict[str, str]:
    where = [str(part) for part in error["loc"] if part not in _PLACES]
    if error["type"] == "json_invalid":
        message = f"not JSON at character {where[0]}: {error['ctx']['error']}"
        return {"field": "body", "message": message}
    return {"field": ".".join(where) or "body", "message": error["msg"]}
