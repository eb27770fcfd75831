"""Relations that are taught by examples, and what they would have found."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.statements import Offsets, StatementOut

_TEXT = 10_000
"""Characters of an example; a model reads no further than its window anyway."""

_EXAMPLE: dict[str, Any] = {
    "text": "Greta Holm captains the Wexcombe Rovers.",
    "subject": "Greta Holm",
    "object": "Wexcombe Rovers",
}

Kinds = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=100)]],
    Field(
        max_length=20,
        description="What it may be: `person`, `place` and so on, or a noun for a kind of one.",
    ),
]


class MarkedIn(BaseModel):
    """A sentence with the two ends of the relation: as they stand in it, the closest pair if often."""

    text: str = Field(min_length=1, max_length=_TEXT)
    subject: str = Field(min_length=1, max_length=_TEXT)
    object: str = Field(min_length=1, max_length=_TEXT)
    subject_span: Offsets | None = Field(None, description="Which occurrence is meant.")
    object_span: Offsets | None = None


Examples = Annotated[list[MarkedIn], Field(min_length=1, max_length=1000)]


class RelationIn(BaseModel):
    """A relation to look for, shown by examples: one to five are enough for most."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "captain of", "examples": [_EXAMPLE]}]}
    )

    name: str = Field(min_length=1, max_length=200)
    description: str | None = Field(
        None, max_length=2000, description="What it means. The model reads that, too."
    )
    domain: Kinds = []
    range: Kinds = []
    examples: Examples


class ExamplesIn(BaseModel):
    """More examples of a relation."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"examples": [_EXAMPLE]}]})

    examples: Examples


class MarkedOut(BaseModel):
    """An example as it is kept."""

    text: str
    subject: str
    object: str
    subject_span: Offsets
    object_span: Offsets


class RelationSummary(BaseModel):
    """A relation that was taught."""

    id: str
    iri: str
    name: str
    description: str
    domain: list[str] = Field(description="Mention types of the subject; empty: any.")
    range: list[str] = Field(description="Mention types of the object; empty: any.")
    facts: int = Field(description="Facts of the graph that have it.")
    taught_at: str = Field(description="ISO 8601, UTC.")
    changed_at: str = Field(description="When its examples last changed.")


class RelationOut(RelationSummary):
    """A relation that was taught, with its examples."""

    examples: list[MarkedOut]
    read_before: int = Field(
        description="Documents that were read before it was taught; see `…/reextract`."
    )


class RelationList(BaseModel):
    """The relations that were taught, in that order."""

    relations: list[RelationSummary]


class Foreseen(StatementOut):
    """A statement that a document holds by this relation."""

    stored: bool = Field(description="Whether the graph's reading of the document has it already.")


class Preview(BaseModel):
    """What a relation finds in documents that were read; nothing is stored. `next` goes into `after`."""

    statements: list[Foreseen]
    documents: int = Field(description="Documents that were looked at for this page.")
    characters: int
    cut_short: list[str] = Field(description="Ids of those of which only the beginning was read.")
    next: str | None


class ReextractIn(BaseModel):
    """Which documents to read again; without ids, all that were read before the relation was taught."""

    documents: list[str] | None = Field(None, max_length=10_000)
