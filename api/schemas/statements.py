"""Facts and things, as answers show them. Spans are `[start, end)` in Unicode code points."""

from pydantic import BaseModel, ConfigDict, Field

Offsets = tuple[int, int]


class Thing(BaseModel):
    """A node of the graph."""

    iri: str
    name: str
    label: str = Field(description="Entity type, for example `person`.")


class Value(BaseModel):
    """A literal."""

    value: str
    datatype: str
    name: str
    label: str


class Predicate(BaseModel):
    """A relation."""

    iri: str
    label: str


class Sentence(BaseModel):
    """The quoted stretch of the document that says so."""

    text: str
    start: int
    end: int


class StatementOut(BaseModel):
    """One fact at one place of one document."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0b0c0e0a-5a7e-5d8e-9e0b-0a1b2c3d4e5f",
                    "evidence": "6a6b6c6d-5a7e-5d8e-9e0b-0a1b2c3d4e5f",
                    "document": "5ab13f",
                    "subject": {
                        "iri": "http://localhost:8000/entity/person/ada_lovelace",
                        "name": "Ada Lovelace",
                        "label": "person",
                    },
                    "predicate": {
                        "iri": "http://www.wikidata.org/prop/direct/P19",
                        "label": "place of birth",
                    },
                    "object": {
                        "iri": "http://localhost:8000/entity/place/london",
                        "name": "London",
                        "label": "place",
                    },
                    "confidence": 0.93,
                    "sentence": {
                        "text": "Ada Lovelace was born in London.",
                        "start": 0,
                        "end": 32,
                    },
                    "subject_span": [0, 12],
                    "object_span": [25, 31],
                    "model": "minilm-1",
                }
            ]
        }
    )

    id: str = Field(description="Of the fact; the same wherever it is said.")
    evidence: str = Field(description="Of this place that says it.")
    document: str
    subject: Thing
    predicate: Predicate
    object: Thing | Value
    confidence: float
    sentence: Sentence
    subject_span: Offsets
    object_span: Offsets
    model: str
    standing: str | None = Field(
        default=None,
        description="Whether a loaded knowledge base knows it: `known`, `new` or `conflicting`.",
    )


class StatementPage(BaseModel):
    """The facts that one document states, by position."""

    document: str
    statements: list[StatementOut]


class EntityOut(Thing):
    """A thing, with how many documents and mentions name it."""

    documents: int
    mentions: int


class EntityPage(BaseModel):
    """Things; `next` goes into `?after=` for the page after this one."""

    entities: list[EntityOut]
    next: str | None


class SameAs(BaseModel):
    """A minted IRI that a thing stands for: in one document if one is named, else wherever it is."""

    iri: str
    document: str = ""
    confidence: float


class EntityDetail(EntityOut):
    """A thing and the facts about it, in either direction; `same_as` is what it stands for besides itself."""

    same_as: list[SameAs]
    statements: list[StatementOut]
    next: str | None


class ExtractIn(BaseModel):
    """A text to read at once; nothing is stored."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "Ada Lovelace was born in London."}]}
    )

    text: str = Field(min_length=1)


class ExtractOut(BaseModel):
    """What one reading found; `document` in the statements is the text's own content id."""

    model: str
    version: str
    characters_read: int
    statements: list[StatementOut]
