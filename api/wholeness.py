"""Which requests are answered while a restore is unfinished: the graph and the catalog may be of two minds then."""

from api.restoring import Restoring
from api.scopes import room_of

_ALWAYS = frozenset(
    {"", "web", "health", "metrics", "docs", "docs-offline", "openapi.json", "vocabulary"}
    | {"restore", "rebuild", "workspaces", "entailment"}
)
"""What mends it, and what asks neither graph nor catalog of the workspace."""
_CATALOG = frozenset({"documents", "jobs", "extract", "models", "reextract"})
"""What the catalog alone answers: it is put back first, at once, and what is posted from then on is kept."""


def check_whole(restoring: Restoring, path: str) -> None:
    """Refuse a request that would be answered from what is half put back, or whose change would be lost.

    Args:
        path: Decoded, without the prefix that the application may be mounted under.

    Raises:
        RestoreUnfinished: It is to be sent again later.
    """
    room = room_of(path)
    if room in _ALWAYS:
        return
    if room in _CATALOG:
        restoring.check_catalog()
    else:
        restoring.check()
