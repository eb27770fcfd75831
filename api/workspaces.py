"""The services of all workspaces: opened when somebody asks them, closed when nobody does, deleted as a whole."""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from api.service import Service, open_workspace
from kg.errors import KGError
from kg.graph.follower import Follower
from kg.graph.opening import open_store
from kg.records import DEFAULT_WORKSPACE
from kg.workspaces import Workspace, settings_within

log = logging.getLogger(__name__)

TEND_S = 5.0
"""Seconds between looks which workspaces have to be opened or closed."""
_EMPTYING_S = 600.0
"""Seconds after which another process may take over the emptying of a workspace."""
_PATIENCE_S = 10.0
"""Seconds that requests under way get when their workspace is deleted."""


@dataclass(slots=True)
class _Room:
    """A workspace that is open here, or was."""

    workspace: Workspace
    service: Service | None = None
    users: int = 0
    asked_at: float = field(default_factory=time.monotonic)
    turn: threading.Lock = field(default_factory=threading.Lock)


class Workspaces:
    """Every workspace's service. Safe to share between threads."""

    def __init__(self, main: Service) -> None:
        self.main = main
        self._places = main.common.places
        self._rooms: dict[str, _Room] = {}
        self._lock = threading.Condition()
        self._cleared: set[str] = set()
        self._tending = Follower(_Tending(self.tend), poll_s=TEND_S, what="workspaces")

    def start(self) -> None:
        """Begin to open workspaces in which something waits, and to close those in which nothing does."""
        self._tending.start()

    @contextmanager
    def using(self, name: str) -> Iterator[Service]:
        """Give the service of a workspace, which stays open in the `with` block.

        Raises:
            InputError: There can be no workspace of this name.
            NotFound: There is none.
            TransientError: Its catalog or its graph cannot be opened.
        """
        if name == DEFAULT_WORKSPACE:
            yield self.main
            return
        workspace = self.main.catalog.workspaces.get(name)
        with self._lock:
            room = self._rooms.setdefault(workspace.id, _Room(workspace))
            room.users += 1
            room.asked_at = time.monotonic()
        try:
            yield self._opened(room)
        finally:
            with self._lock:
                room.users -= 1
                self._lock.notify_all()

    def create(self, name: str) -> tuple[Workspace, bool]:
        """Make a workspace unless it is there; returns it, and whether it is new. Raises as `Places.create`."""
        workspace, is_new = self._places.create(name)
        if is_new:
            try:
                with self.using(name):
                    pass  # whatever is wrong with its places shows now, and not when documents come
            except BaseException:
                self.delete(name)
                raise
            log.info("made workspace %s", workspace.place)
        return workspace, is_new

    def delete(self, name: str) -> None:
        """Delete a workspace with everything in it. From the first moment on it is not there any more.

        Raises:
            NotFound: There is none of this name.
            Conflict: It is the default one's.
            TransientError: It is not there any more, and its places will be emptied as soon as may be.

        At a SPARQL server its name is free only when no update that another process had sent can arrive.
        """
        self._empty(self.main.catalog.workspaces.mark_deleted(name))

    def open_now(self) -> list[str]:
        """Return the names of the workspaces that are open in this process."""
        with self._lock:
            return [room.workspace.name for room in self._rooms.values() if room.service]

    def opened(self, workspace: Workspace) -> Service | None:
        """Return a workspace's service if it is open in this process; asking does not keep it so."""
        with self._lock:
            room = self._rooms.get(workspace.id)
            return room.service if room else None

    def tend(self) -> int:
        """Open what has work to follow, close what is idle, empty what was deleted; returns 0."""
        for deleted in self.main.catalog.workspaces.all(deleted=True):
            try:
                self._empty(deleted)
            except KGError as err:  # the others are tended all the same
                log.warning("workspace %s is not emptied yet: %s", deleted.place, err)
        there = {one.id: one for one in self._places.all()}
        for room in list(self._rooms.values()):
            if room.workspace.id not in there:  # another process deleted it
                with _told(room.workspace):
                    self._close(room, _PATIENCE_S)
            elif self._is_idle(room):
                self._close_idle(room)
        for workspace in there.values():
            self._follow(workspace)
        return 0

    def close(self) -> None:
        """Close every service but the default one."""
        self._tending.stop(TEND_S)
        for room in list(self._rooms.values()):
            self._close(room, 0.0)

    def _opened(self, room: _Room) -> Service:
        with room.turn:
            if room.service is None:
                room.service = self._open(room.workspace)
            return room.service

    def _open(self, workspace: Workspace) -> Service:
        with ExitStack() as held:
            catalog = held.enter_context(self._places.using(workspace))
            service = open_workspace(self.main, workspace, catalog, lambda: kept.close())
            kept = held.pop_all()
            return service

    def _close_idle(self, room: _Room) -> None:
        with room.turn:  # whoever comes now waits, and opens it again
            with self._lock:
                busy = room.users > 0
            if room.service is not None and not busy:
                room.service.close()
                room.service = None

    def _close(self, room: _Room, patience_s: float) -> None:
        if room.service is not None:
            room.service.stopping.set()
        with self._lock:
            self._lock.wait_for(lambda: room.users == 0, patience_s)
            self._rooms.pop(room.workspace.id, None)
        with room.turn:
            if room.service is not None:
                room.service.close()
                room.service = None

    def _is_idle(self, room: _Room) -> bool:
        quiet_s = time.monotonic() - room.asked_at
        idle = room.users == 0 and quiet_s > self.main.settings.workspace_idle_s
        return idle and room.service is not None and not _has_work(room.service)

    def _follow(self, workspace: Workspace) -> None:
        room = self._rooms.get(workspace.id)
        if room is not None and room.service is not None:
            return
        try:
            with self._places.using(workspace) as catalog:
                waits = bool(catalog.projections.pending(1))
            if waits:
                with self.using(workspace.name):
                    log.info("opened workspace %s: its graph has to follow", workspace.place)
        except KGError as err:
            log.warning("workspace %s cannot be opened: %s", workspace.place, err)
        except Exception:  # a broken file: the others are followed all the same
            log.exception("workspace %s cannot be opened", workspace.place)

    def _empty(self, workspace: Workspace) -> None:
        """Empty a deleted workspace's places, unless another thread or process is at it."""
        if workspace.id in self._cleared and self._places.unrest_s(workspace) > 0:
            return
        leases, turn = self.main.catalog.leases, f"emptying {workspace.id}"
        if not leases.take(turn, owner := uuid.uuid4().hex, _EMPTYING_S):
            return
        try:
            if room := self._rooms.get(workspace.id):
                self._close(room, _PATIENCE_S)
            listed = self.main.catalog.workspaces.all(deleted=True)
            # one that is forgotten by now may have a successor of its name at the same SPARQL server
            if workspace.id in {one.id for one in listed}:
                self._empty_places(workspace)
        finally:
            leases.give_back(turn, owner)

    def _empty_places(self, workspace: Workspace) -> None:
        """Empty them at once; at a server once more, when whatever was under way has arrived."""
        at_rest = self._places.unrest_s(workspace) == 0
        if self.main.settings.store is not None:
            self._clear_graph(workspace)
        self._places.drop(workspace)
        self._cleared.add(workspace.id)
        if at_rest:
            self.main.catalog.workspaces.forget(workspace.id)
            self._cleared.discard(workspace.id)
            log.info("deleted workspace %s", workspace.place)

    def _clear_graph(self, workspace: Workspace) -> None:
        """Empty a graph that lies on a server, which nobody but its operator can remove."""
        store = open_store(settings_within(self.main.settings, workspace))
        try:
            store.clear()
        finally:
            store.close()


@dataclass(frozen=True, slots=True)
class _Tending:
    """What the thread does over and over."""

    step: Callable[[], int]


def _has_work(service: Service) -> bool:
    try:
        counts = service.catalog.documents.counts()
    except KGError:
        return True
    return any(counts.get(status) for status in ("queued", "running", "extracted", "deleting"))


@contextmanager
def _told(workspace: Workspace) -> Iterator[None]:
    """Go on if closing a service fails, as it may where another process has dropped its tables."""
    try:
        yield
    except Exception:
        log.exception("workspace %s did not close as it should", workspace.place)
