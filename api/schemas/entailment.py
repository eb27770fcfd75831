"""Pairs of sentences as requests and answers."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]


class EntailmentIn(BaseModel):
    """Does the second sentence of each pair follow from the first?"""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"pairs": [["Lyon is the capital of France.", "Paris is the capital of France."]]}
            ]
        },
    )

    pairs: Annotated[list[tuple[Sentence, Sentence]], Field(min_length=1, max_length=200)]


class EntailmentOut(BaseModel):
    """What the second sentence is to the first; the three come to 1."""

    label: Literal["entailment", "contradiction", "neutral"]
    entailment: float
    contradiction: float
    neutral: float


class EntailmentsOut(BaseModel):
    """One answer a pair, in their order."""

    results: list[EntailmentOut]
