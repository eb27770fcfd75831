"""Models at hand, which one is read with, and who reads with it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class ModelOut(BaseModel):
    """A model of the registry."""

    id: str = Field(description="`<name>-<version>`; what `PUT /models/active` takes.")
    name: str
    version: str
    active: bool = Field(description="It was chosen; `override` tells whether that counts.")
    shipped: bool = Field(description="It comes with kg.")
    size: int = Field(description="Bytes of its weights.")
    documents: int = Field(description="Documents that state what it found.")
    problem: str | None = Field(description="Why it cannot be read with.")


class ModelDetail(ModelOut):
    """A model with its card and its figures."""

    card: str = Field(description="Markdown.")
    figures: dict[str, Any] = Field(description="As they were measured when it was trained.")


class ModelNamed(BaseModel):
    """A model that statements name and that is not in the registry."""

    name: str
    version: str
    documents: int


class ChoiceOut(BaseModel):
    """A choice, standing or rolled back."""

    model: str
    chosen_at: str = Field(description="ISO 8601, UTC.")
    undone_at: str | None


class WorkerOut(BaseModel):
    """A worker seen of late."""

    id: str
    host: str
    state: str
    model: str = Field(description="What it reads with: name and version.")
    problem: str | None = Field(description="Why that is not the active model.")
    seen_at: str


class ServiceModel(BaseModel):
    """What `POST /extract` reads with."""

    state: str
    model: str | None
    problem: str | None


class ModelsOut(BaseModel):
    """Every model at hand, and what is done with them."""

    active: str
    override: str | None = Field(
        description="The setting because of which the choice counts for nothing here."
    )
    models: list[ModelOut]
    elsewhere: list[ModelNamed]
    history: list[ChoiceOut] = Field(description="The newest first.")
    workers: list[WorkerOut]
    service: ServiceModel


class ModelIn(BaseModel):
    """The model to read with from now on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"model": "kg-minilm-1"}]})

    model: str = Field(min_length=1, max_length=300)


class ModelChosen(BaseModel):
    """What is read with from now on; workers change over before their next batch."""

    active: str
    override: str | None
    documents_by_others: int = Field(description="What `POST /reextract` would read again.")


class Requeued(BaseModel):
    """Documents that were queued to be read again."""

    job: str | None = Field(
        description="Follows them; where none were queued, those of an earlier request that still wait."
    )
    documents: int
