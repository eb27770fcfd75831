"""Which scope a request needs. What is not named here reads by GET and HEAD and writes by all else."""

from kg.access import Scope

_OPEN = frozenset({"/", "/health/live", "/health/ready"})
_OPEN_ROOM = "web"
"""The page, its scripts and styles: the same for everybody, and nothing of what the service holds."""
_READERS = frozenset(
    {
        "/sparql",
        "/query",
        "/update",
        "/analogy",
        "/ask",
        "/entailment",
        "/extract",
        "/relations/preview",
    }
)
"""Paths whose POST reads. An update by SPARQL asks for more once it is known to be one."""
_ADMIN = frozenset(
    {"admin", "backup", "restore", "rebuild", "reextract", "keys", "policies", "workspaces"}
)
_ADMIN_TO_CHANGE = frozenset({"models", "ontology", "relations", "shapes"})
_KEPT_ASIDE = "refused"
"""What was kept out of the graph is not for every reader."""
_REPORT = "/shapes/report"
"""Names policies, and what they keep out."""
_RULES = "/rules"
"""As an ontology, rules change what every reader is told; judging a mined one does not."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_SERVER = frozenset({"workspaces", "metrics"})


def needed_scope(method: str, path: str) -> Scope | None:
    """Return the scope that a request needs, or None if everybody may send it.

    Args:
        path: Decoded, without the prefix that the application may be mounted under.
    """
    room = room_of(path)
    if path in _OPEN or room == _OPEN_ROOM:
        return None
    reads = method in _READING or (method == "POST" and path in _READERS)
    if (
        path == _REPORT
        or room in _ADMIN
        or ((room in _ADMIN_TO_CHANGE or path == _RULES) and not reads)
    ):
        return "admin"
    return "read" if reads and room != _KEPT_ASIDE else "write"


def of_the_server(method: str, path: str) -> bool:
    """Say whether a request is about the server as a whole, so that no workspace's key may send it."""
    room = room_of(path)
    return room in _SERVER or (room == "models" and method not in _READING)


def room_of(path: str) -> str:
    """Return the first part of a path, by which routes that belong together begin."""
    return path.split("/", 2)[1] if path.startswith("/") else ""
