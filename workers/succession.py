"""Taking over from workers of this machine that died: nobody has to wait until their leases run out."""

import logging
import os
import socket
from collections.abc import Sequence

from kg.catalog.catalog import Catalog

log = logging.getLogger(__name__)

_REMEMBERED_S = 24 * 3600.0


def succeed(catalog: Catalog, others: Sequence[Catalog] = ()) -> int:
    """Free the documents of workers that signed on this machine and whose process is gone.

    Args:
        catalog: Where workers sign.
        others: Catalogs of further workspaces that they read in.

    Should one of them live where its process cannot be seen, it only loses what it is reading to
    another: its claims are fenced.

    Returns:
        How many documents can be claimed again.

    Raises:
        CatalogUnavailable: The database does not answer.
    """
    freed = 0
    for worker in catalog.workers.alive(_REMEMBERED_S):
        if worker.host == socket.gethostname() and not _lives(worker.process):
            freed += sum(one.queue.abandon(worker.id) for one in (catalog, *others))
            catalog.workers.forget(worker.id)
    if freed:
        log.info("took %d documents over from workers that died here", freed)
    return freed


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # another user's
    return True
