"""What routes ask for, as annotated types, so that their signatures read as nouns.

The functions are `async` only to be called in place: FastAPI sends plain ones to the thread pool.
"""

from typing import Annotated

from fastapi import Depends, Request

from api.door import asking, serving
from api.service import Service
from api.workspaces import Workspaces
from kg.catalog.catalog import Catalog
from kg.graph.store import GraphStore
from kg.settings import Settings


async def _service(request: Request) -> Service:
    return serving(request.scope)


ServiceDep = Annotated[Service, Depends(_service)]
"""The running service of the workspace that the request is about."""


async def _asker(request: Request) -> str | None:
    return asking(request.scope)


AskerDep = Annotated[str | None, Depends(_asker)]
"""Who asks: the name of their key, or whose token it is; None where the service asks for neither."""


async def _workspaces(request: Request) -> Workspaces:
    workspaces: Workspaces = request.app.state.workspaces
    return workspaces


WorkspacesDep = Annotated[Workspaces, Depends(_workspaces)]
"""Every workspace of this server."""


async def _settings(service: ServiceDep) -> Settings:
    return service.settings


async def _catalog(service: ServiceDep) -> Catalog:
    return service.catalog


async def _store(service: ServiceDep) -> GraphStore:
    service.restoring.check()  # half a graph would answer as if it were whole
    return service.store


SettingsDep = Annotated[Settings, Depends(_settings)]
CatalogDep = Annotated[Catalog, Depends(_catalog)]
StoreDep = Annotated[GraphStore, Depends(_store)]
