"""Workspaces: isolated graphs on one server, each in places of its own.

Nothing but the place tells them apart: a workspace has a catalog and a graph that hold nobody else's rows
(docs/decisions/0024-a-workspace-is-a-place.md).
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

import sqlalchemy as sa

from kg.errors import InputError
from kg.settings import Settings

_NAME = re.compile(r"[a-z](?:-?[a-z0-9]){0,39}")
_PLACEHOLDER = "{workspace}"


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace beside the default one.

    Attributes:
        id: Of this very workspace: another of the same name, made later, has another id and other places.
        created_at: Milliseconds since the epoch.
        deleted_at: Set from the moment that it is no longer there until its places are empty.
    """

    id: str
    name: str
    created_at: int
    deleted_at: int | None = None

    @property
    def place(self) -> str:
        """Name of its folder: no other workspace has had it or will."""
        return f"{self.name}.{self.id}"

    @property
    def schema(self) -> str:
        """Name of its schema in PostgreSQL, which needs no quotes."""
        return f"kg_{self.name.replace('-', '_')}_{self.id}"


def checked_name(name: str) -> str:
    """Return a name that a workspace may have, the default one's included. Raises InputError."""
    if not _NAME.fullmatch(name):
        raise InputError(
            f"{name[:60]!r} cannot name a workspace: take up to 40 of a to z, 0 to 9 and single hyphens, "
            "beginning with a letter."
        )
    return name


def settings_within(settings: Settings, workspace: Workspace) -> Settings:
    """Return the settings with which a workspace's catalog and graph are opened.

    Raises:
        InputError: KG_STORE names a server, and nothing says where in it other workspaces lie.
    """
    return settings.model_copy(
        update={
            "data": settings.data / "workspaces" / workspace.place,
            "models": settings.models_path,
            "database_url": _database(settings, workspace),
            "store": _store(settings, workspace),
            "store_update": _filled(settings.workspace_store_update, workspace),
            "examples": False,
        }
    )


def schema_of(url: str) -> str | None:
    """Return the schema that a workspace's database URL leads to; None if it leads to a file."""
    found = sa.make_url(url)
    options = found.query.get("options", "")
    if found.get_backend_name() == "sqlite" or not isinstance(options, str):
        return None
    return options.rpartition("-csearch_path=")[2] or None


def _database(settings: Settings, workspace: Workspace) -> str | None:
    if settings.database_url is None:
        return None
    url = sa.make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        file = f"{url.database}.workspaces/{workspace.place}.sqlite"
        return url.set(database=file).render_as_string(hide_password=False)
    before = url.query.get("options", "")
    options = f"{before} -csearch_path={workspace.schema}".strip()
    return url.update_query_dict({"options": options}).render_as_string(hide_password=False)


def _store(settings: Settings, workspace: Workspace) -> str | None:
    if settings.store is None:
        return None
    given = (settings.workspace_store, settings.workspace_store_update or _PLACEHOLDER)
    if any(url is None or _PLACEHOLDER not in url for url in given):
        raise InputError(
            "KG_STORE names the one graph of the default workspace. Set KG_WORKSPACE_STORE to the query "
            f"endpoint of the others (and KG_WORKSPACE_STORE_UPDATE, where updates go elsewhere), with "
            f"{_PLACEHOLDER} in it where the name goes; see docs/stores.md."
        )
    query, update = (_filled(url, workspace) for url in (settings.workspace_store, given[1]))
    if query == settings.store or update == (settings.store_update or settings.store):
        raise InputError(
            f"KG_WORKSPACE_STORE leads workspace {workspace.name} to the default workspace's own graph. "
            "Take another name, or endpoints that are apart from KG_STORE."
        )
    return query


def _filled(url: str | None, workspace: Workspace) -> str | None:
    return None if url is None else url.replace(_PLACEHOLDER, quote(workspace.name, safe=""))
