"""Questions and answers. Spans are `[start, end)` in Unicode code points."""

from pydantic import BaseModel, ConfigDict, Field


class AskIn(BaseModel):
    """A question in plain English."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "Where was the wife of Pierre Curie born?"}]}
    )

    question: str = Field(description="One question, up to 500 characters.", max_length=100_000)


class QuoteOut(BaseModel):
    """Where a document says so."""

    document: str
    start: int
    end: int
    text: str


class FactOut(BaseModel):
    """A statement that an answer rests on; without quotes it was loaded or derived, and no text says it."""

    statement_id: str
    subject: str
    predicate: str
    object: str
    quotes: list[QuoteOut]


class AnswerOut(BaseModel):
    """One answer."""

    value: str = Field(description="IRI of a thing, or a literal's text; `yes` or `no`.")
    label: str
    iri: str | None = None
    datatype: str | None = None
    confidence: float = Field(
        description="How well the question is understood, times its least sure fact."
    )
    facts: list[FactOut]


class PassageOut(QuoteOut):
    """A stretch of a text that may answer what the graph does not."""

    score: float


class AskOut(BaseModel):
    """What the graph says, or why it does not."""

    question: str
    answer: str | None = Field(
        description="The answers in words; null where the graph does not say."
    )
    answers: list[AnswerOut]
    sparql: str | None = Field(description="The query that gave the answers.")
    interpretation: str = Field(description="How the question was understood.")
    abstained: bool
    reason: str | None = None
    passages: list[PassageOut] = Field(description="Only where the graph does not say.")
