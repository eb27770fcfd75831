"""The part of the Python client that is about which isolated graphs a server has."""

from api.client_calls import Calls
from api.client_paths import at
from api.schemas.workspaces import WorkspaceList, WorkspaceOut


class WorkspaceCalls(Calls):
    """One method a route; each needs a client of the default workspace."""

    def workspaces(self) -> list[WorkspaceOut]:
        """Return every workspace, the default one first."""
        return WorkspaceList.model_validate_json(self._ask("GET", "/workspaces").content).workspaces

    def make_workspace(self, name: str) -> WorkspaceOut:
        """Make a workspace; one that is there stays as it is."""
        return WorkspaceOut.model_validate_json(self._ask("PUT", at("/workspaces", name)).content)

    def delete_workspace(self, name: str) -> None:
        """Delete a workspace with everything in it; waits until it is gone."""
        self._ask("DELETE", at("/workspaces", name), timeout=None)
