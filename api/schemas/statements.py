"""Facts and things, as answers show them. Spans are `[start, end)` in Unicode code points."""

from pydantic import BaseModel, ConfigDict, Field

from kg.records import AssertionStatus

Offsets = tuple[int, int]

_STANDING = "Whether a loaded knowledge base knows it: `known`, `new` or `conflicting`."


class Thing(BaseModel):
    """A node of the graph."""

    iri: str
    name: str
    label: str = Field(description="Entity type, for example `person`.")


class Value(BaseModel):
    """A literal."""

    value: str
    datatype: str = Field(description="IRI, as a rule of XML Schema.")
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


class QualifierOut(BaseModel):
    """What else a text says of a statement, for example when it began."""

    predicate: Predicate
    value: str
    datatype: str


class EvidenceOut(BaseModel):
    """One place of one document that speaks of a statement."""

    evidence: str = Field(description="Id of this place.")
    document: str
    status: AssertionStatus = Field(description="How the text puts it.")
    confidence: float = Field(description="That this text says so.")
    qualifiers: list[QualifierOut]
    sentence: Sentence
    subject_span: Offsets
    object_span: Offsets
    model: str = Field(description="Which model said so; `person`: somebody accepted a suggestion.")
    model_version: str
    read_at: str | None = Field(description="ISO 8601, UTC; null if nothing was stored.")


class StatementOut(EvidenceOut):
    """One statement at one place of one document."""

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
                    "status": "asserted",
                    "qualifiers": [],
                    "model": "kg-minilm",
                    "model_version": "2",
                    "read_at": "2026-11-24T09:30:00.000Z",
                }
            ]
        }
    )

    id: str = Field(description="Of the statement; the same wherever it is said.")
    subject: Thing
    predicate: Predicate
    object: Thing | Value
    standing: str | None = Field(default=None, description=_STANDING)


class StatementPage(BaseModel):
    """What one document states, by position."""

    document: str
    statements: list[StatementOut]


class StatementSummary(BaseModel):
    """A statement and what all evidence for it comes to."""

    id: str
    subject: Thing
    predicate: Predicate
    object: Thing | Value
    status: AssertionStatus = Field(
        description="`asserted`, a fact of the graph, if any text asserts it; else how texts put it."
    )
    confidence: float = Field(
        description="That it holds, denials weighed in; if nobody asserts it, that texts put it so."
    )
    support: dict[AssertionStatus, float] = Field(
        description="How sure each status is that some text gives it."
    )
    documents: int = Field(description="Documents that put it as `status` says.")
    sources: int = Field(description="Different texts among them.")
    standing: str | None = Field(default=None, description=_STANDING)


class StatementList(BaseModel):
    """Statements by id; `next` goes into `?after=` for the page after this one."""

    statements: list[StatementSummary]
    next: str | None


class ClaimOut(BaseModel):
    """A statement without what speaks for it."""

    id: str
    subject: Thing
    predicate: Predicate
    object: Thing | Value
    denied: bool = Field(default=False, description="That it does not hold.")


class GroundOut(BaseModel):
    """A statement that a suggestion rested on when it was accepted; by now it may be gone."""

    id: str
    text: str = Field(description="The same in words.")


class Suggested(BaseModel):
    """Why a fact had been suggested before somebody accepted it; all but `by` null if nothing suggested it."""

    source: str | None = Field(description="Who proposed it: `rules`, `vectors` or `analogy`.")
    score: float | None = Field(description="How likely it was, 0 to 1.")
    reason: str | None
    grounds: list[GroundOut]
    by: str | None = Field(
        description="Who accepted it: the name of their key, or whose token it was; null where none was asked for."
    )


class SeenIn(BaseModel):
    """A document that speaks of a statement."""

    id: str
    title: str | None
    uri: str | None
    text_sha256: str | None = Field(
        description="Of the text that was read; the same for one text under two ids: one source."
    )
    stated: Suggested | None = Field(
        default=None,
        description="If the document is a person's word: why what it says had been suggested.",
    )


class StatementDetail(StatementSummary):
    """A statement with its evidence, by document and position; `next` goes into `?after=`."""

    evidence: list[EvidenceOut]
    seen_in: list[SeenIn] = Field(description="The documents of this page's evidence.")
    contradicted_by: list[EvidenceOut] = Field(
        description="Evidence, on whichever page, that denies what another text asserts."
    )
    derived: bool = Field(
        default=False, description="No document states it: it follows. `/explain` says why."
    )
    next: str | None


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
    derived: list[ClaimOut] = Field(
        default=[], description="What follows and no document states, on the first page."
    )
    next: str | None
