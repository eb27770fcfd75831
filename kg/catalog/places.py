"""Where the workspaces' catalogs lie: made, opened when somebody needs them, closed, and dropped."""

import math
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from kg.catalog.catalog import Catalog
from kg.catalog.database import translated
from kg.catalog.engine import open_engine, writing
from kg.errors import CatalogUnavailable, Conflict, NotFound
from kg.settings import Settings
from kg.workspaces import Workspace, schema_of, settings_within

_MARGIN_S = 5.0


@dataclass(slots=True)
class _Opened:
    catalog: Catalog | None = None
    users: int = 0
    dropped: bool = False
    turn: threading.Lock = field(default_factory=threading.Lock)


class Places:
    """The catalogs of the workspaces beside the default one, each opened once in a process.

    Args:
        main: The default workspace's catalog, which lists them; whoever made it closes it.
    """

    def __init__(self, settings: Settings, main: Catalog) -> None:
        self.settings, self.main = settings, main
        self._opened: dict[str, _Opened] = {}
        self._lock = threading.Lock()

    def all(self) -> list[Workspace]:
        """Return the workspaces that there are. Raises CatalogUnavailable."""
        return self.main.workspaces.all()

    def create(self, name: str) -> tuple[Workspace, bool]:
        """Make a workspace unless it is there; returns it, and whether it is new.

        Raises:
            InputError: No workspace can have this name, or there is no place for its graph.
            Conflict: It is the default one's, or one of this name was deleted and its graph may not be empty yet.
            CatalogUnavailable: The database does not answer.
        """
        workspace = self.main.workspaces.reserve(name)
        try:
            return self.main.workspaces.get(name), False
        except NotFound:
            pass
        within = settings_within(self.settings, workspace)
        self._wait_for_predecessor(name)
        _prepare(within.catalog_url)
        if self.main.workspaces.add(workspace):
            return workspace, True
        _drop(within)  # somebody else was quicker
        return self.main.workspaces.get(name), False

    def _wait_for_predecessor(self, name: str) -> None:
        """At a SPARQL server, the name alone says where a graph lies."""
        deleted = self.main.workspaces.all(deleted=True) if self.settings.store else []
        for one in deleted:
            if one.name == name:
                raise Conflict(
                    f"A workspace {name} was deleted, and its graph has still to come to rest. Try again in "
                    f"{math.ceil(self.unrest_s(one)) + 5} s or take another name; if it stays so, see in the log "
                    "why its SPARQL server does not take us."
                )

    def unrest_s(self, workspace: Workspace) -> float:
        """Return the seconds for which an update that was sent before a deletion may still reach the graph.

        Whoever writes asks first whether the workspace is there (`Workspaces.has`), so that nothing is sent after
        the deletion; what was sent before is given up by its sender when its time is over, once for the
        connection and once for the answer.
        """
        if self.settings.store is None:
            return 0.0
        longest_s = 2 * self.settings.store_timeout_s + _MARGIN_S
        return max(0.0, longest_s - self.main.workspaces.deleted_for(workspace))

    @contextmanager
    def using(self, workspace: Workspace) -> Iterator[Catalog]:
        """Give a workspace's catalog, which is not closed in the `with` block.

        Raises:
            NotFound: It was dropped meanwhile.
            CatalogUnavailable: The database does not answer.
        """
        with self._lock:
            opened = self._opened.setdefault(workspace.id, _Opened())
            opened.users += 1
        try:
            with opened.turn:
                if opened.dropped:
                    raise NotFound("workspace", workspace.name)
                if opened.catalog is None:
                    url = settings_within(self.settings, workspace).catalog_url
                    opened.catalog = Catalog.open(url, server=self.main)
            yield opened.catalog
        finally:
            with self._lock:
                opened.users -= 1
                last = opened.dropped and opened.users == 0
            if last and opened.catalog is not None:
                opened.catalog.close()

    def drop(self, workspace: Workspace) -> None:
        """Empty the places of a workspace that was marked as deleted; not its graph on a server. Then `forget` it.

        Raises:
            CatalogUnavailable: Call it again.
        """
        with self._lock:
            # what is dropped stays known, so that nobody who is late makes it anew
            opened = self._opened.setdefault(workspace.id, _Opened())
            opened.dropped = True
            catalog, idle = opened.catalog, opened.users == 0
        if idle and catalog is not None:
            catalog.close()
        _drop(settings_within(self.settings, workspace))

    def close(self) -> None:
        """Close every catalog that was opened here; nobody may use one any more."""
        with self._lock:
            opened, self._opened = list(self._opened.values()), {}
        for one in opened:
            if one.catalog is not None:
                one.catalog.close()


def _prepare(url: str) -> None:
    """Make the schema; folders and files make themselves."""
    if schema := schema_of(url):
        _in_database(url, sa.schema.CreateSchema(schema))


def _drop(within: Settings) -> None:
    url = within.catalog_url
    if schema := schema_of(url):
        _in_database(url, sa.schema.DropSchema(schema, cascade=True, if_exists=True))
    elif file := sa.make_url(url).database:
        for ending in ("", "-wal", "-shm"):
            Path(file + ending).unlink(missing_ok=True)
    shutil.rmtree(within.data, ignore_errors=True)
    if within.data.exists():
        raise CatalogUnavailable(f"{within.data} is in use and cannot be removed yet.")


def _in_database(url: str, change: sa.schema.ExecutableDDLElement) -> None:
    engine = open_engine(url)
    try:
        with translated(engine), writing(engine) as connection:
            connection.execute(change)
    finally:
        engine.dispose()
