"""Knowledge bases that were loaded."""

from typing import Literal

from pydantic import BaseModel, Field


class BaseOut(BaseModel):
    """A knowledge base."""

    name: str
    graph: str = Field(description="IRI of the graph that holds it.")
    status: Literal["loading", "ready", "failed"]
    source: str = Field(description="What its file was called.")
    error: str | None
    triples: int
    entities: int = Field(description="How many of its entities have a name.")
    changed_at: str


class BaseList(BaseModel):
    """All knowledge bases."""

    bases: list[BaseOut]
