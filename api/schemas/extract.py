"""A text to read at once, and what one reading found."""

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.statements import Offsets, StatementOut


class ExampleIn(BaseModel):
    """A sentence in which a relation is marked; `relation` by label or IRI."""

    text: str
    subject: str
    relation: str
    object: str
    subject_span: Offsets | None = None
    object_span: Offsets | None = None


class ExtractIn(BaseModel):
    """A text to read at once; nothing is stored."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "Ada Lovelace was born in London."}]}
    )

    text: str = Field(min_length=1)
    ontology: str | None = Field(
        default=None,
        description="The file itself: Turtle, N-Triples, RDF/XML, JSON-LD, or Text2KGBench's JSON. "
        "Its properties are looked for, and no others.",
    )
    ontology_format: str = Field(
        default="", description="Media type or suffix; told by the content without it."
    )
    examples: list[ExampleIn] = Field(default=[], max_length=10_000)
    min_confidence: float = Field(0.0, ge=0, le=1, description="Leave out what is less sure.")


class ExtractOut(BaseModel):
    """What one reading found; `document` in the statements is the text's own content id."""

    model: str
    version: str
    characters_read: int
    statements: list[StatementOut]
    left_out: list[str] = Field(default=[], description="Examples that could not be used, and why.")
    not_asserted: list[StatementOut] = Field(
        default_factory=list, description="What the text denies, hedges or reports: no facts."
    )
