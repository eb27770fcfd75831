"""`/workspaces`: which isolated graphs this server has; make one, delete one with everything in it."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.deps import WorkspacesDep
from api.errors import RESPONSES
from api.schemas.workspaces import WorkspaceList, WorkspaceOut
from kg.records import DEFAULT_WORKSPACE
from kg.times import iso
from kg.workspaces import Workspace, checked_name

router = APIRouter(prefix="/workspaces", tags=["workspaces"], responses=RESPONSES)

Name = Annotated[
    str, Path(description="Up to 40 of a to z, 0 to 9 and hyphens, beginning with a letter.")
]


@router.get("")
def list_workspaces(workspaces: WorkspacesDep) -> WorkspaceList:
    """List the workspaces. Like everything here, this needs an administrator's key of the default one."""
    others = map(_view, workspaces.main.catalog.workspaces.all())
    return WorkspaceList(workspaces=[_default(), *others])


@router.get("/{name}")
def get_workspace(name: Name, workspaces: WorkspacesDep) -> WorkspaceOut:
    """Return one workspace."""
    if checked_name(name) == DEFAULT_WORKSPACE:
        return _default()
    return _view(workspaces.main.catalog.workspaces.get(name))


@router.put("/{name}", responses={201: {"model": WorkspaceOut}})
def make_workspace(name: Name, workspaces: WorkspacesDep, response: Response) -> WorkspaceOut:
    """Make a workspace: 201. One that is there stays as it is: 200."""
    if checked_name(name) == DEFAULT_WORKSPACE:
        return _default()
    workspace, is_new = workspaces.create(name)
    response.status_code = 201 if is_new else 200
    return _view(workspace)


@router.delete("/{name}", status_code=204)
def delete_workspace(name: Name, workspaces: WorkspacesDep) -> None:
    """Delete a workspace: documents, graph, keys, everything in it. It cannot be had back."""
    workspaces.delete(name)


def _view(workspace: Workspace) -> WorkspaceOut:
    return WorkspaceOut(name=workspace.name, created_at=iso(workspace.created_at))


def _default() -> WorkspaceOut:
    return WorkspaceOut(name=DEFAULT_WORKSPACE, created_at=None)
