"""Decisions about single pieces of evidence."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.statements import Offsets, Predicate, Sentence, StatementOut

JudgementVerdict = Literal["accept", "reject", "correct"]


class DoubtList(BaseModel):
    """Evidence that nobody has judged, the least sure first."""

    doubts: list[StatementOut]


class JudgementIn(BaseModel):
    """A decision; what `correct` leaves out stays as it was found."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"evidence": "6a6b6c6d-5a7e-5d8e-9e0b-0a1b2c3d4e5f", "verdict": "accept"}]
        }
    )

    evidence: str = Field(description="Its id, as statements give it.")
    verdict: JudgementVerdict = Field(
        description="`accept`: the text says so. `reject`: it does not. `correct`: it says what follows."
    )
    predicate: str | None = Field(None, description="IRI of the right property.")
    subject_span: Offsets | None = Field(
        None, description="The right subject: any stretch of the document's text."
    )
    object_span: Offsets | None = Field(None, description="The right object, likewise.")
    subject_type: str | None = Field(
        None,
        max_length=50,
        description="Entity type of a subject that is no mention yet; as it was without it.",
    )
    object_type: str | None = Field(
        None, max_length=50, description="Likewise; `time` and `number` make it a value."
    )


class JudgementOut(BaseModel):
    """A decision that is kept. `id` is that of the evidence."""

    id: str
    document: str
    verdict: JudgementVerdict
    made_at: str = Field(description="ISO 8601, UTC.")
    predicate: Predicate
    subject_span: Offsets
    object_span: Offsets
    sentence: Sentence
