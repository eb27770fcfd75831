"""Workspaces as the server tells of them."""

from pydantic import BaseModel, Field


class WorkspaceOut(BaseModel):
    """One workspace."""

    name: str = Field(description="Goes into the header `KG-Workspace`.")
    created_at: str | None = Field(
        description="ISO 8601, UTC; null for the default one, which is always there."
    )


class WorkspaceList(BaseModel):
    """Every workspace, the default one first."""

    workspaces: list[WorkspaceOut]
