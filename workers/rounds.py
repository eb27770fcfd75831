"""Where a worker reads beside the default workspace: in rounds, a little in each, so that none waits for another's bulk."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from kg.catalog.catalog import Catalog
from kg.catalog.places import Places
from kg.errors import CatalogUnavailable, NotFound
from kg.extraction.extractor import Extractor
from kg.workspaces import Workspace
from workers.drain import Drain

log = logging.getLogger(__name__)

Lend = Callable[[Workspace, Catalog], Extractor]
"""Gives the extractor that reads in a workspace, with the model that all share."""
Make = Callable[[Catalog, Extractor], Drain]
"""Makes the drain loop of one workspace."""

_AGAIN_S = 5.0
"""Seconds for which a workspace in which a pass failed is left alone."""


@dataclass(slots=True)
class _Seat:
    """A workspace whose catalog this worker has open."""

    catalog: Catalog
    drain: Drain
    held: ExitStack
    alone_until: float = 0.0


class Rounds:
    """The workspaces beside the default one, as the worker goes through them. One thread at a time, but for `hand_back`.

    Args:
        places: None where there can be no other workspaces.
        lend: Gives the extractor for a workspace.
    """

    def __init__(self, places: Places | None, lend: Lend) -> None:
        self._places, self._lend = places, lend
        self._seats: dict[str, _Seat] = {}
        self._reading: Drain | None = None

    def catalogs(self) -> list[Catalog]:
        """Return the catalogs that are open here."""
        return [seat.catalog for seat in self._seats.values()]

    def look(self, make: Make) -> bool:
        """Open the workspaces that came, let go of those that went; returns whether there is any.

        A workspace that cannot be opened is left out until the next look.

        Raises:
            CatalogUnavailable: The list cannot be had.
        """
        there = {one.id: one for one in self._places.all()} if self._places else {}
        for id in self._seats.keys() - there.keys():
            self._seats.pop(id).held.close()
        for id in there.keys() - self._seats.keys():
            self._open(there[id], make)
        return bool(there)

    def due(self) -> bool:
        """Say whether a workspace has something to read. Workspaces whose database is away have not."""
        return any(self._is_due(id, seat) for id, seat in self._seats.items())

    def go_round(self, stop: threading.Event, *, for_s: float) -> int:
        """Read for some seconds in each workspace that has something to read; returns how many documents were kept."""
        kept = 0
        for id, seat in list(self._seats.items()):
            if stop.is_set() or not self._is_due(id, seat):
                continue
            self._reading = seat.drain
            try:
                kept += seat.drain.run_once(stop, for_s=for_s)
            # whatever ails one workspace, the others are read on; a deleted one has no tables any more
            except Exception:
                seat.alone_until = time.monotonic() + _AGAIN_S
                log.exception("a pass in workspace %s ended early", id)
            finally:
                self._reading = None
        return kept

    def hand_back(self) -> None:
        """Give up the batch that is being read right now. Raises CatalogUnavailable."""
        if (reading := self._reading) is not None:
            reading.hand_back()

    def close(self) -> None:
        """Let go of every catalog."""
        while self._seats:
            self._seats.popitem()[1].held.close()

    def _open(self, workspace: Workspace, make: Make) -> None:
        assert self._places is not None
        with ExitStack() as held:
            try:
                catalog = held.enter_context(self._places.using(workspace))
            except (CatalogUnavailable, NotFound) as err:
                log.warning("workspace %s is left out for now: %s", workspace.name, err)
                return
            # a broken file, or a setting that is missing here: the others are read all the same
            except Exception:
                log.exception(
                    "workspace %s cannot be opened and is left out for now", workspace.name
                )
                return
            drain = make(catalog, self._lend(workspace, catalog))
            self._seats[workspace.id] = _Seat(catalog, drain, held.pop_all())

    def _is_due(self, id: str, seat: _Seat) -> bool:
        if time.monotonic() < seat.alone_until:
            return False
        try:
            return seat.catalog.queue.due()
        except CatalogUnavailable as err:
            log.warning("workspace %s is left out for now: %s", id, err)
        except Exception:
            log.exception("workspace %s cannot be looked at", id)
        seat.alone_until = time.monotonic() + _AGAIN_S
        return False
