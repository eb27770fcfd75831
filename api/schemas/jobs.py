"""Progress of a job, and what can be done to it."""

from typing import Literal

from pydantic import BaseModel, Field


class JobOut(BaseModel):
    """How far a job is. `finished` means that every finding is in the graph."""

    id: str
    status: Literal["running", "done", "cancelled"]
    finished: bool
    source: str = Field(description="How the documents came: `json`, `ndjson`, `upload`, …")
    created_at: str = Field(description="ISO 8601, UTC.")
    counts: dict[str, int] = Field(description="Documents by status.")
    documents: int
    duplicates: int
    rejected: int = Field(description="Lines or files that could not be taken.")
    characters: int = Field(description="Characters of text in the job.")
    characters_read: int = Field(description="Of these, the ones that the model has read.")
    documents_per_second: float
    seconds_left: float | None


class JobPage(BaseModel):
    """Jobs, newest first; `next` goes into `?after=` for the page after this one."""

    jobs: list[JobOut]
    next: str | None


class JobChanged(BaseModel):
    """How many documents a cancel or a retry changed."""

    id: str
    changed: int


class Rebuilt(BaseModel):
    """How many documents were carried into the graph again."""

    documents: int


class Restored(BaseModel):
    """What a backup put in the place of everything: documents whose findings are in the graph again."""

    documents: int
    created_at: str = Field(description="When the backup was made, ISO 8601.")
    kg: str = Field(description="The version of kg that made it.")
