"""Deleting a document, seen from outside: the answer waits a moment for the graph to follow."""

import time

from api.schemas.documents import Retracted
from api.service import Service
from kg.errors import NotFound

PATIENCE_S = 5.0
"""Seconds to wait for the graph; after that the answer says `deleting`."""
_LOOK_EVERY_S = 0.02


def delete_document(service: Service, id: str, *, dry_run: bool) -> Retracted:
    """Retract a document and say what went with it, or only say it. Raises NotFound."""
    if dry_run:
        service.catalog.documents.get(id)
        counts, status = service.catalog.findings.retraction(id), "kept"
    else:
        counts = service.catalog.documents.delete(id)
        service.follower.wake()
        status = "deleted" if _gone(service, id) else "deleting"
    return Retracted.model_validate(
        {
            "id": id,
            "dry_run": dry_run,
            "status": status,
            "facts": counts.facts,
            "retracted": counts.retracted,
            "kept": counts.kept,
        }
    )


def _gone(service: Service, id: str) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and not service.stopping.is_set():
        try:
            service.catalog.documents.get(id)
        except NotFound:
            return True
        time.sleep(_LOOK_EVERY_S)
    return False
